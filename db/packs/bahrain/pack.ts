import type { PackDefinition } from '../pack.ts';
import { ageBands, sectors, segments } from './beneficiaries.ts';
import { categories } from './categories.ts';
import { governorates, towns } from './places.ts';
import { holidays, periodRules, thresholds } from './rules.ts';
import { aidTypes, units } from './services.ts';

/** Bahrain: money in fils, four governorates, the ministry's own vocabulary. */
export const bahrain: PackDefinition = {
	code: 'bahrain',
	ar: 'مملكة البحرين',
	en: 'Kingdom of Bahrain',
	currency: 'BHD',
	currencyDigits: 3,
	currencyAr: 'د.ب',
	timeZone: 'Asia/Bahrain',
	asksAges: false,
	restDays: [5, 6],
	ministryAr: 'وزارة التنمية الاجتماعية',
	ministryEn: 'Ministry of Social Development',
	categories,
	governorates,
	towns,
	sectors,
	segments,
	ageBands,
	aidTypes,
	units,
	periodRules,
	holidays,
	thresholds,
	// Own choice: BHD 5,000 in one report.
	secondReaderMinor: 5_000_000,
};

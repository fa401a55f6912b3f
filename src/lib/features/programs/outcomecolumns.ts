import { societyColumn } from '../societies/columns.ts';
import { attainmentOf, MOST_SHOWN } from '#lib/kpi/targets.ts';
import { defineTable, type CellMark } from '#lib/tables/define.ts';
import type { Text } from '#lib/i18n/text.ts';
import { programColumn, sectorColumn } from './columns.ts';
import { PROFILE_LABEL } from './trackcolumns.ts';

export type OutcomeState = 'on_target' | 'short' | 'unmeasured' | 'untargeted' | 'not_due';

/** An indicator with its newest verified result and what its path expects at that time; values in thousandths. */
export interface OutcomeRow {
	readonly id: number;
	readonly indicatorAr: string;
	readonly indicatorEn: string;
	readonly unitAr: string;
	readonly unitEn: string;
	readonly societyId: number;
	readonly societyAr: string;
	readonly societyEn: string;
	readonly programId: number;
	readonly programAr: string;
	readonly programEn: string;
	readonly sector: string;
	readonly sectorAr: string;
	readonly sectorEn: string;
	readonly direction: 'increase' | 'reduce';
	readonly profile: string | null;
	readonly baselineMilli: number | null;
	readonly expectedMilli: number | null;
	readonly resultMilli: number | null;
	readonly period: string | null;
	readonly state: OutcomeState;
}

const STATE_LABEL: Record<OutcomeState, Text> = {
	on_target: { ar: 'حقق المستهدف', en: 'Met' },
	short: { ar: 'دون المستهدف', en: 'Not met' },
	unmeasured: { ar: 'بلا نتيجة', en: 'No result' },
	untargeted: { ar: 'دون مستهدف', en: 'No target' },
	not_due: { ar: 'لم يحن', en: 'Not due' },
};

const STATE_MARK: Record<OutcomeState, CellMark> = {
	on_target: 'ok',
	short: 'risk',
	unmeasured: 'missing',
	untargeted: 'notdue',
	not_due: 'notdue',
};

function attainment({ direction, resultMilli, expectedMilli, baselineMilli }: OutcomeRow): number | null {
	const share = attainmentOf(direction, resultMilli, expectedMilli, baselineMilli);
	return share === null ? null : Math.max(0, Math.min(MOST_SHOWN, share));
}

/** Outcome indicators and how they stand: evidence of indicators on target, CSV. */
export const outcomeTable = defineTable<OutcomeRow>({
	id: 'outcomes',
	title: { ar: 'مؤشرات النتائج', en: 'Outcome indicators' },
	columns: [
		{
			key: 'indicator',
			label: { ar: 'المؤشر', en: 'Indicator' },
			type: 'text',
			sort: ['indicatorAr', 'indicatorEn'],
			value: (row, locale) => (locale === 'ar' ? row.indicatorAr : row.indicatorEn),
			href: (row) => `/programs/${row.programId}#indicators`,
		},
		programColumn(),
		societyColumn(),
		sectorColumn(),
		{
			key: 'unit',
			label: { ar: 'الوحدة', en: 'Unit' },
			type: 'text',
			isOptional: true,
			value: (row, locale) => (locale === 'ar' ? row.unitAr : row.unitEn),
		},
		{
			key: 'direction',
			label: { ar: 'الاتجاه الجيد', en: 'Good direction' },
			type: 'text',
			isOptional: true,
			sort: 'direction',
			value: ({ direction }, locale) =>
				({ increase: { ar: 'زيادة', en: 'Increase' }, reduce: { ar: 'خفض', en: 'Reduce' } })[direction][
					locale
				],
			code: (row) => row.direction,
		},
		{
			key: 'profile',
			label: { ar: 'مسار المستهدف', en: 'Target path' },
			type: 'text',
			sort: 'profile',
			value: (row, locale) => (row.profile ? (PROFILE_LABEL[row.profile]?.[locale] ?? null) : null),
			code: (row) => row.profile,
		},
		{
			key: 'baseline',
			label: { ar: 'خط الأساس', en: 'Baseline' },
			type: 'milli',
			sort: 'baselineMilli',
			value: (row) => row.baselineMilli,
		},
		{
			key: 'expected',
			label: { ar: 'المتوقع عند القياس', en: 'Expected when measured' },
			type: 'milli',
			sort: 'expectedMilli',
			value: (row) => row.expectedMilli,
		},
		{
			key: 'result',
			label: { ar: 'أحدث نتيجة معتمدة', en: 'Newest verified result' },
			type: 'milli',
			sort: 'resultMilli',
			value: (row) => row.resultMilli,
		},
		{
			key: 'period',
			label: { ar: 'فترة النتيجة', en: 'Period of the result' },
			type: 'month',
			sort: 'period',
			value: (row) => row.period,
		},
		{
			key: 'attainment',
			label: { ar: 'نسبة التحقق', en: 'Attainment' },
			type: 'percent',
			help: {
				ar: 'في مؤشر الخفض: ما قُطع من خط الأساس. تُعرض حتى مئة وخمسين بالمئة ولو زادت.',
				en: 'Where less is better: the way gone down from the baseline. Shown up to a hundred and fifty percent even where it is more.',
			},
			value: attainment,
		},
		{
			key: 'state',
			label: { ar: 'المستهدف حتى تاريخه', en: 'Target to date' },
			type: 'text',
			sort: 'state',
			value: (row, locale) => STATE_LABEL[row.state][locale],
			code: (row) => row.state,
			mark: (row) => STATE_MARK[row.state],
		},
	],
});

import type { Insertable } from 'kysely';
import { addDays, addMonths } from '#lib/platform/clock.ts';
import type { Schema } from '../schema.ts';

type Row<T extends keyof Schema> = Insertable<Schema[T]>;

/** Settings the invented ministry changed, and those it has decided and that wait for their day. */
export interface SettingRows {
	readonly kpi_threshold: Row<'kpi_threshold'>[];
	readonly period_rule: Row<'period_rule'>[];
	readonly holiday: Row<'holiday'>[];
	readonly reference_change: Row<'reference_change'>[];
}

/** A target of the year that closed, corrected since: the trace of it is what the page shows. */
export function correctedTarget(today: string, admin: number): Row<'kpi_target'> {
	return {
		kpi: 'K-O5',
		level: 'country',
		program_id: null,
		year: Number(today.slice(0, 4)) - 1,
		value_milli: 70_000,
		profile: 'linear',
		shares: null,
		starts_on: addDays(today, -60),
		reason: 'صُحح مستهدف السنة الماضية بعد اعتماد المحضر النهائي للجنة المتابعة',
		set_by: admin,
		set_at: `${addDays(today, -60)}T07:30:00.000Z`,
	};
}

/** The rows for a day; `admin` is the account that set them. What holds on the day is what the pack says. */
export function settingRows(today: string, admin: number): SettingRows {
	const set = (daysAgo: number) => ({
		set_by: admin,
		set_at: `${addDays(today, -daysAgo)}T07:30:00.000Z`,
		withdrawn_at: null as string | null,
	});
	const month = (by: number) => `${addMonths(today.slice(0, 7), by)}-01`;
	const country = { level: 'country' as const, source: 'ministry' };
	return {
		kpi_threshold: [
			{
				...country, kpi: 'K-D2', good: 85, watch: 70, starts_on: month(-14),
				reason: 'سنة انتقالية حتى يعتاد الجميع المواعيد الجديدة', ...set(430),
			},
			{
				...country, kpi: 'K-D2', good: 90, watch: 75, starts_on: month(-5),
				reason: 'انتهت السنة الانتقالية وتحسّن الالتزام بالمواعيد', ...set(160),
			},
			{
				...country, kpi: 'K-R3', good: 97, watch: 88, starts_on: month(2),
				reason: 'قرار لجنة المتابعة بعد مراجعة دورات المجالس', ...set(12),
			},
			{
				...country, kpi: 'K-D1', good: 98, watch: 92, starts_on: month(1),
				reason: 'اقتراح سُجّل قبل عرضه على لجنة المتابعة', ...set(40), withdrawn_at: `${addDays(today, -35)}T08:00:00.000Z`,
			},
		], // prettier-ignore
		period_rule: [
			{
				code: 'board_expiry_warning',
				days: 90,
				day_kind: 'calendar',
				starts_on: month(2),
				name_ar: 'التنبيه قبل انتهاء مدة مجلس الإدارة',
				name_en: 'Warning before a board term ends',
				source: 'تعميم داخلي لإدارة المنظمات الأهلية',
				reason: 'مهلة أطول لعقد الجمعيات العمومية قبل انتهاء الدورة',
				...set(9),
			},
		],
		holiday: [
			{
				held_on: addDays(month(2), 10),
				name_ar: 'عطلة بقرار مجلس الوزراء',
				name_en: 'Holiday by cabinet decision',
				source: 'قرار مجلس الوزراء',
				reason: 'أُعلنت العطلة بقرار وأضيفت قبل حلولها',
				...set(5),
			},
		],
		reference_change: [
			{
				list: 'category',
				code: 'elderly',
				before: JSON.stringify({ name_ar: 'كبار السن', name_en: 'Older people' }),
				after: JSON.stringify({ name_ar: 'كبار المواطنين', name_en: 'Senior citizens' }),
				starts_on: month(1),
				reason: 'توحيد التسمية مع بقية خدمات الوزارة',
				...set(7),
			},
		],
	};
}

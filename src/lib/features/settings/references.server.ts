import type { Kysely } from 'kysely';
import type { ReferenceChange, Schema } from '#db/schema.ts';
import type { Text } from '#lib/i18n/text.ts';

/** The reference lists, in the order of their tabs. */
export const LISTS = [
	'category', 'governorate', 'town', 'sector', 'segment', 'age_band', 'aid_type', 'unit',
] as const; // prettier-ignore
export type List = (typeof LISTS)[number];

/** Where a list's entries are used: rows whose column names the entry, and a page that shows them by code. */
export interface Use {
	readonly table: keyof Schema;
	readonly column: string;
	readonly label: Text;
	readonly href?: (code: string) => string;
}

const PROGRAMS: Text = { ar: 'برامج', en: 'Programs' };
const SOCIETIES: Text = { ar: 'جمعيات', en: 'Societies' };
const REACH: Text = { ar: 'سطور مستفيدين', en: 'Reach lines' };
const DELIVERIES: Text = { ar: 'سطور مساعدات', en: 'Delivery lines' };
const by = (path: string, name: string) => (code: string) => `${path}?${name}=${encodeURIComponent(code)}`;

/** Every use of every list. */
export const USES: Readonly<Record<List, readonly Use[]>> = {
	category: [
		{ table: 'society', column: 'category_id', label: SOCIETIES, href: by('/societies', 'category') },
		{ table: 'kpi_threshold', column: 'category_id', label: { ar: 'حدود', en: 'Thresholds' } },
		{ table: 'kpi_target', column: 'category_id', label: { ar: 'مستهدفات', en: 'Targets' } },
	],
	governorate: [
		{ table: 'society', column: 'governorate_id', label: SOCIETIES, href: by('/societies', 'governorate') },
		{
			table: 'program_governorate',
			column: 'governorate_id',
			label: PROGRAMS,
			href: by('/programs', 'governorate'),
		},
		{ table: 'town', column: 'governorate_id', label: { ar: 'مناطق', en: 'Towns' } },
		{ table: 'reach_line', column: 'governorate_id', label: REACH },
		{ table: 'delivery_line', column: 'governorate_id', label: DELIVERIES },
	],
	town: [{ table: 'society', column: 'town_id', label: SOCIETIES }],
	sector: [{ table: 'program', column: 'sector_id', label: PROGRAMS, href: by('/programs', 'sector') }],
	segment: [
		{ table: 'program_segment', column: 'segment_id', label: PROGRAMS, href: by('/programs', 'segment') },
		{ table: 'reach_line', column: 'segment_id', label: REACH },
	],
	age_band: [{ table: 'reach_line', column: 'age_band_id', label: REACH }],
	aid_type: [{ table: 'delivery_line', column: 'aid_type_id', label: DELIVERIES }],
	unit: [{ table: 'delivery_line', column: 'unit_id', label: DELIVERIES }],
};

/** One entry of a list as it is stored. */
export interface Entry {
	readonly id: number;
	readonly code: string;
	readonly name_ar: string;
	readonly name_en: string;
	readonly sort: number;
	readonly retired_on: string | null;
	readonly source: string;
	readonly own_choice: number;
	readonly edited_at: string | null;
}

/** The entries of a list in their order. */
export function readEntries(db: Kysely<Schema>, list: List): Promise<Entry[]> {
	return db
		.selectFrom(list)
		.select(['id', 'code', 'name_ar', 'name_en', 'sort', 'retired_on', 'source', 'own_choice', 'edited_at'])
		.orderBy('sort')
		.orderBy('id')
		.limit(1000)
		.execute();
}

/** A change of a list or of the country values that waits for its day, or had it. */
export interface Change extends Omit<ReferenceChange, 'id' | 'before' | 'after'> {
	readonly id: number;
	readonly before: Values | null;
	readonly after: Values;
}

/** Fields of an entry as they are stored, by column. */
export type Values = Readonly<Record<string, string | number | null>>;

/** Changes of a list, newest first. */
export async function readChanges(
	db: Kysely<Schema>,
	list: List | 'pack',
): Promise<(Change & { byAr: string | null; byEn: string | null })[]> {
	const rows = await db
		.selectFrom('reference_change as x')
		.leftJoin('account as a', 'a.id', 'x.set_by')
		.selectAll('x')
		.select(['a.name_ar as byAr', 'a.name_en as byEn'])
		.where('x.list', '=', list)
		.orderBy('x.starts_on', 'desc')
		.orderBy('x.id', 'desc')
		.limit(300)
		.execute();
	return rows.map((row) => ({
		...row,
		before: row.before === null ? null : (JSON.parse(row.before) as Values),
		after: JSON.parse(row.after) as Values,
	}));
}

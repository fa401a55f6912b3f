import type { Kysely } from 'kysely';
import { StartRefused } from '../connection.server.ts';
import type { Schema } from '../schema.ts';

/** Lists whose rows the demo names by code. */
export type List = 'category' | 'governorate' | 'sector' | 'segment' | 'age_band' | 'aid_type' | 'unit';

const LISTS: readonly List[] = [
	'category',
	'governorate',
	'sector',
	'segment',
	'age_band',
	'aid_type',
	'unit',
];

export interface Town {
	readonly id: number;
	readonly governorate: string;
	readonly ar: string;
	readonly en: string;
}

/** What the pack says, as the demo needs it. */
export interface References {
	/** The id behind a code; throws when the pack has no such row. */
	id(list: List, code: string): number;
	readonly towns: readonly Town[];
	/** ISO dates on which no office works. */
	readonly holidays: ReadonlySet<string>;
	/** Calendar days from the end of a period to its due date, by the rule in force on `date`. */
	dueDays(frequency: 'monthly' | 'quarterly', date: string): number;
}

async function readIds(db: Kysely<Schema>): Promise<Map<string, number>> {
	const ids = new Map<string, number>();
	for (const list of LISTS) {
		const rows = await db.selectFrom(list).select(['id', 'code']).execute();
		for (const row of rows) ids.set(`${list}/${row.code}`, row.id);
	}
	return ids;
}

/** Reads the pack's lists once, before the transaction. */
export async function readReferences(db: Kysely<Schema>): Promise<References> {
	const ids = await readIds(db);
	const towns = await db
		.selectFrom('town')
		.innerJoin('governorate', 'governorate.id', 'town.governorate_id')
		.select(['town.id', 'governorate.code as governorate', 'town.name_ar as ar', 'town.name_en as en'])
		.orderBy('town.sort')
		.execute();
	const holidays = await db.selectFrom('holiday').select('held_on').execute();
	const rules = await db.selectFrom('period_rule').selectAll().orderBy('starts_on', 'desc').execute();
	return {
		id(list, code) {
			const id = ids.get(`${list}/${code}`);
			if (id === undefined)
				throw new StartRefused(`The pack has no ${list} "${code}", which the demo needs.`);
			return id;
		},
		towns,
		holidays: new Set(holidays.map((row) => row.held_on)),
		dueDays(frequency, date) {
			const rule = rules.find((row) => row.code === `report_due_${frequency}` && row.starts_on <= date);
			if (!rule) throw new StartRefused(`The pack has no due date for ${frequency} reports.`);
			return rule.days;
		},
	};
}

import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Schema } from '#db/schema.ts';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import { openFilter, type Filter } from '#lib/kpi/filter.ts';
import { all, conditions } from '#lib/kpi/sql.server.ts';
import { conflict } from '#lib/platform/errors.ts';
import { notify, type Notice } from '../notices/notify.server.ts';
import { mapFilter } from './map.server.ts';
import { expectedFrom, PLACES } from './rows.server.ts';

/** A society reminded so recently is left out unless one insists. */
const RECENT_DAYS = 7;
/** Reports of one sending. */
const MOST_REPORTS = 5000;

/** What is to be reminded of: single cells (`society.month`), whole rows, or everything overdue in the filter. */
export interface Chosen {
	readonly cells: readonly string[];
	readonly rows: readonly number[];
	readonly overdue: boolean;
}

/** A society with what it would be reminded of. */
export interface Reminded {
	readonly societyId: number;
	readonly ar: string;
	readonly en: string;
	readonly reports: readonly number[];
	readonly dueOn: string;
	readonly people: number;
	/** ISO moment of the last reminder within the last days. */
	readonly remindedAt: string | null;
	/** Program and month, where it is about one report. */
	readonly programAr: string;
	readonly programEn: string;
	readonly period: string;
}

type Row = Omit<Reminded, 'reports'> & { readonly reports: string };

/** The reports of a list of ids or a condition that have not come, by society, with its people and the last reminder. */
async function bySociety(
	db: Kysely<Schema>,
	which: ReturnType<typeof sql>,
	today: string,
	now: Date,
): Promise<Reminded[]> {
	const since = new Date(now.getTime() - RECENT_DAYS * 86_400_000).toISOString();
	const { rows } = await sql<Row>`
		select s.id as societyId, s.name_ar as ar, s.name_en as en, json_group_array(x.id) as reports,
			min(x.due_on) as dueOn, min(x.name_ar) as programAr, min(x.name_en) as programEn, min(x.period) as period,
			(select count(*) from account a where a.society_id = s.id and a.disabled_at is null) as people,
			(select max(n.created_at) from account a join notice n on n.account_id = a.id
				where a.society_id = s.id and n.kind = 'reminder' and n.created_at >= ${since}) as remindedAt
		from (select e.id, e.due_on, e.period, p.society_id, p.name_ar, p.name_en from ${expectedFrom}
			where ${which} and e.opens_on <= ${today} and t.first_submitted_on is null limit ${MOST_REPORTS}) x
		join society s on s.id = x.society_id
		group by s.id order by min(x.due_on), s.id`.execute(db);
	return rows.map((row) => ({
		...row,
		reports: (JSON.parse(row.reports) as number[]).toSorted((a, b) => a - b),
	}));
}

/** Which societies would be reminded of what; nothing is sent yet. */
export const previewReminders = defineQuery<
	{ filter: Filter; year?: number | undefined; chosen: Chosen },
	Reminded[]
>({
	action: 'reminder.send',
	probe: ({ societyId }) => ({
		filter: openFilter({ society: societyId }),
		chosen: { cells: [], rows: [societyId], overdue: true },
	}),
	run({ db, today, now }, scope, { filter, year, chosen }) {
		const within = conditions(PLACES, mapFilter(filter, today, year), scope);
		const cells = chosen.cells.filter((cell) => /^[1-9]\d{0,14}\.\d{4}-\d{2}$/.test(cell));
		const which = sql`((${chosen.overdue ? 1 : 0} and e.due_on < ${today})
			or p.society_id in (select value from json_each(${JSON.stringify(chosen.rows)}))
			or p.society_id || '.' || e.period in (select value from json_each(${JSON.stringify(cells)})))`;
		return bySociety(db, all([...within, which]) as ReturnType<typeof sql>, today, now);
	},
});

/** What was sent. */
export interface Sent {
	readonly societies: number;
	readonly people: number;
	readonly reports: number;
}

const ids = z
	.string()
	.regex(/^[1-9]\d{0,14}(,[1-9]\d{0,14})*$/)
	.transform((text) => [...new Set(text.split(',').map(Number))])
	.refine((list) => list.length <= MOST_REPORTS);

/** One notice for each person of a society: about its one report, or about all of them together. */
function noticesOf(of: Reminded, accounts: readonly number[], today: string): Notice[] {
	const [only, ...more] = of.reports;
	const about =
		more.length || only === undefined
			? ({ objectType: 'society', objectId: of.societyId } as const)
			: ({ objectType: 'expected_report', objectId: only } as const);
	return accounts.map((accountId) => ({
		accountId,
		kind: 'reminder',
		...about,
		facts: { reports: of.reports.length },
		dueOn: of.dueOn,
		once: `reminder:${about.objectType}:${about.objectId}:${today}`,
	}));
}

/**
 * Reminds the people of the societies of exactly the reports that were shown; what came in meanwhile is left out. A
 * society reminded within the last days is left out too, unless `again` is set.
 */
export const sendReminders = defineCommand({
	action: 'reminder.send',
	input: z.strictObject({ reports: ids, again: z.boolean() }),
	probe: () => ({ reports: '1', again: true }),
	owner: () => Promise.resolve(null),
	async run({ trx, audit, now, today }, { reports, again }): Promise<Sent> {
		const which = sql`e.id in (select value from json_each(${JSON.stringify(reports)}))`;
		const found = (await bySociety(trx, which, today, now)).filter(
			({ people, remindedAt }) => people > 0 && (again || remindedAt === null),
		);
		if (!found.length) {
			throw conflict({
				ar: 'لم يبق من يُذكَّر: وصلت التقارير أو ذُكّرت الجمعيات قبل أيام، أو ليس لها حسابات.',
				en: 'Nobody is left to remind: the reports came, the societies were reminded days ago, or have no accounts.',
			});
		}
		const accounts = await trx
			.selectFrom('account')
			.select(['id', 'society_id'])
			.where('disabled_at', 'is', null)
			.where(
				sql<boolean>`society_id in (select value from json_each(${JSON.stringify(found.map((f) => f.societyId))}))`,
			)
			.execute();
		const people = Map.groupBy(accounts, (account) => account.society_id);
		let told = 0;
		for (const society of found) {
			const notices = noticesOf(
				society,
				(people.get(society.societyId) ?? []).map(({ id }) => id),
				today,
			);
			await notify(trx, now, notices);
			told += notices.length;
			const after = { reports: society.reports.length, people: notices.length };
			await audit({ objectType: 'society', objectId: society.societyId, after });
		}
		return {
			societies: found.length,
			people: told,
			reports: found.reduce((sum, { reports: of }) => sum + of.length, 0),
		};
	},
});

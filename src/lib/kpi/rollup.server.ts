import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Scope } from '../access/grants.ts';
import { counts, isCountedApart, type Counted } from './counting.server.ts';
import { withoutDims, type Filter } from './filter.ts';
import { all, conditions, type Places } from './sql.server.ts';

type Trx = Transaction<Schema>;
type Fragment = RawBuilder<unknown>;

/** Which verified versions contribute: `v` is report_version, `t` report, `p` program, `s` society. */
const inForce = counts({});

const versions = sql`report_version v
	join report t on t.id = v.report_id
	join program p on p.id = t.program_id
	join society s on s.id = p.society_id`;

interface Rollup {
	readonly table: string;
	readonly keys: readonly string[];
	readonly sums: readonly string[];
	/** Contributions of the versions that match, one row per key. */
	readonly contributions: (where: Fragment) => Fragment;
}

const ROLLUPS: readonly Rollup[] = [
	{
		table: 'rollup_reach',
		keys: ['month', 'category_id', 'sector_id', 'governorate_id', 'segment_id', 'sex', 'age_band_id'],
		sums: ['people', 'lines'],
		contributions: (where) => sql`
			select t.period as month, s.category_id, p.sector_id, l.governorate_id, l.segment_id, l.sex,
				l.age_band_id, sum(l.people) as people, count(*) as lines
			from ${versions} join reach_line l on l.version_id = v.id
			where ${where} group by 1, 2, 3, 4, 5, 6, 7`,
	},
	{
		table: 'rollup_program_reach',
		keys: ['month', 'program_id', 'governorate_id', 'segment_id'],
		sums: ['people', 'lines'],
		contributions: (where) => sql`
			select t.period as month, t.program_id, l.governorate_id, l.segment_id,
				sum(l.people) as people, count(*) as lines
			from ${versions} join reach_line l on l.version_id = v.id
			where ${where} group by 1, 2, 3, 4`,
	},
	{
		table: 'rollup_report',
		keys: ['month', 'program_id'],
		// The counts beside the sums say how many reports told a figure: what nobody told is unknown, not zero.
		sums: [
			'reports',
			'reports_reached',
			'reports_spent',
			'reports_spent_reached',
			'reports_hours',
			'spend_minor',
			'spend_reached_minor',
			'people',
			'volunteers',
			'volunteer_hours',
		],
		contributions: (where) => sql`
			select month, program_id, count(*) as reports, count(people) as reports_reached,
				count(spend) as reports_spent, count(iif(people is null, null, spend)) as reports_spent_reached,
				count(volunteer_hours) as reports_hours,
				coalesce(sum(spend), 0) as spend_minor,
				coalesce(sum(iif(people is null, null, spend)), 0) as spend_reached_minor,
				coalesce(sum(people), 0) as people, coalesce(sum(volunteers), 0) as volunteers,
				coalesce(sum(volunteer_hours), 0) as volunteer_hours
			from (
				select t.period as month, t.program_id, v.spend_minor as spend, v.volunteers, v.volunteer_hours,
					(select sum(people) from reach_line l where l.version_id = v.id) as people
				from ${versions} where ${where}
			) group by 1, 2`,
	},
];

/** Where the versions of a contribution have the dimensions that narrow them before they are added up. */
const VERSION_PLACES: Places = {
	month: 't.period',
	category: 's.category_id',
	sector: 'p.sector_id',
	society: 'p.society_id',
	program: 'p.id',
};

/** What a total is made of: which versions, of which months, and optionally within whose rows. */
export interface Told extends Counted {
	readonly from: string;
	readonly to: string;
	readonly narrowed?: { readonly filter: Filter; readonly scope: Scope };
}

/**
 * A rollup as a source of rows: the table that is kept, or the same contributions added up over the versions that
 * count, where others than those in force now were asked for. Months outside are left out of the latter, and whatever
 * its own filter leaves out.
 */
export function told(
	table: 'rollup_reach' | 'rollup_program_reach' | 'rollup_report',
	{ from, to, narrowed, ...counted }: Told,
): Fragment {
	const rollup = ROLLUPS.find((one) => one.table === table)!;
	if (!isCountedApart(counted)) return sql.table(table);
	const { month: _month, ...elsewhere } = VERSION_PLACES;
	const own = narrowed
		? conditions(
				elsewhere,
				withoutDims(narrowed.filter, ['governorate', 'segment', 'sex', 'age', 'unit', 'section']),
				narrowed.scope,
			)
		: [];
	return sql`(${rollup.contributions(all([sql`t.period between ${from} and ${to}`, counts(counted), ...own]))})`;
}

const names = (list: readonly string[]) => sql.join(list.map((n) => sql.ref(n)));

async function move(trx: Trx, sign: 1 | -1, where: Fragment): Promise<void> {
	for (const { table, keys, sums, contributions } of ROLLUPS) {
		const target = sql.table(table);
		const changed = sums.map(
			(n) =>
				sql`${sql.ref(n)} = ${target}.${sql.ref(n)} ${sign === 1 ? sql`+` : sql`-`} excluded.${sql.ref(n)}`,
		);
		await sql`insert into ${target} (${names([...keys, ...sums])})
			select * from (${contributions(where)}) where true
			on conflict (${names(keys)}) do update set ${sql.join(changed)}`.execute(trx);
		if (sign === -1) {
			const count = sql.ref(sums.includes('lines') ? 'lines' : 'reports');
			await sql`delete from ${target} where ${count} = 0 and month in (
				select t.period from ${versions} where ${where})`.execute(trx);
		}
	}
}

/** Adds what a verified version says; call it after the version came into force, in the same transaction. */
export async function addVersion(trx: Trx, versionId: number): Promise<void> {
	await move(trx, 1, sql`${inForce} and v.id = ${versionId}`);
}

/** Takes back what a verified version says; call it before the version leaves force, in the same transaction. */
export async function removeVersion(trx: Trx, versionId: number): Promise<void> {
	await move(trx, -1, sql`${inForce} and v.id = ${versionId}`);
}

/** Adds every version of an import batch at once. */
export async function addBatch(trx: Trx, batchId: number): Promise<void> {
	await move(trx, 1, sql`${inForce} and t.import_batch_id = ${batchId}`);
}

/** Takes back every version of an import batch at once, before it is undone. */
export async function removeBatch(trx: Trx, batchId: number): Promise<void> {
	await move(trx, -1, sql`${inForce} and t.import_batch_id = ${batchId}`);
}

/** Around a change of a society's category: remove, change, add. */
export async function removeSociety(trx: Trx, societyId: number): Promise<void> {
	await move(trx, -1, sql`${inForce} and s.id = ${societyId}`);
}

/** See `removeSociety`. */
export async function addSociety(trx: Trx, societyId: number): Promise<void> {
	await move(trx, 1, sql`${inForce} and s.id = ${societyId}`);
}

/** Around a change of a program's sector: remove, change, add. */
export async function removeProgram(trx: Trx, programId: number): Promise<void> {
	await move(trx, -1, sql`${inForce} and p.id = ${programId}`);
}

/** See `removeProgram`. */
export async function addProgram(trx: Trx, programId: number): Promise<void> {
	await move(trx, 1, sql`${inForce} and p.id = ${programId}`);
}

/** Recomputes every rollup from the verified rows. */
export async function rebuildRollups(trx: Trx): Promise<void> {
	for (const { table } of ROLLUPS) await sql`delete from ${sql.table(table)}`.execute(trx);
	await move(trx, 1, inForce);
}

/** How many rollup rows differ from a fresh computation over the verified rows; 0 when all is well. */
export async function countRollupDifferences(db: Kysely<Schema>): Promise<number> {
	let different = 0;
	for (const { table, keys, sums, contributions } of ROLLUPS) {
		const columns = names([...keys, ...sums]);
		const stored = sql`select ${columns} from ${sql.table(table)}`;
		const fresh = sql`select ${columns} from (${contributions(inForce)})`;
		const { rows } = await sql<{ n: number }>`select
			(select count(*) from (${stored} except ${fresh})) +
			(select count(*) from (${fresh} except ${stored})) as n`.execute(db);
		different += rows[0]!.n;
	}
	return different;
}

import { sql, type RawBuilder } from 'kysely';
import { placeIn, programMatch, societyMatch, wholeMatches } from '#db/names.server.ts';
import type { Scope } from '#lib/access/grants.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import { all } from '#lib/kpi/sql.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { reportsOf } from './reports.server.ts';
import { isEnough, readQuestion, type Question } from './question.ts';
import { COUNTED, type Found, type FoundProgram, type FoundSociety, type Section } from './result.ts';

/** Rows read of each way of matching before they are ordered; a register of hundreds is ordered whole. */
const CANDIDATES = 400;

interface Candidate {
	readonly id: number;
	readonly key: string;
}

/** An index, the table behind it and the column by which a society sees its own. */
interface Index {
	readonly index: string;
	readonly table: string;
	readonly owner: string;
}
const SOCIETIES: Index = { index: 'search_society', table: 'society', owner: 't.id' };
const PROGRAMS: Index = { index: 'search_program', table: 'program', owner: 't.society_id' };

function within({ index, owner }: Index, match: string, scope: Scope): RawBuilder<unknown> {
	const where = [sql`${sql.ref(index)} match ${match}`];
	if (scope.reach === 'own') where.push(sql`${sql.ref(owner)} = ${scope.societyId}`);
	return all(where);
}

async function candidates(
	db: Context['db'],
	on: Index,
	match: string,
	scope: Scope,
): Promise<readonly Candidate[]> {
	const { rows } = await sql<Candidate>`select t.id, t.search_key as key from ${sql.table(on.index)} x
		join ${sql.table(on.table)} t on t.id = x.rowid
		where ${within(on, match, scope)} limit ${CANDIDATES}`.execute(db);
	return rows;
}

async function countOf(db: Context['db'], on: Index, match: string, scope: Scope): Promise<number> {
	const owned = scope.reach === 'own' ? sql`join ${sql.table(on.table)} t on t.id = x.rowid` : sql``;
	const { rows } = await sql<{ n: number }>`select count(*) as n from
		(select 1 from ${sql.table(on.index)} x ${owned} where ${within(on, match, scope)} limit ${COUNTED + 1})`.execute(
		db,
	);
	return rows[0]!.n;
}

/** The ids that answer best, and how many answer at all. */
async function best(
	db: Context['db'],
	on: Index,
	match: string,
	text: string,
	scope: Scope,
	limit: number,
): Promise<{ ids: number[]; total: number }> {
	const found = new Map<number, string>();
	const add = async (each: string) => {
		for (const { id, key } of await candidates(db, on, each, scope)) found.set(id, key);
	};
	await add(match);
	const isWhole = found.size < CANDIDATES;
	if (!isWhole) for (const whole of wholeMatches(text)) await add(whole);
	const ranked = [...found]
		.map(([id, key]) => ({ id, key, place: placeIn(key, text) }))
		.toSorted((a, b) => a.place - b.place || (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id - b.id));
	return {
		ids: ranked.slice(0, limit).map(({ id }) => id),
		total: isWhole ? found.size : await countOf(db, on, match, scope),
	};
}

const inOrderOf =
	(ids: readonly number[]) =>
	(a: { id: number }, b: { id: number }): number =>
		ids.indexOf(a.id) - ids.indexOf(b.id);

async function societies(
	ctx: Context,
	scope: Scope,
	text: string,
	limit: number,
): Promise<Section<FoundSociety>> {
	const match = societyMatch(text);
	if (match === undefined) return { rows: [], total: 0 };
	const { ids, total } = await best(ctx.db, SOCIETIES, match, text, scope, limit);
	if (!ids.length) return { rows: [], total: 0 };
	const rows = await ctx.db
		.selectFrom('society as s')
		.innerJoin('governorate as g', 'g.id', 's.governorate_id')
		.select(['s.id', 's.name_ar', 's.name_en', 's.status', 'g.name_ar as place_ar', 'g.name_en as place_en'])
		.where('s.id', 'in', ids)
		.execute();
	const former = await ctx.db
		.selectFrom('society_name')
		.select(['society_id as id', 'name_ar as ar', 'name_en as en'])
		.where('society_id', 'in', ids)
		.orderBy('ended_on', 'desc')
		.execute();
	const numbers = await ctx.db
		.selectFrom('society_registration')
		.select(['society_id as id', 'number'])
		.where('society_id', 'in', ids)
		.orderBy('starts_on', 'desc')
		.execute();
	const found = rows.map((row) => ({
		id: row.id,
		name: { ar: row.name_ar, en: row.name_en },
		place: { ar: row.place_ar, en: row.place_en },
		status: row.status,
		former: former.filter(({ id }) => id === row.id).map(({ ar, en }) => ({ ar, en })),
		numbers: numbers.filter(({ id }) => id === row.id).map(({ number }) => number),
	}));
	return { rows: found.toSorted(inOrderOf(ids)), total };
}

async function programs(
	ctx: Context,
	scope: Scope,
	text: string,
	limit: number,
): Promise<Section<FoundProgram>> {
	const match = programMatch(text);
	if (match === undefined) return { rows: [], total: 0 };
	const { ids, total } = await best(ctx.db, PROGRAMS, match, text, scope, limit);
	if (!ids.length) return { rows: [], total: 0 };
	const rows = await ctx.db
		.selectFrom('program as p')
		.innerJoin('society as s', 's.id', 'p.society_id')
		.select([
			'p.id',
			'p.name_ar',
			'p.name_en',
			'p.status',
			's.name_ar as society_ar',
			's.name_en as society_en',
		])
		.where('p.id', 'in', ids)
		.execute();
	const found = rows.map((row) => ({
		id: row.id,
		name: { ar: row.name_ar, en: row.name_en },
		society: { ar: row.society_ar, en: row.society_en },
		status: row.status,
	}));
	return { rows: found.toSorted(inOrderOf(ids)), total };
}

/** By the whole text; a text that names a report too is tried without its month, year and the word itself. */
async function either<Row>(
	{ text, subject }: Question,
	find: (text: string) => Promise<Section<Row>>,
): Promise<Section<Row>> {
	const whole = await find(text);
	return whole.total || subject === text ? whole : find(subject);
}

/** Societies, programs and reports for one text, within the viewer's reach; `limit` rows of each, and how many there are. */
export const search = defineQuery<{ q: string; limit: number }, Found>({
	action: 'search.read',
	probe: ({ societyId }) => ({ q: `canary ${societyId > 0 ? 'beta' : ''}`, limit: 25 }),
	async run(ctx, scope, { q, limit }) {
		const question = readQuestion(q);
		if (!isEnough(question)) {
			const none = { rows: [], total: 0 };
			return {
				q: question.q,
				text: question.text,
				isShort: true,
				societies: none,
				programs: none,
				reports: none,
			};
		}
		return {
			q: question.q,
			text: question.text,
			isShort: false,
			societies: await either(question, (text) => societies(ctx, scope, text, limit)),
			programs: await either(question, (text) => programs(ctx, scope, text, limit)),
			reports: await reportsOf(ctx, scope, question, limit),
		};
	},
});

import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Scope } from '../access/grants.ts';
import type { Group } from './define.ts';
import { CODE_DIMS, type CodeDim, type Dim, type Filter } from './filter.ts';

type Fragment = RawBuilder<unknown>;

/** Reference table behind a dimension; sexes and sections of the form are their own codes. */
const REFERENCE: Record<Exclude<CodeDim, 'sex' | 'section'>, string> = {
	governorate: 'governorate',
	category: 'category',
	sector: 'sector',
	segment: 'segment',
	age: 'age_band',
	unit: 'unit',
};

/** Where each dimension lives in a FROM clause. Values are constants of the code, never input. */
export type Places = Partial<Record<Dim, string>>;

/** `and`-joined conditions; an empty list is true. */
export function all(conditions: readonly Fragment[]): Fragment {
	return conditions.length ? sql.join(conditions, sql` and `) : sql`true`;
}

/** The conditions of filter and scope on the columns of `places`; a dimension without a place is the caller's mistake. */
export function conditions(places: Places, filter: Filter, scope: Scope): Fragment[] {
	const found: Fragment[] = [];
	const at = (dim: Dim) => {
		const place = places[dim];
		if (!place) throw new Error(`no column for ${dim}`);
		return sql.ref(place);
	};
	if (places.month) {
		found.push(sql`${at('month')} between ${filter.from} and ${filter.to}`);
	}
	for (const dim of CODE_DIMS) {
		const codes = filter[dim];
		if (!codes.length) continue;
		found.push(
			dim === 'sex' || dim === 'section'
				? sql`${at(dim)} in (${sql.join(codes)})`
				: sql`${at(dim)} in (select id from ${sql.table(REFERENCE[dim])} where code in (${sql.join(codes)}))`,
		);
	}
	if (filter.society !== undefined) found.push(sql`${at('society')} = ${filter.society}`);
	if (filter.program !== undefined) found.push(sql`${at('program')} = ${filter.program}`);
	if (filter.portfolio?.show === 'mine') {
		const { account, on } = filter.portfolio;
		found.push(
			sql`${at('society')} in (select society_id from portfolio where account_id = ${account} and starts_on <= ${on})`,
		);
	}
	if (scope.reach === 'own') found.push(sql`${at('society')} = ${scope.societyId}`);
	return found;
}

/**
 * `select keys…, sums…` grouped by the dimensions; keys come out as codes (ids for society and program). Grouping goes
 * by the columns themselves, not by the keys' names: a column of the source could be called like a key, and would be
 * grouped instead.
 */
export function grouped(
	places: Places,
	by: readonly Dim[],
	sums: readonly [name: string, expression: Fragment][],
	from: Fragment,
	where: readonly Fragment[],
): RawBuilder<Record<string, string | number | null>> {
	const keys = by.map((dim, i) => sql`${sql.ref(places[dim]!)} as ${sql.ref(`k${i}`)}`);
	const inner = sql`select ${sql.join([...keys, ...sums.map(([n, e]) => sql`${e} as ${sql.ref(n)}`)])}
		from ${from} where ${all(where)}
		${by.length ? sql`group by ${sql.join(by.map((dim) => sql.ref(places[dim]!)))}` : sql``}`;
	const outer = by.map((dim, i) => {
		const key = sql.ref(`k${i}`);
		const shown =
			dim in REFERENCE
				? sql`(select code from ${sql.table(REFERENCE[dim as keyof typeof REFERENCE])} where id = ${key})`
				: key;
		return sql`${shown} as ${sql.ref(`k${i}`)}`;
	});
	return sql`select ${sql.join([...outer, ...sums.map(([n]) => sql.ref(n))])} from (${inner})`;
}

/** Rows of `grouped` as groups; `value` and `rows` name its sums. */
export function toGroups(
	rows: readonly Record<string, string | number | null>[],
	by: readonly Dim[],
): { keys: string[]; value: number; rows: number }[] {
	return rows.map((row) => ({
		keys: by.map((_, i) => String(row[`k${i}`] ?? '')),
		value: Number(row.value ?? 0),
		rows: Number(row.rows ?? 0),
	}));
}

/** Two lists of the same rows counted at once: those of `part` and those of `whole`, by group. */
export async function countParts(
	db: Kysely<Schema>,
	places: Places,
	by: readonly Dim[],
	from: Fragment,
	{ part, whole }: { part: Fragment; whole: Fragment },
): Promise<readonly [Group[], Group[]]> {
	const sums: [string, Fragment][] = [
		['value', sql`count(*)`],
		['rows', sql`sum(${part})`],
	];
	const { rows } = await grouped(places, by, sums, from, [whole]).execute(db);
	const groups = toGroups(rows, by);
	return [
		groups.filter((g) => g.rows > 0).map(({ keys, rows: n }) => ({ keys, value: n, rows: n })),
		groups.filter((g) => g.value > 0).map(({ keys, value }) => ({ keys, value, rows: value })),
	];
}

const KEY_SEPARATOR = '.';

/** The key of a row from its parts, in the order of the list: `2026-03.17.5511`. */
export function keyOf(...parts: readonly (string | number)[]): string {
	return parts.join(KEY_SEPARATOR);
}

/**
 * The rows after a key, for a list ordered by exactly these columns. The columns follow an index, so that each batch
 * begins where the last one ended instead of sorting everything again. A key of another shape means the beginning.
 */
export function afterKey(columns: readonly string[], after: string | number | undefined): Fragment[] {
	const parts = after === undefined ? [] : String(after).split(KEY_SEPARATOR);
	if (parts.length !== columns.length) return [];
	const values = parts.map((part) => (/^\d{1,15}$/.test(part) ? Number(part) : part));
	return [sql`(${sql.join(columns.map((c) => sql.ref(c)))}) > (${sql.join(values)})`];
}

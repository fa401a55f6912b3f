import { sql, type RawBuilder } from 'kysely';
import type { Page } from '#lib/access/procedures.server.ts';
import type { Ask } from '#lib/kpi/define.ts';
import { afterKey, all, conditions, keyOf, type Places } from '#lib/kpi/sql.server.ts';

/** Rows that leave as a file without standing on a screen of their own: one query, read by id. */
export interface Listed {
	/** The fields of a row, `id` among them. */
	readonly select: RawBuilder<unknown>;
	readonly from: RawBuilder<unknown>;
	/** The column of the id, in the order of which the file is read. */
	readonly id: string;
	/** Where the dimensions lie in `from`. */
	readonly places: Places;
	/** Conditions beside the filter's own. */
	where(ask: Ask): readonly RawBuilder<unknown>[];
}

/** The two reads of an export from its query: the rows after a key, and how many there are. */
export function readListed<Row extends { id: number }>({ select, from, id, places, where }: Listed) {
	const within = (ask: Ask) => [...conditions(places, ask.filter, ask.scope), ...where(ask)];
	return {
		async page(ask: Ask, _: string, after: string | number | undefined, limit: number): Promise<Page<Row>> {
			const { rows } = await sql<Row>`select ${select} from ${from}
				where ${all([...within(ask), ...afterKey([id], after)])}
				order by ${sql.ref(id)} limit ${limit}`.execute(ask.db);
			const last = rows.at(-1);
			return { rows, next: last && rows.length === limit ? keyOf(last.id) : undefined };
		},
		async count(ask: Ask): Promise<number> {
			const { rows } = await sql<{ n: number }>`
				select count(*) as n from ${from} where ${all(within(ask))}`.execute(ask.db);
			return rows[0]!.n;
		},
	};
}

import { sql } from 'kysely';
import type { Ask } from '#lib/kpi/define.ts';
import { withoutDims } from '#lib/kpi/filter.ts';
import { momentOf } from '#lib/kpi/read.server.ts';
import { all, conditions } from '#lib/kpi/sql.server.ts';
import { addDays } from '#lib/platform/clock.ts';
import { societiesOn, SOCIETY_PLACES, SOCIETY_TEST } from './rows.server.ts';

/** A society whose board needs electing: the last recorded term's end, null when none was ever recorded. */
export interface BoardRow {
	readonly id: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly endsOn: string | null;
}

/** Societies out of term on the ask's day, or in term but not for `within` more days; soonest first, with their number. */
export async function listBoards(
	ask: Ask,
	which: 'expired' | 'expiring',
	{ within, limit }: { within: number; limit: number },
): Promise<{ rows: BoardRow[]; count: number }> {
	const day = momentOf(ask.filter, ask.today);
	const filter = withoutDims(ask.filter, ['sector', 'segment', 'sex', 'age', 'program']);
	const test =
		which === 'expired'
			? sql`not s.board_in_term`
			: sql`s.board_in_term and s.board_until <= ${addDays(day, within)}`;
	const where = [...conditions(SOCIETY_PLACES, filter, ask.scope), SOCIETY_TEST.boardDue, test];
	const { rows } = await sql<BoardRow & { count: number }>`
		select s.id, s.name_ar as nameAr, s.name_en as nameEn, s.board_until as endsOn, count(*) over () as count
		from ${societiesOn(day)} where ${all(where)}
		order by s.board_until is null, s.board_until, s.id limit ${limit}`.execute(ask.db);
	return { rows: rows.map(({ count: _count, ...row }) => row), count: rows[0]?.count ?? 0 };
}

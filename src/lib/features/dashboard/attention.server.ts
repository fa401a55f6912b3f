import type { Ask } from '#lib/kpi/define.ts';
import type { Filter } from '#lib/kpi/filter.ts';
import { readPeriodRule } from '#lib/kpi/settings.server.ts';
import { daysBetween } from '#lib/platform/clock.ts';
import { listOverdue } from '../reports/overdue.server.ts';
import { listBoards, type BoardRow } from '../societies/boards.server.ts';
import type { BoardEnd, Overdue } from './model.ts';

const OVERDUE_SHOWN = 4;
const BOARDS_SHOWN = 2;

/** What needs a decision: the most pressing of each kind, and how many there are. */
export interface Attention {
	readonly overdue: readonly Overdue[];
	readonly overdueSocieties: number;
	readonly overdueReports: number;
	readonly expired: readonly BoardEnd[];
	readonly expiredCount: number;
	readonly expiring: readonly BoardEnd[];
	readonly expiringCount: number;
	/** The filter whose last day is today: boards are judged as they stand now, whatever period is on screen. */
	readonly boardFilter: Filter;
}

/** Overdue reports of the filter's period and board terms as they stand today. */
export async function readAttention(ask: Ask): Promise<Attention> {
	const month = ask.today.slice(0, 7);
	const boardFilter: Filter = { ...ask.filter, preset: 'custom', from: month, to: month };
	const boards = { ...ask, filter: boardFilter };
	// Without the rule only boards out of term are told.
	const warning = await readPeriodRule(ask.db, 'board_expiry_warning', ask.today);
	const options = { within: warning?.days ?? 0, limit: BOARDS_SHOWN };
	const overdue = await listOverdue(ask, OVERDUE_SHOWN);
	const expired = await listBoards(boards, 'expired', options);
	const expiring = await listBoards(boards, 'expiring', options);
	const end = ({ id, nameAr, nameEn, endsOn }: BoardRow): BoardEnd => ({
		societyId: id,
		society: { ar: nameAr, en: nameEn },
		endsOn,
		daysLeft: endsOn === null ? null : daysBetween(ask.today, endsOn),
	});
	return {
		overdue: overdue.rows.map((row) => ({
			societyId: row.societyId,
			society: { ar: row.nameAr, en: row.nameEn },
			reports: row.reports,
			programs: row.programs,
			oldestPeriod: row.oldestPeriod,
			daysLate: row.daysLate,
		})),
		overdueSocieties: overdue.societies,
		overdueReports: overdue.reports,
		expired: expired.rows.map(end),
		expiredCount: expired.count,
		expiring: expiring.rows.map(end),
		expiringCount: expiring.count,
		boardFilter,
	};
}

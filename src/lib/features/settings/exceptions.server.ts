import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { dueRules } from '../programs/due.server.ts';
import { inForce } from '#lib/platform/dated.ts';

/** Where an exception stands today. */
export type ExceptionState = 'upcoming' | 'in_force' | 'expired' | 'withdrawn';

/** A named exception to deadlines. */
export interface ExceptionLine {
	readonly id: number;
	readonly name: Text;
	/** Whom it is for; null is everyone. */
	readonly subject: Text | null;
	/** The reports whose rule's own day lies between these two days. */
	readonly startsOn: string;
	readonly expiresOn: string;
	readonly extraDays: number;
	readonly reason: string;
	/** Who granted it; told to the ministry only. */
	readonly by: Text | null;
	readonly at: string;
	readonly withdrawnAt: string | null;
	readonly state: ExceptionState;
	/** Reports that have their day from it, and those of them that have not come. */
	readonly reports: number;
	readonly open: number;
}

/** The rule of one frequency that holds today. */
export interface RuleNow {
	readonly frequency: 'monthly' | 'quarterly';
	readonly days: number;
	readonly dayKind: 'calendar' | 'working';
	readonly startsOn: string;
}

const LISTED = 200;

async function rulesNow(db: Kysely<Schema>, today: string): Promise<RuleNow[]> {
	const rules = await dueRules(db);
	return (['monthly', 'quarterly'] as const).flatMap((frequency) => {
		const rule = inForce(
			rules.filter(({ code }) => code === `report_due_${frequency}`),
			today,
		);
		return rule ? [{ frequency, days: rule.days, dayKind: rule.dayKind, startsOn: rule.startsOn }] : [];
	});
}

function stateOf(row: { startsOn: string; expiresOn: string; withdrawnAt: string | null }, today: string) {
	if (row.withdrawnAt !== null) return 'withdrawn';
	if (row.startsOn > today) return 'upcoming';
	return row.expiresOn < today ? 'expired' : 'in_force';
}

/** The rules in force and the exceptions to them, newest first; a society learns of those that touch it. */
export const readDeadlineBoard = defineQuery<
	undefined,
	{ rules: RuleNow[]; lines: ExceptionLine[]; today: string }
>({
	action: 'deadline.read',
	probe: () => undefined,
	async run({ db, today }, scope) {
		const own = scope.reach === 'own' ? scope.societyId : undefined;
		const ownPrograms = db
			.selectFrom('program')
			.select('id')
			.where('society_id', '=', own ?? -1);
		const rows = await db
			.selectFrom('deadline_exception as x')
			.leftJoin('society as s', 's.id', 'x.society_id')
			.leftJoin('program as p', 'p.id', 'x.program_id')
			.leftJoin('account as a', 'a.id', 'x.set_by')
			.select(['x.id', 'x.name_ar', 'x.name_en', 'x.starts_on as startsOn', 'x.expires_on as expiresOn'])
			.select(['x.extra_days as extraDays', 'x.reason', 'x.set_at as at', 'x.withdrawn_at as withdrawnAt'])
			.select(['s.name_ar as societyAr', 's.name_en as societyEn', 'p.name_ar as programAr'])
			.select(['p.name_en as programEn', 'a.name_ar as byAr', 'a.name_en as byEn'])
			.$if(own !== undefined, (q) =>
				q.where((eb) =>
					eb.or([
						eb.and([eb('x.society_id', 'is', null), eb('x.program_id', 'is', null)]),
						eb('x.society_id', '=', own ?? -1),
						eb('x.program_id', 'in', ownPrograms),
					]),
				),
			)
			.orderBy('x.expires_on', 'desc')
			.orderBy('x.id', 'desc')
			.limit(LISTED)
			.execute();
		const counts = await db
			.selectFrom('expected_report as e')
			.leftJoin('report as t', (join) =>
				join.onRef('t.program_id', '=', 'e.program_id').onRef('t.period', '=', 'e.period'),
			)
			.select('e.exception_id as id')
			.select((eb) => [
				eb.fn.countAll<number>().as('reports'),
				eb.fn.count<number>('t.first_submitted_on').as('received'),
			])
			.where(
				'e.exception_id',
				'in',
				rows.map(({ id }) => id),
			)
			.$if(own !== undefined, (q) => q.where('e.program_id', 'in', ownPrograms))
			.groupBy('e.exception_id')
			.execute();
		const countOf = new Map(counts.map((row) => [row.id, row]));
		const named = (ar: string | null, en: string | null) => (ar !== null && en !== null ? { ar, en } : null);
		const lines = rows.map((row): ExceptionLine => {
			const { reports, received } = countOf.get(row.id) ?? { reports: 0, received: 0 };
			return {
				id: row.id,
				name: { ar: row.name_ar, en: row.name_en },
				subject: named(row.societyAr, row.societyEn) ?? named(row.programAr, row.programEn),
				startsOn: row.startsOn,
				expiresOn: row.expiresOn,
				extraDays: row.extraDays,
				reason: row.reason,
				by: own === undefined ? named(row.byAr, row.byEn) : null,
				at: row.at,
				withdrawnAt: row.withdrawnAt,
				state: stateOf(row, today),
				reports,
				open: reports - received,
			};
		});
		return { rules: await rulesNow(db, today), lines, today };
	},
});

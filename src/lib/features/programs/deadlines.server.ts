import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { addDays, addMonths, lastDayOf } from '#lib/platform/clock.ts';
import { inForce } from '#lib/platform/dated.ts';
import { dueDate, dueRules, readCalendar } from './due.server.ts';

/** What decides when a program's reports are due. */
export interface Reporting {
	readonly id: number;
	readonly societyId: number;
	readonly frequency: 'monthly' | 'quarterly';
}

/** More days for the reports whose own day lies between its two days; for everyone, a society or a program. */
export interface GrantedDays {
	readonly id: number;
	readonly societyId: number | null;
	readonly programId: number | null;
	readonly startsOn: string;
	readonly expiresOn: string;
	readonly extraDays: number;
}

/** When a period opens for reporting and until when it may come. */
export interface Deadline {
	readonly opensOn: string;
	/** The day in force. */
	readonly dueOn: string;
	/** The rule's own day, and the exception that moved it; null where none did. */
	readonly ruleDueOn: string | null;
	readonly exceptionId: number | null;
}

/** The deadlines of a moment: the dated rules, the calendar and the exceptions that stand. */
export interface Deadlines {
	/** Undefined where no rule was in force when the period opened: then nothing is due. */
	of(program: Reporting, period: string): Deadline | undefined;
	/** What exceptions make of the rule's own day. */
	inForce(program: Reporting, ruleDay: string): Omit<Deadline, 'opensOn'>;
}

/** The day after a period's last; a quarter is named by its last month. */
export const opensOnOf = (period: string): string => `${addMonths(period, 1)}-01`;

/** The first day of a period. */
function firstDayOf(period: string, frequency: Reporting['frequency']): string {
	return `${frequency === 'quarterly' ? addMonths(period, -2) : period}-01`;
}

/** Whether a month names a period of this frequency. */
export function isPeriodOf(period: string, frequency: Reporting['frequency']): boolean {
	return frequency === 'monthly' || Number(period.slice(5)) % 3 === 0;
}

/** Whether any day of a period lies between a program's first and last day. */
export function runsIn(
	program: Pick<Reporting, 'frequency'> & { readonly startsOn: string; readonly endsOn: string | null },
	period: string,
): boolean {
	const first = firstDayOf(period, program.frequency);
	return program.startsOn <= lastDayOf(period) && (program.endsOn === null || program.endsOn >= first);
}

/** Whether an exception touches a program's reports that are due by rule on a day. */
function touches(granted: Omit<GrantedDays, 'id' | 'extraDays'>, program: Reporting, day: string): boolean {
	const { societyId, programId } = granted;
	if (societyId !== null && societyId !== program.societyId) return false;
	if (programId !== null && programId !== program.id) return false;
	return granted.startsOn <= day && day <= granted.expiresOn;
}

/** Exceptions that were not withdrawn, the expired ones too: they still explain the days they gave. */
async function standingExceptions(db: Kysely<Schema>): Promise<GrantedDays[]> {
	return db
		.selectFrom('deadline_exception')
		.select(['id', 'society_id as societyId', 'program_id as programId'])
		.select(['starts_on as startsOn', 'expires_on as expiresOn', 'extra_days as extraDays'])
		.where('withdrawn_at', 'is', null)
		.orderBy('id')
		.limit(5000)
		.execute();
}

/** The deadlines as they stand now. Where exceptions overlap, the later day wins. */
export async function readDeadlines(db: Kysely<Schema>, pack: string): Promise<Deadlines> {
	const [rules, calendar, exceptions] = [
		await dueRules(db),
		await readCalendar(db, pack),
		await standingExceptions(db),
	];
	const byRule = new Map<string, string | undefined>();
	const ruleDay = (frequency: Reporting['frequency'], opensOn: string) => {
		const key = `${frequency} ${opensOn}`;
		if (byRule.has(key)) return byRule.get(key);
		const own = rules.filter((rule) => rule.code === `report_due_${frequency}`);
		const rule = inForce(own, opensOn);
		const day = rule && dueDate(opensOn, rule, calendar);
		byRule.set(key, day);
		return day;
	};
	const moved = (program: Reporting, day: string) => {
		const best = exceptions
			.filter((granted) => touches(granted, program, day))
			.reduce<GrantedDays | undefined>((a, b) => (a && a.extraDays >= b.extraDays ? a : b), undefined);
		if (!best) return { dueOn: day, ruleDueOn: null, exceptionId: null };
		return { dueOn: addDays(day, best.extraDays), ruleDueOn: day, exceptionId: best.id };
	};
	return {
		inForce: moved,
		of(program, period) {
			const opensOn = opensOnOf(period);
			const day = ruleDay(program.frequency, opensOn);
			return day === undefined ? undefined : { opensOn, ...moved(program, day) };
		},
	};
}

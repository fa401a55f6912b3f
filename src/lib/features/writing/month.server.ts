import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { addMonths } from '#lib/platform/clock.ts';
import { conflict, missing, type Expected } from '#lib/platform/errors.ts';

type Db = Kysely<Schema>;

/** A program and one of its months, as far as writing its report is concerned. */
export type ReportMonth = NonNullable<Awaited<ReturnType<typeof findMonth>>>;

/** The program, what is expected of it for a month, and the report there is; undefined without the program. */
export async function findMonth(db: Db, programId: number, period: string) {
	const program = await db
		.selectFrom('program as p')
		.innerJoin('society as s', 's.id', 'p.society_id')
		.select([
			'p.id',
			'p.name_ar as ar',
			'p.name_en as en',
			'p.frequency',
			'p.governorate_id as governorateId',
		])
		.select(['p.sector_id as sectorId', 'p.budget_minor as budgetMinor', 'p.starts_on as startsOn'])
		.select([
			'p.ends_on as endsOn',
			'p.status',
			's.id as societyId',
			's.name_ar as societyAr',
			's.name_en as societyEn',
		])
		.where('p.id', '=', programId)
		.executeTakeFirst();
	if (!program) return undefined;
	const expected = await db
		.selectFrom('expected_report')
		.select([
			'id',
			'opens_on as opensOn',
			'due_on as dueOn',
			'rule_due_on as ruleDueOn',
			'exception_id as exceptionId',
		])
		.where('program_id', '=', programId)
		.where('period', '=', period)
		.executeTakeFirst();
	const report = await db
		.selectFrom('report')
		.select(['id', 'state', 'version', 'first_submitted_on as firstSubmittedOn'])
		.where('program_id', '=', programId)
		.where('period', '=', period)
		.executeTakeFirst();
	return { program, period, expected, report };
}

/** The first day on which the report of a month could be written, where it is still to come. */
function opensLater({ program, period, expected }: ReportMonth, today: string): string | undefined {
	if (expected) return expected.opensOn > today ? expected.opensOn : undefined;
	const isPeriod = program.frequency === 'monthly' || Number(period.slice(5)) % 3 === 0;
	const isRunning =
		period >= program.startsOn.slice(0, 7) &&
		(program.endsOn === null || period <= program.endsOn.slice(0, 7));
	const opensOn = `${addMonths(period, 1)}-01`;
	return isPeriod && isRunning && program.status !== 'stopped' && opensOn > today ? opensOn : undefined;
}

const notOpen = (day: string): Expected =>
	conflict({
		ar: `يُفتح تقرير هذا الشهر للكتابة في ${day}؛ قبل ذلك لا يُكتب فيه شيء.`,
		en: `The report of this month opens for writing on ${day}; nothing can be written before.`,
	});

/** 409: it has been sent, so it is no longer the writer's. */
export const alreadySent = (): Expected =>
	conflict({
		ar: 'أُرسل هذا التقرير من قبل. تجدون ما أُرسل في صفحة التقرير، ولا يُعدّل إلا إذا أُعيد إليكم.',
		en: 'This report was already submitted. What was sent is on its page; it can only be changed once it is returned to you.',
	});

/** Whether the month's report can be written today: 404 where there is nothing to write, 409 with the day where it opens later. */
export function assertOpen(month: ReportMonth, today: string): void {
	if (month.report) return;
	const later = opensLater(month, today);
	if (later) throw notOpen(later);
	if (!month.expected) throw missing();
}

/** Whether the report is with its society. */
export function isWithSociety({ report }: ReportMonth): boolean {
	return !report || report.state === 'draft' || report.state === 'returned';
}

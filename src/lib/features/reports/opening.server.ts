import { sql } from 'kysely';
import { defineQuery, transact } from '#lib/access/procedures.server.ts';
import type { Context, WriteContext } from '#lib/platform/context.ts';
import type { Duty } from '#lib/platform/duties.server.ts';
import { addExpected, readToOpen, type ToOpen } from '../programs/expected.server.ts';

/** Planned programs whose first day has come; from then on they run. */
async function beginPrograms({ trx, today, audit }: WriteContext): Promise<number> {
	const begun = await trx
		.updateTable('program')
		.set({ status: 'running', version: sql`version + 1` })
		.where('status', '=', 'planned')
		.where('starts_on', '<=', today)
		.returning('id')
		.execute();
	for (const { id } of begun) {
		await audit({
			objectType: 'program',
			objectId: id,
			before: { status: 'planned' },
			after: { status: 'running' },
		});
	}
	return begun.length;
}

/** One audit entry per period: how many reports are expected of it, and until when at the earliest and latest. */
async function auditOpened({ audit }: WriteContext, opened: readonly ToOpen[]): Promise<void> {
	for (const [period, reports] of Map.groupBy(opened, (one) => one.period)) {
		const days = reports.map(({ dueOn }) => dueOn).toSorted();
		const after = { reports: reports.length, dueFrom: days[0]!, dueTo: days.at(-1)! };
		await audit({ objectType: 'period', objectId: period, after });
	}
}

async function isAnythingToDo(ctx: Context): Promise<boolean> {
	const waiting = await ctx.db
		.selectFrom('program')
		.select('id')
		.where('status', '=', 'planned')
		.where('starts_on', '<=', ctx.today)
		.limit(1)
		.executeTakeFirst();
	return waiting !== undefined || (await readToOpen(ctx)).length > 0;
}

/**
 * Opens every period whose day has come: a planned program whose first day has come runs, and each program that runs
 * gets its one expected report (see `readToOpen`). Safe to call at any time and at once from several places; returns
 * how many reports are newly expected. The system's own act: nothing is written, not even to the trail, when nothing
 * opens.
 */
export async function openPeriods(ctx: Context): Promise<number> {
	if (!(await isAnythingToDo(ctx))) return 0;
	let opened = 0;
	await transact(ctx, 'period.open', async (write) => {
		const begun = await beginPrograms(write);
		const added = await addExpected(write.trx, await readToOpen({ ...write, db: write.trx }));
		await auditOpened(write, added);
		opened = added.length;
		// Another process was faster.
		if (!begun && !opened) write.isRepeat();
	});
	return opened;
}

/** A new month opens for reporting by itself. */
export const openingDuty: Duty = { name: 'period.open', run: openPeriods };

/** A period of one frequency: what is expected of it, until when, and how much came. */
export interface PeriodLine {
	readonly period: string;
	readonly frequency: 'monthly' | 'quarterly';
	readonly opensOn: string;
	readonly dueFrom: string;
	readonly dueTo: string;
	readonly expected: number;
	readonly received: number;
}

/** Periods that are listed at once, newest first. */
const LISTED = 24;

/** The newest periods with what is expected of them. */
export const readPeriods = defineQuery<undefined, PeriodLine[]>({
	action: 'period.open',
	probe: () => undefined,
	async run({ db }) {
		const { rows } = await sql<PeriodLine>`
			select e.period, p.frequency, min(e.opens_on) as opensOn, min(e.due_on) as dueFrom, max(e.due_on) as dueTo,
				count(*) as expected, count(t.first_submitted_on) as received
			from expected_report e join program p on p.id = e.program_id
			left join report t on t.program_id = e.program_id and t.period = e.period
			where e.period in (select distinct period from expected_report order by period desc limit ${LISTED})
			group by e.period, p.frequency order by e.period desc, p.frequency limit ${2 * LISTED}`.execute(db);
		return rows;
	},
});

import { StartRefused } from '../connection.server.ts';
import type { CliCommand } from '../cli.ts';
import { plantImports } from './seedimports.ts';
import { readReferences } from '../seed/references.ts';
import type { Decision } from '../seed/versions.ts';
import { inventWorld } from '../seed/world.ts';
import { writeWorld } from '../seed/write.ts';
import { appendAudit } from '#lib/access/audit.server.ts';
import { transact } from '#lib/access/procedures.server.ts';
import { runDailyNotices } from '#lib/features/completeness/ladder.server.ts';
import { writeMails } from '#lib/features/notices/mails.server.ts';
import { rebuildRollups } from '#lib/kpi/rollup.server.ts';
import { addDays, dateIn, startOfDay } from '#lib/platform/clock.ts';
import { keepContent } from '#lib/platform/files.server.ts';
import type { Context, WriteContext } from '#lib/platform/context.ts';
import { options, writing } from './command.ts';
import { prepareDatabase } from './migrate.ts';

/** The audit chain tells the officers' decisions of the last weeks, and every reopening however old. */
const AUDITED_DAYS = 30;

const STATES = {
	'report.verify': ['submitted', 'verified'],
	'report.return': ['submitted', 'returned'],
	'report.reopen': ['verified', 'submitted'],
} as const;

/** What planting the demo did. */
export interface Planted {
	readonly societies: number;
	readonly programs: number;
	readonly reports: number;
	readonly rows: number;
}

async function auditDecision({ trx, auditKey }: WriteContext, decision: Decision): Promise<void> {
	const [before, after] = STATES[decision.action];
	const mark = {
		at: new Date(decision.at),
		viewer: { accountId: decision.officerId, role: 'officer' as const },
		action: decision.action,
		requestId: `demo-${decision.versionId}`,
		key: auditKey,
	};
	await appendAudit(trx, mark, {
		objectType: 'report',
		objectId: decision.reportId,
		before: { state: before },
		after: { state: after, versionId: decision.versionId },
	});
}

/**
 * Plants the demo as seen on the context's day, in one transaction with its rollups and audit entries. Throws
 * StartRefused in production, on another country's pack, and on a database that already holds societies.
 */
export async function plantDemo(ctx: Context): Promise<Planted> {
	if (process.env.NODE_ENV === 'production')
		throw new StartRefused('The demo is never seeded in production.');
	if (ctx.pack.code !== 'bahrain') throw new StartRefused('The demo needs the pack "bahrain".');
	const present = await ctx.db.selectFrom('society').select('id').limit(1).executeTakeFirst();
	if (present) throw new StartRefused('The database already holds societies; the demo is for an empty one.');
	const world = inventWorld(ctx.today, await readReferences(ctx.db));
	const since = addDays(ctx.today, -AUDITED_DAYS);
	const told = world.decisions
		.filter((decision) => decision.action === 'report.reopen' || decision.at >= since)
		.sort((a, b) => (a.at === b.at ? a.versionId - b.versionId : a.at < b.at ? -1 : 1));
	const { society, program, report } = world.tables;
	const counts = { societies: society.length, programs: program.length, reports: report.length };
	const dayStart = { ...ctx, now: startOfDay(ctx.today, ctx.pack.timeZone), requestId: 'demo-seed' };
	for (const bytes of world.contents) await keepContent(ctx.database.file, bytes);
	const rows = await transact(dayStart, 'seed', async (write) => {
		const written = await writeWorld(write.trx, world);
		await rebuildRollups(write.trx);
		for (const decision of told) await auditDecision(write, decision);
		await write.audit({ objectType: 'seed', objectId: ctx.today, after: counts });
		return written;
	});
	await plantImports(dayStart);
	return { ...counts, rows };
}

/** What the people of the demo are told of on its first morning, and their mails, kept as no server is set. */
async function tellDemo(ctx: Context): Promise<void> {
	const morning = startOfDay(ctx.today, ctx.pack.timeZone).getTime() + 7 * 3_600_000;
	const day = { ...ctx, now: new Date(morning) };
	await runDailyNotices(day);
	await writeMails(day, { origin: 'http://127.0.0.1:3000', isSet: false });
}

/** Prepares a file and plants the demo in it as of `today` (ISO date; the real day when absent). */
export async function seedDemo(file: string, today?: string): Promise<Planted> {
	if (process.env.NODE_ENV === 'production')
		throw new StartRefused('The demo is never seeded in production.');
	if (today !== undefined && today !== addDays(today, 0)) throw new StartRefused(`"${today}" is not a date.`);
	await prepareDatabase(file, 'bahrain');
	return writing(file, async (ctx) => {
		const day = { ...ctx, today: today ?? dateIn(ctx.now, ctx.pack.timeZone) };
		const planted = await plantDemo(day);
		await tellDemo(day);
		return planted;
	});
}

export const command: CliCommand = {
	usage: 'seed --demo [--today 2026-11-23]',
	help: 'Fills an empty database with the invented demo world, dated relative to today.',
	async run(words) {
		const { values, file } = options(words, { demo: { type: 'boolean' }, today: { type: 'string' } });
		if (!values.demo) throw new StartRefused('Say --demo: there is no other seed.');
		const started = Date.now();
		const done = await seedDemo(file, typeof values.today === 'string' ? values.today : undefined);
		const seconds = ((Date.now() - started) / 1000).toFixed(1);
		console.log(
			`Planted ${done.societies} societies, ${done.programs} programs and ${done.reports} reports ` +
				`(${done.rows} rows) in ${seconds} s`,
		);
		return 0;
	},
};

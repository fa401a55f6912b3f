import { conflict } from '#lib/platform/errors.ts';
import type { Duty } from '#lib/platform/duties.server.ts';
import type { Context, Viewer } from '#lib/platform/context.ts';
import type { Job } from './jobs.server.ts';
import { checkJob, failJob } from './run.server.ts';

const STOPPED = {
	ar: 'توقف النظام قبل حفظ الملف، فلم يُحفظ منه شيء. أكّدوا من جديد.',
	en: 'The system stopped before the file was saved; nothing of it was. Confirm again.',
};

async function viewerOf(ctx: Context, job: Job): Promise<Viewer | undefined> {
	const account = await ctx.db
		.selectFrom('account')
		.select(['id', 'role', 'society_id', 'name_ar', 'name_en'])
		.where('id', '=', job.account_id)
		.where('disabled_at', 'is', null)
		.executeTakeFirst();
	return (
		account && {
			accountId: account.id,
			role: account.role,
			societyId: account.society_id,
			nameAr: account.name_ar,
			nameEn: account.name_en,
		}
	);
}

/**
 * Goes on with imports that a stop of the server cut off: a check begins again, a save that was rolled back is asked for
 * anew. Cut off is what was last touched before this process began, `aliveFor` milliseconds ago.
 */
async function resumeImports(ctx: Context, aliveFor = process.uptime() * 1000): Promise<number> {
	const before = new Date(ctx.now.getTime() - aliveFor).toISOString();
	const jobs = await ctx.db
		.selectFrom('import_job')
		.selectAll()
		.where('state', 'in', ['checking', 'applying'])
		.where('changed_at', '<=', before)
		.orderBy('id')
		.limit(20)
		.execute();
	for (const job of jobs) {
		const viewer = await viewerOf(ctx, job);
		const own = viewer && { ...ctx, viewer };
		if (job.state === 'checking' && own) await checkJob(own, job.id);
		else await failJob(ctx, job.id, conflict(STOPPED), job.state === 'applying' ? 'checked' : 'failed');
	}
	return jobs.length;
}

/** The duty of going on with imports that were cut off. */
export const importDuty: Duty = { name: 'import.resume', run: (ctx) => resumeImports(ctx) };

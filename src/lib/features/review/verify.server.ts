import { z } from 'zod';
import { defineCommand } from '#lib/access/procedures.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict } from '#lib/platform/errors.ts';
import { notify } from '../notices/notify.server.ts';
import { putInForce } from '../reports/versions.server.ts';
import { isAbove, secondReaderLimit } from './limit.server.ts';
import {
	addEvent, changedMeanwhile, endWaiting, factsOf, moveReport, readReviewed, societyOfReport, tellSociety, type Reviewed,
} from './reviewed.server.ts'; // prettier-ignore

/** A report as the person saw it; a newer version of it means somebody else was faster. */
export const seenReport = z.strictObject({
	reportId: z.number().int().positive(),
	version: z.number().int().positive(),
});

/** What a verification did: the report counts now, or waits for the second reader. */
export type Verified = 'verified' | 'first_read';

/** Nobody verifies what they or their society submitted, whatever their role is today. */
function refuseOwn({ viewer }: Pick<WriteContext, 'viewer'>, report: Reviewed): void {
	const isAuthor = viewer.accountId !== null && viewer.accountId === report.submittedBy;
	if (!isAuthor && viewer.societyId !== report.societyId) return;
	throw conflict({
		ar: 'لا يعتمد أحد تقريرًا أرسله هو أو أرسلته جمعيته. اطلبوا من زميل آخر مراجعته.',
		en: 'Nobody verifies a report that they or their society submitted. Ask another officer to review it.',
	});
}

async function readFirst(write: WriteContext, report: Reviewed): Promise<void> {
	const { trx, now, viewer } = write;
	if (viewer.accountId === null) {
		throw conflict({
			ar: 'الإنفاق أعلى من حد القراءة الثانية، فيلزم أن يعتمده موظفان كل بحسابه.',
			en: 'The spend is above the second reader’s limit: two officers verify it, each with their own account.',
		});
	}
	await moveReport(
		write,
		{ reportId: report.id, version: report.version },
		'submitted',
		'submitted',
		viewer.accountId,
	);
	const event = await addEvent(write, report, 'first_read');
	const others = await trx
		.selectFrom('account')
		.select('id')
		.where('role', '=', 'officer')
		.where('disabled_at', 'is', null)
		.where('id', '<>', viewer.accountId)
		.orderBy('id')
		.limit(200)
		.execute();
	const notices = others.map(({ id }) => ({
		accountId: id,
		kind: 'second_reader' as const,
		objectType: 'report' as const,
		objectId: report.id,
		facts: factsOf(report),
		once: `second_reader:${event}`,
	}));
	await notify(trx, now, notices);
	await write.audit({
		objectType: 'report',
		objectId: report.id,
		before: { firstReadBy: null },
		after: { firstReadBy: viewer.accountId, versionId: report.versionId },
	});
}

/**
 * Verifies one submitted report inside a transaction: its newest version comes into force and into every figure.
 * Above the second reader's amount the first officer's verification is kept, and another officer's brings it into force.
 */
export async function verifyOne(
	write: WriteContext,
	args: { readonly reportId: number; readonly version: number },
): Promise<Verified> {
	const report = await readReviewed(write, args.reportId);
	if (report.state !== 'submitted' || report.version !== args.version) throw changedMeanwhile();
	refuseOwn(write, report);
	if (isAbove(report.spendMinor, await secondReaderLimit(write.trx, write.today))) {
		if (report.firstReadBy === null) {
			await readFirst(write, report);
			return 'first_read';
		}
		if (report.firstReadBy === write.viewer.accountId) {
			throw conflict({
				ar: 'قرأتم هذا التقرير قراءة أولى، ويلزم أن يعتمده زميل آخر لأن إنفاقه أعلى من الحد.',
				en: 'You were the first reader of this report; as its spend is above the limit, another officer must verify it.',
			});
		}
	}
	await moveReport(write, args, 'submitted', 'verified');
	await putInForce(write.trx, report.versionId, write.now.toISOString(), write.viewer.accountId);
	const event = await addEvent(write, report, 'verified');
	await endWaiting(write, report.id);
	await tellSociety(write, report, event, { kind: 'report_verified' });
	await write.audit({
		objectType: 'report',
		objectId: report.id,
		before: { state: 'submitted' },
		after: { state: 'verified', versionId: report.versionId },
	});
	return 'verified';
}

/** An officer verifies a submitted report; see `verifyOne`. */
export const verifyReport = defineCommand({
	action: 'report.verify',
	input: seenReport,
	probe: ({ reportId }) => ({ reportId, version: 1 }),
	owner: societyOfReport,
	run: verifyOne,
});

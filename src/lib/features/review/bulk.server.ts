import { z } from 'zod';
import { defineCommand } from '#lib/access/procedures.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import type { Text } from '#lib/i18n/text.ts';
import { Expected, invalid } from '#lib/platform/errors.ts';
import { isAbove, secondReaderLimit } from './limit.server.ts';
import { readReviewed } from './reviewed.server.ts';
import { seenReport, verifyOne } from './verify.server.ts';

/** Reports that are verified at once, at most. */
const BULK = 100;

/** A report that stayed as it was, by its name. */
export interface Left extends Text {
	readonly id: number;
	readonly period: string;
}

/** The reports that ticked boxes name, as `id:version`; anything else is left out. */
export function picksOf(picks: readonly string[]): { reportId: number; version: number }[] {
	return picks.flatMap((pick) => {
		const found = /^(\d{1,12}):(\d{1,9})$/.exec(pick);
		return found ? [{ reportId: Number(found[1]), version: Number(found[2]) }] : [];
	});
}

/** What became of a selection. */
export interface BulkResult {
	readonly verified: number;
	readonly left: readonly Left[];
}

async function isPlain(write: WriteContext, versionId: number, spendMinor: number | null): Promise<boolean> {
	if (isAbove(spendMinor, await secondReaderLimit(write.trx, write.today))) return false;
	const finding = await write.trx
		.selectFrom('report_finding')
		.select('id')
		.where('version_id', '=', versionId)
		.limit(1)
		.executeTakeFirst();
	return !finding;
}

/**
 * Verifies several submitted reports in one transaction. Those that changed since they were seen, have a finding or
 * need a second reader stay as they are and are named; nothing of them changes.
 */
export const verifyMany = defineCommand({
	action: 'report.verify',
	input: z.strictObject({ reports: z.array(seenReport).min(1).max(BULK) }),
	probe: ({ reportId }) => ({ reports: [{ reportId, version: 1 }] }),
	owner: () => Promise.resolve(null),
	async run(write, { reports }): Promise<BulkResult> {
		const left: Left[] = [];
		let verified = 0;
		for (const seen of reports) {
			const known = await write.trx
				.selectFrom('report')
				.select('id')
				.where('id', '=', seen.reportId)
				.where('state', '<>', 'draft')
				.executeTakeFirst();
			if (!known) continue;
			const report = await readReviewed(write, seen.reportId);
			if ((await isPlain(write, report.versionId, report.spendMinor)) && (await tried(write, seen)))
				verified += 1;
			else left.push({ id: report.id, period: report.period, ar: report.programAr, en: report.programEn });
		}
		if (!verified) {
			throw invalid({
				ar: 'لم يُعتمد شيء: تغيّرت التقارير المختارة أو ظهر عليها تنبيه. حدّثوا القائمة.',
				en: 'Nothing was verified: the chosen reports changed or have a finding by now. Reload the list.',
			});
		}
		return { verified, left };
	},
});

/** Whether a report could be verified; every refusal of `verifyOne` comes before its first write. */
async function tried(write: WriteContext, seen: { reportId: number; version: number }): Promise<boolean> {
	try {
		return (await verifyOne(write, seen)) === 'verified';
	} catch (error) {
		if (error instanceof Expected) return false;
		throw error;
	}
}

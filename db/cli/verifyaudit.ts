import { verifyAudit } from '#lib/access/chain.server.ts';
import { FINDING_TEXT } from '#lib/access/findings.ts';
import type { ChainVerdict } from '#lib/access/verdict.ts';
import { createFormat } from '#lib/i18n/format.ts';
import type { Context } from '#lib/platform/context.ts';
import type { CliCommand } from '../cli.ts';
import { options, progress, reading } from './command.ts';

/** Walks the chain of an open database against its anchors, read before the walk. */
async function walk(ctx: Context): Promise<ChainVerdict> {
	const anchors = await ctx.chain?.anchors();
	const shown = progress('Entries', undefined);
	return verifyAudit(ctx.db, ctx.auditKey, anchors, (done) => shown.at(done));
}

/** The verdict as lines for the terminal. */
export function describeVerdict(ctx: Pick<Context, 'pack'>, verdict: ChainVerdict): string[] {
	const { entries, head, anchored, finding, further } = verdict;
	const format = createFormat({ ...ctx.pack, locale: 'en', digits: 'latn' });
	const lines = finding
		? [FINDING_TEXT[finding.kind](finding, format, 'en')]
		: [`The chain of ${entries} entries holds; head ${head}`];
	if (further) lines.push(`Places that do not hold besides this one: ${further}`);
	if (anchored?.newest) {
		lines.push(`Newest of ${anchored.count} anchors: entry ${anchored.newest.seq} of ${anchored.newest.at}`);
	} else if (entries) {
		lines.push('No anchor outside the database: missing newest entries cannot be noticed.');
	}
	if (anchored?.damaged) lines.push(`Lines of the anchor files without a true seal: ${anchored.damaged}`);
	return lines;
}

export const command: CliCommand = {
	usage: 'verify-audit',
	help: 'Walks the audit chain, compares it with its anchors and names the first broken entry (exit code 1).',
	async run(words) {
		const { file } = options(words, {});
		return reading(
			file,
			async (ctx) => {
				const verdict = await walk(ctx);
				console.log(describeVerdict(ctx, verdict).join('\n'));
				return verdict.ok ? 0 : 1;
			},
			{ anyKey: true },
		);
	},
};

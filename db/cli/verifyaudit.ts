import { verifyAudit } from '#lib/access/audit.server.ts';
import type { CliCommand } from '../cli.ts';
import { options, reading } from './command.ts';

export const command: CliCommand = {
	usage: 'verify-audit',
	help: 'Walks the audit chain and names the first broken entry.',
	async run(words) {
		const { file } = options(words, {});
		const verdict = await reading(file, (ctx) => verifyAudit(ctx.db, ctx.auditKey));
		console.log(
			verdict.ok
				? `The chain of ${verdict.entries} entries holds; head ${verdict.head}`
				: `The chain breaks at entry ${verdict.firstBadSeq}`,
		);
		return verdict.ok ? 0 : 1;
	},
};

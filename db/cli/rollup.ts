import { transact } from '#lib/access/procedures.server.ts';
import { countRollupDifferences, rebuildRollups } from '#lib/kpi/rollup.server.ts';
import type { CliCommand } from '../cli.ts';
import { options, required, writing } from './command.ts';

export const command: CliCommand = {
	usage: 'rollup rebuild|check',
	help: 'Recomputes every rollup from the verified rows, or counts the rollup rows that differ from them.',
	async run(words) {
		const { positionals, file } = options(words, {});
		const what = required(positionals[0], 'rebuild or check');
		return writing(file, (ctx) =>
			transact(ctx, 'rollup', async ({ trx, audit }) => {
				const different = await countRollupDifferences(trx);
				if (what === 'rebuild') await rebuildRollups(trx);
				await audit({ objectType: 'rollup', objectId: what, after: { different } });
				console.log(
					`${different} rollup rows ${different === 1 ? 'differs' : 'differ'} from the verified rows`,
				);
				return what === 'rebuild' || different === 0 ? 0 : 1;
			}),
		);
	},
};

import { transact } from '#lib/access/procedures.server.ts';
import { countRollupDifferences, rebuildRollups } from '#lib/kpi/rollup.server.ts';
import type { CliCommand } from '../cli.ts';
import { StartRefused } from '../connection.server.ts';
import { options, reading, required, writing } from './command.ts';

export const command: CliCommand = {
	usage: 'rollup rebuild|check',
	help: 'Recomputes every rollup from the verified rows, or counts the rollup rows that differ from them.',
	async run(words) {
		const { positionals, file } = options(words, {}, 1);
		const what = required(positionals[0], 'rebuild or check');
		const say = (different: number) => console.log(`${different} rollup rows differ from the verified rows`);
		if (what === 'check') {
			const different = await reading(file, (ctx) => countRollupDifferences(ctx.db));
			say(different);
			return different === 0 ? 0 : 1;
		}
		if (what !== 'rebuild') throw new StartRefused(`There is no "rollup ${what}"; say rebuild or check.`);
		const mended = await writing(file, (ctx) =>
			transact(ctx, 'rollup', async ({ trx, audit }) => {
				const different = await countRollupDifferences(trx);
				await rebuildRollups(trx);
				await audit({ objectType: 'rollup', objectId: what, after: { different } });
				return different;
			}),
		);
		say(mended);
		return 0;
	},
};

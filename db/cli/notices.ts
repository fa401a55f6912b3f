import { runDailyNotices } from '#lib/features/completeness/ladder.server.ts';
import type { CliCommand } from '../cli.ts';
import { StartRefused } from '../connection.server.ts';
import { options, required, writing } from './command.ts';

export const command: CliCommand = {
	usage: 'notices run',
	help: 'Tells people of due and overdue reports and slow reviews, each step once; a running server does this by itself.',
	async run(words) {
		const { positionals, file } = options(words, {}, 1);
		const what = required(positionals[0], 'run');
		if (what !== 'run') throw new StartRefused(`There is no "notices ${what}"; say run.`);
		console.log(`${await writing(file, runDailyNotices)} notices new or stopped`);
		return 0;
	},
};

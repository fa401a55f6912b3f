import { openPeriods, readPeriods } from '#lib/features/reports/opening.server.ts';
import type { CliCommand } from '../cli.ts';
import { StartRefused } from '../connection.server.ts';
import { options, reading, required, writing } from './command.ts';

async function list(file: string): Promise<void> {
	const lines = await reading(file, (ctx) => readPeriods(ctx, undefined));
	if (!lines.length) return console.log('No report is expected yet.');
	console.log('period   frequency  opened      due                       expected  received');
	for (const { period, frequency, opensOn, dueFrom, dueTo, expected, received } of lines) {
		const due = dueFrom === dueTo ? dueFrom : `${dueFrom} to ${dueTo}`;
		const numbers = `${String(expected).padStart(8)}  ${String(received).padStart(8)}`;
		console.log(`${period}  ${frequency.padEnd(9)}  ${opensOn}  ${due.padEnd(24)}  ${numbers}`);
	}
}

export const command: CliCommand = {
	usage: 'periods open | periods list',
	help: 'open: one expected report for each running program and ended period; a server does this by itself. list: reads.',
	async run(words) {
		const { positionals, file } = options(words, {}, 1);
		const what = required(positionals[0], 'open or list');
		if (what === 'list') await list(file);
		else if (what === 'open') console.log(`${await writing(file, openPeriods)} reports newly expected`);
		else throw new StartRefused(`There is no "periods ${what}"; say open or list.`);
		return 0;
	},
};

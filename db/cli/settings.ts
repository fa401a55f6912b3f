import { applyDueChanges } from '#lib/features/settings/apply.server.ts';
import type { CliCommand } from '../cli.ts';
import { StartRefused } from '../connection.server.ts';
import { options, required, writing } from './command.ts';

export const command: CliCommand = {
	usage: 'settings apply',
	help: 'Applies the changes of lists and country values whose day has come; a running server does this by itself.',
	async run(words) {
		const { positionals, file } = options(words, {}, 1);
		const what = required(positionals[0], 'apply');
		if (what !== 'apply') throw new StartRefused(`There is no "settings ${what}"; say apply.`);
		const applied = await writing(file, applyDueChanges);
		console.log(`${applied} changes applied`);
		return 0;
	},
};

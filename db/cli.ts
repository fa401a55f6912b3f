import { StartRefused } from './connection.server.ts';
import { Expected } from '#lib/platform/errors.ts';

/** One command of the command line. `run` gets the words after its name and returns the exit code. */
export interface CliCommand {
	readonly usage: string;
	readonly help: string;
	run(words: string[]): Promise<number>;
}

// Loaded when called, so that `kpi` does not pay for `seed`.
const COMMANDS: Record<string, () => Promise<{ command: CliCommand }>> = {
	migrate: () => import('./cli/migrate.ts'),
	schema: () => import('./cli/schema.ts'),
	seed: () => import('./cli/seed.ts'),
	import: () => import('./cli/import.ts'),
	export: () => import('./cli/export.ts'),
	kpi: () => import('./cli/kpi.ts'),
	notices: () => import('./cli/notices.ts'),
	settings: () => import('./cli/settings.ts'),
	periods: () => import('./cli/periods.ts'),
	rollup: () => import('./cli/rollup.ts'),
	user: () => import('./cli/user.ts'),
	'verify-audit': () => import('./cli/verifyaudit.ts'),
	backup: () => import('./cli/backup.ts'),
};

async function usage(): Promise<number> {
	console.log('npm run cli -- COMMAND [options] --database FILE\n');
	for (const load of Object.values(COMMANDS)) {
		const { command } = await load();
		console.log(`  ${command.usage}\n      ${command.help}`);
	}
	return 0;
}

async function main([name, ...words]: string[]): Promise<number> {
	if (!name || name === 'help' || name === '--help') return usage();
	const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
	if (!load) {
		console.error(`There is no command "${name}". "npm run cli -- help" lists them.`);
		return 2;
	}
	const { command } = await load();
	if (words.includes('--help')) {
		console.log(`${command.usage}\n${command.help}`);
		return 0;
	}
	return command.run(words);
}

/** Codes of errors whose message alone tells the operator what to mend: options, paths, files that are no database. */
const OPERATOR_MISTAKE =
	/^(ERR_PARSE_ARGS|ENOENT|ENOTDIR|EISDIR|EACCES|EPERM|ENOSPC|EROFS|SQLITE_NOTADB|SQLITE_CANTOPEN|SQLITE_FULL|SQLITE_READONLY)/;

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	if (error instanceof Expected) {
		console.error(`${error.text.en}\n${error.text.ar}`);
		for (const p of error.problems) console.error(`  ${p.place}: ${p.text.en}\n  ${p.place}: ${p.text.ar}`);
		process.exitCode = 2;
	} else if (
		error instanceof StartRefused ||
		OPERATOR_MISTAKE.test(String((error as { code?: string }).code))
	) {
		console.error((error as Error).message);
		process.exitCode = 2;
	} else throw error;
}

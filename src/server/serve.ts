import { prepareDatabase } from '#db/cli/migrate.ts';
import { StartRefused } from '#db/connection.server.ts';
import { openSite } from '#lib/auth/site.server.ts';
import { issueFirstAdminCode } from '#lib/features/people/setup.server.ts';
import { readEnvironment, type Environment } from '#lib/platform/env.server.ts';
import { contextFor, OPERATOR } from '#lib/platform/runtime.server.ts';
import { hasBuild } from './bundle.ts';
import { lockOrExit } from './demo.ts';
import { createHttp, listen, loadHandler, stopGracefully } from './http.ts';

/** Everything production needs, or one sentence for each thing that is missing. */
function requirements(): Environment {
	const problems: string[] = [];
	if (!hasBuild()) problems.push('There is no build: "npm run build" makes it.');
	try {
		const env = readEnvironment({ ...process.env, SHARAKA_MODE: 'production' });
		if (!problems.length) return env;
	} catch (error) {
		if (!(error instanceof StartRefused)) throw error;
		problems.push(error.message);
	}
	throw new StartRefused(problems.join('\n'));
}

/**
 * Opens the site once as the application will, so that a refusal is said before anything is served. While there is
 * no account at all, every start prints a fresh code for the first administrator.
 */
async function rehearse(env: Environment): Promise<void> {
	const { runtime } = await openSite(env);
	try {
		const code = await issueFirstAdminCode(contextFor(runtime, OPERATOR));
		if (!code) return;
		console.log(`There is no account yet. Open ${env.origin}/setup within 30 minutes and enter this code:`);
		console.log(`\n  ${code}\n`);
	} finally {
		await runtime.database.close();
	}
}

/** `npm run serve`: production, behind a proxy that speaks https. */
async function serve(): Promise<void> {
	const env = requirements();
	lockOrExit(env.databaseFile)();
	const { migrations, backup } = await prepareDatabase(env.databaseFile);
	if (migrations.length)
		console.log(`Migrated: ${migrations.join(', ')}${backup ? `; the copy is ${backup}` : ''}`);
	const release = lockOrExit(env.databaseFile);
	process.env.NODE_ENV = 'production';
	await rehearse(env);
	const server = createHttp(env, await loadHandler(env));
	await listen(server, env);
	stopGracefully(server, release);
	console.log(`Serving ${env.origin} on ${env.host}:${env.port}`);
}

try {
	await serve();
} catch (error) {
	if (!(error instanceof StartRefused)) throw error;
	console.error(error.message);
	process.exit(2);
}

import { StartRefused } from '#db/connection.server.ts';
import { readEnvironment } from '#lib/platform/env.server.ts';
import { ensureBuild } from './bundle.ts';
import { describeDoors, lockOrExit, prepareDemo } from './demo.ts';
import { createHttp, listen, loadHandler, stopGracefully } from './http.ts';

/** `npm start`: the demo on this machine, built and filled as far as needed. */
async function start(): Promise<void> {
	const env = readEnvironment({ ...process.env, SHARAKA_MODE: 'demo' });
	const building = lockOrExit(env.databaseFile);
	await ensureBuild();
	building();
	// Preparing takes the lock itself.
	await prepareDemo(env.databaseFile);
	const release = lockOrExit(env.databaseFile);
	const doors = await describeDoors(env);
	process.env.NODE_ENV = 'production';
	const server = createHttp(env, await loadHandler(env));
	await listen(server, env);
	stopGracefully(server, release);
	console.log(doors);
}

try {
	await start();
} catch (error) {
	if (!(error instanceof StartRefused)) throw error;
	console.error(error.message);
	process.exit(2);
}

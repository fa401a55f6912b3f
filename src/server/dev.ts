import { createServer } from 'vite';
import { StartRefused } from '#db/connection.server.ts';
import { readEnvironment } from '#lib/platform/env.server.ts';
import { lockOrExit, prepareDemo } from './demo.ts';

/** `npm run dev`: the demo's data under Vite, reloading as files change. */
async function develop(): Promise<void> {
	const port = process.env.PORT ?? '5173';
	const env = readEnvironment({ ...process.env, PORT: port, SHARAKA_MODE: 'demo' });
	lockOrExit(env.databaseFile)();
	await prepareDemo(env.databaseFile);
	const release = lockOrExit(env.databaseFile);
	Object.assign(process.env, {
		SHARAKA_MODE: 'demo',
		ORIGIN: env.origin,
		HOST: env.host,
		PORT: port,
		DATABASE_FILE: env.databaseFile,
		DO_NOT_TRACK: '1',
	});
	const vite = await createServer({ server: { host: env.host, port: env.port, strictPort: true } });
	await vite.listen();
	vite.printUrls();
	const stop = () => void vite.close().finally(() => (release(), process.exit(0)));
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
}

try {
	await develop();
} catch (error) {
	if (!(error instanceof StartRefused)) throw error;
	console.error(error.message);
	process.exit(2);
}

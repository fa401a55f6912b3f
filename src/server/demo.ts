import { prepareDatabase } from '#db/cli/migrate.ts';
import { seedDemo } from '#db/cli/seed.ts';
import { lockInstance, openDatabase, StartRefused, type Database } from '#db/connection.server.ts';
import { holdsData } from '#lib/auth/site.server.ts';
import { listDemoPersons } from '#lib/features/people/doors.server.ts';
import type { Environment } from '#lib/platform/env.server.ts';

const IN_USE = 3;

/** Takes the instance lock for the life of the process; a second start ends here, with one sentence and code 3. */
export function lockOrExit(file: string): () => void {
	try {
		return lockInstance(file);
	} catch (error) {
		if (!(error instanceof StartRefused)) throw error;
		console.error(error.message);
		return process.exit(IN_USE);
	}
}

async function reading<R>(file: string, read: (db: Database['reader']) => Promise<R>): Promise<R> {
	const database = openDatabase(file, { mustExist: true });
	try {
		return await read(database.reader);
	} finally {
		await database.close();
	}
}

/** Brings the file to the newest schema and plants the demo when it holds no data yet; never over data. */
export async function prepareDemo(file: string): Promise<void> {
	await prepareDatabase(file);
	if (await reading(file, holdsData)) return;
	console.log('Planting the demo data …');
	const { societies, programs, reports } = await seedDemo(file);
	console.log(`Planted ${societies} societies, ${programs} programs, ${reports} reports.`);
}

/** How to get in, as lines for the terminal: the address and one line per role. */
export async function describeDoors(env: Environment): Promise<string> {
	const persons = await reading(env.databaseFile, listDemoPersons);
	const lines = persons.map(({ role, name_en, name_ar }) => `    ${role.padEnd(12)}${name_en}  ${name_ar}`);
	const how = persons.length
		? ['  Choose a role on the first page; no password is needed:', ...lines]
		: ['  This file has no demo accounts; "npm run cli -- user demo" adds one for each role.'];
	return ['', '  شراكة Sharaka', `  ${env.origin}`, '', ...how, '', '  Ctrl+C stops it.', ''].join('\n');
}

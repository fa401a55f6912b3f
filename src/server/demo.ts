import { prepareDatabase } from '#db/cli/migrate.ts';
import { seedDemo } from '#db/cli/seed.ts';
import { lockInstance, openDatabase, StartRefused } from '#db/connection.server.ts';
import type { Environment } from '#lib/platform/env.ts';

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

async function isEmpty(file: string): Promise<boolean> {
	const database = openDatabase(file, { mustExist: true });
	try {
		return !(await database.reader.selectFrom('society').select('id').limit(1).executeTakeFirst());
	} finally {
		await database.close();
	}
}

/** Brings the file to the newest schema and plants the demo when it holds no society; never over data. */
export async function prepareDemo(file: string): Promise<void> {
	await prepareDatabase(file);
	if (!(await isEmpty(file))) return;
	console.log('Planting the demo data …');
	const { societies, programs, reports } = await seedDemo(file);
	console.log(`Planted ${societies} societies, ${programs} programs, ${reports} reports.`);
}

/** How to get in, as lines for the terminal: the address and one line per role. */
export async function describeDoors(env: Environment): Promise<string> {
	const database = openDatabase(env.databaseFile, { mustExist: true });
	try {
		const accounts = await database.reader
			.selectFrom('account')
			.select(['role', 'name_ar', 'name_en'])
			.where('is_demo', '=', 1)
			.where('disabled_at', 'is', null)
			.orderBy('id')
			.limit(50)
			.execute();
		const doors = accounts.filter(({ role }, i) => accounts.findIndex((other) => other.role === role) === i);
		const lines = doors.map(({ role, name_en, name_ar }) => `    ${role.padEnd(12)}${name_en}  ${name_ar}`);
		const how = doors.length
			? ['  Choose a role on the first page; no password is needed:', ...lines]
			: ['  This file has no demo accounts; "npm run cli -- user create" makes an account.'];
		return ['', '  شراكة Sharaka', `  ${env.origin}`, '', ...how, '', '  Ctrl+C stops it.', ''].join('\n');
	} finally {
		await database.close();
	}
}

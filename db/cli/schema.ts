import { writeFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliCommand } from '../cli.ts';
import { openDatabase } from '../connection.server.ts';
import { describeSchema } from '../describe.ts';
import { migrate } from '../migrate.ts';

export const command: CliCommand = {
	usage: 'schema',
	help: 'Writes db/schema.ts from a freshly migrated database (after a new migration).',
	async run() {
		const folder = mkdtempSync(join(tmpdir(), 'sharaka-schema-'));
		const database = openDatabase(join(folder, 'schema.db'));
		try {
			await migrate(database.writer);
			const file = new URL('../schema.ts', import.meta.url);
			writeFileSync(file, await describeSchema(database.reader as never));
			console.log('db/schema.ts written');
		} finally {
			await database.close();
			rmSync(folder, { recursive: true });
		}
		return 0;
	},
};

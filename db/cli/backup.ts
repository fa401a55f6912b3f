import { renameSync, rmSync } from 'node:fs';
import { sql } from 'kysely';
import { openDatabase } from '../connection.server.ts';
import { verifyAudit } from '#lib/access/audit.server.ts';
import type { CliCommand } from '../cli.ts';
import { options, reading, required } from './command.ts';

export const command: CliCommand = {
	usage: 'backup --out FILE',
	help: 'Copies the database through SQLite’s backup interface and checks the copy before it gets its name.',
	async run(words) {
		const { values, file } = options(words, { out: { type: 'string' } });
		const out = required(values.out, '--out');
		const draft = `${out}.part`;
		rmSync(draft, { force: true });
		const found = await reading(file, async (ctx) => {
			await ctx.database.backup(draft);
			const copy = openDatabase(draft, { mustExist: true });
			try {
				const integrity = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(copy.reader);
				const broken = await sql`pragma foreign_key_check`.execute(copy.reader);
				const chain = await verifyAudit(copy.reader, ctx.auditKey);
				return integrity.rows[0]?.integrity_check === 'ok' && !broken.rows.length && chain.ok;
			} finally {
				await copy.close();
			}
		});
		for (const rest of ['-wal', '-shm']) rmSync(`${draft}${rest}`, { force: true });
		if (!found) {
			console.error('The copy failed its checks; it was left as ' + draft);
			return 1;
		}
		renameSync(draft, out);
		console.log(`Backed up to ${out}; integrity, foreign keys and audit chain hold`);
		return 0;
	},
};

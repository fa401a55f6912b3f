import { createHash } from 'node:crypto';
import { createReadStream, renameSync, rmSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { sql, type Kysely } from 'kysely';
import { openDatabase } from '../connection.server.ts';
import type { Schema } from '../schema.ts';
import { verifyAudit } from '#lib/access/chain.server.ts';
import type { ChainVerdict } from '#lib/access/verdict.ts';
import type { Context } from '#lib/platform/context.ts';
import type { CliCommand } from '../cli.ts';
import { options, reading, required } from './command.ts';
import { copyStoredFiles } from './storedfiles.ts';
import { describeVerdict } from './verifyaudit.ts';

interface Copy {
	readonly problems: readonly string[];
	readonly chain: ChainVerdict;
	readonly counts: Readonly<Record<string, number>>;
}

const COUNTED = ['society', 'program', 'report', 'account', 'audit_entry'] as const;

async function countsOf(db: Kysely<Schema>): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const table of COUNTED) {
		const { n } = await db
			.selectFrom(table)
			.select((eb) => eb.fn.countAll<number>().as('n'))
			.executeTakeFirstOrThrow();
		counts[table] = n;
	}
	return counts;
}

/** Copies and checks the copy: pages, references, the files people sent, and the chain against the anchors known before the copy was begun. */
async function copyTo(ctx: Context, draft: string, out: string): Promise<Copy> {
	const anchors = await ctx.chain?.anchors();
	await ctx.database.backup(draft);
	const copy = openDatabase(draft, { mustExist: true });
	try {
		const integrity = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(copy.reader);
		const broken = await sql`pragma foreign_key_check`.execute(copy.reader);
		const chain = await verifyAudit(copy.reader, ctx.auditKey, anchors);
		const problems = [
			...(integrity.rows[0]?.integrity_check === 'ok' ? [] : ['SQLite finds damaged pages.']),
			...(broken.rows.length ? [`${broken.rows.length} rows refer to rows that are not there.`] : []),
			...(chain.ok ? [] : describeVerdict(ctx, chain)),
			...(await copyStoredFiles(copy.reader, ctx.database.file, out)),
		];
		return { problems, chain, counts: await countsOf(copy.reader) };
	} finally {
		await copy.close();
	}
}

async function sha256Of(file: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(file), hash);
	return hash.digest('hex');
}

export const command: CliCommand = {
	usage: 'backup --out FILE',
	help: 'Copies the database through SQLite’s backup interface and the files people sent beside it, checks the copy, and writes FILE.manifest.json beside it.',
	async run(words) {
		const { values, file } = options(words, { out: { type: 'string' } });
		const out = required(values.out, '--out');
		const draft = `${out}.part`;
		rmSync(draft, { force: true });
		const at = new Date().toISOString();
		const { problems, chain, counts } = await reading(file, (ctx) => copyTo(ctx, draft, out));
		for (const rest of ['-wal', '-shm']) rmSync(`${draft}${rest}`, { force: true });
		if (problems.length) {
			console.error(['The copy failed its checks; it was left as ' + draft, ...problems].join('\n'));
			return 1;
		}
		const head = { seq: chain.entries, hash: chain.head };
		const manifest = {
			at,
			sha256: await sha256Of(draft),
			audit: { head, anchored: chain.anchored?.newest },
			counts,
		};
		writeFileSync(`${out}.manifest.json`, `${JSON.stringify(manifest, null, '\t')}\n`, { mode: 0o600 });
		renameSync(draft, out);
		console.log(`Backed up to ${out}; integrity, foreign keys, audit chain and stored files hold`);
		return 0;
	},
};

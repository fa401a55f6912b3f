import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { openDatabase, StartRefused, type Database } from '#db/connection.server.ts';
import type { Locale } from '../i18n/text.ts';
import { openAnchors } from '../access/anchor.server.ts';
import { hasAuditEntries, isSealedWith } from '../access/audit.server.ts';
import { hashAt } from '../access/chain.server.ts';
import type { ChainWatch } from '../access/verdict.ts';
import { watchChain } from '../access/watch.server.ts';
import { createDownloads, type Downloads } from '../tables/downloads.ts';
import { dateIn } from './clock.ts';
import type { AuditHead, Context, Pack, Scan, Viewer } from './context.ts';
import { createScan } from './scan.server.ts';

/** What a process holds for its lifetime: the open file, the audit key and the pack's facts. */
export interface Runtime {
	readonly database: Database;
	readonly auditKey: Buffer;
	/** Changes when the ministry's own names do; see `reloadPack`. */
	pack: Pack;
	/** See `Context.anchor`. */
	readonly anchor?: (head: AuditHead) => void;
	/** See `Context.chain`. */
	readonly chain?: ChainWatch;
	/** See `Context.downloads`. */
	readonly downloads?: Downloads;
	/** See `Context.scan`. */
	readonly scan?: Scan;
}

/** Where the audit's key and anchors lie; absent: beside the database. */
export interface AuditFiles {
	readonly auditKeyFile?: string | undefined;
	readonly auditAnchorFile?: string | undefined;
	/** The command that looks at sent files for viruses; absent: none does. */
	readonly scanCommand?: string | undefined;
	/** Opens also what was sealed with another key, for the command that says so. */
	readonly anyKey?: true;
	/** Hears what is wrong with the anchors; nothing fails for it. */
	report?(what: string, error?: unknown): void;
}

/** Whoever runs the command line on the machine that holds the file. */
export const OPERATOR: Viewer = {
	accountId: null,
	role: 'operator',
	societyId: null,
	nameAr: 'مشغّل النظام',
	nameEn: 'Operator',
};

/**
 * The audit key from its file (32 bytes, hexadecimal), made on first use when `create` is set. It lies beside the
 * database only on a trial machine; in production `AUDIT_KEY_FILE` names a place outside the backups.
 */
function readAuditKey(file: string, { create = false } = {}): Buffer {
	if (!existsSync(file)) {
		if (!create) throw new StartRefused(`There is no audit key at ${file}.`);
		writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
	}
	const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
	if (key.length !== 32) throw new StartRefused(`The audit key at ${file} is not 32 bytes.`);
	return key;
}

/** The pack a database was made for; throws StartRefused when it has none yet. */
export async function readPack(database: Database): Promise<Pack> {
	const row = await database.reader.selectFrom('pack').selectAll().executeTakeFirst();
	if (!row)
		throw new StartRefused(`${database.file} has no country pack yet; run the cli's "migrate" first.`);
	return {
		code: row.code,
		currency: row.currency,
		currencyDigits: row.currency_digits,
		currencyAr: row.currency_ar,
		timeZone: row.time_zone,
		ministryAr: row.ministry_ar,
		ministryEn: row.ministry_en,
	};
}

/** Takes over the country values as they now stand, after a change of them was applied. */
export async function reloadPack(runtime: Runtime): Promise<void> {
	runtime.pack = await readPack(runtime.database);
}

function toStandardError(what: string, error?: unknown): void {
	process.stderr.write(`${error instanceof Error ? `${what}: ${error.message}` : `${what}.`}\n`);
}

/**
 * Opens a migrated database with its pack, audit key and anchors; closing it brings the newest anchor to the disk.
 * Throws StartRefused without a pack or with another key.
 */
export async function openRuntime(
	file: string,
	{
		auditKeyFile = `${file}.audit-key`,
		auditAnchorFile = `${file}.anchors`,
		anyKey,
		scanCommand,
		report = toStandardError,
	}: AuditFiles = {},
): Promise<Runtime> {
	const database = openDatabase(file, { mustExist: true });
	try {
		const { reader } = database;
		const pack = await readPack(database);
		const isBeside = auditKeyFile === `${file}.audit-key`;
		// A new key for a chain that has entries would break it without a word.
		const create = isBeside && !(await hasAuditEntries(reader));
		const auditKey = readAuditKey(auditKeyFile, { create });
		if (!anyKey && !(await isSealedWith(reader, auditKey))) {
			throw new StartRefused(
				`The audit key at ${auditKeyFile} is not the one this database was sealed with; ` +
					'if it is the right one, the chain was rewritten ("npm run cli -- verify-audit").',
			);
		}
		const anchors = await openAnchors(auditAnchorFile, auditKey, (seq) => hashAt(reader, seq), report);
		const close = async () => {
			anchors.close();
			await database.close();
		};
		const chain = watchChain(database, auditKey, anchors, report);
		return {
			database: { ...database, close },
			auditKey,
			pack,
			anchor: anchors.note,
			chain,
			downloads: createDownloads(),
			...(scanCommand && { scan: createScan(scanCommand) }),
		};
	} catch (error) {
		await database.close();
		throw error;
	}
}

/** The context of one request or command. */
export function contextFor(
	runtime: Runtime,
	viewer: Viewer,
	{
		now = new Date(),
		requestId = randomUUID() as string,
		locale = 'ar' as Locale,
		confirmedAt = null as number | null,
		formKey = undefined as string | undefined,
	} = {},
): Context {
	return {
		database: runtime.database,
		db: runtime.database.reader,
		pack: runtime.pack,
		viewer,
		now,
		today: dateIn(now, runtime.pack.timeZone),
		requestId,
		locale,
		auditKey: runtime.auditKey,
		confirmedAt,
		...(formKey && { formKey }),
		...(runtime.anchor && { anchor: runtime.anchor }),
		...(runtime.chain && { chain: runtime.chain }),
		...(runtime.downloads && { downloads: runtime.downloads }),
		...(runtime.scan && { scan: runtime.scan }),
	};
}

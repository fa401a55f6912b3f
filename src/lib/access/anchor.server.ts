import { createHmac } from 'node:crypto';
import { appendFileSync, closeSync, constants, fsyncSync, openSync, writeSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { AuditHead } from '../platform/context.ts';
import type { AnchorRecord, LostHead, Verification } from './verdict.ts';

const DOMAIN = 'sharaka-anchor:v1';
const LOG_EVERY = 3_600_000;
const SYNC_EVERY = 5_000;
const LINE_WIDTH = 320;
const LINES_AT_A_TIME = 1000;

type Line =
	| ({ readonly kind: 'head' } & AuditHead)
	| ({ readonly kind: 'lost' } & LostHead)
	| ({ readonly kind: 'verified' } & Verification);

/** The heads of the audit chain that are kept outside the database. */
export interface Anchors {
	/** Keeps a new head. A failure is reported, never thrown: the change it belongs to is already committed. */
	note(head: AuditHead): void;
	/** The last walk that was kept. */
	readonly last: Verification | null;
	/** Keeps the result of a walk. */
	keep(verification: Verification): void;
	/** Everything that is kept, read from the files. */
	read(): Promise<AnchorRecord>;
	/** Makes sure that the newest head is on the disk. */
	close(): void;
}

function sealed(key: Buffer, line: Line): string {
	const text = JSON.stringify(line);
	const mac = createHmac('sha256', key).update(text).digest('hex');
	return `${mac} ${text}`;
}

function opened(key: Buffer, text: string): Line | undefined {
	const [mac, body] = [text.slice(0, 64), text.slice(65).trimEnd()];
	if (createHmac('sha256', key).update(body).digest('hex') !== mac) return undefined;
	return JSON.parse(body) as Line;
}

const textOf = (file: string) =>
	readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});

/** One write at the beginning of the file: whoever kills the process leaves the old line or the new one. */
function writeInPlace(file: string, text: string): void {
	const fd = openSync(file, constants.O_WRONLY | constants.O_CREAT, 0o600);
	try {
		writeSync(fd, `${text.padEnd(LINE_WIDTH)}\n`, 0);
	} finally {
		closeSync(fd);
	}
}

/** The newest head; a line that was being written while it was read is read again. */
async function readLatest(file: string, key: Buffer): Promise<{ head?: AuditHead; damaged: boolean }> {
	for (let tries = 0; tries < 3; tries++) {
		const text = await textOf(file);
		if (text === undefined) return { damaged: false };
		const line = opened(key, text);
		if (line?.kind === 'head') return { head: line, damaged: false };
		await sleep(20);
	}
	return { damaged: true };
}

async function readLog(file: string, key: Buffer) {
	const heads: AuditHead[] = [];
	const lost: LostHead[] = [];
	let last: Verification | null = null;
	let damaged = 0;
	const lines = ((await textOf(file)) ?? '').split('\n');
	// What follows the last line break was cut off by a crash.
	const isCut = lines.pop() !== '';
	for (const [i, text] of lines.entries()) {
		if (i % LINES_AT_A_TIME === LINES_AT_A_TIME - 1) await setImmediate();
		const line = opened(key, text);
		if (!line) damaged += 1;
		else if (line.kind === 'head') heads.push(line);
		else if (line.kind === 'lost') lost.push(line);
		else last = line;
	}
	return { heads, lost, last, damaged, isCut };
}

/**
 * Anchors in two files: `file` grows by a line an hour and at every break of the chain (put it where the server may
 * only append), `file.latest` holds the newest head. Lines carry a seal of a key derived from the audit key, so that
 * they cannot be invented. Nothing is written before the first commit, so reading commands may open them beside a
 * server. `headAt` gives the database's hash of an entry; `report` hears what could not be written or is not right.
 */
export async function openAnchors(
	file: string,
	auditKey: Buffer,
	headAt: (seq: number) => Promise<string | undefined>,
	report: (what: string, error?: unknown) => void,
): Promise<Anchors> {
	const key = createHmac('sha256', auditKey).update(DOMAIN).digest();
	const latest = `${file}.latest`;
	let known: AuditHead | undefined;
	let isGone = false;
	/** A crash cut the last line off; the next one must stand on its own. */
	let isCut = false;
	let lastLogged = 0;
	let last: Verification | null = null;
	let syncing: NodeJS.Timeout | undefined;

	const attempt = (work: () => void) => {
		try {
			work();
		} catch (error) {
			report('The audit anchor could not be written', error);
		}
	};
	const append = (line: Line) => {
		appendFileSync(file, `${isCut ? '\n' : ''}${sealed(key, line)}\n`, { mode: 0o600, flush: true });
		isCut = false;
	};
	const sync = () => {
		syncing = undefined;
		open(latest, 'r+')
			.then((handle) => handle.sync().finally(() => handle.close()))
			.catch((error: unknown) => report('The audit anchor could not be synced', error));
	};

	try {
		// The anchor first: the database is never older than it.
		const [newest, log] = [await readLatest(latest, key), await readLog(file, key)];
		known = newest.head ?? log.heads.at(-1);
		lastLogged = Date.parse(log.heads.at(-1)?.at ?? '') || 0;
		isCut = log.isCut;
		last = log.last;
		isGone = known !== undefined && (await headAt(known.seq)) !== known.hash;
		if (isGone) report(`The audit chain no longer holds entry ${known!.seq} as it was anchored`);
		if (newest.damaged || log.damaged) report('Lines of the audit anchors do not carry a true seal');
	} catch (error) {
		report('The audit anchors could not be read', error);
	}

	return {
		note(head) {
			attempt(() => {
				if (known && (isGone || head.seq <= known.seq)) {
					append({ kind: 'lost', head: known, from: Math.min(head.seq, known.seq), noted: head.at });
				}
				known = head;
				isGone = false;
				writeInPlace(latest, sealed(key, { kind: 'head', ...head }));
				syncing ??= setTimeout(sync, SYNC_EVERY).unref();
				const at = Date.parse(head.at);
				if (Math.abs(at - lastLogged) < LOG_EVERY) return;
				append({ kind: 'head', ...head });
				lastLogged = at;
			});
		},
		get last() {
			return last;
		},
		keep(verification) {
			last = verification;
			attempt(() => append({ kind: 'verified', ...verification }));
		},
		async read() {
			const [newest, log] = [await readLatest(latest, key), await readLog(file, key)];
			const heads = newest.head ? [...log.heads, newest.head] : log.heads;
			return { heads, lost: log.lost, damaged: log.damaged + (newest.damaged ? 1 : 0) };
		},
		close() {
			if (!syncing) return;
			clearTimeout(syncing);
			attempt(() => {
				const fd = openSync(latest, 'r+');
				try {
					fsyncSync(fd);
				} finally {
					closeSync(fd);
				}
			});
		},
	};
}

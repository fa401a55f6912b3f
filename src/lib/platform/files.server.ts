import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { cleanText } from '../i18n/fold.ts';
import type { Text } from '../i18n/text.ts';
import type { Context, Scan } from './context.ts';
import { busy, Expected, invalid } from './errors.ts';

// Files people send live beside the database, named by their content: what is the same is there once, and no word a
// person typed is ever part of a path. Rows (`stored_file`) say whose they are; nothing here decides who may read.

/** The largest file that is taken. */
export const FILE_LIMIT = 10 * 1024 * 1024;

/** What is taken, by what is in it; the ending must say the same. */
const KINDS = {
	'application/pdf': ['pdf'],
	'image/jpeg': ['jpg', 'jpeg'],
	'image/png': ['png'],
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
	'text/csv': ['csv'],
} as const;

/** The types of files that are taken. */
export const MEDIA_TYPES = Object.keys(KINDS) as (keyof typeof KINDS)[];
export type MediaType = (typeof MEDIA_TYPES)[number];

/** A file as it was sent. */
export interface Upload {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** A file that lies in the store: what a row needs to know of it. */
export interface KeptFile {
	readonly sha256: string;
	readonly name: string;
	readonly mediaType: MediaType;
	readonly bytes: number;
}

const EMPTY: Text = { ar: 'الملف فارغ.', en: 'The file is empty.' };
const TOO_LARGE: Text = {
	ar: 'الملف أكبر من عشرة ميغابايت. قلّلوا حجمه ثم أرسلوه.',
	en: 'The file exceeds ten megabytes. Make it smaller, then send it.',
};
const NOT_TAKEN: Text = {
	ar: 'لا يُقبل هذا النوع. أرسلوا الملف بصيغة PDF أو JPEG أو PNG أو XLSX أو CSV.',
	en: 'This kind of file is not accepted. Send a PDF, JPEG, PNG, XLSX or CSV file.',
};
const NAMED_OTHERWISE: Text = {
	ar: 'اسم الملف لا يطابق محتواه. احفظوه بصيغته الصحيحة ثم أرسلوه.',
	en: 'The file’s name does not match its content. Save it in its true format, then send it.',
};

const INFECTED: Text = {
	ar: 'وُجد في الملف فيروس، فلم يُحفظ. نظّفوا جهازكم وأعيدوا حفظ الملف ثم أرسلوه.',
	en: 'The file contains a virus, so it was not kept. Clean your device, save the file anew, then send it.',
};
const UNSCANNED: Text = {
	ar: 'تعذر فحص الملف الآن، فلم يُحفظ. أعيدوا إرساله بعد قليل.',
	en: 'The file cannot be checked now, so it was not kept. Send it again shortly.',
};

const refused = (text: Text) => invalid(text, [{ place: 'file', text }]);

const endingOf = (name: string) => /\.([a-z0-9]{1,8})$/.exec(name.toLowerCase())?.[1] ?? '';

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Strict UTF-8 without control characters: what a table of text is made of. */
function isPlainText(bytes: Uint8Array): boolean {
	try {
		return !CONTROL.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		return false;
	}
}

/** The type of a file by its content; undefined when it is none that is taken. */
async function typeOf(bytes: Uint8Array, ending: string): Promise<MediaType | undefined> {
	const found = await fileTypeFromBuffer(bytes);
	if (found) return MEDIA_TYPES.find((type) => type !== 'text/csv' && type === found.mime);
	return ending === 'csv' && isPlainText(bytes) ? 'text/csv' : undefined;
}

/** A name fit to be shown and sent: its last part, without control and direction characters, at most 120 letters. */
export function cleanName(name: string): string {
	const last = cleanText(name.split(/[/\\]/).at(-1) ?? '').replace(/[<>:"|?*]/g, '_');
	const ending = endingOf(last);
	const stem = last.slice(0, ending ? -ending.length - 1 : undefined).replace(/^\.+/, '');
	return `${[...stem].slice(0, 110).join('') || 'file'}${ending && `.${ending}`}`;
}

/** The folder in which a database's files lie. */
export const contentFolder = (databaseFile: string): string => `${databaseFile}.files`;

/** Where content lies: two letters of its fingerprint, then the fingerprint. */
export function contentPath(databaseFile: string, sha256: string): string {
	return join(contentFolder(databaseFile), sha256.slice(0, 2), sha256);
}

async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Whether content lies in its place already; then it is new again, so that no sweep takes it away meanwhile. */
async function isPresent(path: string, size: number): Promise<boolean> {
	const present = await stat(path).catch(() => undefined);
	if (present?.size !== size) return false;
	const now = new Date();
	return utimes(path, now, now).then(
		() => true,
		() => false,
	);
}

/** 422 when a look found something; 503 when nobody could look: then it is not taken either. */
async function assertClean(path: string, scan: Scan | undefined): Promise<void> {
	const verdict = (await scan?.(path)) ?? 'clean';
	if (verdict === 'infected') throw refused(INFECTED);
	if (verdict === 'unavailable') throw new Expected('busy', UNSCANNED, [{ place: 'file', text: UNSCANNED }]);
}

/** Puts content in its place so that it survives a power cut: written aside, synced, looked at, renamed, its folders synced. */
async function putInPlace(path: string, bytes: Uint8Array, scan?: Scan): Promise<void> {
	if (await isPresent(path, bytes.length)) return assertClean(path, scan);
	const folder = dirname(path);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const draft = join(folder, `.${randomUUID()}.part`);
	try {
		const handle = await open(draft, 'wx', 0o600);
		try {
			await handle.writeFile(bytes);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await assertClean(draft, scan);
		await rename(draft, path);
	} catch (error) {
		await rm(draft, { force: true });
		throw error;
	}
	for (const each of [folder, dirname(folder), dirname(dirname(folder))]) await syncFolder(each);
}

/** Stores content by its fingerprint, which it returns. A full or read-only disk is `busy`. */
export async function keepContent(databaseFile: string, bytes: Uint8Array, scan?: Scan): Promise<string> {
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	try {
		await putInPlace(contentPath(databaseFile, sha256), bytes, scan);
	} catch (error) {
		const { code = '' } = error as { code?: string };
		if (['ENOSPC', 'EDQUOT', 'EROFS'].includes(code)) throw busy();
		throw error;
	}
	return sha256;
}

/** Judges a sent file by its content and stores it, before the transaction that will name it. 422 at `file` otherwise. */
export async function keepUpload(
	databaseFile: string,
	{ name, bytes }: Upload,
	scan?: Scan,
): Promise<KeptFile> {
	if (bytes.length === 0) throw refused(EMPTY);
	if (bytes.length > FILE_LIMIT) throw refused(TOO_LARGE);
	const clean = cleanName(name);
	const ending = endingOf(clean);
	const mediaType = await typeOf(bytes, ending);
	if (!mediaType) throw refused(NOT_TAKEN);
	const endings: readonly string[] = KINDS[mediaType];
	if (!endings.includes(ending)) throw refused(NAMED_OTHERWISE);
	return {
		sha256: await keepContent(databaseFile, bytes, scan),
		name: clean,
		mediaType,
		bytes: bytes.length,
	};
}

/** The content under a fingerprint. Throws when it is gone or no longer what was stored. */
export async function readContent(databaseFile: string, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = await readFile(contentPath(databaseFile, sha256));
	const actual = createHash('sha256').update(bytes).digest('hex');
	if (actual !== sha256) throw new Error(`The stored file ${sha256} no longer has its content`);
	return bytes;
}

function sealOf({ auditKey, viewer }: Context, payload: string): Buffer {
	const text = `sharaka-file:v1:${viewer.accountId ?? ''}:${payload}`;
	return createHmac('sha256', auditKey).update(text).digest();
}

/** A stored file as a hidden field: a form that comes back keeps its file. Only the same person can send it again. */
export function ticketOf(ctx: Context, file: KeptFile): string {
	const payload = Buffer.from(JSON.stringify(file)).toString('base64url');
	return `${payload}.${sealOf(ctx, payload).toString('base64url')}`;
}

/** The file a ticket stands for; null when there is none or it is not this person's. */
export function fileOfTicket(ctx: Context, ticket: string): KeptFile | null {
	const [payload = '', seal = ''] = ticket.split('.');
	const [given, made] = [Buffer.from(seal, 'base64url'), sealOf(ctx, payload)];
	if (given.length !== made.length || !timingSafeEqual(given, made)) return null;
	return JSON.parse(Buffer.from(payload, 'base64url').toString()) as KeptFile;
}

/** How a stored file is answered: to be saved, never shown as a page, never kept by anyone on the way. */
export function fileHeaders({ name, mediaType, bytes }: KeptFile): Record<string, string> {
	const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
	return {
		'content-type': mediaType,
		'content-length': String(bytes),
		'content-disposition': `attachment; filename="file.${endingOf(name)}"; filename*=UTF-8''${encoded}`,
		'x-content-type-options': 'nosniff',
		'cache-control': 'no-store',
		'content-security-policy': "default-src 'none'; sandbox",
	};
}

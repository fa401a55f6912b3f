import { setImmediate } from 'node:timers/promises';
import { scopeOf, type Action } from '#lib/access/grants.ts';
import { isConfirmed, transact, type Page } from '#lib/access/procedures.server.ts';
import { filterQuery, isPortfolio, type Dim, type Filter } from '#lib/kpi/filter.ts';
import { momentOf } from '#lib/kpi/read.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Context } from '#lib/platform/context.ts';
import { Expected } from '#lib/platform/errors.ts';
import { csvChunks, csvStream, type CsvChunk } from '#lib/tables/batches.server.ts';
import type { CsvLang } from '#lib/tables/csv.ts';
import type { Table } from '#lib/tables/define.ts';

/** A file about to leave: permission is decided, nothing is read yet. */
export interface CsvFile {
	readonly action: Action;
	/** What the audit calls it: a table's id, or a measure and the part of it. */
	readonly id: string;
	readonly table: Table<unknown>;
	readonly lang: CsvLang;
	readonly fileName: string;
	/** The filters in the words of the address, with the months that a preset stood for. */
	readonly filters: string;
	/** Filters that were asked for but do not apply to these rows; the file's name says so too. */
	readonly unapplied: readonly Dim[];
	page(after: string | number | undefined, limit: number): Promise<Page<unknown>>;
}

/** The file as text, batch by batch. */
export function chunksOf(ctx: Context, file: CsvFile): AsyncGenerator<CsvChunk> {
	return csvChunks(file.table, file.lang, ctx.pack.currencyDigits, file.page);
}

/** Writes down who took what: table, filters, language, rows, and whether the file was complete. */
export async function auditExport(
	ctx: Context,
	file: CsvFile,
	rows: number,
	isComplete: boolean,
): Promise<void> {
	await transact(ctx, file.action, ({ audit }) =>
		audit({
			objectType: 'export',
			objectId: file.id,
			after: {
				filters: file.filters,
				lang: file.lang,
				rows,
				complete: isComplete,
				unapplied: file.unapplied,
			},
		}),
	);
}

/** A few sentences in the reader's language instead of a file. */
function sentences(ctx: Context, status: number, texts: readonly Text[], headers = {}): Response {
	return new Response(`${texts.map((text) => text[ctx.locale]).join('\n')}\n`, {
		status,
		headers: {
			'content-type': 'text/plain; charset=utf-8',
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
			...headers,
		},
	});
}

const RETRY_AFTER_SECONDS = '30';

const TOO_MANY: Text = {
	ar: 'تُرسَل الآن ملفات كثيرة. أعيدوا المحاولة عندما ينتهي تنزيل ما طلبتموه؛ لم يُنزَّل شيء.',
	en: 'Too many files are being sent just now. Try again when those you asked for have arrived; nothing was downloaded.',
};

/** The file as a response that streams at the client's pace and is recorded when it ends or is broken off. */
function csvResponse(ctx: Context, file: CsvFile): Response {
	const place = ctx.downloads?.take(ctx.viewer.accountId ?? ctx.viewer.role);
	if (ctx.downloads && !place) {
		return sentences(ctx, 503, [TOO_MANY], { 'retry-after': RETRY_AFTER_SECONDS });
	}
	const body = csvStream(chunksOf(ctx, file), {
		ended: (rows, isComplete) => auditExport(ctx, file, rows, isComplete),
		...(place && { released: place }),
	});
	return new Response(body, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			// RFC 6266; the names are plain ASCII, so the quoted form says all.
			'content-disposition': `attachment; filename="${file.fileName}"`,
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
		},
	});
}

/** More rows than this, of all societies, leave only with a fresh proof of presence. */
const BULK_ROWS = 5000;

const CONFIRM: Text = {
	ar: 'هذا ملف كبير ببيانات جهات كثيرة. أكّدوا هويتكم في صفحة حسابكم ثم أعيدوا الطلب؛ لم يُنزَّل شيء.',
	en: 'This is a large file with the data of many bodies. Confirm on your account page who you are, then ask again; nothing was downloaded.',
};

/** The request behind a download. */
interface Asked {
	readonly request: Request;
	readonly url: URL;
}

/** Rows counted at a time; between two steps other requests have their turn. */
const COUNTED_AT_ONCE = 500;

/** Whether a file holds more than 5,000 rows of everybody's, and its reader has not proved to be present lately. */
async function isBulk(ctx: Context, file: CsvFile): Promise<boolean> {
	if (isConfirmed(ctx) || scopeOf(ctx.viewer, file.action)?.reach !== 'all') return false;
	let rows = 0;
	let after: string | number | undefined;
	do {
		const page = await file.page(after, Math.min(COUNTED_AT_ONCE, BULK_ROWS + 1 - rows));
		rows += page.rows.length;
		after = page.next;
		await setImmediate();
	} while (after !== undefined && rows <= BULK_ROWS);
	return rows > BULK_ROWS;
}

/** Leads a browser to the proof and back; a script gets a sentence. */
function proofWanted(ctx: Context, { request, url }: Asked): Response {
	const isPage = /text\/html/.test(request.headers.get('accept') ?? '');
	if (!isPage) return sentences(ctx, 403, [CONFIRM]);
	const to = encodeURIComponent(url.pathname + url.search);
	const headers = { location: `/account/confirm?to=${to}`, 'cache-control': 'no-store' };
	return new Response(null, { status: 303, headers });
}

/**
 * The file, or as plain text in the reader's language what is wrong with its filters (422) or that too many files
 * are being sent (503); a large file of everybody's rows asks for a fresh proof of presence first (R33). Every other refusal is thrown on, before the first byte.
 */
export async function csvOrProblems(
	ctx: Context,
	open: () => Promise<CsvFile>,
	asked: Asked,
): Promise<Response> {
	try {
		const file = await open();
		return (await isBulk(ctx, file)) ? proofWanted(ctx, asked) : csvResponse(ctx, file);
	} catch (error) {
		if (!(error instanceof Expected) || error.code !== 'invalid') throw error;
		return sentences(ctx, error.status, [error.text, ...error.problems.map((problem) => problem.text)]);
	}
}

/** What, which months or day, and what was not applied. Example: `sharaka-reach-2026-01--2026-10.csv`. */
export function fileName(what: string, when: string, unapplied: readonly Dim[]): string {
	const not = unapplied.length ? `-not-by-${unapplied.join('-')}` : '';
	return `sharaka-${what}-${when}${not}.csv`;
}

const COUNT_NAME = { submitted: '-with-submitted', waiting: '-submitted-only' } as const;

/** The months of a filter, or the day as of which its rows are known; whose portfolio they are, and what counts. */
export function whenOf(filter: Filter, moment: 'period' | 'date', now: string): string {
	const { asOf, count } = filter;
	const today = asOf && asOf.on < now ? asOf.on : now;
	const known = `${asOf ? `-as-of-${asOf.on}` : ''}${count ? COUNT_NAME[count] : ''}`;
	const whose = `${isPortfolio(filter) ? '-my-portfolio' : ''}${known}`;
	if (moment === 'date') return `${momentOf(filter, today)}${whose}`;
	return `${filter.from === filter.to ? filter.from : `${filter.from}--${filter.to}`}${whose}`;
}

/** A filter and search in the words of an address, without the question mark. */
export function filterWords(filter: Filter, search = ''): string {
	const params = new URLSearchParams(filterQuery(filter));
	if (search) params.set('q', search);
	return params.toString().replaceAll('%2C', ',');
}

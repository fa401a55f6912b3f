import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { prepareDatabase } from '#db/cli/migrate.ts';
import { openDatabase, type Database } from '#db/connection.server.ts';
import { activityinfo } from '#lib/features/exchange/adapters/activityinfo.ts';
import { createDemoAccounts } from '#lib/features/people/commands.server.ts';
import { createSession } from '#lib/auth/sessions.server.ts';
import type { AccountRole } from '#lib/platform/context.ts';
import { ask } from '../support/http.ts';
import { importFile } from '../support/files.ts';
import { startServer } from '../support/server.ts';
import { AUDIT_KEY, contextOf, viewerOf } from '../support/world.ts';
import { candidates, readFigures, says, type PageFigures } from './figures.ts';
import { demoAccount, expect, test, type Locale } from './fixtures.ts';

const ROLES = ['leadership', 'officer', 'auditor', 'society'] as const satisfies AccountRole[];
/** Pages of one template (a route with the names of its parameters) that are opened, and pages in all. */
const EACH = 1;
const PAGES = 16;
/** Landing pages of one template that are opened as pages; every other number is held against the figures' file. */
const LANDINGS = 1;
/**
 * Addresses no crawl needs: files, doors, forms, what belongs to one's own account, and pages of records and settings,
 * whose numbers are what somebody entered.
 */
const APART =
	/^\/(exports|files|search|sign-|setup|account|preferences|table-choice|help|audit|settings|people|reports|review\/\d|import\/\d)|\.csv|\/(edit|new|merge|split|status|board|contacts|judge)/;

interface Served {
	readonly address: string;
	readonly database: Database;
	readonly currencyDigits: number;
	/** Where each role begins. */
	readonly starts: readonly string[];
}

async function cookieOf({ database }: Served, role: AccountRole, locale: Locale): Promise<string> {
	const account = await demoAccount(database, role);
	const born = { account, authLevel: 'demo', address: '127.0.0.1', userAgent: 'Test' } as const;
	const token = await database.writer.transaction().execute((trx) => createSession(trx, born));
	return `__Host-sid=${token}; locale=${locale}`;
}

/** A page's route with the names of its parameters: /kpis/K-B7?from=… and /kpis/K-D1?from=… are one. */
function templateOf(href: string): string {
	const url = new URL(href, 'http://app');
	const path = url.pathname.replace(/\/\d+(?=\/|$)/g, '/#');
	return `${path}?${[...new Set(url.searchParams.keys())].sort().join('&')}`;
}

const bare = (href: string) => href.split('#')[0]!;

/** A reader of pages as one person: each address is fetched and parsed once. */
class Reader {
	readonly #pages = new Map<string, Promise<PageFigures>>();
	readonly #served: Served;
	readonly #cookie: string;
	readonly #browser: Page;
	constructor(served: Served, cookie: string, browser: Page) {
		this.#served = served;
		this.#cookie = cookie;
		this.#browser = browser;
	}
	read(href: string): Promise<PageFigures> {
		const at = bare(href);
		const known = this.#pages.get(at) ?? this.#fetch(at);
		this.#pages.set(at, known);
		return known;
	}
	async #fetch(href: string): Promise<PageFigures> {
		const { status, headers, body } = await ask(this.#served.address + href, { cookie: this.#cookie });
		if (status === 303) return this.read(headers.get('location') ?? '/');
		if (status !== 200)
			return { figures: [], loose: [`status ${status}`], links: [], value: null, lists: [] };
		return readFigures(this.#browser, body);
	}
	/** Records of a file, without its head. */
	async recordsOf(href: string): Promise<string[][]> {
		const { status, body } = await ask(this.#served.address + href, { cookie: this.#cookie });
		expect(status, `GET ${href}`).toBe(200);
		const lines = body.trimEnd().split('\r\n').slice(1);
		return lines.map((line) => line.slice(1, -1).split('","'));
	}
}

/** The pages a person reaches by links, a few of each template. */
async function walk(reader: Reader, starts: readonly string[]): Promise<Map<string, PageFigures>> {
	const found = new Map<string, PageFigures>();
	const opened = new Map<string, number>();
	const queue = [...starts];
	for (let href = queue.shift(); href !== undefined && found.size < PAGES; href = queue.shift()) {
		const at = bare(href);
		const times = opened.get(templateOf(at)) ?? 0;
		if (found.has(at) || times >= EACH || APART.test(at)) continue;
		opened.set(templateOf(at), times + 1);
		const page = await reader.read(at);
		found.set(at, page);
		queue.push(...page.links);
	}
	return found;
}

/** The file of a measure’s figures, or of a list of its rows, with the filters of its page. */
function fileOf(href: string, what: 'figures' | 'rows'): string | undefined {
	const url = new URL(href, 'http://app');
	const [, kpi] = /^\/kpis\/([^/]+)$/.exec(url.pathname) ?? [];
	if (!kpi) return undefined;
	const list = url.searchParams.get('list') ?? 'numerator';
	for (const name of ['list', 'by', 'sort', 'page', 'cols', 'compare']) url.searchParams.delete(name);
	if (what === 'rows') url.searchParams.set('rows', list);
	else if (list !== 'numerator' && list !== 'denominator') return undefined;
	return `/exports/kpis/${kpi}.csv?${url.searchParams}`;
}

/** Lists of rows that are read as files too, of those a person’s figures lead to. */
const FILES = 4;

/** Follows every number of the pages a person reaches; tells those that their rows do not reproduce. */
class Crawl {
	readonly wrong = new Set<string>();
	followed = 0;
	readonly #reader: Reader;
	readonly #digits: number;
	readonly #possible = new Map<string, Promise<number[]>>();
	readonly #landed = new Map<string, number>();
	#files = 0;
	constructor(reader: Reader, currencyDigits: number) {
		this.#reader = reader;
		this.#digits = currencyDigits;
	}
	async expect(at: string, { figures, loose }: PageFigures): Promise<void> {
		for (const text of loose) this.wrong.add(`${at}: ${text} opens nothing`);
		for (const { text, href } of figures) {
			const target = bare(href);
			const known = this.#possible.get(target) ?? this.#numbersAt(target);
			this.#possible.set(target, known);
			this.followed += 1;
			const possible = await known;
			if (says(text, possible)) continue;
			// The file tells no number of rows of a denominator; the page does.
			const shown = candidates(await this.#reader.read(target), this.#digits);
			if (!says(text, [...possible, ...shown])) {
				this.wrong.add(`${at}: “${text}” opens ${href}, which says ${[...possible, ...shown].join(' or ')}`);
			}
		}
	}
	/** What the address says, by the file of its figures; of each kind of address some by the page itself. */
	async #numbersAt(href: string): Promise<number[]> {
		const file = fileOf(href, 'figures');
		const kind = templateOf(href);
		const times = this.#landed.get(kind) ?? 0;
		const [told] = file ? await this.#reader.recordsOf(file) : [];
		const numbers = (told ?? []).filter((cell) => cell !== '').map(Number);
		if (file && times >= LANDINGS) return numbers;
		this.#landed.set(kind, times + 1);
		const landing = await this.#reader.read(href);
		const possible = candidates(landing, this.#digits);
		const [value] = numbers;
		if (
			value !== undefined &&
			landing.value?.value !== null &&
			!possible.some((n) => Math.abs(n - value) < 0.51 * 10 ** -this.#digits)
		) {
			this.wrong.add(`${href} says ${possible.join(' or ')}, its file ${value}`);
		}
		await this.#expectRows(href, landing);
		return [...possible, ...numbers];
	}
	async #expectRows(href: string, { lists }: PageFigures): Promise<void> {
		const file = fileOf(href, 'rows');
		const rows = lists[0]?.rows ?? 0;
		if (!file || rows > 2000 || this.#files >= FILES) return;
		this.#files += 1;
		const found = (await this.#reader.recordsOf(file)).length;
		if (found !== rows) this.wrong.add(`${file} has ${found} rows, ${href} says ${rows}`);
	}
}

async function crawlAs(served: Served, browser: Page, role: AccountRole): Promise<number> {
	// What a page counts does not depend on its language, so both languages’ figures are held against one landing.
	const arabic = new Reader(served, await cookieOf(served, role, 'ar'), browser);
	const english = new Reader(served, await cookieOf(served, role, 'en'), browser);
	const crawl = new Crawl(arabic, served.currencyDigits);
	for (const [locale, reader] of [
		['ar', arabic],
		['en', english],
	] as const) {
		const pages = await walk(reader, served.starts);
		for (const [at, page] of pages) await crawl.expect(`${role} ${locale} ${at}`, page);
	}
	expect([...crawl.wrong]).toEqual([]);
	return crawl.followed;
}

test.describe('every number opens its rows', () => {
	for (const role of ROLES) {
		test(`on the demo, as ${role}, in both languages`, async ({ site, page }) => {
			test.setTimeout(300_000);
			const served = { ...site, currencyDigits: 3, starts: ['/overview'] };
			expect(await crawlAs(served, page, role)).toBeGreaterThan(100);
		});
	}
});

const FILE = new URL('../../../shared/data/jordan/activityinfo_2014_2016.csv.gz', import.meta.url);

test.describe('every number opens its rows', () => {
	if (!existsSync(FILE)) {
		console.log('skipped: ../shared/data is not here; the real data are not part of the repository');
		return;
	}

	test('on the inter-agency file of 2014 to 2016', async ({ page }) => {
		test.setTimeout(300_000);
		const folder = mkdtempSync(join(tmpdir(), 'sharaka-crawl-'));
		const file = join(folder, 'jordan.db');
		await prepareDatabase(file, 'jordan');
		const database = openDatabase(file, { mustExist: true });
		const operator = await contextOf(database, viewerOf('operator'));
		await importFile(operator, activityinfo, readFileSync(FILE));
		const { id } = await database.reader
			.selectFrom('society')
			.select('id')
			.orderBy('id')
			.limit(1)
			.executeTakeFirstOrThrow();
		await createDemoAccounts(operator, { societyId: id });
		writeFileSync(`${file}.audit-key`, AUDIT_KEY.toString('hex'), { mode: 0o600 });
		const server = await startServer('start', { DATABASE_FILE: file });
		const served: Served = {
			address: server.address,
			database,
			currencyDigits: operator.pack.currencyDigits,
			starts: [
				'/overview?from=2015-01&to=2015-12',
				'/kpis?from=2014-11&to=2015-10',
				'/societies',
				'/programs',
			],
		};
		try {
			for (const role of ['leadership', 'society'] as const) {
				expect(await crawlAs(served, page, role)).toBeGreaterThan(50);
			}
		} finally {
			await server.stop();
			await database.close();
			rmSync(folder, { recursive: true, force: true });
		}
	});
});

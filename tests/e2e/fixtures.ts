import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { openDatabase, type Database } from '#db/connection.server.ts';
import { createSession } from '#lib/auth/sessions.server.ts';
import type { AccountRole } from '#lib/platform/context.ts';
import { startServer } from '../support/server.ts';

/** The served demo of one worker. */
export interface Site {
	readonly address: string;
	readonly database: Database;
}

export type Locale = 'ar' | 'en';
export type Theme = 'light' | 'dark';

/** Who sits at the browser and how they like their pages. */
export interface Person {
	readonly role?: AccountRole;
	readonly locale?: Locale;
	readonly theme?: Theme;
}

/** The demo account of a role, with its society when it has one. */
export function demoAccount({ reader }: Database, role: AccountRole) {
	return reader
		.selectFrom('account')
		.select(['id', 'role', 'authz_version as authzVersion', 'society_id as societyId'])
		.where('is_demo', '=', 1)
		.where('role', '=', role)
		.orderBy('id')
		.limit(1)
		.executeTakeFirstOrThrow();
}

/** Signs a browser in by minting a session into the database, and sets its preferences. */
async function sit(context: BrowserContext, { address, database }: Site, person: Person): Promise<void> {
	const { role, locale = 'ar', theme = 'light' } = person;
	const cookies: { name: string; value: string; url: string }[] = [
		{ name: 'locale', value: locale, url: address },
		{ name: 'theme', value: theme, url: address },
	];
	if (role) {
		const account = await demoAccount(database, role);
		const born = { account, authLevel: 'demo', address: '127.0.0.1', userAgent: 'Test' } as const;
		const token = await database.writer.transaction().execute((trx) => createSession(trx, born));
		cookies.push({ name: '__Host-sid', value: token, url: address.replace('http:', 'https:') });
	}
	await context.addCookies(cookies);
}

/** What a page must never say to its developer: script errors, refused content, failed requests of its own. */
function listen(page: Page, said: string[]): void {
	page.on('pageerror', (error) => said.push(`error: ${error.message}`));
	page.on('console', (message) => {
		if (message.type() !== 'error' && !/content security policy/i.test(message.text())) return;
		// The document itself answering 403 or 404 is a matter of the test that asked for it.
		if (
			/the server responded with a status of (401|403|404)/.test(message.text()) &&
			message.location().url === page.url()
		)
			return;
		said.push(`console: ${message.text()} (${message.location().url})`);
	});
}

interface TestFixtures {
	/** Signs this test's browser in. */
	readonly as: (person: Person) => Promise<void>;
}

interface WorkerFixtures {
	readonly site: Site;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
	site: [
		async ({}, use) => {
			const folder = mkdtempSync(join(tmpdir(), 'sharaka-e2e-worker-'));
			const file = join(folder, 'demo.db');
			copyFileSync(process.env.SHARAKA_TEST_TEMPLATE!, file);
			copyFileSync(`${process.env.SHARAKA_TEST_TEMPLATE!}.audit-key`, `${file}.audit-key`);
			cpSync(`${process.env.SHARAKA_TEST_TEMPLATE!}.files`, `${file}.files`, { recursive: true });
			const server = await startServer('start', { DATABASE_FILE: file });
			const database = openDatabase(file, { mustExist: true });
			await use({ address: server.address, database });
			await database.close();
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
		{ scope: 'worker', timeout: 90_000 },
	],
	baseURL: async ({ site }, use) => use(site.address),
	page: async ({ page }, use) => {
		const said: string[] = [];
		listen(page, said);
		await use(page);
		expect(said, 'the page said this to its developer').toEqual([]);
	},
	as: async ({ context, site }, use) => use((person) => sit(context, site, person)),
});

export { expect };

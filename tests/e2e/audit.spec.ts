import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import SQLite from 'better-sqlite3';
import { startServer, type RunningServer } from '../support/server.ts';
import { ROOT } from '../support/tree.ts';

interface Served {
	readonly file: string;
	readonly server: RunningServer;
}

/** A served demo of its own for each test: what is done to its file must hurt nobody else. */
const test = base.extend<{ served: Served }>({
	served: async ({}, use) => {
		const folder = mkdtempSync(join(tmpdir(), 'sharaka-audit-'));
		const file = join(folder, 'demo.db');
		for (const ending of ['', '.audit-key', '.anchors', '.anchors.latest'])
			copyFileSync(`${process.env.SHARAKA_TEST_TEMPLATE!}${ending}`, `${file}${ending}`);
		const server = await startServer('start', { DATABASE_FILE: file });
		await use({ file, server });
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	},
});

function tamper(file: string, ...statements: string[]): void {
	const raw = new SQLite(file);
	raw.exec('drop trigger audit_entry_no_update; drop trigger audit_entry_no_delete');
	for (const statement of statements) raw.exec(statement);
	raw.close();
}

function verifyByCommand(file: string): { code: number | null; said: string } {
	const words = [join(ROOT, 'db/cli.ts'), 'verify-audit', '--database', file];
	const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8' });
	return { code: status, said: stdout + stderr };
}

async function signIn(page: Page, { server }: Served): Promise<void> {
	await page.context().addCookies([{ name: 'locale', value: 'en', url: server.address }]);
	await page.goto(`${server.address}/sign-in?to=%2Faudit`);
	await page.locator('button[value="auditor"]').click();
	await expect(page.getByRole('heading', { name: 'Audit trail' })).toBeVisible();
}

test('the chain holds, page and command say so, and the page remembers who asked', async ({
	page,
	served,
}) => {
	await signIn(page, served);
	await page.getByRole('button', { name: 'Verify now' }).click();
	await expect(page).toHaveURL(/\/audit\/verification$/);
	await expect(page.getByRole('status').filter({ hasText: 'The chain holds' })).toBeVisible();
	const { code, said } = verifyByCommand(served.file);
	expect(said).toContain('entries holds');
	expect(code).toBe(0);
	await page.goto(`${served.server.address}/audit`);
	await expect(page.getByRole('link', { name: 'The chain holds' })).toBeVisible();
});

test('the ten newest entries deleted with another tool are named by page and command', async ({
	page,
	served,
}) => {
	await signIn(page, served);
	const raw = new SQLite(served.file, { readonly: true });
	const { newest } = raw.prepare('select max(seq) as newest from audit_entry').get() as { newest: number };
	raw.close();
	tamper(served.file, `delete from audit_entry where seq > ${newest - 10}`);
	await page.getByRole('button', { name: 'Verify now' }).click();
	const named = `Entries ${newest - 9} to ${newest} are missing`;
	await expect(page.getByRole('alert')).toContainText(named);
	await expect(page.getByRole('alert')).toContainText(`broken at entry ${newest - 9}`);
	const { code, said } = verifyByCommand(served.file);
	expect(said).toContain(named);
	expect(code).toBe(1);
});

const cases = [
	[
		'an edited entry',
		[`update audit_entry set after = '{"state":"draft"}' where seq = 20`],
		'Entry 20 was changed',
	],
	[
		'two swapped entries',
		[
			'update audit_entry set seq = 90000 where seq = 20',
			'update audit_entry set seq = 20 where seq = 30',
			'update audit_entry set seq = 30 where seq = 90000',
		],
		'Entries 20 and 30 are not in their places',
	],
] as const;

for (const [name, statements, named] of cases) {
	test(`${name}: named by page and command`, async ({ page, served }) => {
		await signIn(page, served);
		tamper(served.file, ...statements);
		await page.getByRole('button', { name: 'Verify now' }).click();
		await expect(page.getByRole('alert')).toContainText(named);
		await page.getByRole('link', { name: 'First broken entry' }).click();
		await expect(page).toHaveURL(/\/audit\/20$/);
		await expect(page.getByText('does not fit the content')).toBeVisible();
		const { code, said } = verifyByCommand(served.file);
		expect(said).toContain(named);
		expect(code).toBe(1);
	});
}

test('filters live in the address, work without scripts and name what they leave', async ({
	browser,
	served,
}) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await signIn(page, served);
	await page.locator('summary', { hasText: 'Filter the trail' }).click();
	await page.locator('select[name="action"]').selectOption('report.reopen');
	await page.getByRole('button', { name: 'Apply' }).click();
	await expect(page).toHaveURL(/action=report\.reopen/);
	await expect(page.locator('tbody tr').first()).toContainText('Verified report reopened');
	await page.goto(`${served.server.address}/audit?object=society&id=999999`);
	await expect(page.getByText('No entries with these filters')).toBeVisible();
	await context.close();
});

import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expect, test, type Site } from './fixtures.ts';

/** A report that the demo's society owes: its program and month, the newest first. */
async function owed({ database }: Site, skip = 0): Promise<string> {
	const row = await database.reader
		.selectFrom('expected_report as e')
		.innerJoin('program as p', 'p.id', 'e.program_id')
		.innerJoin('account as a', 'a.society_id', 'p.society_id')
		.leftJoin('report as r', (on) =>
			on.onRef('r.program_id', '=', 'e.program_id').onRef('r.period', '=', 'e.period'),
		)
		.select(['e.program_id as program', 'e.period'])
		.where('a.id', '=', (eb) =>
			eb
				.selectFrom('account')
				.select((id) => id.fn.min('id').as('id'))
				.where('is_demo', '=', 1)
				.where('role', '=', 'society'),
		)
		.where('r.id', 'is', null)
		.where('p.status', '<>', 'stopped')
		.orderBy('e.period', 'desc')
		.orderBy('e.program_id')
		.offset(skip)
		.limit(1)
		.executeTakeFirstOrThrow();
	return `/programs/${row.program}/reports/${row.period}`;
}

const reach = (page: Page) => page.locator('input[data-cell^="reach:"]');

/** Names of the cells a submission would still miss: the links of the checklist and of the refusal lead there. */
async function emptyCells(page: Page): Promise<string[]> {
	return page
		.locator(
			'input[data-cell^="reach:"], input[name="new"], input[name="spend"], input[name="volunteers"], input[name="hours"]',
		)
		.evaluateAll((fields) =>
			fields.flatMap((field) => {
				const { value, dataset } = field as HTMLInputElement;
				const says = field.parentElement?.textContent ?? '';
				return value === '' && says.includes('مطلوب') ? [dataset.cell!] : [];
			}),
		);
}

/** The volunteer's whole way on a phone, counting what the hand does. */
async function volunteer(page: Page, path: string): Promise<number> {
	let count = 0;
	const act = async (step: Promise<unknown>) => {
		count += 1;
		await step;
	};
	await page.goto('/sign-in');
	await act(page.locator('button[value="society"]').click());
	await expect(page).not.toHaveURL(/sign-in/);
	await act(page.goto(path));
	await act(page.locator('button[formaction="?/copy"]').click());
	await expect(reach(page).first()).not.toHaveValue('');
	// Three numbers of this month: each a little more than the last, as months are.
	for (const i of [0, 1, 2]) {
		const field = reach(page).nth(i);
		const before = Number(await field.inputValue());
		await act(field.fill(String(before + 1)));
	}
	for (const cell of await emptyCells(page)) await act(page.locator(`[data-cell="${cell}"]`).fill('0'));
	await act(page.locator('textarea[name="achievements"]').fill('وُزعت السلال في موعدها.'));
	await act(page.locator('input[name="no_evidence"]').fill('كشوف التوزيع ورقية'));
	await act(page.locator('button[formaction="?/submit"]').click());
	return count;
}

test.describe('on a phone', () => {
	test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

	test('a volunteer copies the last period, changes three numbers and submits in at most twelve steps', async ({
		page,
		site,
	}) => {
		const count = await volunteer(page, await owed(site));
		await expect(page.locator('.note.error')).toHaveCount(0);
		await expect(page).toHaveURL(/\/reports\/\d+\?done=submitted/);
		expect(count).toBeLessThanOrEqual(12);
	});

	test.describe('without scripts', () => {
		test.use({ javaScriptEnabled: false });
		test('the same way leads to the same end', async ({ page, site }) => {
			const count = await volunteer(page, await owed(site, 3));
			await expect(page).toHaveURL(/\/reports\/\d+\?done=submitted/);
			expect(count).toBeLessThanOrEqual(12);
		});
	});

	test('the page never scrolls sideways, and every state of a cell is a word', async ({ page, site, as }) => {
		await as({ role: 'society' });
		await page.goto(await owed(site, 2));
		const width = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
		);
		expect(width).toBe(0);
		const field = reach(page).first();
		await expect(field).toHaveAccessibleDescription(/لم يُذكر/);
		await field.focus();
		await page.getByRole('button', { name: 'صفر', exact: true }).click();
		await expect(field).toHaveValue('0');
		await expect(field).toBeFocused();
		await expect(field).toHaveAccessibleDescription(/صفر/);
		await page.getByRole('button', { name: 'لا ينطبق', exact: true }).click();
		await expect(field).toHaveAccessibleDescription(/لا ينطبق/);
		await field.fill('١٢');
		await expect(field).toHaveAccessibleDescription(/رقم/);
		await expect(page.locator('.bar [role="status"]')).toContainText('حُفظ');
		await expect(field).toHaveAccessibleDescription(/حُفظ/);
		await field.press('Enter');
		await expect(field).not.toBeFocused();
	});
});

test('the network cut while typing, the tab closed and opened again: everything typed is there', async ({
	page,
	context,
	site,
	as,
}) => {
	await as({ role: 'society' });
	const path = await owed(site, 4);
	await page.goto(path);
	await reach(page).nth(0).fill('21');
	await reach(page).nth(0).blur();
	await expect(page.locator('.bar [role="status"]')).toContainText('حُفظ');
	// The page itself would report the failing requests; another one of the same browser does not listen.
	const tab = await context.newPage();
	await tab.goto(path);
	await expect(reach(tab).nth(0)).toHaveValue('21');
	await context.setOffline(true);
	await reach(tab).nth(1).fill('22');
	await reach(tab).nth(2).fill('23');
	await expect(tab.locator('.bar [role="status"]')).toContainText('لا اتصال');
	await tab.close();
	await context.setOffline(false);

	const again = await context.newPage();
	await again.goto(path);
	await expect(reach(again).nth(0)).toHaveValue('21');
	await again.getByRole('button', { name: 'أعيدوها إلى النموذج' }).click();
	await expect(reach(again).nth(1)).toHaveValue('22');
	await expect(reach(again).nth(2)).toHaveValue('23');
	await expect(again.locator('.bar [role="status"]')).toContainText('حُفظ');
	await again.reload();
	await expect(reach(again).nth(2)).toHaveValue('23');
	await expect(again.getByRole('button', { name: 'أعيدوها إلى النموذج' })).toHaveCount(0);
});

async function second(
	browser: Browser,
	context: BrowserContext,
	site: Site,
	javaScriptEnabled = true,
): Promise<Page> {
	const other = await browser.newContext({
		baseURL: site.address,
		javaScriptEnabled,
		storageState: await context.storageState(),
	});
	return other.newPage();
}

test('two people on the same draft: nothing disappears, and the second chooses', async ({
	page,
	context,
	browser,
	site,
	as,
}) => {
	await as({ role: 'society' });
	const path = await owed(site, 1);
	await page.goto(path);
	const other = await second(browser, context, site);
	await other.goto(path);
	const saved = (tab: Page) => expect(tab.locator('.bar [role="status"]')).toContainText('حُفظ');
	await reach(page).nth(0).fill('31');
	await reach(page).nth(1).fill('32');
	await reach(page).nth(1).blur();
	await saved(page);

	await reach(other).nth(0).fill('41');
	await reach(other).nth(2).fill('43');
	await reach(other).nth(2).blur();
	const conflicts = other.locator('#conflicts');
	await expect(conflicts).toContainText('31');
	await expect(conflicts).toContainText('41');
	await expect(reach(other).nth(1)).toHaveValue('32');
	await conflicts.getByRole('button', { name: /أبقوا ما كتبتُه/ }).click();
	await expect(conflicts).toHaveCount(0);
	await saved(other);
	await page.reload();
	for (const [i, text] of ['41', '32', '43'].entries()) await expect(reach(page).nth(i)).toHaveValue(text);
	await other.context().close();
});

test('the second of two people has no scripts: both texts come back as a choice, and the choice is what is saved', async ({
	page,
	context,
	browser,
	site,
	as,
}) => {
	await as({ role: 'society' });
	const path = await owed(site, 5);
	const other = await second(browser, context, site, false);
	await other.goto(path);
	await page.goto(path);
	await reach(page).nth(0).fill('51');
	await reach(page).nth(1).fill('52');
	await reach(page).nth(1).blur();
	await expect(page.locator('.bar [role="status"]')).toContainText('حُفظ');

	const cell = await reach(other).nth(0).getAttribute('data-cell');
	await reach(other).nth(0).fill('61');
	await reach(other).nth(2).fill('63');
	await other.locator('button[formaction="?/save"][value="leave"]').click();
	const conflicts = other.locator('#conflicts');
	const choice = conflicts.locator(`input[type="radio"][name="${cell}"]`);
	await expect(choice).toHaveCount(2);
	await expect(conflicts).toContainText('51');
	await expect(conflicts).toContainText('61');
	await expect(reach(other).nth(2)).toHaveValue('63');
	await conflicts.locator('input[type="radio"][value="51"]').check();
	await conflicts.locator('button[formaction="?/save"]').click();
	await expect(conflicts).toHaveCount(0);
	await other.goto(path);
	for (const [i, text] of ['51', '52', '63'].entries()) await expect(reach(other).nth(i)).toHaveValue(text);
	await other.context().close();
});

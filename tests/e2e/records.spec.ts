import type { Database } from '#db/connection.server.ts';
import { demoAccount, expect, test } from './fixtures.ts';
import { numbersIn, numbersOf, ready } from './reading.ts';

/** A report with an older version that counted once. */
function reopened({ reader }: Database) {
	return reader
		.selectFrom('report_version as v')
		.innerJoin('report as t', 't.id', 'v.report_id')
		.innerJoin('program as p', 'p.id', 't.program_id')
		.select(['t.id', 'v.number', 'v.spend_minor as spend', 'p.society_id as societyId'])
		.where('v.verified_until', 'is not', null)
		.where('t.state', '=', 'verified')
		.where('v.spend_minor', 'is not', null)
		.orderBy('t.id')
		.executeTakeFirstOrThrow();
}

/** A report of a society in a state. */
function reportOf(
	{ reader }: Database,
	state: 'draft' | 'verified',
	society: { is: number } | { not: number },
) {
	const reports = reader
		.selectFrom('report as t')
		.innerJoin('program as p', 'p.id', 't.program_id')
		.select(['t.id', 'p.id as programId', 'p.society_id as societyId', 'p.name_en as name'])
		.where('t.state', '=', state)
		.orderBy('t.id');
	return (
		'is' in society
			? reports.where('p.society_id', '=', society.is)
			: reports.where('p.society_id', '<>', society.not)
	).executeTakeFirst();
}

for (const role of ['leadership', 'officer', 'society'] as const) {
	test(`${role}: number, breakdown, rows, record in four steps, and the record holds the row’s people`, async ({
		page,
		as,
	}) => {
		await as({ role, locale: 'en' });
		await page.goto('/overview');
		await page.locator('[id="K-B7"] h3 a').click();
		await expect(page).toHaveURL(/\/kpis\/K-B7/);
		const breakdown = page.locator('main #breakdown tbody a').first();
		const before = page.url();
		await breakdown.click();
		await page.waitForURL((url) => url.href !== before);
		await ready(page);
		const row = page.locator('#rows tbody tr').first();
		const people = (await numbersOf(row.locator('td.num').first()))[0]!;
		await row.locator('a[href^="/reports/"]').click();
		await expect(page).toHaveURL(/\/reports\/\d+$/);
		await expect(page.locator('h1')).toHaveCount(1);
		const cells = numbersIn(
			await page
				.locator('#reach tbody')
				.allInnerTexts()
				.then((all) => all.join(' ')),
		);
		expect(cells).toContain(people);
		// The total leads back to exactly the lines it is made of.
		const total = page.locator('#reach tfoot a');
		const [sum] = await numbersOf(total);
		await total.click();
		await expect(page).toHaveURL(/\/kpis\/K-B7\?from=.*program=/);
		expect((await numbersOf(page.locator('main .top .value')))[0]).toBe(sum);
	});
}

test('a version that no longer counts has its own address and says so', async ({ page, as, site }) => {
	const { id, number } = await reopened(site.database);
	await as({ role: 'auditor', locale: 'en' });
	await page.goto(`/reports/${id}`);
	await expect(page.locator('#versions tbody tr.shown')).toContainText('Counts now');
	await expect(page.locator('#changes tbody tr').first()).toBeVisible();
	await page.locator(`#versions a[href="/reports/${id}?version=${number}"]`).click();
	await expect(page).toHaveURL(`/reports/${id}?version=${number}`);
	await expect(page.locator('main')).toContainText(`Version ${number}, as verified on`);
	await expect(page.locator('#figures')).toContainText('in no figure');
	await expect(page.locator('#reach tfoot a')).toHaveCount(0);
	await page.getByRole('link', { name: 'newer version' }).click();
	await expect(page).toHaveURL(`/reports/${id}`);
});

test('what belongs to another society, and a draft to the ministry, answers as what does not exist', async ({
	page,
	as,
	site,
}) => {
	const { societyId } = await demoAccount(site.database, 'society');
	const other = (await reportOf(site.database, 'verified', { not: societyId! }))!;
	await as({ role: 'society', locale: 'en' });
	for (const path of [
		`/reports/${other.id}`,
		`/reports/${other.id}?version=1`,
		`/programs/${other.programId}`,
		...['', '/results', '/people', '/history'].map((tab) => `/societies/${other.societyId}${tab}`),
		'/reports/99999999',
		'/reports/99999999?version=x',
	]) {
		const response = await page.goto(path);
		expect(response?.status(), path).toBe(404);
		await expect(page.locator('body'), path).not.toContainText(other.name);
	}
	const draft = await reportOf(site.database, 'draft', { not: -1 });
	if (!draft) return;
	await as({ role: 'officer', locale: 'en' });
	expect((await page.goto(`/reports/${draft.id}`))?.status()).toBe(404);
	await page.goto(`/societies/${draft.societyId}/results`);
	await expect(page.locator(`a[href="/reports/${draft.id}"]`)).toHaveCount(0);
});

test('the tabs of a society keep the period and the language switch keeps the tab', async ({ page, as }) => {
	await as({ role: 'officer', locale: 'en' });
	await page.goto('/societies/1/results?period=lastyear');
	const tabs = page.getByRole('navigation', { name: 'Pages of the society' });
	await expect(tabs.locator('[aria-current="page"]')).toHaveText('Results and documents');
	await tabs.getByRole('link', { name: 'History' }).click();
	await expect(page).toHaveURL('/societies/1/history?period=lastyear');
	await expect(page).toHaveTitle(/^History, /);
	await page.locator('header button[name="locale"][value="ar"]').click();
	await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
	await expect(page).toHaveURL('/societies/1/history?period=lastyear');
});

test('a society’s cards, targets and months open what they count', async ({ page, as, site }) => {
	const { societyId } = await demoAccount(site.database, 'society');
	await as({ role: 'leadership', locale: 'en' });
	const address = `/societies/${societyId}/results`;
	await page.goto(address);
	const cards = page.locator('#measures li');
	const count = await cards.count();
	expect(count).toBeGreaterThan(5);
	for (let i = 0; i < count; i += 1) {
		await page.goto(address);
		const link = cards.nth(i).locator('h3 a');
		const [shown] = await numbersOf(cards.nth(i).locator('.value'));
		await link.click();
		await expect(page).toHaveURL(/\/kpis\/K-/);
		expect((await numbersOf(page.locator('main .top .value')))[0]).toBe(shown);
	}
});

test('the timeline counts reports that can be opened one by one', async ({ page, as, site }) => {
	const { societyId } = await demoAccount(site.database, 'society');
	await as({ role: 'society', locale: 'en' });
	await page.goto(`/societies/${societyId}/history`);
	const month = page.locator('#timeline li.verified').first();
	const [count] = await numbersOf(month.locator('summary'));
	await month.locator('summary').click();
	await expect(month.locator('details a')).toHaveCount(count!);
	await month.locator('details a').first().click();
	await expect(page).toHaveURL(/\/reports\/\d+\?version=\d+/);
	await expect(page.locator('#versions tr.shown')).toHaveCount(1);
});

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test('report, program and society are read from end to end', async ({ page, as, site }) => {
		await as({ role: 'officer', locale: 'ar' });
		const { id } = await reopened(site.database);
		await page.goto(`/reports/${id}`);
		for (const part of ['reach', 'deliveries', 'narrative', 'versions', 'changes'])
			await expect(page.locator(`#${part}`)).toBeVisible();
		await page.goto('/programs/1');
		await expect(page.locator('#path-figure table')).toBeVisible();
		await page.goto('/societies/1');
		await page.getByRole('link', { name: 'الأشخاص ومجلس الإدارة' }).click();
		await expect(page.locator('#terms')).toBeVisible();
		await page.getByRole('link', { name: 'السجل الزمني' }).click();
		const month = page.locator('#timeline li.verified details').first();
		await month.locator('summary').click();
		await expect(month.locator('a').first()).toBeVisible();
	});
});

import { policy } from '#lib/access/policy.ts';
import { expect, test } from './fixtures.ts';
import { csvRows, fetchAs, ready } from './reading.ts';

test('an officer finds a society however its name is spelled, and opens its page', async ({
	page,
	as,
	site,
}) => {
	await as({ role: 'officer' });
	const { id, name_ar: name } = await site.database.reader
		.selectFrom('society')
		.select(['id', 'name_ar'])
		.where('name_ar', 'like', '%ة%')
		.orderBy('id')
		.limit(1)
		.executeTakeFirstOrThrow();
	await page.goto('/societies');
	await ready(page);
	// As people type: ta marbuta as ha, a stray tatweel, no hamza.
	const typed = name.replaceAll('ة', 'ه').replace('ي', 'يـ').replaceAll(/[أإآ]/g, 'ا');
	await page.locator('header #search').fill(typed);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/search\?q=/);
	await page.locator(`main a[href="/societies/${id}"]`).first().click();
	await expect(page.locator('main h1')).toContainText(name);
});

test('an officer’s files carry what the screen shows, in the language asked for', async ({ page, as }) => {
	await as({ role: 'officer', locale: 'en' });
	await page.goto('/exports');
	await ready(page);
	const files = await page
		.locator('main a[href*=".csv"]')
		.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')!));
	expect(files.length).toBeGreaterThanOrEqual(5);
	for (const href of new Set(files)) {
		const { status, text } = await fetchAs(page, href);
		expect(status, href).toBe(200);
		expect(text.startsWith('\ufeff'), href).toBe(true);
		expect(text.endsWith('\r\n'), href).toBe(true);
		expect(csvRows(text).length, href).toBeGreaterThan(0);
	}
	const arabic = await fetchAs(page, '/exports/societies.csv?lang=ar');
	expect(arabic.text.split('\r\n')[0]).toMatch(/\p{Script=Arabic}/u);
	const codes = await fetchAs(page, '/exports/reach.csv?lang=codes');
	expect(codes.text.split('\r\n')[0]).toContain('"period","society","program"');
});

test('an auditor reads everything and is offered nothing that changes anything', async ({ page, as }) => {
	await as({ role: 'auditor', locale: 'en' });
	for (const path of [
		'/overview',
		'/kpis/K-D1',
		'/societies/1',
		'/programs/1',
		'/exports',
		'/help/dictionary',
	]) {
		const response = await page.goto(path);
		expect(response?.status(), path).toBe(200);
		const targets = await page
			.locator('form[method="post"]')
			.evaluateAll((forms) => forms.map((form) => new URL((form as HTMLFormElement).action).pathname));
		// How one's own pages look is not data.
		const own = ['/preferences', '/account', '/table-choice', '/views'];
		expect(
			targets.filter((target) => !own.includes(target)),
			path,
		).toEqual([]);
	}
});

test('an administrator keeps accounts and sees no figures', async ({ page, as }) => {
	await as({ role: 'admin', locale: 'en' });
	await page.goto('/');
	await expect(page).toHaveURL(/\/people$/);
	const offered = await page
		.locator('nav a')
		.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')));
	expect(offered.filter((href) => /overview|kpis|societies|programs|exports/.test(href ?? ''))).toEqual([]);
	for (const path of ['/overview', '/kpis', '/societies', '/exports']) {
		expect((await page.goto(path))?.status(), path).toBe(403);
		await expect(page.locator('main a').first()).toBeVisible();
	}
	expect((await page.goto('/help/dictionary'))?.status()).toBe(200);
});

test('the dictionary explains every measure, table, column and permission from the code', async ({
	page,
	as,
}) => {
	await as({ role: 'officer', locale: 'en' });
	await page.goto('/help/dictionary');
	const text = await page.locator('main').innerText();
	const { KPIS } = await import('#lib/features/dashboard/registry.server.ts');
	const { EXPORTS } = await import('#lib/features/exchange/exports.server.ts');
	for (const { id, label } of KPIS) expect(text, id).toContain(label.en);
	for (const { table } of Object.values(EXPORTS)) {
		expect(text, table.id).toContain(table.title.en);
		for (const column of table.columns) expect(text, `${table.id}.${column.key}`).toContain(column.label.en);
	}
});

test('signing out ends the session on the server, not only in the browser', async ({ page, context, as }) => {
	await as({ role: 'officer' });
	await page.goto('/account');
	const kept = await context.cookies();
	await page.locator('main form[action$="signOut"] button').click();
	await expect(page).toHaveURL(/\/sign-in/);
	await context.addCookies(kept);
	await page.goto('/overview');
	await expect(page).toHaveURL(/\/sign-in\?to=%2Foverview/);
	expect(Object.keys(policy)).toContain('/(app)/overview');
});

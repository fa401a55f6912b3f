import { ask } from '../support/http.ts';
import { expect, test } from './fixtures.ts';

test('a stranger is led to the sign-in page and, once in, to where they wanted to go', async ({ page }) => {
	await page.goto('/kpis/K-D1?governorate=muharraq');
	await expect(page).toHaveURL(/\/sign-in\?to=/);
	await page.locator('button[value="auditor"]').click();
	await expect(page).toHaveURL(/\/kpis\/K-D1\?governorate=muharraq$/);
});

test('nobody is led off the site', async ({ page, site }) => {
	for (const to of [
		'//elsewhere.example',
		'https://elsewhere.example',
		'/\\elsewhere.example',
		'/\telsewhere',
	]) {
		await page.goto(`/sign-in?to=${encodeURIComponent(to)}`);
		await page.locator('button[value="auditor"]').click();
		await expect(page).toHaveURL(new RegExp(`^${site.address}/overview`));
		await page.context().clearCookies();
	}
});

test('a wrong password and an unknown login get the same answer', async ({ site }) => {
	const send = async (login: string) => {
		const form = { login, password: 'not the password', to: '' };
		const answer = await ask(`${site.address}/sign-in?/signIn`, {
			method: 'POST',
			headers: { origin: site.address },
			form,
		});
		const reference = answer.headers.get('x-request-id') ?? '';
		const body = answer.body
			.replaceAll(reference, '')
			.replaceAll(login, '')
			.replace(/nonce="[^"]*"/g, '');
		return { status: answer.status, cookie: answer.headers.get('set-cookie'), body };
	};
	const { login } = await site.database.reader
		.selectFrom('account')
		.select('login')
		.where('is_demo', '=', 1)
		.orderBy('id')
		.limit(1)
		.executeTakeFirstOrThrow();
	const known = await send(login);
	expect(known.status).toBe(401);
	expect(await send('nobody.known')).toEqual(known);
});

test('every answer carries the security headers: page, data, file, asset, error', async ({ site, page }) => {
	await page.goto('/sign-in');
	const asset = await page.locator('link[rel="stylesheet"]').first().getAttribute('href');
	for (const path of [
		'/sign-in',
		'/sign-in/__data.json',
		asset!,
		'/favicon.svg',
		'/nowhere',
		'/healthz',
		'/exports/societies.csv',
	]) {
		const { headers, status } = await ask(site.address + path);
		const what = `${path} (${status})`;
		expect(headers.get('x-content-type-options'), what).toBe('nosniff');
		expect(headers.get('content-security-policy'), what).toContain("frame-ancestors 'none'");
		expect(headers.get('referrer-policy'), what).toBe('same-origin');
		expect(headers.get('content-type') ?? 'text/css', what).toMatch(
			/charset=utf-8|^(text\/css|image\/svg\+xml|application\/json)/i,
		);
		if (!path.startsWith('/_app/')) expect(headers.get('cache-control'), what).toContain('no-store');
	}
	const policies = await Promise.all(
		[1, 2].map(async () => (await ask(`${site.address}/sign-in`)).headers.get('content-security-policy')),
	);
	const nonces = policies.map((policy) => /'nonce-([^']+)'/.exec(policy ?? '')?.[1]);
	expect(nonces[0]).toBeTruthy();
	expect(nonces[0]).not.toBe(nonces[1]);
	expect(policies[0]).not.toContain('unsafe-inline');
});

test('addresses this product cannot have made are refused before anything looks at them', async ({
	site,
}) => {
	for (const path of [
		'//elsewhere.example',
		'/%2F%2Felsewhere',
		'/a%5Cb',
		'/a%00b',
		'/%ff',
		`/${'a'.repeat(3000)}`,
	]) {
		expect((await ask(site.address + path)).status, path.slice(0, 20)).toBe(400);
	}
	for (const path of [
		'/.git/config',
		'/.env',
		'/package.json',
		'/data/sharaka.db',
		'/../package.json',
		'/src/hooks.server.ts',
	]) {
		expect([400, 404], path).toContain((await ask(site.address + path)).status);
	}
});

test('an address without a page says so in the visitor’s language, with a reference and a way back', async ({
	page,
	as,
}) => {
	await as({ locale: 'ar' });
	const response = await page.goto('/nowhere');
	expect(response?.status()).toBe(404);
	await expect(page.locator('h1')).toHaveText(/\p{Script=Arabic}/u);
	await expect(page.locator('body')).toContainText(response!.headers()['x-request-id']!);
	await page.locator('a.button').first().click();
	await expect(page).toHaveURL(/\/sign-in/);
});

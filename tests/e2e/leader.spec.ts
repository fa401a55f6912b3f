import * as m from '#lib/paraglide/messages.js';
import { expect, test } from './fixtures.ts';
import { csvRows, downloaded, fetchAs, numbersIn, numbersOf, ready } from './reading.ts';

test('a leader comes in by the demo door with the keyboard alone, and skips to the content', async ({
	page,
}) => {
	await page.goto('/sign-in');
	const door = page.locator('button[value="leadership"]');
	for (let i = 0; i < 30 && !(await door.evaluate((node) => node === document.activeElement)); i++) {
		await page.keyboard.press('Tab');
	}
	await expect(door).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/overview$/);
	await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
	await expect(page.locator('main h1')).toHaveText(m.overview_title({}, { locale: 'ar' }));
	await page.reload();
	await page.keyboard.press('Tab');
	await expect(page.locator('a.skip')).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.locator('main')).toBeFocused();
});

test('filters change the figures, stand in the address, and survive the other language', async ({
	page,
	as,
}) => {
	await as({ role: 'leadership' });
	await page.goto('/overview');
	await ready(page);
	const [before] = await numbersOf(page.locator('[id="K-B7-value"]'));
	const governorate = page.locator('details', { has: page.locator('input[name="governorate"]') });
	await governorate.locator('summary').click();
	const option = governorate.locator('label', { has: page.locator('input[value="muharraq"]') });
	await option.click();
	await governorate.locator('button[type="submit"]').click();
	await expect(page).toHaveURL(/\/overview\?governorate=muharraq$/);
	await expect(page.locator('.chip')).toHaveCount(1);
	const [after] = await numbersOf(page.locator('[id="K-B7-value"]'));
	expect(after).toBeGreaterThan(0);
	expect(after).toBeLessThan(before!);

	await page.locator('header button[name="locale"][value="en"]').click();
	await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
	await expect(page).toHaveURL(/\/overview\?governorate=muharraq$/);
	expect((await numbersOf(page.locator('[id="K-B7-value"]')))[0]).toBe(after);
	await page.reload();
	expect((await numbersOf(page.locator('[id="K-B7-value"]')))[0]).toBe(after);

	await page.locator('.chip a').click();
	await expect(page).toHaveURL(/\/overview$/);
	await expect.poll(async () => (await numbersOf(page.locator('[id="K-B7-value"]')))[0]).toBe(before);
	await page.goBack();
	await expect(page.locator('.chip')).toHaveCount(1);
});

test('a wrong filter is named, and the rest holds', async ({ page, as }) => {
	await as({ role: 'leadership', locale: 'en' });
	await page.goto('/overview?from=2026-13&governorate=muharraq');
	await expect(page.locator('main')).toContainText('2026-13');
	await expect(page.locator('.chip')).toHaveCount(1);
});

test('T shows the table, D downloads the CSV whose sum is the card’s figure', async ({ page, as }) => {
	await as({ role: 'leadership', locale: 'en' });
	await page.goto('/overview');
	await ready(page);
	const figure = page.locator('#months-figure');
	await expect(figure.locator('.table-box')).toBeHidden();
	await figure.locator('.plot').focus();
	await page.keyboard.press('ArrowRight');
	await expect(figure.locator('[aria-live]')).not.toBeEmpty();
	await page.keyboard.press('t');
	await expect(figure.locator('.table-box')).toBeVisible();
	const totals = await figure.locator('tbody tr td.strong').allInnerTexts();
	const [card] = await numbersOf(page.locator('[id="K-B7-value"]'));
	expect(totals.flatMap(numbersIn).reduce((a, b) => a + b, 0)).toBe(card);

	const waiting = page.waitForEvent('download');
	await page.keyboard.press('d');
	const rows = await downloaded(await waiting);
	const sum = rows.reduce((total, row) => total + Number(Object.values(row)[2]), 0);
	expect(sum).toBe(card);
});

test('every figure opens its rows, and their number is the one that was clicked', async ({ page, as }) => {
	test.setTimeout(120_000);
	await as({ role: 'leadership', locale: 'en' });
	await page.goto('/overview');
	await ready(page);
	await page.locator('#months-figure .views button').nth(1).click();
	const links = await page
		.locator('main a[href*="/kpis/"]:not(#attention li a):not(h3 a)')
		.evaluateAll((nodes) =>
			nodes.map((node) => ({ href: node.getAttribute('href')!, text: (node as HTMLElement).innerText })),
		);
	const figures = links.filter(({ text }) => /\d/.test(text));
	expect(figures.length).toBeGreaterThan(80);
	const wrong: string[] = [];
	for (const { href, text } of figures) {
		const said = await page.evaluate(async (url) => {
			const html = await (await fetch(url)).text();
			const document = new DOMParser().parseFromString(html, 'text/html');
			return ['main .top .value', '.parts', '#rows']
				.map((place) => document.querySelector(place)?.textContent ?? '')
				.join(' | ');
		}, href);
		const shown = numbersIn(said);
		if (!shown.includes(numbersIn(text)[0]!)) wrong.push(`${text} → ${href}`);
	}
	expect(wrong).toEqual([]);
});

test('the rows of a list are as many as it says, on the screen and in the file', async ({ page, as }) => {
	test.setTimeout(120_000);
	await as({ role: 'leadership', locale: 'en' });
	await page.goto('/kpis');
	const read = (path: string) =>
		page.evaluate(async (url) => {
			const html = await (await fetch(url)).text();
			const list = new DOMParser().parseFromString(html, 'text/html');
			const hrefs = (selector: string) =>
				[...list.querySelectorAll(selector)].map((node) => node.getAttribute('href')!);
			return {
				measures: hrefs('main a[href^="/kpis/"]').map((href) => href.split('?')[0]!),
				lists: hrefs('#rows nav a'),
				files: hrefs('#rows a[download]'),
				rows: list.querySelector('#rows [data-rows]')?.getAttribute('data-rows'),
			};
		}, path);
	const measures = new Set((await read('/kpis')).measures);
	expect(measures.size).toBeGreaterThanOrEqual(12);
	for (const measure of measures) {
		const address = `${measure}?sector=education`;
		const { lists } = await read(address);
		for (const list of new Set(lists.length ? lists : [address])) {
			const { rows, files } = await read(list);
			const { status, text } = await fetchAs(page, files[0]!);
			expect(status, list).toBe(200);
			expect(csvRows(text).length, list).toBe(Number(rows));
		}
	}
});

test('on a phone nothing moves sideways, and the filters open as a sheet', async ({ page, as }) => {
	await as({ role: 'leadership' });
	await page.setViewportSize({ width: 390, height: 844 });
	for (const path of [
		'/overview',
		'/kpis/K-B7',
		'/societies',
		'/programs',
		'/exports',
		'/help/dictionary',
		'/account',
	]) {
		await page.goto(path);
		const [scroll, width] = await page.evaluate(() => [
			document.documentElement.scrollWidth,
			window.innerWidth,
		]);
		expect(scroll, path).toBeLessThanOrEqual(width!);
	}
	await page.goto('/overview');
	await expect(page.locator('#filter-sheet')).toBeHidden();
	await page.locator('a[href="#filter-sheet"]').click();
	await expect(page.locator('#filter-sheet')).toBeVisible();
});

test('printed, the page says its filters and leaves the tools away', async ({ page, as }) => {
	await as({ role: 'leadership' });
	await page.goto('/overview?governorate=muharraq');
	await ready(page);
	await page.emulateMedia({ media: 'print' });
	for (const tool of ['aside', 'header.no-print', '#filter-sheet', '.tools']) {
		await expect(page.locator(tool).first(), tool).toBeHidden();
	}
	for (const words of await page.locator('.filters .print-only').all()) await expect(words).toBeVisible();
	await expect(page.locator('.chip').first()).toBeVisible();
	await expect(page.locator('#months-figure table')).toBeVisible();
});

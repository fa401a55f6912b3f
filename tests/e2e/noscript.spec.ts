import { expect, test } from './fixtures.ts';
import { numbersOf } from './reading.ts';

test.use({ javaScriptEnabled: false });

test('without scripts one signs in, filters, reads the tables and opens the rows', async ({ page }) => {
	await page.goto('/sign-in');
	await page.locator('button[value="leadership"]').click();
	await expect(page).toHaveURL(/\/overview$/);
	const [all] = await numbersOf(page.locator('[id="K-B7-value"]'));
	await expect(page.locator('#months-figure table')).toBeVisible();
	await expect(page.locator('#months-figure .views')).toBeHidden();

	const sector = page.locator('details', { has: page.locator('input[name="sector"]') });
	await sector.locator('summary').click();
	await sector.locator('input[value="education"]').check();
	await sector.locator('button[type="submit"]').click();
	await expect(page).toHaveURL(/[?&]sector=education/);
	const [some] = await numbersOf(page.locator('[id="K-B7-value"]'));
	expect(some).toBeGreaterThan(0);
	expect(some).toBeLessThan(all!);

	await page.locator('[id="K-B7"] h3 a').click();
	await expect(page).toHaveURL(/\/kpis\/K-B7\?.*sector=education/);
	expect((await numbersOf(page.locator('main .top .value')))[0]).toBe(some);
	await expect(page.locator('#rows table')).toBeVisible();

	await page.locator('header button[name="locale"][value="en"]').click();
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await expect(page).toHaveURL(/\/kpis\/K-B7\?.*sector=education/);
});

test('without scripts the top bar finds, and the register is searched', async ({ page, as }) => {
	await as({ role: 'officer', locale: 'en' });
	await page.goto('/societies');
	await expect(page.locator('main tbody tr').first()).toBeVisible();
	await page.locator('header #search').fill('charity');
	await page.locator('header #search').press('Enter');
	await expect(page).toHaveURL(/\/search\?q=charity/);
	await expect(page.locator('main a[href^="/societies/"]').first()).toContainText(/charity/i);

	await page.goto('/societies');
	await page.locator('main [role="search"] input[type="search"]').fill('charity');
	await page.locator('main [role="search"] input[type="search"]').press('Enter');
	await expect(page).toHaveURL(/\/societies\?.*q=charity/);
	await expect(page.locator('main tbody tr').first()).toContainText(/charity/i);
});

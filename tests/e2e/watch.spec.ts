import { demoAccount, expect, test } from './fixtures.ts';
import { numbersOf } from './reading.ts';

test('an officer reminds a society of what it has not sent, and it finds the way to the form', async ({
	page,
	as,
	site,
}) => {
	const { societyId } = await demoAccount(site.database, 'society');
	await as({ role: 'officer', locale: 'en' });
	await page.goto(`/completeness?society=${societyId}`);
	await expect(page.locator('main table tbody tr')).toHaveCount(1);

	// The sum of a column opens exactly its rows.
	const due = page.locator('tfoot td[data-month="all"] a').nth(1);
	const [count] = await numbersOf(due);
	await due.click();
	await expect(page).toHaveURL(/\/kpis\/K-D1\?.*list=denominator/);
	await expect(page.locator('[data-rows]').first()).toHaveAttribute('data-rows', String(count));
	await page.goBack();

	// Arrow keys walk through the cells, and say what each stands for.
	const cells = page.locator('main table td.overdue a');
	await cells.first().focus();
	await expect(page.locator('.say')).toContainText(/overdue \d+ days?/i);
	await page.keyboard.press('ArrowRight');
	await expect(page.locator('main table td a:focus')).toHaveCount(1);

	await page.getByRole('link', { name: 'Remind societies' }).click();
	await page.locator('input[name="cell"]').first().check();
	await page.getByRole('button', { name: 'Preview for the chosen' }).click();
	await expect(page.locator('#preview')).toContainText('1 society will be reminded');
	await expect(page.locator('#preview dd[lang="ar"]')).toContainText('تذكير من الوزارة');
	await page.getByRole('button', { name: 'Send the reminder' }).click();
	await expect(page.getByText('1 society was reminded')).toBeVisible();

	await as({ role: 'society', locale: 'en' });
	await page.goto('/overview');
	const bell = page.locator('header a[href="/notices"]');
	const [before] = await numbersOf(bell);
	await bell.click();
	const reminder = page.locator('[data-notice="reminder"]');
	await expect(reminder).toContainText('The ministry reminds you');
	await reminder.getByRole('button', { name: 'Open your reports' }).click();
	await expect(page).toHaveURL(/\/(programs\/\d+\/reports\/\d{4}-\d\d|workspace)$/);
	await page.goto('/notices');
	await expect(page.locator('[data-notice="reminder"]')).toHaveCount(0);
	if (before! > 1) expect((await numbersOf(page.locator('header a[href="/notices"]')))[0]).toBe(before! - 1);
	await page.goto('/notices?tab=all');
	await expect(page.locator('[data-notice="reminder"]')).toContainText('Read');
});

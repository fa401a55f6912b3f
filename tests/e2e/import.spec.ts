import { expect, test } from './fixtures.ts';

test.use({ javaScriptEnabled: false });

test('without scripts an officer sends a file, corrects a row, takes it in and takes it back', async ({
	page,
	as,
}) => {
	await as({ role: 'officer', locale: 'ar' });
	await page.goto('/import');
	const file = 'الاسم بالعربية,التصنيف,المحافظة\r\nجمعية واحة الاختبار,charitable,الوسطى\r\n';
	await page
		.locator('input[type="file"]')
		.setInputFiles({ name: 'جمعيات.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
	await page.locator('form[enctype] button[type="submit"]').click();
	await expect(page).toHaveURL(/\/import\/\d+$/);
	await expect(page.locator('#reading tbody')).toContainText('جمعية واحة الاختبار');
	await page.locator('form[action="?/confirm"] button').click();
	await expect(page.locator('#columns select[name="columns"]')).toHaveCount(3);
	await page.locator('form[action="?/map"] button[type="submit"]').click();
	await expect(page.locator('#rows tbody')).toContainText('المكان ليس في القائمة', { timeout: 20_000 });
	await page.locator('#rows input[name="value"]').fill('muharraq');
	await page.locator('#rows form button').first().click();
	await page.locator('#take button[value="all"]').click({ timeout: 20_000 });
	await page.locator('form[action="?/undo"] button').click({ timeout: 20_000 });
	await expect(page.locator('form[action="?/undo"]')).toHaveCount(0);
	await page.goto('/societies?q=واحة الاختبار');
	await expect(page.locator('main tbody a[href^="/societies/"]')).toHaveCount(0);
});

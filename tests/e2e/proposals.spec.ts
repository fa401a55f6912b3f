import { expect, test } from './fixtures.ts';

test.use({ javaScriptEnabled: false });

test('a society proposes a program without scripts, an officer approves it, and it is in the register with its target', async ({
	page,
	as,
	site,
	context,
}) => {
	const year = new Date().getFullYear() + 1;
	await as({ role: 'society', locale: 'en' });
	await page.goto('/proposals/new/program');
	await page.locator('[name=nameAr]').fill('برنامج التصوير للناشئة');
	await page.locator('[name=nameEn]').fill('Young photographers');
	await page.getByRole('button', { name: 'Add an indicator' }).click();
	// A row more: what was typed is still there.
	await expect(page.locator('[name=nameEn]')).toHaveValue('Young photographers');
	await page.locator('[name=sector]').selectOption({ index: 1 });
	await page.locator('[name=segments]').first().check();
	await page.locator('[name=places]').first().check();
	await page.locator('[name=startsOn]').fill(`${year}-01-01`);
	await page.locator('[name=budget]').fill('١٢٠٠٫٥٠٠');
	await page.locator('[name=year1]').fill(String(year));
	await page.locator('[name=people1]').fill('90');
	const indicator = { NameAr: 'معارض', NameEn: 'Exhibitions', UnitAr: 'معرض', UnitEn: 'exhibition', TestAr: 'ثلاثة معارض', TestEn: 'Three exhibitions' }; // prettier-ignore
	for (const [part, text] of Object.entries(indicator)) await page.locator(`[name=i1${part}]`).fill(text);
	await page.locator('[name=i1p1]').fill(`${year}-12`);
	await page.locator('[name=i1v1]').fill('3');
	await page.getByRole('button', { name: 'Send the proposal' }).last().click();
	await expect(page).toHaveURL(/\/proposals\/\d+\?done=proposed$/);
	const [path] = new URL(page.url()).pathname.match(/\/proposals\/\d+/)!;

	await context.clearCookies();
	await as({ role: 'officer', locale: 'en' });
	await page.goto(path);
	await expect(page.locator('main')).toContainText('Young photographers');
	await page.getByRole('button', { name: 'Approve the proposal' }).click();
	await expect(page).toHaveURL(/done=approve$/);

	const { id } = await site.database.reader
		.selectFrom('program')
		.select('id')
		.where('name_en', '=', 'Young photographers')
		.executeTakeFirstOrThrow();
	await page.goto(`/programs/${id}`);
	await expect(page.locator('#indicators')).toContainText('Exhibitions');
	await expect(page.locator('#history')).toContainText('New program');
	const targets = await site.database.reader
		.selectFrom('kpi_target')
		.select(['year', 'value_milli'])
		.where('program_id', '=', id)
		.execute();
	expect(targets).toEqual([{ year, value_milli: 90_000 }]);
});

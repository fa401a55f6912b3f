import { codeOf } from '../support/factor.ts';
import { expect, test } from './fixtures.ts';

const PASSWORD = 'otters juggle seven lanterns';

test('somebody invited sets a password, sets up the second step, and signs in with both', async ({
	page,
	as,
	context,
}) => {
	await as({ role: 'admin', locale: 'en' });
	await page.goto('/people/new');
	await page.fill('[name=login]', 'huda');
	await page.fill('[name=nameAr]', 'هدى أحمد');
	await page.fill('[name=nameEn]', 'Huda Ahmed');
	await page.check('input[value=officer]');
	await page.click('main form[method=post] button.primary[type=submit]');
	const invitation = ((await page.locator('.note .code').textContent()) ?? '').trim();
	await context.clearCookies();
	await page.goto('/setup');
	await page.fill('[name=code]', invitation);
	await page.click('form[action="?/code"] button');
	await page.fill('[name=password]', PASSWORD);
	await page.fill('[name=again]', PASSWORD);
	await page.click('form[action="?/finish"] button.primary[type=submit]');
	await expect(page).toHaveURL(/\/sign-in\?ready/);

	const enter = async () => {
		await page.goto('/sign-in?to=%2Faccount');
		await page.fill('[name=login]', 'huda');
		await page.fill('[name=password]', PASSWORD);
		await page.click('form[action="?/signIn"] button.button[type=submit]');
		await expect(page).toHaveURL(/\/sign-in\/factor/);
	};
	await enter();
	// The password alone opens nothing.
	await page.goto('/account');
	await expect(page).toHaveURL(/\/sign-in\?to=/);
	await enter();
	const key = (await page.locator('.key').textContent()) ?? '';
	await page.fill('[name=code]', codeOf(key));
	await page.click('.steps form button.primary');
	const codes = await page.locator('main ul[dir=ltr] li').allTextContents();
	expect(codes).toHaveLength(10);
	await page.click('main a.primary');
	await expect(page).toHaveURL(/\/account$/);

	await context.clearCookies();
	await enter();
	await page.fill('[name=code]', codes[0] ?? '');
	await page.click('.steps form button.primary');
	await expect(page).toHaveURL(/\/account$/);
});

import AxeBuilder from '@axe-core/playwright';
import type { AccountRole } from '#lib/platform/context.ts';
import { expect, test, type Locale, type Theme } from './fixtures.ts';
import { ready } from './reading.ts';

/** Every screen with whoever opens it, by its name. */
const SCREENS: Readonly<Record<string, readonly [path: string, role?: AccountRole]>> = {
	'sign-in': ['/sign-in'],
	setup: ['/setup'],
	'overview of a leader': ['/overview', 'leadership'],
	'overview of a society': ['/overview', 'society'],
	'overview with nothing in it': ['/overview?from=1990-01&to=1990-02', 'leadership'],
	measures: ['/kpis', 'leadership'],
	'evidence of people reached': ['/kpis/K-B7', 'leadership'],
	'evidence of the reporting rate': ['/kpis/K-D1?list=expected.not_received', 'auditor'],
	societies: ['/societies', 'officer'],
	'societies that nobody finds': ['/societies?q=zzzz', 'officer'],
	'a society': ['/societies/1', 'officer'],
	'results of a society': ['/societies/1/results', 'leadership'],
	'people of a society': ['/societies/1/people', 'auditor'],
	'history of a society': ['/societies/1/history', 'officer'],
	'a report': ['/reports/1', 'officer'],
	programs: ['/programs', 'officer'],
	'a program': ['/programs/1', 'officer'],
	exports: ['/exports', 'auditor'],
	dictionary: ['/help/dictionary', 'admin'],
	account: ['/account', 'admin'],
	'a page that does not exist': ['/nowhere', 'leadership'],
	// Refused before any page is chosen: one sheet for everybody, each language in its own line.
	'a page one may not open': ['/overview', 'admin'],
};

const LOOKS: readonly (readonly [Locale, Theme])[] = [
	['ar', 'light'],
	['ar', 'dark'],
	['en', 'light'],
	['en', 'dark'],
];

for (const [name, [path, role]] of Object.entries(SCREENS)) {
	test(`${name}: nothing for axe to find, in both languages and themes, wide and narrow`, async ({
		page,
		context,
		as,
	}) => {
		test.setTimeout(120_000);
		for (const [locale, theme] of LOOKS) {
			await context.clearCookies();
			await as({ role, locale, theme });
			await page.setViewportSize(
				theme === 'light' ? { width: 1440, height: 900 } : { width: 390, height: 844 },
			);
			await page.goto(path);
			await ready(page);
			if (name !== 'a page one may not open')
				await expect(page.locator('html')).toHaveAttribute('lang', locale);
			// Long lists repeat their row; the first few stand for all, or one screen would take half a minute.
			const axe = new AxeBuilder({ page }).exclude('tbody tr:nth-child(n + 6)');
			const { violations } = await axe.analyze();
			const told = violations.map(
				({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`,
			);
			expect(told, `${locale} ${theme}`).toEqual([]);
			const [scroll, width] = await page.evaluate(() => [
				document.documentElement.scrollWidth,
				window.innerWidth,
			]);
			expect(scroll, `${locale} ${theme} moves sideways`).toBeLessThanOrEqual(width!);
		}
	});
}

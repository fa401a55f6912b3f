import AxeBuilder from '@axe-core/playwright';
import type { AccountRole } from '#lib/platform/context.ts';
import { demoAccount, expect, test, type Locale, type Theme } from './fixtures.ts';
import { ready } from './reading.ts';

/** Every screen with whoever opens it, by its name; `:own` stands for the society of the demo's society user. */
const SCREENS: Readonly<Record<string, readonly [path: string, role?: AccountRole]>> = {
	'sign-in': ['/sign-in'],
	setup: ['/setup'],
	'overview of a leader': ['/overview', 'leadership'],
	'overview of a society': ['/overview', 'society'],
	'home of a society': ['/workspace', 'society'],
	'deadlines of an officer': ['/deadlines', 'officer'],
	'overview of an officer': ['/overview', 'officer'],
	'overview of an auditor': ['/overview', 'auditor'],
	'overview with nothing in it': ['/overview?from=1990-01&to=1990-02', 'leadership'],
	measures: ['/kpis', 'leadership'],
	'evidence of people reached': ['/kpis/K-B7', 'leadership'],
	'evidence of the reporting rate': ['/kpis/K-D1?list=expected.not_received', 'auditor'],
	'evidence of a measure without a sum': ['/kpis/K-B1', 'leadership'],
	'evidence of programs on track': ['/kpis/K-O5', 'society'],
	societies: ['/societies', 'officer'],
	'societies close together in another order': ['/societies?sort=-board&density=compact', 'leadership'],
	'societies that nobody finds': ['/societies?q=zzzz', 'officer'],
	'a society': ['/societies/1', 'officer'],
	'results of a society': ['/societies/1/results', 'leadership'],
	'people of a society': ['/societies/1/people', 'auditor'],
	'history of a society': ['/societies/1/history', 'officer'],
	'own society': ['/societies/:own', 'society'],
	'own results': ['/societies/:own/results', 'society'],
	'own people': ['/societies/:own/people', 'society'],
	'own history': ['/societies/:own/history', 'society'],
	'a new society': ['/societies/new', 'officer'],
	'a society to edit': ['/societies/1/edit', 'officer'],
	'the status of a society': ['/societies/1/status', 'officer'],
	'the board of a society': ['/societies/1/board', 'officer'],
	'the contacts of a society': ['/societies/1/contacts', 'officer'],
	'a society to merge': ['/societies/1/merge', 'officer'],
	'a society to split': ['/societies/1/split', 'officer'],
	'a report': ['/reports/1', 'officer'],
	'an old version of a report beside the new one': ['/reports/2?version=1&against=2', 'auditor'],
	programs: ['/programs', 'officer'],
	'a program': ['/programs/1', 'officer'],
	exports: ['/exports', 'auditor'],
	dictionary: ['/help/dictionary', 'admin'],
	search: ['/search?q=%D8%AC%D9%85%D8%B9%D9%8A%D8%A9', 'leadership'],
	'a search that finds nothing': ['/search?q=zzzz', 'society'],
	'saved views': ['/views', 'officer'],
	people: ['/people', 'admin'],
	'people of the own society': ['/people', 'society'],
	'a new account': ['/people/new', 'admin'],
	'a person': ['/people/2', 'admin'],
	'a portfolio': ['/people/2/portfolio', 'admin'],
	settings: ['/settings', 'auditor'],
	thresholds: ['/settings/thresholds', 'admin'],
	targets: ['/settings/targets', 'admin'],
	'period rules': ['/settings/rules', 'admin'],
	holidays: ['/settings/holidays', 'admin'],
	'a reference list': ['/settings/lists/category', 'admin'],
	'values of the country': ['/settings/pack', 'admin'],
	'audit trail': ['/audit', 'auditor'],
	'an entry of the trail': ['/audit/1', 'auditor'],
	'verification of the trail': ['/audit/verification', 'leadership'],
	account: ['/account', 'admin'],
	'own password': ['/account/password', 'officer'],
	'own second step': ['/account/factor', 'officer'],
	'a second look': ['/account/confirm', 'officer'],
	'a page that does not exist': ['/nowhere', 'leadership'],
	// Refused before any page is chosen: one sheet for everybody, each language in its own line.
	'a page one may not open': ['/overview', 'admin'],
};

type Look = readonly [Locale, Theme, 'wide' | 'narrow'];

/** Two looks show both languages, both themes and both widths; screens take turns with the pairs. */
const PAIRS: readonly (readonly [Look, Look])[] = [
	[
		['ar', 'light', 'wide'],
		['en', 'dark', 'narrow'],
	],
	[
		['ar', 'dark', 'narrow'],
		['en', 'light', 'wide'],
	],
	[
		['ar', 'light', 'narrow'],
		['en', 'dark', 'wide'],
	],
	[
		['ar', 'dark', 'wide'],
		['en', 'light', 'narrow'],
	],
];
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;

for (const [turn, [name, [path, role]]] of Object.entries(SCREENS).entries()) {
	test(`${name}: nothing for axe to find, in both languages and themes, wide and narrow`, async ({
		page,
		context,
		site,
		as,
	}) => {
		test.setTimeout(120_000);
		const { societyId } = await demoAccount(site.database, 'society');
		const address = path.replace(':own', String(societyId));
		for (const [locale, theme, size] of PAIRS[turn % PAIRS.length]!) {
			await context.clearCookies();
			await as({ role, locale, theme });
			await page.setViewportSize(SIZES[size]);
			await page.goto(address);
			await ready(page);
			if (name !== 'a page one may not open')
				await expect(page.locator('html')).toHaveAttribute('lang', locale);
			// Long lists repeat their row; the first few stand for all, or one screen would take half a minute.
			const axe = new AxeBuilder({ page }).exclude('tbody tr:nth-child(n + 6)');
			const { violations } = await axe.analyze();
			const told = violations.map(
				({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`,
			);
			expect(told, `${locale} ${theme} ${size}`).toEqual([]);
			const [scroll, width] = await page.evaluate(() => [
				document.documentElement.scrollWidth,
				window.innerWidth,
			]);
			expect(scroll, `${locale} ${theme} ${size} moves sideways`).toBeLessThanOrEqual(width!);
		}
	});
}

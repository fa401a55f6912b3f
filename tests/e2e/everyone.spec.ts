import AxeBuilder from '@axe-core/playwright';
import type { AccountRole } from '#lib/platform/context.ts';
import { demoAccount, expect, test, type Locale, type Site, type Theme } from './fixtures.ts';
import { ready } from './reading.ts';

/** Every screen with whoever opens it, by its name; what follows a colon is looked up (`placesOf`). */
const SCREENS: Readonly<Record<string, readonly [path: string, role?: AccountRole]>> = {
	'sign-in': ['/sign-in'],
	setup: ['/setup'],
	'overview of a leader': ['/overview', 'leadership'],
	'overview of a society': ['/overview', 'society'],
	'home of a society': ['/workspace', 'society'],
	'home of a society in an earlier year': ['/workspace?year=2025', 'society'],
	'a report to write': ['/programs/:awaited', 'society'],
	'a report to correct': ['/programs/:returned', 'society'],
	'reports to review': ['/review', 'officer'],
	'reports to review, read only': ['/review', 'leadership'],
	'reports that wait for the society': ['/review?queue=returned', 'officer'],
	'reports that did not come': ['/review?queue=missing', 'officer'],
	'a report under review': ['/review/:waiting', 'officer'],
	'checks of a report under review': ['/review/:flagged?tab=checks', 'officer'],
	'words and files of a report under review': ['/review/:waiting?tab=story', 'officer'],
	'who stands in for whom': ['/review/substitutes', 'officer'],
	'completeness of a portfolio': ['/completeness', 'officer'],
	'completeness by groups': ['/completeness?group=governorate', 'leadership'],
	'completeness of the own programs': ['/completeness', 'society'],
	'deadlines as a society sees them': ['/deadlines', 'society'],
	proposals: ['/proposals', 'officer'],
	'own proposals': ['/proposals', 'society'],
	'an open proposal': ['/proposals/:proposed', 'officer'],
	'a refused proposal': ['/proposals/:refused', 'society'],
	'a program to propose': ['/proposals/new/program', 'society'],
	'a board to propose': ['/proposals/new/board', 'society'],
	'a contact to propose': ['/proposals/new/contact', 'society'],
	'a profile to propose': ['/proposals/new/profile', 'society'],
	'a new program': ['/programs/new?society=1', 'officer'],
	'a program to edit': ['/programs/1/edit', 'officer'],
	notices: ['/notices', 'officer'],
	'own notices': ['/notices', 'society'],
	outbox: ['/outbox', 'admin'],
	'a mail of the outbox': ['/outbox?mail=1', 'admin'],
	'a file to import': ['/import', 'officer'],
	'reports to import': ['/import', 'society'],
	'an import that was taken in': ['/import/1', 'officer'],
	'the limit of a second reader': ['/settings/limits', 'admin'],
	'figures with what is not verified yet': ['/overview?count=submitted', 'leadership'],
	'figures as once verified': ['/overview?asof=2026-10-01', 'leadership'],
	'evidence of the days to review': ['/kpis/K-D4', 'leadership'],
	'evidence of returned reports': ['/kpis/K-D5', 'officer'],
	'evidence of the balance of places': ['/kpis/K-B6', 'auditor'],
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

/** Addresses that depend on the demo's data: the newest of each kind. */
async function placesOf({ database }: Site): Promise<Record<string, string>> {
	const own = String((await demoAccount(database, 'society')).societyId);
	const { reader } = database;
	const reports = reader
		.selectFrom('report')
		.innerJoin('program', 'program.id', 'report.program_id')
		.select(['report.id', 'report.program_id as programId', 'report.period'])
		.orderBy('report.period', 'desc')
		.limit(1);
	const awaited = await reader
		.selectFrom('expected_report')
		.innerJoin('program', 'program.id', 'expected_report.program_id')
		.leftJoin('report', (on) =>
			on
				.onRef('report.program_id', '=', 'expected_report.program_id')
				.onRef('report.period', '=', 'expected_report.period'),
		)
		.select(['expected_report.program_id as programId', 'expected_report.period'])
		.where('program.society_id', '=', Number(own))
		.where('report.id', 'is', null)
		.orderBy('expected_report.due_on', 'desc')
		.limit(1)
		.executeTakeFirstOrThrow();
	const returned = await reports
		.where('program.society_id', '=', Number(own))
		.where('report.state', '=', 'returned')
		.executeTakeFirstOrThrow();
	const waiting = await reports.where('report.state', '=', 'submitted').executeTakeFirstOrThrow();
	const flagged = await reports
		.innerJoin('report_version', 'report_version.report_id', 'report.id')
		.innerJoin('report_finding', 'report_finding.version_id', 'report_version.id')
		.where('report.state', '=', 'submitted')
		.executeTakeFirstOrThrow();
	const proposal = reader.selectFrom('proposal').select('id').orderBy('id').limit(1);
	const proposed = await proposal.where('state', '=', 'proposed').executeTakeFirstOrThrow();
	const refused = await proposal
		.where('state', '=', 'refused')
		.where('society_id', '=', Number(own))
		.executeTakeFirstOrThrow();
	const written = (one: { programId: number; period: string }) => `${one.programId}/reports/${one.period}`;
	return {
		own,
		awaited: written(awaited),
		returned: written(returned),
		waiting: String(waiting.id),
		flagged: String(flagged.id),
		proposed: String(proposed.id),
		refused: String(refused.id),
	};
}

for (const [turn, [name, [path, role]]] of Object.entries(SCREENS).entries()) {
	test(`${name}: nothing for axe to find, in both languages and themes, wide and narrow`, async ({
		page,
		context,
		site,
		as,
	}) => {
		test.setTimeout(120_000);
		const found = path.includes(':') ? await placesOf(site) : {};
		const address = path.replace(/:(\w+)/, (_, place: string) => found[place]!);
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

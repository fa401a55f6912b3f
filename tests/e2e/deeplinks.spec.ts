import { test as base, expect } from '@playwright/test';
import { reachOf } from '#lib/access/grants.ts';
import { policy } from '#lib/access/policy.ts';
import { openCompany, type Company } from '../support/company.ts';
import { ask } from '../support/http.ts';
import { builtRoutes } from '../support/manifest.ts';

const test = base.extend<object, { company: Company }>({
	company: [
		async ({}, use) => {
			const company = await openCompany();
			await use(company);
			await company.close();
		},
		{ scope: 'worker' },
	],
});

const routes = await builtRoutes();

/** Filters, list, order, page, tab, version and place of an address. */
const QUERY =
	'?from=2026-01&to=2026-03&governorate=capital,north&q=%D9%86%D9%88%D8%B1&list=denominator&sort=-name&page=2&tab=history&version=1&cols=name#rows';

test('an address stays the same, whole, when language, theme, digits or density change', async ({
	company,
}) => {
	const cookie = await company.cookieOf('officer');
	const { societyId, programId, reportId } = company.members.alpha;
	const ids: Record<string, number | string> = {
		societies: societyId, programs: programId, reports: reportId, kpis: 'K-B7',
	}; // prettier-ignore
	const pages = routes
		.filter(({ id, isPage }) => isPage && id.startsWith('/(app)/'))
		.filter(({ id }) => {
			const rule = policy[id]?.GET;
			return rule && rule !== 'anyone' && rule !== 'signed-in' && reachOf('officer', rule);
		})
		.map(({ id }) =>
			id.replace('/(app)', '').replace(/\[[^\]]+\]/, () => String(ids[id.split('/')[2]!] ?? 1)),
		);
	expect(pages.length).toBeGreaterThan(8);
	for (const page of pages) {
		for (const [name, value] of [
			['locale', 'en'],
			['theme', 'dark'],
			['digits', 'arab'],
			['density', 'compact'],
		] as const) {
			const back = `${page}${QUERY}`;
			const answer = await ask(`${company.server.address}/preferences`, {
				method: 'POST',
				cookie,
				headers: { origin: company.origin },
				form: { [name]: value, back },
			});
			expect(answer.status, page).toBe(303);
			expect(answer.headers.get('location'), page).toBe(back);
		}
		for (const locale of ['ar', 'en']) {
			const answer = await ask(company.server.address + page + QUERY.split('#')[0], {
				cookie: `${cookie}; locale=${locale}`,
			});
			expect(answer.status, page).toBeLessThan(500);
			if (answer.status !== 200) continue;
			const forms = answer.body.match(/name="back" value="[^"]*"/g) ?? [];
			expect(forms[0]?.replaceAll('&amp;', '&'), page).toBe(
				`name="back" value="${page}${QUERY.split('#')[0]}"`,
			);
		}
	}
});

import type { Page } from '@playwright/test';
import { expect, test, type Site } from './fixtures.ts';
import { fetchAs, numbersOf, ready } from './reading.ts';

/** A report that is in force: monthly, of the demo's society, small enough for one reader, without findings. */
async function verified({ database }: Site) {
	const row = await database.reader
		.selectFrom('report as t')
		.innerJoin('program as p', 'p.id', 't.program_id')
		.innerJoin('report_version as v', 'v.report_id', 't.id')
		.innerJoin('report_cell as c', 'c.version_id', 'v.id')
		.select(['t.id', 't.period', 'p.id as program'])
		.where('t.state', '=', 'verified')
		.where('v.verified_from', 'is not', null)
		.where('v.verified_until', 'is', null)
		.where('p.society_id', '=', (eb) =>
			eb
				.selectFrom('account')
				.select('society_id')
				.where('is_demo', '=', 1)
				.where('role', '=', 'society')
				.orderBy('id')
				.limit(1),
		)
		.where('p.frequency', '=', 'monthly')
		.where('v.spend_minor', '<', 1_500_000)
		.where('c.cell', '=', 'spend')
		.where('c.state', '=', 'value')
		.where((eb) =>
			eb.not(
				eb.exists(eb.selectFrom('report_finding as f').select('f.id').whereRef('f.version_id', '=', 'v.id')),
			),
		)
		.orderBy('t.period', 'desc')
		.orderBy('t.id')
		.limit(1)
		.executeTakeFirstOrThrow();
	return { ...row, number: `RPT-${row.period.slice(2).replace('-', '')}-${row.program}` };
}

const SAID = 'عدد النساء لا يطابق كشف الحضور، نرجو مراجعته.';
const NOTED = 'في الكشف ثلاث نساء أكثر.';
const MORE = 3;

/** What the evidence page of people reached says of a program and month. */
async function peopleOf(page: Page, program: number, period: string): Promise<number> {
	await page.goto(`/kpis/K-B7?program=${program}&from=${period}&to=${period}`);
	return (await numbersOf(page.locator('main .top .value')))[0]!;
}

test('reopened, returned with a comment, corrected, compared and verified by keys: the figure moves by exactly the difference', async ({
	page,
	as,
	context,
	site,
}) => {
	test.setTimeout(90_000);
	const report = await verified(site);
	const at = `/review/${report.id}?queue=waiting&whose=all`;
	await as({ role: 'officer', locale: 'en' });
	const before = await peopleOf(page, report.program, report.period);
	expect(before).toBeGreaterThan(0);

	await page.goto(at);
	await page.getByText('Reopen the report', { exact: true }).first().click();
	await page.locator('form[action^="?/reopen"] textarea').fill('The attendance list came late.');
	await page.locator('form[action^="?/reopen"] button').click();
	await expect(page).toHaveURL(/done=reopen/);

	// From the queue by keys alone: J to the row, Enter opens it, R begins the return.
	await page.goto(`/review?whose=all&q=${report.number}`);
	await expect(page.locator('[data-review-row]')).toHaveCount(1);
	await ready(page);
	await page.keyboard.press('j');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(new RegExp(`/review/${report.id}\\?`));
	await ready(page);

	const note = page.locator('form[action^="?/comment"]');
	await page.locator('details', { has: note }).locator('summary').click();
	const named = (await note.locator('option[value^="reach:"]').first().getAttribute('value'))!;
	await note.locator('select').selectOption(named);
	await note.locator('textarea').fill(NOTED);
	await note.locator('button').click();
	await expect(page).toHaveURL(/done=comment/);
	await expect(page.locator('#comments')).toContainText(NOTED);
	await ready(page);

	const tick = page.locator(`#compare input[name="cell"][value="${named}"]`).first();
	await tick.check();
	await page.locator('#compare h2').first().click();
	await page.keyboard.press('r');
	const back = page.locator('#return-form');
	await expect(back.locator('select[name="reason"]')).toBeFocused();
	// Without its reason and its words nothing goes back.
	await back.locator('button[type="submit"]').click();
	await expect(back.locator('select[name="reason"]:invalid')).toBeFocused();
	expect((await stateOf(site, report.id)).state).toBe('submitted');
	await expect(tick).toBeChecked();
	await back.locator('select[name="reason"]').selectOption('totals');
	await back.locator('textarea').fill(SAID);
	await back.locator('button[type="submit"]').click();
	await expect(page).toHaveURL(/done=return/);

	// What the page before still sends must not meet the next person's cookies.
	await page.goto('about:blank');
	await context.clearCookies();
	await as({ role: 'society', locale: 'en' });
	await page.goto('/workspace');
	const path = `/programs/${report.program}/reports/${report.period}`;
	const task = page.locator('#tasks li', { has: page.locator(`a[href="${path}"]`) });
	await expect(task).toContainText(SAID);
	await task.locator(`a[href="${path}"]`).click();
	await expect(page.locator('main')).toContainText(SAID);
	await expect(page.locator('main')).toContainText(NOTED);
	await ready(page);
	const cell = page.locator(`[data-cell="${named}"]`);
	const said = Number(await cell.inputValue());
	await cell.fill(String(said + MORE));
	await page.locator('button[formaction="?/submit"]').click();
	await expect(page).toHaveURL(/\/reports\/\d+\?done=submitted/);

	// What the page before still sends must not meet the next person's cookies.
	await page.goto('about:blank');
	await context.clearCookies();
	await as({ role: 'officer', locale: 'en' });
	await page.goto(at);
	const changed = page.locator('#against table tbody tr', { hasText: 'People reached' });
	await expect(changed).toHaveCount(1);
	expect(await numbersOf(changed.locator('td').nth(0))).toEqual([said]);
	expect(await numbersOf(changed.locator('td').nth(1))).toEqual([said + MORE]);
	await ready(page);
	await page.keyboard.press('v');
	await expect(page.locator('button[data-key="v"]')).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/done=verify/);
	expect(await peopleOf(page, report.program, report.period)).toBe(before + MORE);
});

async function stateOf({ database }: Site, id: number) {
	return database.reader
		.selectFrom('report')
		.select(['state', 'version'])
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
}

test('several go together only without findings: one that is slipped in stays as it was and is named', async ({
	page,
	as,
	site,
}) => {
	await as({ role: 'officer', locale: 'en' });
	await page.goto('/review?whose=all');
	await ready(page);
	const barred = page.locator('tbody tr', { has: page.locator('input[name="pick"]:disabled') }).first();
	const slipped = await barred.locator('input[name="pick"]').inputValue();
	const id = Number(slipped.split(':')[0]);
	const before = await stateOf(site, id);
	await page.goto('/review?whose=all&order=age');
	await ready(page);
	const box = page.locator('input[name="pick"]:not(:disabled)').first();
	const chosen = Number((await box.inputValue()).split(':')[0]);
	await box.check();
	await page.getByRole('button', { name: 'Verify the chosen' }).click();
	const panel = page.locator('#bulk form');
	await expect(panel.locator('li')).toHaveCount(1);
	// Somebody who writes the form themselves: the report with a finding among the others.
	await panel.locator('input[name="pick"]').evaluate((field, value) => {
		const more = field.cloneNode() as HTMLInputElement;
		more.value = value;
		field.after(more);
	}, slipped);
	await panel.getByRole('button', { name: 'Verify these reports' }).click();
	await expect(page.locator('main .note').first()).toContainText('These stayed as they were');
	await expect(page.locator(`main .note a[href^="/review/${id}?"]`)).toHaveCount(1);
	expect(await stateOf(site, id)).toEqual(before);
	expect((await stateOf(site, chosen)).state).toBe('verified');
	expect((await fetchAs(page, `/review/${id}`)).status).toBe(200);
});

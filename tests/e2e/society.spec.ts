import { demoAccount, expect, test } from './fixtures.ts';
import { csvRows, fetchAs, numbersOf } from './reading.ts';

test.beforeEach(({ as }) => as({ role: 'society', locale: 'en' }));

test('a society sees its own figures and nobody else’s', async ({ page, site }) => {
	const { societyId } = await demoAccount(site.database, 'society');
	const { name_en: own } = await site.database.reader
		.selectFrom('society')
		.select('name_en')
		.where('id', '=', societyId!)
		.executeTakeFirstOrThrow();

	await page.goto('/overview');
	const [people] = await numbersOf(page.locator('[id="K-B7-value"]'));
	const { text } = await fetchAs(page, '/exports/reach.csv?lang=codes');
	const rows = csvRows(text);
	expect(rows.length).toBeGreaterThan(0);
	expect(new Set(rows.map((row) => row.society))).toEqual(new Set([own]));
	expect(rows.reduce((sum, row) => sum + Number(row.people), 0)).toBe(people);

	for (const path of [
		'/exports/societies.csv?lang=en',
		'/exports/programs.csv?lang=en',
		'/exports/reports.csv?lang=en',
	]) {
		const file = csvRows((await fetchAs(page, path)).text);
		expect(new Set(file.map((row) => row.Society)), path).toEqual(new Set([own]));
	}
});

test('its register holds itself alone, and its programs are its own', async ({ page, site }) => {
	const { societyId } = await demoAccount(site.database, 'society');
	await page.goto('/societies');
	const links = await page
		.locator('main tbody a[href^="/societies/"]')
		.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')));
	expect([...new Set(links)]).toEqual([`/societies/${societyId}`]);
	const { count } = await site.database.reader
		.selectFrom('program')
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.where('society_id', '=', societyId)
		.executeTakeFirstOrThrow();
	const { text } = await fetchAs(page, '/exports/programs.csv?lang=codes&from=2015-01');
	expect(csvRows(text).length).toBe(count);
});

test('another society’s page, program and rows answer as what does not exist', async ({ page, site }) => {
	const { societyId } = await demoAccount(site.database, 'society');
	const other = await site.database.reader
		.selectFrom('program')
		.innerJoin('society', 'society.id', 'program.society_id')
		.select(['program.id', 'program.society_id as societyId', 'society.name_en as name'])
		.where('society_id', '<>', societyId)
		.limit(1)
		.executeTakeFirstOrThrow();
	for (const path of [`/societies/${other.societyId}`, `/programs/${other.id}`]) {
		const response = await page.goto(path);
		expect(response?.status(), path).toBe(404);
		await expect(page.locator('body')).not.toContainText(other.name);
	}
	await page.goto(`/societies?q=${encodeURIComponent(other.name)}`);
	await expect(page.locator('main tbody')).toHaveCount(0);
});

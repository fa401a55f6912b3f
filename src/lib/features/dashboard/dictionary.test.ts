import { expect, test } from 'vitest';
import { grants } from '#lib/access/grants.ts';
import { DIM_LABEL } from '#lib/kpi/filter.ts';
import { matchKey } from '#lib/i18n/fold.ts';
import { TABLES } from '../exchange/tables.ts';
import { contextOf, viewerOf } from '../../../../tests/support/world.ts';
import { NOW, worldOf } from '../../../../tests/support/twosocieties.ts';
import { readDictionary } from './dictionary.server.ts';
import { answers } from './dictionarysearch.ts';
import { KPIS } from './registry.server.ts';

test('everything registered stands in the dictionary, in both languages', async () => {
	const { database } = await worldOf('alpha');
	const said = await readDictionary(
		await contextOf(database, viewerOf('society', { societyId: 4001 }), { now: NOW }),
		undefined,
	);
	const rows = await database.reader.selectFrom('period_rule').select('code').distinct().execute();
	await database.close();
	expect(said.measures.map(({ kpi }) => kpi.id)).toEqual(KPIS.map(({ id }) => id));
	expect(said.permissions.map(({ action }) => action)).toEqual(Object.keys(grants));
	const dims = said.lists.map(({ dim }) => dim).filter((dim) => dim !== null);
	const listed = Object.keys(DIM_LABEL).filter((dim) => !['month', 'society', 'program'].includes(dim));
	expect(dims.sort()).toEqual(listed.sort());
	expect([...new Set(said.rules.map(({ code }) => code))].sort()).toEqual(
		rows.map(({ code }) => code).sort(),
	);
	const known = new Set(TABLES.map(({ id }) => id));
	for (const { lists } of said.measures) for (const { tableId } of lists) expect(known).toContain(tableId);
	const texts = [
		...said.measures.flatMap(({ kpi, lists }) => [
			kpi.label,
			kpi.help,
			kpi.formula,
			...lists.map(({ label }) => label),
		]),
		...said.permissions.map(({ label }) => label),
		...said.lists.flatMap(({ label, values }) => [label, ...values]),
		...said.rules.map(({ label }) => label),
		...TABLES.flatMap(({ title, columns }) => [title, ...columns.map(({ label }) => label)]),
	];
	for (const { ar, en } of texts) {
		expect(ar.trim()).not.toBe('');
		expect(en.trim()).not.toBe('');
	}
});

test('limits and targets of a society are not told to others: the dictionary has the country’s alone', async () => {
	const { database } = await worldOf('alpha', 'beta');
	const row = {
		kpi: 'K-D1',
		level: 'society' as const,
		society_id: 4002,
		good: 11,
		watch: 7,
		starts_on: '2026-01-01',
	};
	await database.writer
		.insertInto('kpi_threshold')
		.values({ ...row, source: 'ministry' })
		.execute();
	const said = await readDictionary(
		await contextOf(database, viewerOf('society', { societyId: 4001 }), { now: NOW }),
		undefined,
	);
	await database.close();
	const [first] = said.measures.filter(({ kpi }) => kpi.id === 'K-D1');
	expect(first!.thresholds).toEqual([{ good: 95, watch: 85, startsOn: '2020-01-01', phase: 'holds' }]);
});

test('a search finds every spelling of a word, in either language, and every word must be there', () => {
	const label = { ar: 'نسبة ورود التقارير', en: 'Reporting rate' };
	expect(answers('نسبه التقارير', 'K-D1', label)).toBe(true);
	expect(answers('k-d1', 'K-D1', label)).toBe(true);
	expect(answers('REPORTING', 'K-D1', label)).toBe(true);
	expect(answers('reporting spend', 'K-D1', label)).toBe(false);
	expect(matchKey('  ')).toBe('');
	expect(answers('  ', 'K-D1', label)).toBe(true);
});

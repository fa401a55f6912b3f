import { expect, test } from 'vitest';
import { KPIS } from '../features/dashboard/registry.server.ts';
import { parseBy, sortFigures } from './breakdown.ts';
import type { Figure } from './define.ts';

const kpi = (id: string) => KPIS.find((k) => k.id === id)!;
const figure = (...keys: string[]): Figure => ({
	keys, value: 1, numerator: 1, denominator: null, numeratorRows: 1, denominatorRows: null,
}); // prettier-ignore

test('a breakdown is a list of dimensions, each once', () => {
	expect(parseBy(kpi('K-B7'), ['month,segment', 'segment'])).toEqual({
		by: ['month', 'segment'],
		problems: [],
	});
	expect(parseBy(kpi('K-B7'), [])).toEqual({ by: [], problems: [] });
});
test('one that does not apply is named together with those that do', () => {
	const { by, problems } = parseBy(kpi('K-O8'), ['sex,month']);
	expect(by).toEqual(['month']);
	expect(problems[0]!.text.en).toBe(
		'K-O8 cannot be broken down by “sex”. Possible: month, governorate, category, sector.',
	);
});
test('more than three crossed at once are refused', () => {
	expect(parseBy(kpi('K-B7'), ['month,segment,sex,age']).problems).toHaveLength(1);
});
test('months run as time does, codes as their list stands, unknown ones last', () => {
	const codes = (...all: string[]) => all.map((code) => ({ code }));
	const lists = {
		governorate: codes('b', 'a'),
		category: [],
		sector: [],
		segment: [],
		sex: [],
		age: [],
		unit: [],
		section: [],
	};
	const sorted = sortFigures(
		[figure('2026-02', 'a'), figure('2026-01', 'x'), figure('2026-01', 'a'), figure('2026-01', 'b')],
		['month', 'governorate'],
		lists,
	);
	expect(sorted.map((f) => f.keys.join())).toEqual(['2026-01,b', '2026-01,a', '2026-01,x', '2026-02,a']);
});

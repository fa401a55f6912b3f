import { describe, expect, it } from 'vitest';
import { changedTexts, differences } from './differences.ts';
import { reachGrid, stateOf } from './grid.ts';
import type { Labelled, ReachLine, VersionSheet } from './sheet.ts';

const label = (code: string, sort = 1): Labelled => ({ code, sort, ar: `ع ${code}`, en: code });
const line = (over: Partial<ReachLine> = {}): ReachLine => ({
	place: label('capital'),
	segment: label('children'),
	sex: 'female',
	age: label('adult', 2),
	people: 5,
	fresh: 2,
	...over,
});
const version = (over: Partial<VersionSheet> = {}): VersionSheet => ({
	number: 1,
	createdAt: '2026-03-05T08:00:00.000Z',
	submittedAt: null,
	verifiedFrom: null,
	verifiedUntil: null,
	verifiedBy: null,
	returnedReason: null,
	nothingToReport: false,
	spendMinor: 700,
	volunteers: null,
	volunteerHours: 0,
	achievements: 'وُزعت السلال',
	challenges: null,
	nextSteps: null,
	reach: [line()],
	deliveries: [],
	outcomes: [],
	...over,
});

describe('a cell', () => {
	it('tells zero from nothing told', () => {
		expect([stateOf(3), stateOf(0), stateOf(null), stateOf(undefined)]).toEqual([
			'value',
			'zero',
			'not_reported',
			'not_reported',
		]);
	});
});

describe('the grid of people reached', () => {
	it('makes every sum of the cells above it and leaves untold cells untold', () => {
		const lines = [
			line({ people: 5, fresh: 2 }),
			line({ sex: 'male', people: 0, fresh: 0 }),
			line({ age: label('child', 1), people: 7, fresh: 7 }),
		];
		const { places, sums, sexes } = reachGrid(lines, []);
		expect(sexes).toEqual(['female', 'male']);
		const rows = places[0]!.rows.map(({ age, cells, total }) => [age?.code, cells.female, cells.male, total]);
		expect(rows).toEqual([
			['child', 7, null, 7],
			['adult', 5, 0, 5],
		]);
		expect([sums.cells.female, sums.cells.male, sums.total, sums.fresh]).toEqual([12, 0, 12, 9]);
	});

	it('shows a segment the program serves although nobody was told of it', () => {
		const { places, sums } = reachGrid([line()], [label('children'), label('widows', 2)]);
		expect(places[0]!.rows.map(({ segment, total }) => [segment.code, total])).toEqual([
			['children', 5],
			['widows', null],
		]);
		expect(sums.total).toBe(5);
	});

	it('adds places up, and offers unknown sex only where somebody used it', () => {
		const { places, sums, sexes } = reachGrid(
			[line(), line({ place: label('southern', 2), sex: 'unknown', people: 3 })],
			[],
		);
		expect(sexes).toEqual(['female', 'male', 'unknown']);
		expect(places.map((place) => [place.place?.code, place.sums.total])).toEqual([
			['capital', 5],
			['southern', 3],
		]);
		expect(sums.total).toBe(8);
	});

	it('does not add up new people where one line does not say', () => {
		const { places, sums } = reachGrid([line({ fresh: null }), line({ sex: 'male' })], []);
		expect(places[0]!.rows[0]!.fresh).toBeNull();
		expect(places[0]!.sums.fresh).toBeNull();
		expect(sums.fresh).toBeNull();
		expect(sums.total).toBe(10);
	});

	it('of a report without lines is empty, not zero', () => {
		const { places, sums } = reachGrid([], [label('children')]);
		expect(places[0]!.rows[0]!.total).toBeNull();
		expect(sums.total).toBeNull();
	});
});

describe('the differences between two versions', () => {
	it('are none between a version and itself', () => {
		expect(differences(version(), version())).toEqual([]);
		expect(changedTexts(version(), version())).toEqual([]);
	});

	it('name each cell with both its values', () => {
		const after = version({ number: 2, reach: [line({ people: 6 })], spendMinor: 650 });
		expect(differences(version(), after)).toMatchObject([
			{ part: 'reach', sex: 'female', before: 5, after: 6, names: [{ en: 'capital' }, { en: 'children' }, { en: 'adult' }] },
			{ part: 'spend', kind: 'money', before: 700, after: 650 },
		]); // prettier-ignore
	});

	it('count a cell that only one side tells, and tell zero from nothing', () => {
		const after = version({
			number: 2,
			reach: [line(), line({ sex: 'male', people: 0, fresh: null })],
			volunteers: 0,
		});
		expect(differences(version(), after).map(({ part, before, after: now }) => [part, before, now])).toEqual([
			['reach', null, 0],
			['volunteers', null, 0],
		]);
		expect(differences(after, version()).map(({ part, before }) => [part, before])).toEqual([
			['reach', 0],
			['volunteers', 0],
		]);
	});

	it('cover assistance, results and the signature that there was nothing', () => {
		const delivery = {
			place: label('capital'),
			aid: label('food'),
			unit: label('basket'),
			quantityMilli: 4000,
			valueMinor: null,
		};
		const before = version({
			deliveries: [delivery],
			outcomes: [{ indicatorId: 9, milli: 500, parts: null }],
		});
		const after = version({
			deliveries: [{ ...delivery, quantityMilli: 5000, valueMinor: 90 }],
			outcomes: [{ indicatorId: 9, milli: 650, parts: null }],
			nothingToReport: true,
		});
		expect(differences(before, after).map(({ part, before: was, after: is }) => [part, was, is])).toEqual([
			['nothing', 0, 1],
			['delivery', 4000, 5000],
			['value', null, 90],
			['outcome', 500, 650],
		]);
	});

	it('name the parts of the narrative that read differently', () => {
		expect(changedTexts(version(), version({ achievements: null, nextSteps: 'توسعة' }))).toEqual([
			'achievements',
			'nextSteps',
		]);
	});
});

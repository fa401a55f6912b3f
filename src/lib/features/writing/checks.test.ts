import { describe, expect, test } from 'vitest';
import { createFormat } from '#lib/i18n/format.ts';
import { median, usualBand } from './band.ts';
import { whyCell } from './cells.ts';
import { checkCells, RULES, stopping } from './checks.ts';
import { findingText } from './findingwords.ts';
import type { CheckFacts, History, Typed } from './form.ts';

const WOMEN = 'reach:muharraq:families:unknown:female';
const MEN = 'reach:muharraq:families:unknown:male';

function history(...values: readonly (number | null)[]): History {
	const past = values.map((value, i) => {
		const state = value === null ? ('not_reported' as const) : ('value' as const);
		return { period: `2026-${String(i + 1).padStart(2, '0')}`, state, value };
	});
	return { past, usual: usualBand(values.filter((value) => value !== null)) };
}

const FACTS: CheckFacts = {
	currencyDigits: 3,
	required: [WOMEN, MEN, 'spend', 'achievements', 'no_evidence'],
	history: {},
	peers: { people: null, spendMinor: null },
	population: null,
	budgetMinor: null,
};
const rules = (cells: Typed, facts: Partial<CheckFacts> = {}, isFinal = false) =>
	checkCells(cells, { ...FACTS, ...facts }, isFinal).map(({ rule, cell }) => `${rule} ${cell ?? ''}`.trim());

describe('the usual band', () => {
	test('is not moved by one wild month and needs four values', () => {
		expect(median([3, 1, 2, 10])).toBe(2.5);
		expect(usualBand([100, 100, 100])).toBeNull();
		expect(usualBand([100, 102, 98, 100, 5000])).toEqual({ low: 80, high: 120 });
		expect(usualBand([0, 0, 0, 0])).toEqual({ low: 0, high: 0 });
	});
});

describe('checks', () => {
	test('name every required cell that is empty, when the report is to leave', () => {
		expect(rules({ [WOMEN]: '4' })).toEqual([]);
		expect(rules({ [WOMEN]: '4' }, {}, true)).toEqual([
			`missing ${MEN}`,
			'missing spend',
			'missing achievements',
			'missing no_evidence',
		]);
		expect(
			rules({ [WOMEN]: '4', [MEN]: '-', spend: '0', achievements: 'x', 'file:3': 'yes' }, {}, true),
		).toEqual([]);
	});

	test('with nothing to report ask for nothing, and let nothing stand beside it', () => {
		expect(rules({ nothing: 'توقف' }, {}, true)).toEqual([]);
		expect(rules({ nothing: 'توقف', spend: '0' }, {}, true)).toEqual(['nothing_with_values spend']);
	});

	test('see totals that contradict each other', () => {
		expect(rules({ [WOMEN]: '4', new: '5' })).toEqual(['new_over_people new']);
		expect(rules({ 'outcome:1:over': '4' })).toEqual(['ratio_half outcome:1:under']);
		expect(rules({ 'outcome:1:over': '4', 'outcome:1:under': '0' })).toEqual(['ratio_zero outcome:1:under']);
		expect(rules({ 'delivery:a:b:c:value': '4' })).toEqual([
			'value_without_quantity delivery:a:b:c:quantity',
		]);
		expect(rules({ hours: '4' })).toEqual(['hours_without_volunteers volunteers']);
		expect(rules({ hours: '99999', volunteers: '2' })).toEqual(['hours_impossible hours']);
	});

	test('ask for a reason outside the usual band, and are content with one', () => {
		const facts = { ...FACTS, history: { [WOMEN]: history(100, 100, 100, 100) } };
		expect(stopping(checkCells({ [WOMEN]: '200' }, facts))).toMatchObject([
			{ rule: 'outlier', facts: { value: 200, low: 80, high: 120 } },
		]);
		expect(stopping(checkCells({ [WOMEN]: '200', [whyCell('outlier', WOMEN)]: 'يوم ثانٍ' }, facts))).toEqual(
			[],
		);
		expect(rules({ [WOMEN]: '124' }, facts)).toEqual([]);
	});

	test('compare with residents, with other programs only without a history, and with the budget', () => {
		expect(rules({ [WOMEN]: '1001' }, { population: 1000 })).toEqual([`reach_above_population ${WOMEN}`]);
		expect(rules({ [WOMEN]: '300' }, { population: 1000 })).toEqual([`reach_high ${WOMEN}`]);
		const peers = { people: 10, spendMinor: null };
		expect(rules({ [WOMEN]: '101' }, { peers })).toEqual([`above_peers ${WOMEN}`]);
		expect(rules({ [WOMEN]: '101' }, { peers, history: { people: history(100, 100, 100, 100) } })).toEqual(
			[],
		);
		expect(rules({ spend: '2', [WOMEN]: '1' }, { budgetMinor: 1000 })).toEqual(['over_budget spend']);
	});

	test('tell what is remarkable without stopping anything', () => {
		const facts = {
			history: {
				people: history(10, 10, 10, 10),
				spend: history(1000, 1000, 1000, 1000),
				[WOMEN]: history(6),
				[MEN]: history(4),
			},
		};
		expect(rules({ [WOMEN]: '2', [MEN]: '1', spend: '1' }, facts)).toEqual(['cost_change spend']);
		const same = {
			history: { [WOMEN]: history(6), [MEN]: history(4), hours: history(9), volunteers: history(2) },
		};
		expect(rules({ [WOMEN]: '6', [MEN]: '4', hours: '9', volunteers: '2' }, same)).toEqual(['same_as_last']);
	});

	test('have words in both languages for every rule', () => {
		const settings = {
			digits: 'latn',
			currency: 'BHD',
			currencyAr: 'د.ب',
			currencyDigits: 3,
			timeZone: 'Asia/Bahrain',
		} as const;
		for (const rule of Object.keys(RULES)) {
			for (const locale of ['ar', 'en'] as const) {
				const finding = {
					rule,
					severity: 'block' as const,
					cell: 'spend',
					facts: { period: '2026-03' },
					justification: null,
				};
				const text = findingText(finding, createFormat({ ...settings, locale }));
				expect(text.length, rule).toBeGreaterThan(20);
				expect(/[\u0600-\u06ff]/.test(text), rule).toBe(locale === 'ar');
			}
		}
	});
});

import type { Format } from '#lib/i18n/format.ts';
import * as m from '#lib/paraglide/messages.js';
import { milliPlaces } from '../reports/figures.ts';
import { kindOf } from '../writing/cellvalues.ts';
import type { Finding } from '../writing/form.ts';

/** A number of a cell in its unit. */
function cellValue(cell: string | null, value: number, format: Format): string {
	const kind = cell ? kindOf(cell) : 'whole';
	if (kind === 'money') return format.moneyText(value);
	return kind === 'milli' ? format.decimal(value / 1000, milliPlaces(value)) : format.integer(value);
}

/** What a check found, for whoever reviews: what was said and what it was held against. */
export function findingNote({ rule, cell, facts }: Finding, name: string, format: Format): string {
	const number = (key: string) => Number(facts[key] ?? 0);
	const own = (key: string) => cellValue(cell, number(key), format);
	const count = (key: string) => format.integer(number(key));
	const money = (key: string) => format.moneyText(number(key));
	switch (rule) {
		case 'outlier':
			return m.review_find_outlier({ cell: name, value: own('value'), low: own('low'), high: own('high') });
		case 'above_peers':
			return m.review_find_above_peers({ people: count('people'), peers: count('peers') });
		case 'reach_high':
			return m.review_find_reach_high({ people: count('people'), population: count('population') });
		case 'over_budget':
			return m.review_find_over_budget({ spend: money('spend'), budget: money('budget') });
		case 'cost_change':
			return m.review_find_cost_change({ cost: money('cost'), usual: money('usual') });
		case 'same_as_last':
			return m.review_find_same_as_last({ month: format.monthYear(String(facts.period)) });
		case 'spend_without_people':
			return m.review_find_spend_without_people();
		default:
			return name || m.review_finding();
	}
}

/** The figures of a finding in columns: the value, what was expected, the median of other programs; empty where none. */
export function findingFigures({ rule, cell, facts }: Finding, format: Format) {
	const number = (key: string) => Number(facts[key] ?? 0);
	const count = (key: string) => format.integer(number(key));
	const money = (key: string) => format.moneyText(number(key));
	const none = { value: '', expected: '', peers: '' };
	switch (rule) {
		case 'outlier': {
			const [value, low, high] = ['value', 'low', 'high'].map((key) => cellValue(cell, number(key), format));
			return { ...none, value: value!, expected: `${low} – ${high}` };
		}
		case 'above_peers':
			return { ...none, value: count('people'), peers: count('peers') };
		case 'reach_high':
			return { ...none, value: count('people') };
		case 'over_budget':
			return { ...none, value: money('spend'), expected: money('budget') };
		case 'cost_change':
			return { ...none, value: money('cost'), expected: money('usual') };
		default:
			return none;
	}
}

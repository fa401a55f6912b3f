import { describe, expect, test } from 'vitest';
import { kindOf, readCell, stateOfRead, textOfValue } from './cellvalues.ts';

const PEOPLE = 'reach:muharraq:families:unknown:female';
const number = (cell: string, text: string) => {
	const read = readCell(cell, text, 3);
	return read.kind === 'number' ? read.value : read.kind === 'wrong' ? read.why : read.kind;
};

describe('a count', () => {
	test.each([
		['12', 12], ['١٢', 12], ['۱۲', 12], ['  ١ ٢٣٤ ', 1234], ['1,234', 1234], ['١٬٢٣٤', 1234], ['١،٢٣٤', 1234],
		['1 234 567', 1_234_567], ['1.234.567', 1_234_567], ['12.0', 12], ['٠', 0], ['+7', 7], ["'15", 15], ['\u200f١٥\u200e', 15],
		['1,234.00', 1234], ['007', 7],
	] as const)('%j is %i', (text, value) => expect(number(PEOPLE, text)).toBe(value)); // prettier-ignore

	test.each([
		['', 'empty'], ['  ', 'empty'], ['-', 'inapplicable'], ['–', 'inapplicable'], ['−', 'inapplicable'],
		['عشرة', 'unreadable'], ['1e3', 'unreadable'], ['=A1', 'unreadable'], ['1,23,4', 'unreadable'], ['12 3', 'unreadable'],
		['1.234', 'ambiguous'], ['1.5', 'fraction'], ['1,5', 'fraction'], ['-3', 'negative'], ['(3)', 'negative'], ['3-', 'negative'],
		['99999999999', 'too_large'], ['9'.repeat(400), 'too_large'], ['1.2.3', 'unreadable'], ['..', 'unreadable'],
	] as const)('%j is %s', (text, why) => expect(number(PEOPLE, text)).toBe(why)); // prettier-ignore
});

describe('a sum', () => {
	test.each([
		['6120', 6_120_000], ['6,120.000', 6_120_000], ['6.120,500', 6_120_500], ['١٬٢٣٤٫٥', 1_234_500], ['1.234', 1234],
		['BD 12.5', 12_500], ['12.5 د.ب.', 12_500], ['1,5', 1500], ['0.0010', 1], ['1,234,567', 1_234_567_000], ['.5', 500],
	] as const)('%j is %i in minor units', (text, value) => expect(number('spend', text)).toBe(value)); // prettier-ignore

	test('that could mean two things is refused with both', () => {
		expect(readCell('spend', '١,٢٣٤', 3)).toEqual({
			kind: 'wrong',
			why: 'ambiguous',
			readings: ['1234', '1.234'],
		});
	});

	test('with more decimals than the currency has is refused', () => {
		expect(number('spend', '1.2345')).toBe('decimals');
	});
});

describe('a result', () => {
	test.each([
		['92%', 92_000], ['٩٢٫٥٪', 92_500], ['-1.5', -1500], ['8', 8000],
	] as const)('%j is %i in thousandths', (text, value) => expect(number('outcome:3', text)).toBe(value)); // prettier-ignore
});

test('words are words, and a dash says that they do not apply', () => {
	expect(kindOf('achievements')).toBe('text');
	expect(readCell('achievements', ' نص ', 3)).toEqual({ kind: 'text', text: 'نص' });
	expect(stateOfRead(readCell('achievements', '-', 3))).toBe('inapplicable');
	expect(stateOfRead(readCell(PEOPLE, '0', 3))).toBe('zero');
	expect(stateOfRead(readCell(PEOPLE, '', 3))).toBe('not_reported');
});

test('a value becomes the text that is read as the same value', () => {
	const cells = [PEOPLE, 'spend', 'outcome:1', 'delivery:a:b:c:quantity'];
	for (const cell of cells) {
		for (const value of [0, 1, 5, 999, 1000, 1001, 12_345, 1_234_567, 99_999_999]) {
			expect(number(cell, textOfValue(cell, value, 3)), `${cell} ${value}`).toBe(value);
		}
	}
	expect(textOfValue('outcome:1', -1500, 3)).toBe('-1.5');
	expect(textOfValue('spend', 5, 3)).toBe('0.005');
});

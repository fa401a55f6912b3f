import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvText, plainDecimal } from './csv.ts';

const unquote = (cell: string) => cell.slice(1, -1).replaceAll('""', '"');

describe('a CSV cell', () => {
	it.each(['=1+1', '+1', '-1', '@x', '\t=x', '\u200f=1', ' =1', '＝1', '\r@'])(
		'is harmless for %j',
		(text) => {
			expect(csvCell(text).startsWith(`"'`)).toBe(true);
		},
	);

	it('keeps a negative number in a numeric column, and only there', () => {
		expect(csvCell('-5', true)).toBe('"-5"');
		expect(csvCell('-5')).toBe(`"'-5"`);
		expect(csvCell('-5+cmd', true)).toBe(`"'-5+cmd"`);
	});

	it('reads back as exactly what it was', () => {
		const text = fc.oneof(
			fc.string({ unit: 'grapheme' }),
			fc.string({ unit: fc.constantFrom("'", '=', '-', '"', ',', '\n', '\r', '\t', ' ', 'ش', '\u200f') }),
		);
		fc.assert(
			fc.property(text, (t) => csvText(unquote(csvCell(t))) === t),
			{ numRuns: 2000 },
		);
	});
});

describe('minor units as a decimal', () => {
	it.each([
		[1284610500, 3, '1284610.500'],
		[5, 3, '0.005'],
		[-1500, 2, '-15.00'],
		[7, 0, '7'],
	])('%d with %d digits is %s', (value, digits, text) => {
		expect(plainDecimal(value, digits)).toBe(text);
	});
});

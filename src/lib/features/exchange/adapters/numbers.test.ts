import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDecimal, scaled } from './numbers.ts';

const scale = (text: string, digits: number) => scaled(readDecimal(text)!, digits);

test('decimals are read with a point and nothing else', () => {
	expect(readDecimal(' 12.50 ')).toEqual({ negative: false, whole: '12', fraction: '5' });
	expect(readDecimal('12.00')).toEqual({ negative: false, whole: '12', fraction: '' });
	expect(readDecimal('.5')).toEqual({ negative: false, whole: '', fraction: '5' });
	expect(readDecimal('-3')?.negative).toBe(true);
	expect(readDecimal('-0.0')?.negative).toBe(false);
	for (const odd of ['', ' ', '.', '-', '1,5', '1e3', '0x10', '1.', '١٢', '1 000', 'NaN', '--1']) {
		expect(readDecimal(odd), odd).toBeUndefined();
	}
});

test('rounding is half up on the digits, not on a binary fraction', () => {
	expect(scale('1.005', 2)).toBe(101);
	expect(scale('1.00499999999999999999', 2)).toBe(100);
	expect(scale('0.5', 0)).toBe(1);
	expect(scale('2.675', 2)).toBe(268);
	expect(scale('60.4', 3)).toBe(60_400);
	expect(scale('9.9999', 3)).toBe(10_000);
	expect(scale('0', 3)).toBe(0);
});

test('what is above a thousand million is refused, so that no sum of rows can overflow', () => {
	expect(scale('1000000000', 0)).toBe(1_000_000_000);
	expect(scale('1000000001', 0)).toBeUndefined();
	expect(scale('1000000000', 3)).toBe(1_000_000_000_000);
	expect(scale('1000000000.001', 3)).toBeUndefined();
	expect(scale('9007199254740992', 0)).toBeUndefined();
});

test('scaling undoes writing for every amount of three decimals', () => {
	fc.assert(
		fc.property(fc.nat(10 ** 12), (milli) => {
			const text = `${Math.floor(milli / 1000)}.${String(milli % 1000).padStart(3, '0')}`;
			expect(scale(text, 3)).toBe(milli);
		}),
	);
});

import { describe, expect, test } from 'vitest';
import { touchesRamadan } from './calendar.ts';
import { createFormat, type FormatSettings } from './format.ts';

const bahrain: FormatSettings = {
	locale: 'ar',
	digits: 'latn',
	currency: 'BHD',
	currencyAr: 'د.ب',
	currencyDigits: 3,
	timeZone: 'Asia/Bahrain',
};
const ar = createFormat(bahrain);
const arab = createFormat({ ...bahrain, digits: 'arab' });
const en = createFormat({ ...bahrain, locale: 'en' });

describe('numbers', () => {
	test('are grouped, with Western digits unless the reader chose otherwise', () => {
		expect(ar.integer(48362)).toBe('48,362');
		expect(arab.integer(48362)).toBe('٤٨٬٣٦٢');
		expect(arab.decimal(36.25, 1)).toBe('٣٦٫٣');
	});
	test('take the minus sign, and no sign when they round to nothing', () => {
		expect(ar.decimal(-5.6, 1)).toBe('\u22125.6');
		expect(ar.decimal(-0.04, 1)).toBe('0.0');
	});
	test('Arabic-Indic digits are for Arabic only, and run right to left', () => {
		expect(createFormat({ ...bahrain, locale: 'en', digits: 'arab' }).integer(1200)).toBe('1,200');
		expect([ar.numberDir, arab.numberDir]).toEqual(['ltr', 'rtl']);
	});
	test('percentages carry one place', () => {
		expect(ar.percent(12.35)).toBe('12.3%');
		expect(ar.percent(76, 0)).toBe('76%');
		expect(arab.percent(12.4)).toBe('١٢٫٤٪');
	});
	test('years and codes are never grouped', () => {
		expect(ar.plain(2026)).toBe('2026');
		expect(arab.plain('2026-03')).toBe('٢٠٢٦-٠٣');
	});
});

describe('money', () => {
	test('always shows all of the minor digits', () => {
		expect(en.money(1_284_610_500)).toBe('1,284,610.500');
		expect(en.money(5)).toBe('0.005');
		expect(en.money(-1_250)).toBe('\u22121.250');
		expect(arab.money(26_562)).toBe('٢٦٫٥٦٢');
	});
	test('keeps the last unit of a large sum', () => {
		expect(en.money(9_007_199_254_740_991)).toBe('9,007,199,254,740.991');
	});
	test('of a currency without minor units has no separator', () => {
		expect(createFormat({ ...bahrain, currencyDigits: 0 }).money(1200)).toBe('1,200');
	});
	test('is signed in the reader’s language', () => {
		expect([ar.currency, en.currency]).toEqual(['د.ب', 'BHD']);
		expect(ar.moneyText(26_562)).toBe('26.562\u00a0د.ب');
		expect(en.moneyText(26_562)).toBe('BHD\u00a026.562');
	});
});

describe('dates', () => {
	test('have Arabic and English month names', () => {
		expect(ar.date('2025-07-24')).toBe('24 يوليو 2025');
		expect(en.date('2025-07-24')).toBe('24 July 2025');
		expect(en.month('2026-09', 'short')).toBe('Sep');
		expect(ar.month('2026-09', 'short')).toBe('سبتمبر');
	});
	test('have their Umm al-Qura day beside them', () => {
		expect(en.hijri('2025-07-24')).toBe('29 Muharram 1447');
		expect(ar.hijri('2025-03-01')).toBe('1 رمضان 1446');
	});
	test('a period names its years once when they are the same', () => {
		expect(en.period('2026-01', '2026-09')).toBe('January–September 2026');
		expect(ar.period('2026-01', '2026-09')).toBe('يناير – سبتمبر 2026');
		expect(en.period('2025-11', '2026-10')).toBe('November 2025 – October 2026');
		expect(en.period('2026-03', '2026-03')).toBe('March 2026');
	});
	test('a moment is told in the pack’s time zone', () => {
		expect(en.moment('2026-10-17T22:40:00Z')).toEqual({ date: '18 October 2026', time: '01:40' });
	});
	test('Ramadan moves through the months', () => {
		const touched = (year: number) => [1, 2, 3, 4].filter((m) => touchesRamadan(`${year}-0${m}`));
		expect(touched(2024)).toEqual([3, 4]);
		expect(touched(2025)).toEqual([3]);
		expect(touched(2026)).toEqual([2, 3]);
	});
});

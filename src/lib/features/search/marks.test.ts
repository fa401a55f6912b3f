import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldText } from '#lib/i18n/fold.ts';
import { markedPieces } from './marks.ts';

const hits = (text: string, typed: string, isNumber = false) =>
	markedPieces(text, foldText(typed), isNumber).flatMap((piece) => (piece.isHit ? [piece.text] : []));

it('what was found keeps its own spelling, with its marks and tatweel', () => {
	expect(hits('جمعية الإحسان الخيرية', 'احسان')).toEqual(['إحسان']);
	expect(hits('جَمْعِيَّةُ الفَجْرِ', 'جمعية')).toEqual(['جَمْعِيَّةُ']);
	expect(hits('التكـــافل', 'تكافل')).toEqual(['تكـــافل']);
	expect(hits('المسؤولية', 'مسئولية')).toEqual(['مسؤولية']);
	expect(hits('Café des Amis', 'CAFE')).toEqual(['Café']);
	expect(hits('عبدالرحمن', 'عبد الرحمن')).toEqual(['عبدالرحمن']);
});

it('a ligature is marked whole', () => {
	expect(hits('ﻻﻋﺒﻲ', 'لا')).toEqual(['ﻻ']);
	expect(hits('office ﬁle', 'file')).toEqual(['ﬁle']);
});

it('words are marked one by one when they do not stand together', () => {
	expect(hits('جمعية النور للتنمية', 'تنمية النور')).toEqual(['نور', 'تنمية']);
	expect(hits('Noor Society', 'so no')).toEqual(['No', 'So']);
});

it('a number is found however it is divided', () => {
	expect(hits('706/ج/خ', '٧٠٦ ج', true)).toEqual(['706/ج']);
});

it('nothing is marked where nothing was found', () => {
	expect(hits('جمعية النور', 'بحر')).toEqual([]);
	expect(hits('جمعية النور', '')).toEqual([]);
	expect(hits('', 'نور')).toEqual([]);
});

it('the pieces of any text are the text', () => {
	const arabic = fc.string({
		unit: fc.constantFrom(...'اأإآةهىيئؤءولبعد \u064e\u0651\u0640ﻻ«»/12٣🙂é'),
		maxLength: 20,
	});
	fc.assert(
		fc.property(fc.oneof(arabic, fc.string({ unit: 'grapheme' })), arabic, (text, typed) => {
			const pieces = markedPieces(text, foldText(typed));
			expect(pieces.map((piece) => piece.text).join('')).toBe(text);
		}),
	);
});

import { expect, it } from 'vitest';
import { keyOf } from './keys.ts';

it('a key means the same on a board that writes Arabic', () => {
	expect(keyOf({ key: '/', code: 'Slash' }, false)).toBe('/');
	expect(keyOf({ key: 'ظ', code: 'Slash' }, false)).toBe('/');
	expect(keyOf({ key: '؟', code: 'Slash' }, true)).toBe('?');
	expect(keyOf({ key: '?', code: 'Minus' }, true)).toBe('?');
	expect(keyOf({ key: 'ل', code: 'KeyG' }, false)).toBe('g');
});

it('letters follow what the board writes, not where the key lies', () => {
	expect(keyOf({ key: 'o', code: 'KeyS' }, false)).toBe('o');
	expect(keyOf({ key: 'G', code: 'KeyG' }, true)).toBe('g');
	expect(keyOf({ key: 'Escape', code: 'Escape' }, false)).toBe('Escape');
});

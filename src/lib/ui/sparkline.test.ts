import { expect, test } from 'vitest';
import { sparkShape } from './sparkline.ts';

const box = { width: 88, height: 36, rtl: false };

test('the line spans the box, lowest at the bottom, highest at the top', () => {
	const shape = sparkShape([1, 3, 2], [], box);
	expect(shape.line).toBe('M4.0 32.0L44.0 4.0L84.0 18.0');
	expect(shape.end).toEqual({ x: 84, y: 18 });
});
test('in Arabic the newest point lies on the left', () => {
	expect(sparkShape([1, 2], [], { ...box, rtl: true }).line).toBe('M84.0 32.0L4.0 4.0');
});
test('an unknown month breaks the line and is never zero', () => {
	expect(sparkShape([1, null, 2, 3], [], box).line).toBe('M4.0 32.0M57.3 18.0L84.0 4.0');
});
test('last year shares the scale', () => {
	const shape = sparkShape([0, 10], [5, 20], box);
	expect(shape.line).toBe('M4.0 32.0L84.0 18.0');
	expect(shape.prior).toBe('M4.0 25.0L84.0 4.0');
});
test('a level series runs through the middle; an empty one draws nothing', () => {
	expect(sparkShape([7, 7], [], box).line).toBe('M4.0 18.0L84.0 18.0');
	expect(sparkShape([null, null], [], box)).toEqual({ line: '', prior: '', end: undefined });
});

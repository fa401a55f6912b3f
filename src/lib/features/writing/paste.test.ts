import { expect, test } from 'vitest';
import { blockIn, layOver } from './paste.ts';

test('one value is pasted as always, several make a block', () => {
	expect(blockIn('12')).toBeUndefined();
	expect(blockIn('12\r\n')).toBeUndefined();
	expect(blockIn('1\t2\r\n3\t4\r\n')).toEqual([
		['1', '2'],
		['3', '4'],
	]);
	expect(blockIn('١٢\t٣')).toEqual([['١٢', '٣']]);
});

const GRID = [
	['a1', 'a2'],
	['b1', 'b2'],
	['c1', undefined],
];
const read = (_: string, value: string) => (/^\d+$/.test(value) ? value : undefined);

test('a block is laid over the cells from the focused one, an empty value leaves its cell', () => {
	const { taken, refused, outside } = layOver(GRID, { row: 1, column: 0 }, [['1', ''], ['3']], read);
	expect(taken).toEqual([
		{ cell: 'b1', text: '1' },
		{ cell: 'c1', text: '3' },
	]);
	expect([refused, outside]).toEqual([[], 0]);
});

test('what is no number and what lies outside the grid is told, not lost silently', () => {
	const { taken, refused, outside } = layOver(
		GRID,
		{ row: 0, column: 1 },
		[['1', '2'], ['x'], ['7'], ['8']],
		read,
	);
	expect(taken).toEqual([{ cell: 'a2', text: '1' }]);
	expect(refused).toEqual(['x']);
	expect(outside).toBe(3);
});

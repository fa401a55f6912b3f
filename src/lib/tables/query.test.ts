import { expect, test } from 'vitest';
import type { Table } from './define.ts';
import { pageWithin, readListQuery, withParams } from './query.ts';

const table: Table<unknown> = {
	id: 'things',
	title: { ar: 'أشياء', en: 'Things' },
	columns: [{ key: 'name', label: { ar: 'الاسم', en: 'Name' }, type: 'text', value: () => '', sort: 'name' }],
};
const read = (query: string) => readListQuery(new URLSearchParams(query), table);

test('search, order and page are read from the address', () => {
	expect(read('q=الأسرة&sort=-name&page=3')).toEqual({
		q: 'الأسرة',
		matching: 'اسره',
		sort: { key: 'name', isDescending: true },
		page: 3,
	});
});
test('what is unknown counts as not given', () => {
	expect(read('sort=drop table&page=-1')).toEqual({ q: '', matching: '', sort: null, page: 1 });
	expect(read('page=999999')).toMatchObject({ page: 1 });
	expect(read(`q=${'ا'.repeat(500)}`).q.length).toBe(100);
});
test('a page beyond the last is the last', () => {
	expect(pageWithin(9, 120)).toBe(3);
	expect(pageWithin(2, 0)).toBe(1);
});
test('parameters of an address are replaced, and dropped when empty', () => {
	expect(withParams('/a?x=1&y=2', { x: undefined, y: 3, z: 'b,c' })).toBe('/a?y=3&z=b,c');
	expect(withParams('/a?x=1', { x: '' })).toBe('/a');
});

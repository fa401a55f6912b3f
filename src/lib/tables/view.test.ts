import { describe, expect, test } from 'vitest';
import { defineTable } from './define.ts';
import { nextSorting, readSorting, readView, sortField, sortingText, viewParams } from './view.ts';

interface Row {
	readonly name: string;
}
const label = { ar: 'عمود', en: 'Column' };
const table = defineTable<Row>({
	id: 'things',
	title: label,
	columns: [
		{ key: 'code', label, type: 'code', value: () => 'x' },
		{
			key: 'name',
			label,
			type: 'text',
			value: (row) => row.name,
			href: () => '/',
			sort: ['a', 'b'],
		},
		{ key: 'people', label, type: 'integer', value: () => 1, sort: 'peopleCount' },
		{ key: 'secret', label, type: 'text', value: () => '', isFileOnly: true, sort: 'secret' },
		{ key: 'rare', label, type: 'text', value: () => '', isOptional: true },
	],
});
const view = (query: string, remembered: string[] = [], also: string[] = []) =>
	readView(table, new URLSearchParams(query), remembered, also);

describe('an order', () => {
	test('is one of the declared columns, up or down', () => {
		expect(readSorting(table, 'people')).toEqual({ key: 'people', isDescending: false });
		expect(readSorting(table, '-people')).toEqual({ key: 'people', isDescending: true });
		expect(sortingText(readSorting(table, '-people'))).toBe('-people');
	});

	test.each([
		'', '-', '--people', 'rare', 'secret', 'peopleCount', 'people desc', 'people;drop table society', '1',
		'constructor', '__proto__', 'PEOPLE', "people'--", 'toString', 'people,name',
	])('named %j is none', (text) => {
		expect(readSorting(table, text)).toBeNull();
		expect(sortField(table, { key: text, isDescending: false }, 'ar')).toBeUndefined();
	}); // prettier-ignore

	test('becomes the field its column declares, in the reader’s language', () => {
		expect(sortField(table, { key: 'name', isDescending: true }, 'ar')).toEqual({
			field: 'a',
			isDescending: true,
		});
		expect(sortField(table, { key: 'name', isDescending: false }, 'en')).toEqual({
			field: 'b',
			isDescending: false,
		});
		expect(sortField(table, null, 'en')).toBeUndefined();
	});

	test('turns round at a second press; amounts begin with the largest', () => {
		const [, name, people] = table.columns;
		expect(nextSorting(people!, null)).toEqual({ key: 'people', isDescending: true });
		expect(nextSorting(people!, { key: 'people', isDescending: true }).isDescending).toBe(false);
		expect(nextSorting(name!, { key: 'people', isDescending: true })).toEqual({
			key: 'name',
			isDescending: false,
		});
	});
});

describe('the columns of a table', () => {
	test('are the usual ones without a choice', () => {
		expect(view('')).toEqual({ sort: null, columns: ['code', 'name', 'people'], isChosen: false });
		expect(viewParams(view(''))).toEqual({ sort: '', cols: '' });
	});

	test('keep their declared order and the one that names the row', () => {
		expect(view('cols=rare,people').columns).toEqual(['name', 'people', 'rare']);
		expect(viewParams(view('cols=rare,people&sort=name'))).toEqual({
			sort: 'name',
			cols: 'name,people,rare',
		});
	});

	test('are remembered, and the address wins over what is remembered', () => {
		expect(view('', ['name', 'rare'])).toMatchObject({ columns: ['name', 'rare'], isChosen: true });
		expect(view('cols=people', ['name', 'rare']).columns).toEqual(['name', 'people']);
	});

	test('that no table declares are none; what is for files only stays there', () => {
		expect(view('cols=nothing,__proto__').isChosen).toBe(false);
		expect(view('cols=secret', ['gone']).columns).toEqual(['code', 'name', 'people']);
	});

	test('show at once what the list is about', () => {
		expect(view('', [], ['rare'])).toMatchObject({
			columns: ['code', 'name', 'people', 'rare'],
			isChosen: false,
		});
	});
});

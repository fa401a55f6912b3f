import type { ParseArgsConfig } from 'node:util';

const many = { type: 'string', multiple: true } as const;

/** The options that say which rows; lists are separated by commas. */
export const FILTER_OPTIONS = {
	from: many,
	to: many,
	period: many,
	governorate: many,
	category: many,
	sector: many,
	segment: many,
	sex: many,
	age: many,
	unit: many,
	section: many,
	society: many,
	program: many,
	asof: many,
	count: many,
} as const satisfies ParseArgsConfig['options'];

export const FILTER_USAGE =
	'[--from 2015-01 --to 2015-12 | --period last12] [--governorate A,B] [--category] [--sector] [--segment] [--sex] [--age] [--unit] [--section] [--society ID] [--program ID] [--asof 2026-05-03] [--count verified|submitted|waiting]';

/** Options as the parameters an address would have. */
export function paramsOf(
	values: Record<string, string | boolean | (string | boolean)[] | undefined>,
	names: readonly string[],
): URLSearchParams {
	const params = new URLSearchParams();
	for (const name of names) {
		const value = values[name];
		for (const one of Array.isArray(value) ? value : [value]) {
			if (typeof one === 'string') params.append(name, one);
		}
	}
	return params;
}

import type { Text } from '#lib/i18n/text.ts';
import { FIELD_LABEL, VALUE_LABEL } from './fieldwords.ts';

const own = <V>(words: Readonly<Record<string, V>>, key: string): V | undefined =>
	Object.hasOwn(words, key) ? words[key] : undefined;

const camel = (name: string) => name.replace(/_([a-z\d])/g, (_, letter: string) => letter.toUpperCase());

/** The name that carries the words: the last part of a nested one, and of `phone.changed` the phone. */
function bareName(field: string): string {
	const named = field.endsWith('.changed') ? field.slice(0, -'.changed'.length) : field;
	return camel(named.slice(named.lastIndexOf('.') + 1));
}

/** Whether a field says only that something changed, because its value is nobody's business. */
export function isSilent(field: string): boolean {
	return field === 'changed' || field.endsWith('.changed');
}

/** The words of a field; undefined for one that has none, which is then shown by its name. */
export function fieldLabel(field: string): Text | undefined {
	return own(FIELD_LABEL, bareName(field));
}

/** The words of a value that is a code. */
export function valueLabel(field: string, value: string): Text | undefined {
	const words = own(VALUE_LABEL, bareName(field));
	return words && own(words, value);
}

/** One value of a change; lists and parts of objects are values of their own. */
export type Value = string | number | boolean | null;

/** A field of an entry: what it was and what it became; undefined on a side that does not say. */
export interface Change {
	readonly field: string;
	readonly before: readonly Value[] | undefined;
	readonly after: readonly Value[] | undefined;
}

const DEEPEST = 4;

function flatten(value: unknown, field: string, into: Map<string, Value[]>, depth = 0): void {
	if (value === null || typeof value !== 'object') {
		into.set(field, [...(into.get(field) ?? []), value as Value]);
	} else if (Array.isArray(value)) {
		if (!value.length) into.set(field, into.get(field) ?? []);
		for (const one of value) flatten(one, field, into, depth + 1);
	} else if (depth >= DEEPEST) {
		into.set(field, [JSON.stringify(value)]);
	} else {
		for (const [key, inner] of Object.entries(value)) {
			flatten(inner, field ? `${field}.${key}` : key, into, depth + 1);
		}
	}
}

function fieldsOf(json: string | null): Map<string, Value[]> {
	const fields = new Map<string, Value[]>();
	if (json !== null) {
		try {
			flatten(JSON.parse(json), '', fields);
		} catch {
			// Somebody wrote into the file; the seal says so, the page shows what is there.
			fields.set('', [json]);
		}
	}
	return fields;
}

const same = (a: readonly Value[] | undefined, b: readonly Value[] | undefined) =>
	a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b);

/** What an entry changed, field by field in the order written; fields that stayed are left out. */
export function changesOf(before: string | null, after: string | null): Change[] {
	const [was, is] = [fieldsOf(before), fieldsOf(after)];
	return [...new Set([...was.keys(), ...is.keys()])]
		.map((field) => ({ field, before: was.get(field), after: is.get(field) }))
		.filter((change) => !same(change.before, change.after));
}

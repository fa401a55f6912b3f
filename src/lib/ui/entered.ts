import type { Locale, Text } from '../i18n/text.ts';

/** A form that came back refused; see platform/forms `sentBack`. */
interface Returned {
	readonly which: string;
	readonly entered: Readonly<Record<string, string>>;
	readonly code: string;
	readonly problems: readonly { readonly place: string; readonly text: Text }[];
}

type Saved = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What a field shows: what was typed, else what is saved; its error; when somebody else was faster, the value saved now. */
export interface FieldState {
	readonly name: string;
	readonly id: string;
	readonly value: string;
	readonly error?: string;
	readonly hint?: string;
}

/**
 * The fields of one form of a page: `field('nameAr')` is spread into a Field. `form` is the page's, refused or not;
 * only a refusal of the form called `which` counts. `savedNow` words the value another person saved meanwhile.
 */
export function fieldsOf(
	form: Returned | null | undefined,
	which: string,
	locale: Locale,
	saved: Saved = {},
	savedNow?: (value: string) => string,
): (name: string, hint?: string) => FieldState {
	const mine = form?.which === which ? form : undefined;
	return (name, hint) => {
		const now = saved[name] === null || saved[name] === undefined ? '' : String(saved[name]);
		const value = mine?.entered[name] ?? now;
		const error = mine?.problems.find(({ place }) => place === name)?.text[locale];
		const meanwhile = mine?.code === 'conflict' && value !== now && savedNow ? savedNow(now || '—') : hint;
		return {
			name,
			id: `field-${which ? `${which}-` : ''}${name}`,
			value,
			...(error && { error }),
			...(meanwhile && { hint: meanwhile }),
		};
	};
}

import { describe, expect, test } from 'vitest';
import { sourceFiles, sourceText } from '../support/tree.ts';
import { arabicWords, hasArabic, latinWords, placeholders } from './language.ts';

interface Variants {
	readonly declarations: readonly string[];
	readonly selectors: readonly string[];
	readonly match: Readonly<Record<string, string>>;
}

type Message = string | readonly Variants[];

const AREAS = sourceFiles(/^src\/lib\/i18n\/messages\/\w+\/ar\.json$/).map((file) => file.split('/')[4]!);

/** Arabic tells six numbers apart, English two (CLDR). */
const FORMS = { ar: ['few', 'many', 'one', 'other', 'two', 'zero'], en: ['one', 'other'] } as const;

function read(area: string, locale: 'ar' | 'en'): Record<string, Message> {
	const { $schema: _, ...messages } = JSON.parse(
		sourceText(`src/lib/i18n/messages/${area}/${locale}.json`),
	) as Record<string, Message>;
	return messages;
}

const texts = (message: Message): string[] =>
	typeof message === 'string' ? [message] : message.flatMap((variants) => Object.values(variants.match));

const variants = (message: Message): readonly Variants[] => (typeof message === 'string' ? [] : message);

/** Inputs a message takes: declared ones, and those of a plain text. */
const inputs = (message: Message): string[] =>
	typeof message === 'string'
		? placeholders(message)
		: message
				.flatMap((v) => v.declarations.filter((d) => d.startsWith('input ')).map((d) => d.slice(6).trim()))
				.sort();

/** The forms each plural selector of a message distinguishes, sorted. */
function pluralForms(message: Message): string[][] {
	return variants(message).flatMap(({ declarations, match }) =>
		declarations
			.map((declaration) => /^local (\w+) = \w+: plural$/.exec(declaration)?.[1])
			.filter((name) => name !== undefined)
			.map((name) => {
				const found = Object.keys(match).map(
					(key) => new RegExp(`(?:^|,\\s*)${name}=([\\w*]+)`).exec(key)?.[1] ?? '',
				);
				return [...new Set(found)].sort();
			}),
	);
}

describe.each(AREAS)('messages of %s', (area) => {
	const [ar, en] = [read(area, 'ar'), read(area, 'en')];
	const keys = Object.keys(ar);

	test('have a name of their own each', () => {
		for (const locale of ['ar', 'en']) {
			const names = [
				...sourceText(`src/lib/i18n/messages/${area}/${locale}.json`).matchAll(/^[\t ]{1,2}"(\w+)":/gm),
			];
			expect(names.length).toBeGreaterThan(0);
			expect(new Set(names.map(([, name]) => name)).size, locale).toBe(names.length);
		}
	});

	test('exist in both languages', () => {
		expect(Object.keys(en).sort()).toEqual([...keys].sort());
	});

	test('carry their area in the key', () => {
		if (area === 'common') return;
		expect(keys.filter((key) => !key.startsWith(`${area}_`))).toEqual([]);
	});

	test('take the same values in both languages, and use what they take', () => {
		for (const key of keys) {
			expect(inputs(en[key]!), key).toEqual(inputs(ar[key]!));
			for (const message of [ar[key]!, en[key]!]) {
				const known = inputs(message);
				for (const text of texts(message)) {
					expect(
						placeholders(text).filter((name) => !known.includes(name)),
						`${key}: ${text}`,
					).toEqual([]);
				}
			}
		}
	});

	test('count in every form: six in Arabic, two in English', () => {
		for (const key of keys) {
			for (const forms of pluralForms(ar[key]!)) expect(forms, key).toEqual(FORMS.ar);
			for (const forms of pluralForms(en[key]!)) expect(forms, key).toEqual(FORMS.en);
			expect(pluralForms(en[key]!).length, key).toBe(pluralForms(ar[key]!).length);
		}
	});

	test('are written in their own letters', () => {
		for (const key of keys) {
			for (const text of texts(ar[key]!)) expect(latinWords(text), `${key}: ${text}`).toEqual([]);
			for (const text of texts(en[key]!)) expect(arabicWords(text), `${key}: ${text}`).toEqual([]);
		}
		const silent = keys.filter((key) =>
			[...texts(ar[key]!), ...texts(en[key]!)].some((text) => !text.trim()),
		);
		expect(silent).toEqual([]);
	});

	test('use one word per thing', () => {
		for (const key of keys) {
			for (const text of texts(en[key]!))
				expect(text, key).not.toMatch(/programmes?|\bNGOs?\b|charit(y|ies)\b/i);
		}
	});

	test('are all shown somewhere', () => {
		const pages = sourceFiles(/^src\/.*\.(ts|svelte)$/)
			.map(sourceText)
			.join('\n');
		expect(keys.filter((key) => !new RegExp(`\\bm\\.${key}\\b`).test(pages))).toEqual([]);
	});
});

test('every area is listed in the project settings', () => {
	const settings = JSON.parse(sourceText('src/lib/i18n/project.inlang/settings.json')) as Record<
		'plugin.inlang.messageFormat',
		{ pathPattern: string[] }
	>;
	const listed = settings['plugin.inlang.messageFormat'].pathPattern.map((path) => path.split('/')[2]);
	expect(listed.sort()).toEqual([...AREAS].sort());
});

test('pages take their words from the messages: no Arabic letter stands in a component', () => {
	// The chart waits for its face with a few sample letters; nobody reads them.
	const spoken = sourceFiles(/^src\/.*(?<!charts\/Chart)\.svelte$/).filter((name) =>
		hasArabic(sourceText(name).replace(/<!--[\s\S]*?-->|\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')),
	);
	expect(spoken).toEqual([]);
});

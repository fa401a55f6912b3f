import { expect, test } from 'vitest';
import { sourceFiles, sourceText } from '../support/tree.ts';

/** The style sheets of the product: whole files and the style blocks of components, with their line numbers. */
function styleLines(): { place: string; line: string; before: string }[] {
	return sourceFiles(/^src\/.*\.(css|svelte)$/).flatMap((name) => {
		const text = sourceText(name);
		const start = name.endsWith('.svelte') ? text.search(/<style[\s>]/) : 0;
		if (start < 0) return [];
		const skipped = text.slice(0, start).split('\n').length - 1;
		const lines = text.slice(start).split('\n');
		return lines.map((line, i) => ({
			place: `${name}:${skipped + i + 1}`,
			line,
			before: lines[i - 1] ?? '',
		}));
	});
}

const PHYSICAL = new RegExp(
	[
		'\\b(margin|padding|border|scroll-margin|scroll-padding)-(left|right)\\b',
		'(^|[\\s;{])(left|right)\\s*:',
		'\\btext-align\\s*:\\s*(left|right)\\b',
		'\\b(float|clear)\\s*:\\s*(left|right)\\b',
		'\\bborder-(top|bottom)-(left|right)-radius\\b',
	].join('|'),
);

test('one style sheet serves both directions: a physical side needs a comment that says why', () => {
	const wrong = styleLines().filter(
		({ line, before }) =>
			PHYSICAL.test(line.replace(/\/\*.*?\*\//g, '')) &&
			!/\/\* physical: /.test(line) &&
			!/\/\* physical: /.test(before),
	);
	expect(wrong.map(({ place, line }) => `${place} ${line.trim()}`)).toEqual([]);
});

test('a colour is a token: only tokens.css and the print sheet name one', () => {
	const colour = /#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|oklab|lab|lch)a?\(/i;
	const wrong = styleLines().filter(
		({ place, line }) => colour.test(line) && !/^src\/lib\/ui\/(tokens|print)\.css:/.test(place),
	);
	expect(wrong.map(({ place, line }) => `${place} ${line.trim()}`)).toEqual([]);
});

test('nothing is fetched from another address', () => {
	const wrong = styleLines().filter(({ line }) =>
		/@import\s+(url\()?['"]?https?:|url\(\s*['"]?(https?:)?\/\//.test(line),
	);
	expect(wrong.map(({ place }) => place)).toEqual([]);
});

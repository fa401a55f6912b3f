import type { Page } from '@playwright/test';

/** A number on a page that opens something: what it says, and where it leads. */
export interface ShownFigure {
	readonly text: string;
	readonly href: string;
}

/** A list that a landing page counts: how many rows, what they add up to, in which unit. */
export interface CountedList {
	readonly rows: number;
	readonly sum: number | null;
	readonly unit: string;
}

/** What a page shows and where it leads. */
export interface PageFigures {
	readonly figures: readonly ShownFigure[];
	/** Numbers in cards, tables, charts’ twins and ledes that open nothing and are not explained. */
	readonly loose: readonly string[];
	readonly links: readonly string[];
	/** The value the page is the evidence of. */
	readonly value: { readonly value: number | null; readonly unit: string } | null;
	readonly lists: readonly CountedList[];
}

/**
 * Numbers that need not open anything, each for a reason:
 * days and codes name a thing; heads and captions name columns; the heading of a row names it (years, ages, places);
 * `data-derived` is worked out from numbers linked beside it (differences, shares, pace), or a setting (thresholds);
 * `.delta` is a change between the card's value and the one linked after it;
 * `data-record` rows are records: their cells say what that one record says, the row leads to it;
 * `[data-value]` is the value whose evidence the page itself is.
 */
const EXPLAINED = [
	'time', '.code', 'thead', 'caption', 'th[scope="row"]', '[data-derived]', '.delta', '[data-record]',
	'[data-value]', '.visually-hidden', '.print-only', '.pager', 'form',
]; // prettier-ignore

/** Where figures stand. */
const SCOPES = ['.card', 'table', '.lede', '[data-figures]'];

/** Pages whose links are figures when they carry a number: those that count what they list. */
const COUNTING = /^\/(kpis\/[^/?]+|societies|programs)(\?|$|#)/;

/** Reads a page's HTML with the browser's own parser; nothing is loaded or run. */
export async function readFigures(page: Page, html: string): Promise<PageFigures> {
	return page.evaluate(
		({ html, explained, scopes, counting }) => {
			const document = new DOMParser().parseFromString(html, 'text/html');
			const main = document.querySelector('main') ?? document.body;
			const counts = new RegExp(counting);
			const NUMBER = /(?<![\p{L}\d\-./])[\u2212-]?\d[\d,]*(?:\.\d+)?/gu;
			// Counts are grouped from a thousand on, so four digits on their own are a year.
			const YEAR = /(?<![\d,.])(?:19|20)\d\d(?![\d,.]?\d|%)/g;
			const hasNumber = (text: string) => text.replace(YEAR, '').replace(NUMBER, '\u0000').includes('\u0000');
			const clean = (text: string | null) => (text ?? '').replace(/\s+/g, ' ').trim();
			const exempt = explained.join(',');

			const figures: { text: string; href: string }[] = [];
			for (const link of main.querySelectorAll<HTMLAnchorElement>('a[href]')) {
				const href = link.getAttribute('href') ?? '';
				if (!counts.test(href) || link.closest('thead, th[scope="row"], .pager, [download], ol, .chip'))
					continue;
				const copy = link.cloneNode(true) as HTMLElement;
				for (const aside of copy.querySelectorAll(exempt)) aside.remove();
				const figure = copy.querySelector('.count') ?? copy;
				if (hasNumber(clean(figure.textContent))) figures.push({ text: clean(figure.textContent), href });
			}
			for (const beside of main.querySelectorAll<HTMLElement>('[data-figure]')) {
				const text = clean(beside.textContent);
				if (hasNumber(text)) figures.push({ text, href: beside.dataset.figure ?? '' });
			}

			const loose: string[] = [];
			for (const scope of main.querySelectorAll(scopes.join(','))) {
				const texts = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
				while (texts.nextNode()) {
					const parent = texts.currentNode.parentElement;
					if (!parent || !hasNumber(texts.currentNode.textContent ?? '')) continue;
					if (parent.closest(`a[href], [data-figure], ${exempt}`)) continue;
					// The percentage of a lede is the change of the card below it.
					if (parent.closest('.lede') && /%/.test(texts.currentNode.textContent ?? '')) continue;
					const line = parent.closest('tr, li, p') ?? parent;
					loose.push(`${clean(texts.currentNode.textContent)} in “${clean(line.textContent).slice(0, 120)}”`);
				}
			}

			const number = (text: string | undefined) => (text === undefined || text === '' ? null : Number(text));
			const own = main.querySelector<HTMLElement>('[data-value], [data-unit]:not([data-list])');
			return {
				figures,
				loose,
				links: [...document.querySelectorAll('a[href^="/"]')]
					.filter((link) => !link.hasAttribute('download'))
					.map((link) => link.getAttribute('href') ?? ''),
				value: own && { value: number(own.dataset.value), unit: own.dataset.unit ?? '' },
				lists: [...main.querySelectorAll<HTMLElement>('[data-list]')].map((list) => ({
					rows: Number(list.dataset.rows),
					sum: number(list.dataset.sum),
					unit: list.dataset.unit ?? 'rows',
				})),
			};
		},
		{ html, explained: EXPLAINED, scopes: SCOPES, counting: COUNTING.source },
	);
}

/** The numbers in a text, with the places they are written to. */
function numbersIn(text: string): { value: number; places: number }[] {
	return [
		...text
			.replace(/(?<![\d,.])(?:19|20)\d\d(?![\d,.]?\d|%)/g, '')
			.matchAll(/(?<![\p{L}\d\-./])[\u2212-]?\d[\d,]*(?:\.\d+)?/gu),
	].map(([found]) => {
		const plain = found.replaceAll(',', '').replace('\u2212', '-');
		return { value: Number(plain), places: plain.split('.')[1]?.length ?? 0 };
	});
}

/** What a landing page says a number there can be: its value, or the rows or the sum of the list it opens. */
export function candidates({ value, lists }: PageFigures, currencyDigits: number): number[] {
	const scaled = (amount: number | null, unit: string) =>
		amount === null ? [] : [unit.startsWith('money') ? amount / 10 ** currencyDigits : amount];
	return [
		...(value ? scaled(value.value, value.unit) : []),
		...lists.flatMap(({ rows, sum, unit }) => [rows, ...scaled(sum, unit)]),
	];
}

/** Attainment is written up to a limit, above it as “over 150%”: the value is then any larger one. */
const CAPPED = /^(أكثر من|over|more than) [\d.]+%$/i;

/** Whether one of the numbers is what the text says, as precisely as it is written there. */
export function says(text: string, possible: readonly number[]): boolean {
	const isCapped = CAPPED.test(text);
	return numbersIn(text).every(({ value, places }) =>
		possible.some(
			(number) =>
				(isCapped && number > value) ||
				Math.abs(Number(number.toFixed(places)) - value) < 10 ** -(places + 6),
		),
	);
}

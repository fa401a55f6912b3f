import { cleanText, westernDigits } from '#lib/i18n/fold.ts';
import type { CellState } from '#lib/ui/cellstate.ts';
import { INAPPLICABLE } from './cells.ts';

// What people type into a cell, read: digits of any script, separators as people and spreadsheets write them. What
// could mean two things is refused with both readings, never guessed.

/** What a cell counts: people or things one by one, money in minor units, thousandths, or words. */
export type CellKind = 'whole' | 'money' | 'milli' | 'text';

/** Why a text is no value. */
export type Wrong = 'unreadable' | 'ambiguous' | 'negative' | 'too_large' | 'fraction' | 'decimals';

/** A cell's text as the checks understand it. `number` is in the cell's own unit. */
export type CellRead =
	| { readonly kind: 'empty' | 'inapplicable' }
	| { readonly kind: 'number'; readonly value: number }
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'wrong'; readonly why: Wrong; readonly readings?: readonly [string, string] };

/** No single cell says more than this, in whole units: sums of any report stay exact integers. */
const LARGEST = 1_000_000_000;
/** More people than this no program of a country reaches in a month; it is a slip of the finger. */
const MOST_WHOLE = 100_000_000;

const MILLI = 3;
const DASHES = /^[-\u2010-\u2015\u2212]$/;
const CURRENCY = /(?:bhd|bd|jod|jd|د\.?\s?[بأا]\.?|دينار(?:ًا|ا)?)/gi;

/** What a cell counts, by its name. */
export function kindOf(cell: string): CellKind {
	const [first, , , , part] = cell.split(':');
	if (first === 'reach' || first === 'new' || first === 'volunteers' || first === 'hours') return 'whole';
	if (first === 'spend') return 'money';
	if (first === 'delivery') return part === 'value' ? 'money' : 'milli';
	return first === 'outcome' ? 'milli' : 'text';
}

/** A number as digits before and after its point; undefined when the text is none. */
interface Digits {
	readonly negative: boolean;
	readonly whole: string;
	readonly fraction: string;
	/** One comma before three digits: thousands or decimals, nobody can tell. */
	readonly isUnclear?: true;
}

const grouped = (text: string, mark: string) =>
	new RegExp(`^\\d{1,3}(?:\\${mark}\\d{3})+$`).test(text) ? text.replaceAll(mark, '') : undefined;

/** Whole part with or without groups of three. */
function wholeOf(text: string, mark: string): string | undefined {
	return /^\d*$/.test(text) ? text : grouped(text, mark);
}

function split(body: string): Omit<Digits, 'negative'> | undefined {
	const [dot, comma] = [body.lastIndexOf('.'), body.lastIndexOf(',')];
	if (dot < 0 && comma < 0) return /^\d+$/.test(body) ? { whole: body, fraction: '' } : undefined;
	if (dot >= 0 && comma >= 0) {
		// Both: the later one is the decimal mark, the other one groups.
		const [at, mark] = dot > comma ? [dot, ','] : [comma, '.'];
		const whole = grouped(body.slice(0, at), mark);
		const fraction = body.slice(at + 1);
		return whole !== undefined && /^\d*$/.test(fraction) ? { whole, fraction } : undefined;
	}
	const mark = dot >= 0 ? '.' : ',';
	const parts = body.split(mark);
	if (parts.length > 2) {
		const whole = grouped(body, mark);
		return whole === undefined ? undefined : { whole, fraction: '' };
	}
	const [whole = '', fraction = ''] = parts;
	if (!/^\d*$/.test(whole) || !/^\d*$/.test(fraction) || whole + fraction === '') return undefined;
	const isUnclear = fraction.length === 3 && whole.length >= 1 && whole.length <= 3 && !/^0/.test(whole);
	return { whole, fraction, ...(isUnclear && { isUnclear }) };
}

/** Takes signs, brackets and spaces off; the Arabic decimal mark stays apart because it can mean only one thing. */
function digitsOf(text: string): Digits | undefined {
	let body = text.replace(/^['’]/, '').trim();
	const bracketed = /^\((.*)\)$/.exec(body);
	if (bracketed) body = bracketed[1]!.trim();
	const sign = /^([+\-\u2212])\s*/.exec(body);
	if (sign) body = body.slice(sign[0].length);
	const trailing = /\s*[-\u2212]$/.exec(body);
	if (trailing) body = body.slice(0, trailing.index);
	const negative = Boolean(bracketed) || Boolean(trailing) || (sign !== null && sign[1] !== '+');
	if (/ /.test(body)) {
		const [whole = '', ...rest] = body.split(/[.,٫](?=\d+$)/);
		if (!/^\d{1,3}(?: \d{3})+$/.test(whole) || rest.length > 1) return undefined;
		body = body.replaceAll(' ', '');
	}
	const marks = body.replaceAll('،', ',');
	if (/[٫٬]/.test(marks)) {
		const [before = '', fraction = '', ...more] = marks.split('٫');
		const whole = wholeOf(before.replaceAll('٬', ','), ',');
		if (whole === undefined || more.length || !/^\d*$/.test(fraction) || whole + fraction === '')
			return undefined;
		return { negative, whole, fraction };
	}
	const found = split(marks);
	return found && { negative, ...found };
}

const wrong = (why: Wrong, readings?: readonly [string, string]): CellRead => ({
	kind: 'wrong',
	why,
	...(readings && { readings }),
});

/** The number of `places` decimals that the digits say, or why they say none. */
function numberOf(found: Digits, places: number, most: number, mayBeNegative: boolean): CellRead {
	const fraction = found.fraction.replace(/0+$/, '');
	if (fraction.length > places) return wrong(places === 0 ? 'fraction' : 'decimals');
	const value = Number(`${found.whole}${fraction.padEnd(places, '0')}`);
	if (!(value <= most * 10 ** places)) return wrong('too_large');
	if (found.negative && value > 0)
		return mayBeNegative ? { kind: 'number', value: -value } : wrong('negative');
	return { kind: 'number', value };
}

/** Whether a single mark before three digits leaves open what is meant; a dot is the decimal mark of money. */
function isUnclear(found: Digits, text: string, kind: CellKind): boolean {
	if (!found.isUnclear) return false;
	const isDot = text.includes('.');
	return kind === 'whole' ? isDot : !isDot;
}

/** Reads the text of a cell. `-` says that it does not apply, nothing says that it was not reported, `0` is a zero. */
export function readCell(cell: string, typed: string, currencyDigits: number): CellRead {
	const kind = kindOf(cell);
	if (kind === 'text') {
		const text = typed.trim();
		if (text === INAPPLICABLE) return { kind: 'inapplicable' };
		return text ? { kind: 'text', text } : { kind: 'empty' };
	}
	const text = westernDigits(cleanText(typed));
	if (text === '') return { kind: 'empty' };
	if (DASHES.test(text)) return { kind: 'inapplicable' };
	const isOutcome = cell.startsWith('outcome:');
	const bare =
		kind === 'money' ? text.replace(CURRENCY, '').trim() : isOutcome ? text.replace(/\s*[%٪]$/, '') : text;
	const found = digitsOf(bare);
	if (!found) return wrong('unreadable');
	if (isUnclear(found, bare, kind)) {
		return wrong('ambiguous', [`${found.whole}${found.fraction}`, `${found.whole}.${found.fraction}`]);
	}
	// Three digits after the only comma are a group where nothing has decimals.
	const whole =
		kind === 'whole' && found.isUnclear
			? { ...found, whole: found.whole + found.fraction, fraction: '' }
			: found;
	const places = kind === 'whole' ? 0 : kind === 'money' ? currencyDigits : MILLI;
	return numberOf(
		whole,
		places,
		kind === 'whole' ? MOST_WHOLE : LARGEST,
		isOutcome && !cell.includes(':under'),
	);
}

/** The state of a cell in words of every screen; a text that cannot be read has none yet. */
export function stateOfRead(read: CellRead): CellState {
	if (read.kind === 'inapplicable') return 'inapplicable';
	if (read.kind === 'number') return read.value === 0 ? 'zero' : 'value';
	return read.kind === 'text' ? 'value' : 'not_reported';
}

/** A value as the text a person would have typed, with plain digits and a point. */
export function textOfValue(cell: string, value: number, currencyDigits: number): string {
	const kind = kindOf(cell);
	const places = kind === 'money' ? currencyDigits : kind === 'milli' ? MILLI : 0;
	const digits = String(Math.abs(value)).padStart(places + 1, '0');
	const whole = digits.slice(0, digits.length - places);
	const fraction = places ? digits.slice(-places) : '';
	// Money always shows its places; measures only those they use.
	const shown = kind === 'money' ? fraction : fraction.replace(/0+$/, '');
	return `${value < 0 ? '-' : ''}${whole}${shown && `.${shown}`}`;
}

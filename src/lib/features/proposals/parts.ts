import type { Parts } from './model.ts';

/** Two parts that say the same; what is absent says nothing, which is null. */
function isSame(a: unknown, b: unknown): boolean {
	return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** The parts in which two states of a record differ, in the order of the form. */
export function changedParts(base: Parts, next: Parts): string[] {
	return [...new Set([...Object.keys(base), ...Object.keys(next)])].filter(
		(key) => !isSame(base[key], next[key]),
	);
}

/**
 * How a part stands towards the record of today: it `fits` where the record is still as it was, is `done` where the
 * record says it already, and `clash`es where somebody changed it to something else.
 */
export type Standing = 'fits' | 'done' | 'clash';

/** A part that a proposal changes: how it was, how it is now, how it should be. */
export interface Comparison {
	readonly key: string;
	readonly was: unknown;
	readonly now: unknown;
	readonly next: unknown;
	readonly standing: Standing;
}

/** What a proposal changes, part by part, against the record of today. */
export function compare(base: Parts, next: Parts, now: Parts): Comparison[] {
	return changedParts(base, next).map((key) => ({
		key,
		was: base[key] ?? null,
		now: now[key] ?? null,
		next: next[key] ?? null,
		standing: isSame(now[key], next[key]) ? 'done' : isSame(now[key], base[key]) ? 'fits' : 'clash',
	}));
}

/** The record of today with what still fits of a proposal. */
export function merge(base: Parts, next: Parts, now: Parts): Record<string, unknown> {
	const fitting = compare(base, next, now).filter(({ standing }) => standing === 'fits');
	return { ...now, ...Object.fromEntries(fitting.map((part) => [part.key, part.next])) };
}

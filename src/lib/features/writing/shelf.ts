import type { Shelf } from './kept.ts';

const NOTHING: Shelf = {
	getItem: () => null,
	setItem: () => {
		throw new Error('This device keeps nothing');
	},
	removeItem: () => undefined,
	key: () => null,
	length: 0,
};

/** The device's shelf, or one that keeps nothing where the browser forbids it. */
export function deviceShelf(): Shelf {
	try {
		return window.localStorage;
	} catch {
		return NOTHING;
	}
}

import type { Typed } from './form.ts';

/** Where unsaved texts wait on this device; the browser's `localStorage` fits. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Texts that were typed and not acknowledged by the server, with the save they were typed upon. */
export interface Kept {
	readonly base: number;
	readonly at: string;
	readonly cells: Typed;
}

const PREFIX = 'sharaka.unsaved';

/** Names the texts of one person for one report; another account on the same device never finds them. */
export function keptPrefix(accountId: number, programId: number, period: string): string {
	return `${PREFIX}:${accountId}:${programId}:${period}:`;
}

function keysIn(shelf: Shelf, prefix: string): string[] {
	const keys = Array.from({ length: shelf.length }, (_, i) => shelf.key(i));
	return keys.filter((key): key is string => key?.startsWith(prefix) ?? false);
}

function isKept(found: unknown): found is Kept {
	const { base, at, cells } = (found ?? {}) as Record<string, unknown>;
	return typeof base === 'number' && typeof at === 'string' && typeof cells === 'object' && cells !== null;
}

function readOne(shelf: Shelf, key: string): Kept | undefined {
	try {
		const found: unknown = JSON.parse(shelf.getItem(key) ?? 'null');
		return isKept(found) ? found : undefined;
	} catch {
		return undefined;
	}
}

/**
 * What earlier pages of this report left unsaved, the newest text of each cell; undefined when nothing differs from
 * what the server has. `base` is the oldest save among them, so that the server sees what changed meanwhile.
 */
export function keptTexts(shelf: Shelf, prefix: string, saved: Typed): Kept | undefined {
	const found = keysIn(shelf, prefix)
		.map((key) => readOne(shelf, key))
		.filter((kept) => kept !== undefined)
		.sort((a, b) => a.at.localeCompare(b.at));
	const cells = Object.fromEntries(
		found
			.flatMap((kept) => Object.entries(kept.cells))
			.filter(([cell, text]) => typeof text === 'string' && text !== (saved[cell] ?? '')),
	);
	if (!Object.keys(cells).length) return undefined;
	return { base: Math.min(...found.map(({ base }) => base)), at: found.at(-1)!.at, cells };
}

/** Drops what is kept under a prefix, except one key. */
export function dropKept(shelf: Shelf, prefix: string, except?: string): void {
	for (const key of keysIn(shelf, prefix)) if (key !== except) shelf.removeItem(key);
}

/** Whoever signs out leaves nothing on the device. */
export function dropAllKept(shelf: Shelf): void {
	dropKept(shelf, `${PREFIX}:`);
}

/** Keeps texts under a key; a full or forbidden shelf is no reason to stop typing. Says whether it worked. */
export function keepTexts(shelf: Shelf, key: string, kept: Kept): boolean {
	try {
		if (Object.keys(kept.cells).length) shelf.setItem(key, JSON.stringify(kept));
		else shelf.removeItem(key);
		return true;
	} catch {
		return false;
	}
}

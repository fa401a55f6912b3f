import type { Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';

/** The day on which the two societies are looked at. */
export const NOW = new Date('2026-06-20T09:00:00Z');

export type Name = 'alpha' | 'beta';

/** The word that stands in every text of a society, so that a sighting elsewhere is a leak. */
export const canary = (name: Name) => `canary-${name}`;

/** Figures of Beta are so large that any sum they slip into shows it. */
export const SCALE = { alpha: 1, beta: 1_000_000_000 } as const;

/** Ids nobody would meet by chance, so that answers can be compared after the id itself is blotted out. */
export const IDS = {
	alpha: { id: 4001, program: 5001, report: 6001, file: 7001, account: 8001, notice: 9001, talk: 9301 },
	beta: { id: 4002, program: 5002, report: 6201, file: 7002, account: 8002, notice: 9002, talk: 9302 },
} as const;

export type Trx = Transaction<Schema>;

/** The first row of a reference list. */
export async function firstId(
	trx: Trx,
	table: 'category' | 'governorate' | 'sector' | 'segment' | 'age_band' | 'aid_type' | 'unit',
) {
	return (await trx.selectFrom(table).select('id').orderBy('id').executeTakeFirstOrThrow()).id;
}

/** Texts that carry the word. */
export const texts = <K extends string>(name: Name, ...keys: K[]) =>
	Object.fromEntries(keys.map((key) => [key, `${canary(name)} ${key}`])) as Record<K, string>;

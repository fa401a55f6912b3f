import { dice } from './randomworld.ts';

/** Numbers between 0 and 1, the same ones for the same seed. */
export type Random = () => number;

/** See `Random`. */
export function seeded(seed: number): Random {
	const roll = dice(seed);
	return () => roll(2 ** 32) / 2 ** 32;
}

/** Happens in this share of cases. */
export const chance = (random: Random, share: number): boolean => random() < share;

/** One of them. */
export const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

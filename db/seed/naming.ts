import type { Random } from './random.ts';
import type { Town } from './references.ts';
import { titles, type Pair } from './words.ts';

const MOST_TRIES = 60;

/** Gives out program names, each once in the whole demo: plain, with a town, or behind a working title. */
export function programNamer(): (names: readonly Pair[], town: Town | undefined, random: Random) => Pair {
	const taken = new Set<string>();
	return (names, town, random) => {
		for (let i = 0; i < MOST_TRIES; i += 1) {
			const [ar, en] = random.pick(names);
			const [titleAr, titleEn] = random.pick(titles);
			const [name] = random.shuffle<Pair>([
				[ar, en],
				...(town ? ([[`${ar} في ${town.ar}`, `${en} in ${town.en}`]] as const) : []),
				[`${titleAr}: ${ar}`, `${titleEn}: ${en}`],
			]);
			if (taken.has(name![0]) || taken.has(name![1])) continue;
			taken.add(name![0]).add(name![1]);
			return name!;
		}
		throw new Error(`no free name for ${names[0]![1]}`);
	};
}

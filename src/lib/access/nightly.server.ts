import { dateIn } from '../platform/clock.ts';
import type { ChainWatch } from './verdict.ts';

const LOOK_EVERY = 10 * 60_000;
const SETTLED_AFTER = 60_000;
const NIGHT_BEGINS = 2 * 3_600_000;

/** The night a moment belongs to: nights begin at two in the morning. */
const nightOf = (moment: Date, timeZone: string) =>
	dateIn(new Date(moment.getTime() - NIGHT_BEGINS), timeZone);

/** Whether a night has begun since the chain was last walked. */
export function isDue(chain: Pick<ChainWatch, 'last'>, now: Date, timeZone: string): boolean {
	const { last } = chain;
	return !last || nightOf(new Date(last.at), timeZone) < nightOf(now, timeZone);
}

/**
 * Walks the chain once a night while the process serves, and a minute after a start that comes later than that.
 * Returns what ends it; the timer alone does not keep the process alive.
 */
export function walkNightly(chain: ChainWatch, timeZone: string, clock: () => Date): () => void {
	// What a walk finds, and that it failed, is reported by the watch itself.
	const look = () => {
		if (isDue(chain, clock(), timeZone)) chain.verify(null, clock()).catch(() => undefined);
	};
	const first = setTimeout(look, SETTLED_AFTER).unref();
	const timer = setInterval(look, LOOK_EVERY).unref();
	return () => {
		clearTimeout(first);
		clearInterval(timer);
	};
}

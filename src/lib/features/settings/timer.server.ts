import type { Log } from '#lib/platform/log.server.ts';
import { contextFor, OPERATOR, reloadPack, type Runtime } from '#lib/platform/runtime.server.ts';
import { applyDueChanges } from './apply.server.ts';

const HOUR = 3_600_000;

/** Milliseconds until the clock of a time zone shows midnight. */
function untilMidnight(now: Date, timeZone: string): number {
	const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium', hourCycle: 'h23' }).format(
		now,
	);
	const [hours, minutes, seconds] = parts.split(':').map(Number) as [number, number, number];
	return 24 * HOUR - ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** Applies the changes whose day has come, once; the pack's facts of this process follow. */
async function applyOnce(runtime: Runtime, now: Date): Promise<number> {
	const applied = await applyDueChanges(contextFor(runtime, OPERATOR, { now }));
	if (applied) await reloadPack(runtime);
	return applied;
}

/**
 * Applies due changes now, at every midnight of the pack's time zone and at least once an hour, until the returned
 * function is called. A failure is logged and tried again at the next time.
 */
export function keepApplying(
	runtime: Runtime,
	log: Pick<Log, 'error' | 'info'>,
	clock: () => Date,
): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isStopped = false;
	const round = async () => {
		try {
			const applied = await applyOnce(runtime, clock());
			if (applied) log.info({ event: 'settings.applied', changes: applied });
		} catch (err) {
			log.error({ event: 'settings.apply', err });
		}
		if (isStopped) return;
		// A second later than midnight, so that the new day has begun for certain.
		timer = setTimeout(
			() => void round(),
			Math.min(HOUR, untilMidnight(clock(), runtime.pack.timeZone) + 1000),
		);
		timer.unref();
	};
	void round();
	return () => {
		isStopped = true;
		clearTimeout(timer);
	};
}

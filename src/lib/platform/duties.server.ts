import type { Context } from './context.ts';
import type { Log } from './log.server.ts';
import { contextFor, OPERATOR, reloadPack, type Runtime } from './runtime.server.ts';

const HOUR = 3_600_000;

/** What the system does by itself when its time has come. */
export interface Duty {
	/** Names it in the log: `settings.apply`. */
	readonly name: string;
	/** Does what is due at the context's day and hour and nothing a second time; returns how much it did. */
	run(ctx: Context): Promise<number>;
}

/** Milliseconds until the clock of a time zone shows midnight. */
function untilMidnight(now: Date, timeZone: string): number {
	const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium', hourCycle: 'h23' }).format(
		now,
	);
	const [hours, minutes, seconds] = parts.split(':').map(Number) as [number, number, number];
	return 24 * HOUR - ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

type DutyLog = Pick<Log, 'error' | 'info'>;

/** One duty, once; a failure is logged, and the duties after it still have their turn. */
async function perform(runtime: Runtime, log: DutyLog, duty: Duty, now: Date): Promise<void> {
	try {
		const done = await duty.run(contextFor(runtime, OPERATOR, { now }));
		if (!done) return;
		// It may have changed the country values that this process holds.
		await reloadPack(runtime);
		log.info({ event: duty.name, done });
	} catch (err) {
		log.error({ event: duty.name, err });
	}
}

/**
 * Performs the duties in their order now, at every midnight of the pack's time zone and at least once an hour, until
 * the returned function is called. What failed is tried again at the next time.
 */
export function keepDuties(
	runtime: Runtime,
	log: DutyLog,
	duties: readonly Duty[],
	clock: () => Date,
): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isStopped = false;
	const round = async () => {
		for (const duty of duties) {
			if (!isStopped) await perform(runtime, log, duty, clock());
		}
		if (isStopped) return;
		// A second later than midnight, so that the new day has begun for certain.
		const wait = Math.min(HOUR, untilMidnight(clock(), runtime.pack.timeZone) + 1000);
		timer = setTimeout(() => void round(), wait);
		timer.unref();
	};
	void round();
	return () => {
		isStopped = true;
		clearTimeout(timer);
	};
}

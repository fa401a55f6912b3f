import { expect, test, vi } from 'vitest';
import { AUDIT_KEY, freshDatabase } from '../../../tests/support/world.ts';
import { keepDuties, type Duty } from './duties.server.ts';
import { readPack } from './runtime.server.ts';

test('duties have their turn in order, one that fails is logged, and the hour brings the next round', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	const database = await freshDatabase();
	const runtime = { database, auditKey: AUDIT_KEY, pack: await readPack(database) };
	const done: string[] = [];
	const duty = (name: string, work: () => number): Duty => ({
		name,
		run(ctx) {
			done.push(`${name} ${ctx.today}`);
			return Promise.resolve().then(work);
		},
	});
	const failing = () => {
		throw new Error('not today');
	};
	const log = { error: vi.fn(), info: vi.fn() };
	// One minute before midnight in Bahrain.
	let now = new Date('2026-06-30T20:59:00Z');
	const stop = keepDuties(runtime, log, [duty('a', failing), duty('b', () => 2)], () => now);
	await vi.waitFor(() => expect(log.info).toHaveBeenCalledWith({ event: 'b', done: 2 }));
	expect(log.error).toHaveBeenCalledTimes(1);
	await vi.advanceTimersByTimeAsync(0);
	now = new Date('2026-06-30T21:00:01Z');
	await vi.waitFor(async () => {
		await vi.advanceTimersByTimeAsync(61_000);
		expect(done).toEqual(['a 2026-06-30', 'b 2026-06-30', 'a 2026-07-01', 'b 2026-07-01']);
	});
	stop();
	vi.useRealTimers();
	await database.close();
});

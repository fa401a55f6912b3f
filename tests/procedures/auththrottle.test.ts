import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { AUDIT_KEY, freshDatabase } from '../support/world.ts';
import { readPack, type Runtime } from '#lib/platform/runtime.server.ts';
import { cancelAttempt, reserveAttempt, settleAttempt } from '#lib/auth/throttle.server.ts';

let database: Database;
let runtime: Runtime;

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-20T09:00:00Z') });
	database = await freshDatabase();
	runtime = { database, auditKey: AUDIT_KEY, pack: await readPack(database) };
});
afterEach(async () => {
	vi.useRealTimers();
	await database.close();
});

const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
/** Seconds to wait, 0 when the attempt was allowed (and stays counted as failed). */
const knock = async (login = 'fatima', address = '192.0.2.7') =>
	(await reserveAttempt(runtime, login, address)).waitSeconds ?? 0;

describe('failed sign-ins', () => {
	it('of one account are free five times, then wait 30 s, 60 s … and never longer than 15 minutes', async () => {
		for (let n = 0; n < 5; n++) expect(await knock()).toBe(0);
		for (const wait of [30, 60, 120, 240, 480, 900]) {
			expect(await knock()).toBe(wait);
			later(wait - 1);
			expect(await knock()).toBe(1);
			later(1);
			expect(await knock()).toBe(0);
		}
		expect(await knock()).toBe(900);
	});

	it('are forgotten after a quiet quarter of an hour: nobody is locked out for good', async () => {
		for (let n = 0; n < 6; n++) await knock();
		later(901);
		for (let n = 0; n < 5; n++) expect(await knock()).toBe(0);
	});

	it('are forgotten after a success', async () => {
		for (let n = 0; n < 4; n++) await knock();
		const { attempt } = (await reserveAttempt(runtime, 'fatima', '192.0.2.7')) as never as { attempt: never };
		await database.writer.transaction().execute((trx) => settleAttempt(trx, attempt));
		for (let n = 0; n < 5; n++) expect(await knock()).toBe(0);
		expect(await knock()).toBe(30);
	});

	it('count for an unknown login exactly as for a known one, however it is typed', async () => {
		await knock('Nobody@Example');
		for (let n = 0; n < 4; n++) await knock('  nobody@example ');
		expect(await knock('NOBODY@EXAMPLE')).toBe(30);
	});

	it('of one account do not slow another', async () => {
		for (let n = 0; n < 6; n++) await knock('fatima');
		expect(await knock('yousif')).toBe(0);
	});

	it('from one address end at thirty in a quarter of an hour, whatever the logins', async () => {
		for (let n = 0; n < 30; n++) {
			expect(await knock(`person${n}`, '2001:db8:1:2::1')).toBe(0);
			later(10);
		}
		expect(await knock('person31', '2001:db8:1:2:ffff::9')).toBe(600);
		expect(await knock('person31', '2001:db8:1:3::1')).toBe(0);
		later(600);
		expect(await knock('person32', '2001:db8:1:2::1')).toBe(0);
	});

	it('outlive a restart, because they are in the file', async () => {
		for (let n = 0; n < 5; n++) await knock();
		const again = { ...runtime };
		expect((await reserveAttempt(again, 'fatima', '192.0.2.8')).waitSeconds).toBe(30);
	});

	it('are not held against anybody when nothing was evaluated', async () => {
		for (let n = 0; n < 20; n++) {
			const { attempt } = (await reserveAttempt(runtime, 'fatima', '192.0.2.7')) as never as {
				attempt: never;
			};
			await cancelAttempt(runtime, attempt);
		}
		expect(await knock()).toBe(0);
	});

	it('of 200 at once let five through', async () => {
		const answers = await Promise.all(Array.from({ length: 200 }, () => knock()));
		expect(answers.filter((wait) => wait === 0)).toHaveLength(5);
	});

	it('leave no login and no address in the file, and old ones go', async () => {
		await knock('canary-login', '198.51.100.77');
		const rows = await database.reader.selectFrom('sign_in_attempt').selectAll().execute();
		expect(rows).toHaveLength(2);
		expect(JSON.stringify(rows)).not.toMatch(/canary|198\.51/);
		later(25 * 3600);
		await knock();
		expect(await database.reader.selectFrom('sign_in_attempt').selectAll().execute()).toHaveLength(2);
	});
});

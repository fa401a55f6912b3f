import { hash } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { Expected } from '../platform/errors.ts';
import { createPasswords } from './passwords.server.ts';

describe('passwords', () => {
	const passwords = createPasswords();

	it('are kept as argon2id with 64 MiB, three passes and one lane', async () => {
		const stored = await passwords.hash('correct horse battery staple');
		expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
		expect(passwords.isCurrent(stored)).toBe(true);
	});

	it('are verified exactly as received', async () => {
		const stored = await passwords.hash('  Café au lait  ');
		expect(await passwords.verify(stored, '  Café au lait  ')).toBe(true);
		for (const other of [
			'Café au lait',
			'  café au lait  ',
			'  Cafe\u0301 au lait  ',
			'  Café au lait  x',
			'',
		]) {
			expect(await passwords.verify(stored, other)).toBe(false);
		}
		const long = 'ب'.repeat(128);
		expect(await passwords.verify(await passwords.hash(long), long.slice(0, -1))).toBe(false);
	});

	it('of nobody cost the same work and never match', async () => {
		expect(await passwords.verify(null, '')).toBe(false);
		expect(await passwords.verify(undefined, 'anything')).toBe(false);
	});

	it('made with other parameters are known as such', async () => {
		const weak = await hash('x', { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
		expect(passwords.isCurrent(weak)).toBe(false);
		expect(
			passwords.isCurrent(await hash('x', { algorithm: 1, memoryCost: 65_536, timeCost: 3, parallelism: 1 })),
		).toBe(false);
		expect(await passwords.verify(weak, 'x')).toBe(true);
	});

	it('wait in a short queue, and beyond it are told to come back', async () => {
		const few = createPasswords({ atOnce: 1, waiting: 2 });
		const asked = await Promise.allSettled([1, 2, 3, 4, 5].map((n) => few.hash(`password ${n}`)));
		expect(asked.map(({ status }) => status)).toEqual([
			'fulfilled',
			'fulfilled',
			'fulfilled',
			'rejected',
			'rejected',
		]);
		const refusal = asked[4] as PromiseRejectedResult;
		expect(refusal.reason).toBeInstanceOf(Expected);
		expect((refusal.reason as Expected).status).toBe(503);
		await expect(few.hash('afterwards')).resolves.toContain('argon2id');
	});
});

import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { isLoopback, readEnvironment } from './env.server.ts';

const present = fileURLToPath(import.meta.url);
const production = { ORIGIN: 'https://sharaka.example', DATABASE_FILE: present, AUDIT_KEY_FILE: present };

describe('the environment', () => {
	it('of the demo needs nothing and stays on this machine', () => {
		const env = readEnvironment({ SHARAKA_MODE: 'demo' });
		expect(env).toMatchObject({
			mode: 'demo',
			origin: 'http://127.0.0.1:3000',
			host: '127.0.0.1',
			secure: false,
		});
		expect(() => readEnvironment({ SHARAKA_MODE: 'demo', HOST: '0.0.0.0' })).toThrow(/HOST/);
	});

	it('is production unless it says demo', () => {
		expect(readEnvironment(production)).toMatchObject({ mode: 'production', secure: true, logLevel: 'info' });
		expect(readEnvironment({ ...production, SHARAKA_MODE: 'Demo' }).mode).toBe('production');
	});

	it('of production names each missing thing in a sentence of its own', () => {
		const sentences = () => {
			try {
				readEnvironment({});
			} catch (error) {
				return (error as Error).message.split('\n');
			}
			return [];
		};
		expect(sentences().map((sentence) => sentence.split(' ')[0])).toEqual([
			'ORIGIN',
			'DATABASE_FILE',
			'AUDIT_KEY_FILE',
		]);
	});

	it.each([
		[{ ORIGIN: 'http://sharaka.example' }, /https/],
		[{ ORIGIN: 'https://sharaka.example/' }, /scheme and host/],
		[{ DATABASE_FILE: '/nowhere/at/all.db' }, /does not exist/],
		[{ PORT: '70000' }, /PORT/],
		[{ LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
		[{ SMTP_URL: 'smtp://mail.example' }, /belong together/],
		[{ SMTP_URL: 'https://mail.example', MAIL_FROM: 'a@b.example' }, /SMTP_URL must look like/],
		[{ SMTP_URL: 'smtp://mail.example/?pool=1', MAIL_FROM: 'a@b.example' }, /SMTP_URL must look like/],
		[{ SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'Somebody' }, /MAIL_FROM/],
		[{ HOST_HEADER: 'x-forwarded-host' }, /HOST_HEADER must not be set/],
		[{ PROTOCOL_HEADER: 'x-forwarded-proto' }, /PROTOCOL_HEADER must not be set/],
		[{ ADDRESS_HEADER: 'X-Forwarded-For' }, /XFF_DEPTH/],
	])('refuses %j', (wrong, message) => {
		expect(() => readEnvironment({ ...production, ...wrong })).toThrow(message);
	});

	it('never quotes the password of the mail server', () => {
		const wrong = { ...production, SMTP_URL: 'ftp://user:s3cret@mail.example', MAIL_FROM: 'a@b.example' };
		expect(() => readEnvironment(wrong)).toThrow(/^(?!.*s3cret)/s);
		const right = {
			...production,
			SMTP_URL: 'smtps://user:s3cret@mail.example:465',
			MAIL_FROM: 'a@b.example',
		};
		expect(readEnvironment(right).mail).toEqual({ url: right.SMTP_URL, from: 'a@b.example' });
	});

	it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1', 'localhost'])(
		'%s is this machine',
		(address) => {
			expect(isLoopback(address)).toBe(true);
		},
	);

	it.each(['', '0.0.0.0', '10.0.0.1', '::', '127.0.0.1.evil.example', '1127.0.0.1', '::ffff:10.0.0.1'])(
		'%j is not',
		(address) => {
			expect(isLoopback(address)).toBe(false);
		},
	);
});

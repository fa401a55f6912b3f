import { describe, expect, it } from 'vitest';
import { openLog } from './log.server.ts';

function linesOf(write: (log: ReturnType<typeof openLog>) => void): string[] {
	const lines: string[] = [];
	write(openLog('info', (line) => void lines.push(line)));
	return lines;
}

describe('the log', () => {
	it('writes one JSON object a line, in UTC', () => {
		const [line] = linesOf((log) => log.info({ event: 'request', status: 200 }));
		expect(JSON.parse(line!)).toMatchObject({ level: 'info', event: 'request', status: 200 });
		expect((JSON.parse(line!) as { time: string }).time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
	});

	it('cannot be made to write a second line or turn its reading direction', () => {
		const nasty = 'a\n{"level":"fatal"}\r\u2028\u202e\u200f\u0085\u0007شراكة';
		const lines = linesOf((log) => log.warn({ path: nasty }));
		expect(lines).toHaveLength(1);
		expect(lines[0]).toMatch(/^[\x20-\x7e]*\n$/);
		expect((JSON.parse(lines[0]!) as { path: string }).path).toBe(nasty);
	});

	it('keeps secrets out even when somebody hands them in', () => {
		const secret = 'canary-secret';
		const lines = linesOf((log) => {
			log.info({ password: secret, token: secret, code: secret, cookie: secret, form: { password: secret } });
		});
		expect(lines.join('')).not.toContain(secret);
	});
});

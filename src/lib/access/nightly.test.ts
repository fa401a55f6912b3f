import { expect, it } from 'vitest';
import { isDue } from './nightly.server.ts';
import type { Verification } from './verdict.ts';

const ZONE = 'Asia/Bahrain';
const walkedAt = (at: string) => ({ last: { at, by: null, ms: 1, verdict: {} } as unknown as Verification });

it.each([
	['never walked', { last: null }, '2026-11-23T10:00:00Z', true],
	['walked this night', walkedAt('2026-11-22T23:10:00Z'), '2026-11-23T20:00:00Z', false],
	['walked by somebody this noon', walkedAt('2026-11-23T09:00:00Z'), '2026-11-23T22:50:00Z', false],
	['the next night began at two in Manama', walkedAt('2026-11-23T09:00:00Z'), '2026-11-23T23:01:00Z', true],
	['the server stood still for days', walkedAt('2026-11-20T09:00:00Z'), '2026-11-23T12:00:00Z', true],
])('the nightly walk: %s', (_, chain, now, due) => {
	expect(isDue(chain, new Date(now), ZONE)).toBe(due);
});

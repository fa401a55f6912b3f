import { describe, expect, it } from 'vitest';
import { comesFromHere } from './shape.server.ts';

const ORIGIN = 'https://sharaka.example';
const from = (headers: Record<string, string>) => comesFromHere(new Headers(headers), ORIGIN);

describe('an unsafe request', () => {
	it('comes from here with exactly our origin', () => {
		expect(from({ origin: ORIGIN })).toBe(true);
		expect(from({ origin: ORIGIN, 'sec-fetch-site': 'same-origin' })).toBe(true);
	});

	it.each([
		{},
		{ origin: 'null' },
		{ origin: 'https://evil.example' },
		{ origin: 'http://sharaka.example' },
		{ origin: `${ORIGIN}:8443` },
		{ origin: `${ORIGIN}.evil.example` },
		{ origin: ORIGIN, 'sec-fetch-site': 'same-site' },
		{ origin: ORIGIN, 'sec-fetch-site': 'cross-site' },
		{ origin: ORIGIN, 'sec-fetch-site': 'none' },
		{ 'sec-fetch-site': 'same-origin' },
	] as Record<string, string>[])('comes from elsewhere with %j', (headers) => {
		expect(from(headers)).toBe(false);
	});
});

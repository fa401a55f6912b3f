import { describe, expect, it } from 'vitest';
import { agentFamily, placePrefix, throttlePrefix } from './address.server.ts';

describe('who shares a counter', () => {
	it.each([
		['192.0.2.7', '192.0.2.7/32'],
		['::ffff:192.0.2.7', '192.0.2.7/32'],
		['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
		['2001:db8:1:2::9', '2001:db8:1:2::/64'],
		['2001:DB8:1:0002::', '2001:db8:1:2::/64'],
		['::1', '0:0:0:0::/64'],
		['fe80::1%eth0', 'fe80:0:0:0::/64'],
		['', 'unknown'],
		['not an address', 'unknown'],
	])('%j counts as %s', (address, prefix) => {
		expect(throttlePrefix(address)).toBe(prefix);
	});
});

it('a session remembers only roughly where it began', () => {
	expect(placePrefix('192.0.2.7')).toBe('192.0.2.0/24');
	expect(placePrefix('2001:db8:1:2::9')).toBe('2001:db8:1::/48');
	expect(placePrefix('')).toBeNull();
});

describe('a browser’s family', () => {
	it.each([
		['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox, Windows'],
		[
			'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/150.0 Safari/537.36',
			'Chrome, Linux',
		],
		[
			'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Mobile Safari/537.36',
			'Chrome, Android',
		],
		[
			'Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605.1 (KHTML, like Gecko) Version/18.0 Safari/605.1',
			'Safari, macOS',
		],
		[
			'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36 Edg/150.0',
			'Edge, Windows',
		],
		['curl/8', null],
	])('%s', (agent, family) => {
		expect(agentFamily(agent)).toBe(family);
	});
});

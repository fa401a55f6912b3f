import { isIP } from 'node:net';

/** The eight groups of an IPv6 address, each as a number. */
function groupsOf(address: string): number[] {
	const [head = '', tail] = address.split('::');
	const parse = (part: string) => (part ? part.split(':').map((group) => parseInt(group, 16)) : []);
	const first = parse(head);
	if (tail === undefined) return first;
	const last = parse(tail);
	return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

/**
 * Who shares one counter of failed sign-ins: an IPv4 address itself, of IPv6 the /64 that one subscriber holds.
 * Anything that is no address falls into one common bucket.
 */
export function throttlePrefix(address: string): string {
	const peer = plain(address);
	if (isIP(peer) === 4) return `${peer}/32`;
	if (isIP(peer) !== 6) return 'unknown';
	return `${groupsOf(peer)
		.slice(0, 4)
		.map((group) => group.toString(16))
		.join(':')}::/64`;
}

/** The coarse address a session remembers, enough to recognise a place and no more: IPv4 /24, IPv6 /48. */
export function placePrefix(address: string): string | null {
	const peer = plain(address);
	if (isIP(peer) === 4) return `${peer.split('.').slice(0, 3).join('.')}.0/24`;
	if (isIP(peer) !== 6) return null;
	return `${groupsOf(peer)
		.slice(0, 3)
		.map((group) => group.toString(16))
		.join(':')}::/48`;
}

const BROWSERS: readonly (readonly [pattern: RegExp, name: string])[] = [
	[/\bEdg/, 'Edge'],
	[/\bFirefox\//, 'Firefox'],
	[/Chrom(e|ium)\//, 'Chrome'],
	[/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [pattern: RegExp, name: string])[] = [
	[/\bAndroid\b/, 'Android'],
	[/\b(iPhone|iPad)\b/, 'iOS'],
	[/\bWindows\b/, 'Windows'],
	[/\bMac OS X\b/, 'macOS'],
	[/\bLinux\b/, 'Linux'],
];

/** Browser and system by family, such as `Firefox, Windows`; null when neither is recognised. */
export function agentFamily(userAgent: string | null): string | null {
	const found = [BROWSERS, SYSTEMS].map(
		(list) => list.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1],
	);
	return found.filter((name) => name !== undefined).join(', ') || null;
}

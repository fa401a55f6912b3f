import { describe, expect, it } from 'vitest';
import { isSanePath, localTarget } from './path.ts';

describe('a path', () => {
	it.each(['/', '/overview', '/societies/12', '/kpis/K-B7', '/%D8%A8', `/${'a'.repeat(2047)}`])(
		'%s is sane',
		(path) => {
			expect(isSanePath(path)).toBe(true);
		},
	);

	it.each([
		'', 'overview', '//evil.example', '/a//b', '/\\evil', '/%5cevil', '/%2F%2Fevil', '/a%00b', '/a%0d%0ab',
		'/\u0001', '/%ff', '/%', `/${'a'.repeat(2048)}`, 'http://evil.example/', '*',
	])('%j is not', (path) => {
		expect(isSanePath(path)).toBe(false);
	}); // prettier-ignore
});

describe('a redirect target', () => {
	it.each(['/', '/overview?from=2026-01', '/a#b', '/search?q=a//b%'])('%s stays', (target) => {
		expect(localTarget(target, '/home')).toBe(target);
	});

	it.each([
		null, undefined, '', 'overview', '//evil.example', '/\\evil.example', 'https://evil.example', '/a\r\nb',
		'/\u0000', 'javascript:alert(1)', `/${'a'.repeat(2048)}`, '/./\\evil.example', '/.//evil.example', '/%5cevil', '/%ff',
	])('%j is replaced by the fallback', (target) => {
		expect(localTarget(target, '/home')).toBe('/home');
	}); // prettier-ignore
});

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROOT, sourceFiles, sourceText } from '../support/tree.ts';

const TEXT =
	/\.(ts|js|cjs|mjs|svelte|css|html|json|md|yml|yaml|service|conf|txt)$|(^|\/)(\.[a-z]+|Containerfile|Caddyfile)$/;

test('the top level holds what the client named, and what tools insist on', () => {
	const named = [
		'src', 'static', 'db', 'tests', 'docs', 'svelte.config.js', 'vite.config.ts', 'package.json',
		'package-lock.json', 'tsconfig.json', 'README.md', 'LICENSE', 'CONTRIBUTING.md',
	]; // prettier-ignore
	const made = ['node_modules', 'build', 'data', 'test-results', 'coverage'];
	const found = readdirSync(ROOT).filter((name) => !name.startsWith('.') && !made.includes(name));
	expect(found.filter((name) => !named.includes(name))).toEqual([]);
});

test('no file holds a path of somebody’s machine', () => {
	const machine = /(^|[^\w.])\/(home|root|Users|work|farm)\/|[A-Z]:\\\\?Users/m;
	const files = sourceFiles(TEXT).filter((name) => name !== 'package-lock.json');
	expect(files.filter((name) => machine.test(sourceText(name)))).toEqual([]);
});

test('no style sheet and no page is longer than 300 lines', () => {
	const long = sourceFiles(/\.(css|html)$/).filter((name) => sourceText(name).split('\n').length > 301);
	expect(long).toEqual([]);
});

test('nothing is left for later, and no test is switched off without saying why', () => {
	const later = new RegExp(
		['TO' + 'DO', 'FIX' + 'ME', String.raw`\.(on` + String.raw`ly|skip)\(`, 'it.to' + 'do'].join('|'),
	);
	const files = sourceFiles(/^(src|db|tests)\/.*\.(ts|js|svelte|css)$/);
	expect(files.filter((name) => later.test(sourceText(name)))).toEqual([]);
});

test('a file is one lower-case word, a component a noun', () => {
	const plain = /^(\d{4}_)?[a-z][a-z0-9_]*(\.(server|test|spec|svelte|config|d))*\.(ts|js|cjs|mjs|css)$/;
	const component = /^[A-Z][A-Za-z]*\.svelte$/;
	const route = /^\+(page|layout|error|server)(@.*)?(\.server)?\.(ts|svelte)$/;
	const names = sourceFiles(/^(src|db|tests)\/.*\.(ts|js|cjs|mjs|css|svelte)$/);
	const odd = names.filter((name) => {
		const last = name.slice(name.lastIndexOf('/') + 1);
		return !plain.test(last) && !component.test(last) && !route.test(last);
	});
	expect(odd).toEqual([]);
});

test('each exported function of the product says what it does', () => {
	const files = sourceFiles(/^(src|db)\/.*\.ts$/).filter(
		(name) => !/\.test\.ts$|^src\/routes\/|^src\/hooks|^db\/(schema|migrations|cli\/)/.test(name),
	);
	const silent = files.flatMap((name) =>
		[...sourceText(name).matchAll(/(^|\n)([^\n]*)\n(export (?:async )?function\*? (\w+))/g)]
			.filter(([, , before]) => !/\*\/\s*$/.test(before!) && !/^\s*\/\//.test(before!))
			.map(([, , , , fn]) => `${name}: ${fn}`),
	);
	expect(silent).toEqual([]);
});

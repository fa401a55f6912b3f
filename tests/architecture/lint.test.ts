import { join } from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import { ROOT } from '../support/tree.ts';

const eslint = new ESLint({
	cwd: ROOT,
	overrideConfigFile: join(ROOT, 'tests/architecture/eslint.config.js'),
	// Types of a planted file are not known; rules that need them have their own tests upstream.
	overrideConfig: {
		languageOptions: { parserOptions: { projectService: false } },
		rules: Object.fromEntries(
			[
				'no-floating-promises', 'no-misused-promises', 'await-thenable', 'switch-exhaustiveness-check',
				'only-throw-error',
			].map((name) => [`@typescript-eslint/${name}`, 'off']),
		), // prettier-ignore
	},
});

/** What the linter says about a text as if it were the file. */
async function complaints(file: string, text: string): Promise<string[]> {
	const [result] = await eslint.lintText(text, { filePath: join(ROOT, file) });
	return result!.messages.map((message) => message.ruleId ?? message.message);
}

const FEATURE = 'src/lib/features/reports/planted.server.ts';
const PLAIN = 'src/lib/features/reports/planted.ts';
const ROUTE = 'src/routes/(app)/planted/+page.server.ts';
const COMPONENT = 'src/lib/ui/Planted.svelte';

const PLANTED: readonly [rule: string, file: string, text: string][] = [
	['house/no-barrel', PLAIN, `export * from './model.ts';`],
	['house/no-drawer', 'src/lib/platform/utils.ts', `export const a = 1;`],
	['house/no-drawer', 'src/lib/helpers/dates.ts', `export const a = 1;`],
	['house/no-drawer', 'src/lib/features/reports/index.ts', `export const a = 1;`],
	['house/no-sql', ROUTE, `export const load = ({ locals }) => locals.ctx.db.selectFrom('society');`],
	['house/no-sql', 'src/lib/tables/planted.server.ts', `export const a = (x) => x.deleteFrom('society');`],
	['house/keep-kysely', PLAIN, `import { sql } from 'kysely'; export const a = sql;`],
	['house/keep-sqlite', FEATURE, `import SQLite from 'better-sqlite3'; export const a = SQLite;`],
	['house/no-raw-sql', FEATURE, `import { sql } from 'kysely'; export const a = (x) => sql.raw(x);`],
	['house/no-database', ROUTE, `export const load = ({ locals }) => locals.ctx.db;`],
	['house/keep-writer', FEATURE, `export const a = (ctx) => ctx.database.writer;`],
	['house/server-name', PLAIN, `import { readFileSync } from 'node:fs'; export const a = readFileSync;`],
	[
		'house/server-name',
		'src/lib/features/reports/Planted.svelte',
		`<script>import { a } from './x.server.ts'; a();</script>`,
	],
	['house/no-kit', FEATURE, `import { env } from '$env/dynamic/private'; export const a = env;`],
	['house/no-kit', PLAIN, `import { page } from '$app/state'; export const a = page;`],
	['house/import-form', PLAIN, `import { a } from './model'; export const b = a;`],
	['house/import-form', ROUTE, `import { a } from '$lib/platform/clock.ts'; export const b = a;`],
	['house/only-trx', FEATURE, `export const a = (ctx, w) => w.transaction().execute(async (trx) => ctx.db);`],
	['house/no-stream', FEATURE, `export const a = (q) => q.stream(100);`],
	['max-lines', PLAIN, `export const a = 1;\n`.repeat(301)],
	['@typescript-eslint/no-explicit-any', PLAIN, `export const a = (x: any) => x;`],
	['svelte/no-at-html-tags', COMPONENT, `<script>let { a } = $props();</script>{@html a}`],
	['svelte/no-inline-styles', COMPONENT, `<p style="color: red">x</p>`],
	['house/no-style-directive', COMPONENT, `<p style:color="red">x</p>`],
	[
		'house/keep-chart',
		'src/lib/charts/planted.ts',
		`import { Chart } from 'chart.js'; export const a = Chart;`,
	],
	[
		'house/keep-lucia',
		'src/lib/platform/planted.server.ts',
		`import { Lucia } from 'lucia'; export const a = Lucia;`,
	],
	[
		'house/keep-argon2',
		'src/lib/platform/planted.server.ts',
		`import { hash } from '@node-rs/argon2'; export const a = hash;`,
	],
	['house/own-clock', FEATURE, `export const a = () => Date.now();`],
	['house/own-clock', FEATURE, `export const a = () => new Date();`],
	['house/no-chance', 'db/seed/planted.ts', `export const a = () => Math.random();`],
	['no-console', FEATURE, `export const a = () => console.log(1);`],
];

test.each(PLANTED)('%s is noticed in %s', async (rule, file, text) => {
	expect(await complaints(file, text)).toContain(rule);
});

test('the same things pass where they belong', async () => {
	const allowed: readonly [file: string, text: string][] = [
		[
			FEATURE,
			`import { sql } from 'kysely';\nexport const a = (ctx) => [sql, ctx.db.selectFrom('society')];`,
		],
		['src/lib/auth/planted.server.ts', `import { Lucia } from 'lucia';\nexport const a = Lucia;`],
		['src/hooks.server.ts', `import { building } from '$app/environment';\nexport const a = building;`],
		[PLAIN, `import type { Kysely } from 'kysely';\nimport './model.ts';\nexport type A = Kysely<object>;`],
	];
	for (const [file, text] of allowed) expect(await complaints(file, text), file).toEqual([]);
});

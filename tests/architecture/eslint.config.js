// The house rules that a linter can see; CONTRIBUTING.md lists them with the rest. tests/architecture/lint.test.ts
// plants a breach of each.
import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A rule that reports every node one of the selectors finds. */
const forbid = (message, ...selectors) => ({
	create: (context) =>
		Object.fromEntries(selectors.map((s) => [s, (node) => context.report({ node, message })])),
});

/** A rule over import sources: `wrong(source, isTypeOnly)` returns the complaint, or nothing. */
const imports = (wrong) => ({
	create(context) {
		const look = (node) => {
			const source = node.source?.value;
			const message =
				typeof source === 'string' && wrong(source, [node.importKind, node.exportKind].includes('type'));
			if (message) context.report({ node, message });
		};
		return {
			ImportDeclaration: look,
			ImportExpression: look,
			ExportNamedDeclaration: look,
			ExportAllDeclaration: look,
		};
	},
});

const isPackage = (source, name) => source === name || source.startsWith(`${name}/`);

/** Values of a package may only be imported where the block that switches the rule off says so. */
const keep = (name, where) =>
	imports((source, isType) => !isType && isPackage(source, name) && `Only ${where} imports ${name}.`);

const SQL = 'MemberExpression[property.name=/^(selectFrom|insertInto|updateTable|deleteFrom|replaceInto)$/]';
const TRANSACTION =
	'CallExpression[callee.property.name="execute"][callee.object.callee.property.name="transaction"]';

const house = {
	rules: {
		// Names and files.
		'no-barrel': forbid('A file that only passes on others hides where things live.', 'ExportAllDeclaration'),
		'no-drawer': forbid('Name the file or folder after what is in it, not "utils".', 'Program'),
		// SQL has its places.
		'no-sql': forbid('SQL lives in *.server.ts of a feature, kpi/, access/, auth/ and db/.', SQL),
		'keep-kysely': keep('kysely', '*.server.ts and db/'),
		'keep-sqlite': keep('better-sqlite3', 'db/connection.server.ts'),
		'no-raw-sql': forbid(
			'Text is never SQL; bind values.',
			'MemberExpression[object.name="sql"][property.name=/^(raw|lit)$/]',
		),
		// Data is reached through procedures.
		'no-database': forbid(
			'Routes reach data through procedures.',
			'MemberExpression[property.name=/^(db|database)$/]',
		),
		'keep-writer': forbid(
			'Only a command writes (access/procedures.server.ts).',
			'MemberExpression[property.name="writer"]',
		),
		// Server code says so in its name.
		'server-name': imports(
			(source, isType) =>
				!isType &&
				(/^(node:|#db\/)|\.server\.ts$/.test(source) ||
					['better-sqlite3', 'kysely', 'pino', 'lucia', '@node-rs/argon2'].some((p) =>
						isPackage(source, p),
					)) &&
				`This file imports server code (${source}), so its name ends in .server.ts.`,
		),
		// Kit stays at the edge.
		'no-kit': imports(
			(source, isType) =>
				(/^\$(app|env)\//.test(source) || (!isType && isPackage(source, '@sveltejs/kit'))) &&
				'Kit stays at the edge: only routes and hooks import it.',
		),
		// One form of import everywhere.
		'import-form': imports((source) => {
			if (/^\$lib(\/|$)/.test(source)) return 'Write #lib/… with its extension.';
			const own = /^(\.|#)/.test(source) && source !== './$types' && source !== '../$types';
			return (
				own &&
				!/\.(ts|js|svelte|json|css|svg|woff2|html)(\?\w+)?$/.test(source) &&
				'Write the file extension.'
			);
		}),
		// Transactions are short.
		'only-trx': forbid(
			'Inside a transaction there is only trx.',
			`${TRANSACTION} :function MemberExpression[property.name=/^(db|reader|writer)$/]`,
		),
		// No unbounded reads.
		'no-stream': forbid(
			'A stream keeps the connection busy; page by key.',
			'CallExpression[callee.property.name=/^(stream|iterate)$/]',
		),
		// One home for each library, for time and for chance.
		'keep-chart': keep('chart.js', 'lib/charts/Chart.svelte'),
		'keep-lucia': keep('lucia', 'lib/auth/'),
		'keep-argon2': keep('@node-rs/argon2', 'lib/auth/'),
		'own-clock': forbid(
			'Take the time from the context (ctx.now, ctx.today).',
			'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
			'NewExpression[callee.name="Date"][arguments.length=0]',
		),
		'no-chance': forbid(
			'Use node:crypto for secrets and a seeded generator for data.',
			'MemberExpression[object.name="Math"][property.name="random"]',
		),
		'no-style-directive': forbid('The CSP refuses inline styles; use a class.', 'SvelteStyleDirective'),
	},
};

const everyHouseRule = Object.fromEntries(Object.keys(house.rules).map((name) => [`house/${name}`, 'error']));
const off = (...names) => ({ rules: Object.fromEntries(names.map((name) => [`house/${name}`, 'off'])) });

const source = ['**/*.ts', '**/*.js', '**/*.cjs', '**/*.mjs', '**/*.svelte'];
const server = [
	'src/lib/**/*.server.ts',
	'src/hooks.server.ts',
	'src/server/**',
	'src/routes/**/*.server.ts',
	'src/routes/**/+server.ts',
];
const database = ['db/**', 'tests/**', 'src/**/*.test.ts'];

export default tseslint.config(
	{
		ignores: [
			'build/**',
			'.svelte-kit/**',
			'src/lib/paraglide/**',
			'test-results/**',
			'data/**',
			'coverage/**',
		],
	},
	js.configs.recommended,
	...tseslint.configs.recommended,
	...svelte.configs['flat/recommended'],
	{
		files: source,
		plugins: { house },
		languageOptions: {
			globals: { process: 'readonly', console: 'readonly', URL: 'readonly', module: 'writable' },
		},
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'max-lines': ['error', { max: 300 }],
			'no-console': 'off',
			eqeqeq: 'error',
			'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
			...everyHouseRule,
			'house/no-drawer': 'off',
			'house/no-database': 'off',
			'house/own-clock': 'off',
			'house/no-kit': 'off',
			'house/server-name': 'off',
		},
	},

	// Where a rule that holds everywhere has its one place.
	{ files: ['src/lib/{features,kpi,access,auth}/**/*.server.ts', ...database], ...off('no-sql') },
	// Start-up reads the one row that says which country the file is for.
	{ files: ['src/lib/platform/runtime.server.ts'], ...off('no-sql') },
	{ files: [...server, ...database], ...off('keep-kysely') },
	{ files: ['db/connection.server.ts', 'tests/**'], ...off('keep-sqlite') },
	{ files: database, ...off('no-raw-sql') },
	{ files: ['src/lib/access/procedures.server.ts', 'src/lib/auth/**', ...database], ...off('keep-writer') },
	{ files: ['tests/**'], ...off('only-trx') },
	// Playwright reads a fixture's needs from its pattern, an empty one too.
	{ files: ['tests/e2e/**'], rules: { 'no-empty-pattern': 'off' } },
	{ files: ['src/lib/charts/Chart.svelte'], ...off('keep-chart') },
	{ files: ['src/lib/auth/**'], ...off('keep-lucia', 'keep-argon2') },
	// A migration is frozen text and grows with the tables; schema.ts is generated.
	{ files: ['db/migrations/**', 'db/schema.ts'], rules: { 'max-lines': 'off' } },
	{ files: ['db/migrations/**'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },

	// Rules of one part of the house.
	{
		files: [
			'**/{utils,util,helpers,helper,common,misc}.*',
			'**/{utils,util,helpers,helper,common,misc}/**',
			'**/index.{ts,js}',
		],
		rules: { 'house/no-drawer': 'error' },
	},
	{ files: ['src/routes/**'], rules: { 'house/no-database': 'error' } },
	{
		files: ['src/lib/{features,kpi,access,tables}/**'],
		ignores: ['**/*.test.ts'],
		rules: { 'house/own-clock': 'error' },
	},
	{
		files: ['src/lib/**'],
		ignores: ['**/*.test.ts'],
		rules: { 'no-console': 'error', 'house/no-kit': 'error' },
	},
	// The edge that lives beside what it guards: hooks and the bridge from forms to commands.
	{ files: ['src/lib/*/hooks/**', 'src/lib/platform/forms.server.ts'], ...off('no-kit') },
	{
		files: ['src/lib/**'],
		ignores: ['**/*.server.ts', '**/*.test.ts'],
		rules: { 'house/server-name': 'error' },
	},

	// Svelte: nothing that the content security policy or a screen reader would refuse.
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'] } },
		rules: {
			'svelte/no-at-html-tags': 'error',
			'svelte/no-inline-styles': ['error', { allowTransitions: false }],
			'svelte/button-has-type': 'error',
			'svelte/no-target-blank': 'error',
			// Addresses are made from filters by pure functions; nothing is mounted under a base path.
			'svelte/no-navigation-without-resolve': 'off',
			'prefer-const': 'off',
			'svelte/prefer-const': 'error',
			'no-undef': 'off',
		},
	},
	{ files: ['**/*.ts', '**/*.svelte'], rules: { 'no-undef': 'off' } },

	// A promise nobody waits for is an error nobody sees.
	{
		files: ['src/**/*.ts', 'db/**/*.ts', 'tests/**/*.ts'],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: ROOT } },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
			'@typescript-eslint/only-throw-error': 'error',
		},
	},
);

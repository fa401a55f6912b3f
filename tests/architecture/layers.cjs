// Who may import whom. Read top down: each layer may use those below it, never those above.
const DOMAINS = [
	'notices', 'societies', 'programs', 'beneficiaries', 'reports', 'writing', 'review', 'proposals', 'initiatives', 'support', 'requests', 'meetings', 'compliance',
]; // prettier-ignore
const COMPOSING = [
	'dashboard', 'exchange', 'transparency', 'people', 'audit', 'settings', 'search', 'views', 'register', 'workspace',
	'completeness',
]; // prettier-ignore

const EDGE = '^(src/(routes|hooks|server|params)|db/cli)';
const FEATURES = '^src/lib/features/';
const BASE = '^src/lib/(access|kpi|tables|charts|i18n|platform|ui|auth)/';
const TESTS = '^tests/|\\.test\\.ts$';

const values = { dependencyTypesNot: ['type-only'] };
const folder = (names) => `^src/lib/features/(${names.join('|')})/`;

/** A domain may use values of the domains before it in the list, types of all. */
const order = DOMAINS.map((name, i) => ({
	name: `domain-order-${name}`,
	comment: 'Values only from domains further up the list; types freely.',
	severity: 'error',
	from: { path: folder([name]), pathNot: TESTS },
	to: { path: folder([...DOMAINS.slice(i + 1), '-']), ...values },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{
			name: 'no-cycle',
			comment: 'Two files that need each other are one.',
			severity: 'error',
			from: {},
			to: { circular: true, viaOnly: values },
		},
		{
			name: 'resolvable',
			comment: 'The import leads nowhere.',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true, pathNot: '^\\$(app|env)/|^\\./\\$types' },
		},
		{
			name: 'edge-is-last',
			comment: 'Nothing imports an entry point.',
			severity: 'error',
			from: { pathNot: [EDGE, TESTS, '^db/cli\\.ts$', '^vite\\.config\\.ts$'] },
			to: { path: EDGE, ...values },
		},
		{
			name: 'base-below-features',
			comment: 'access, kpi, tables, charts, i18n, platform, ui, auth know no domain.',
			severity: 'error',
			from: { path: BASE, pathNot: TESTS },
			to: { path: FEATURES },
		},
		{
			name: 'db-below-all',
			comment:
				'db/ knows the file on disk and nothing of src/; only the command line and the demo are entry points.',
			severity: 'error',
			from: { path: '^db/', pathNot: [TESTS, '^db/(cli|seed)/', '^db/cli\\.ts$'] },
			to: { path: '^src/' },
		},
		{
			name: 'ui-is-dumb',
			comment: 'ui/ and charts/ fetch nothing and know no server.',
			severity: 'error',
			from: { path: '^src/lib/(ui|charts|i18n)/', pathNot: TESTS },
			to: { path: '\\.server\\.ts$|^db/|^src/lib/(access|auth)/', ...values },
		},
		{
			name: 'domain-below-composing',
			comment: 'Composing features use domains, not the other way round.',
			severity: 'error',
			from: { path: folder(DOMAINS), pathNot: TESTS },
			to: { path: folder(COMPOSING), ...values },
		},
		{
			name: 'known-feature',
			comment: 'A new domain gets its place in this list first.',
			severity: 'error',
			from: {},
			to: { path: FEATURES, pathNot: folder([...DOMAINS, ...COMPOSING]) },
		},
		...order,
		{
			name: 'no-tests-in-product',
			comment: 'Tests use the product, not the other way round.',
			severity: 'error',
			from: { pathNot: TESTS },
			to: { path: TESTS },
		},
		{
			name: 'runtime-dependency',
			comment:
				'adapter-node bundles devDependencies: what runs on the server is in dependencies; Kit is the bundle.',
			severity: 'error',
			from: {
				path: '\\.server\\.ts$|^src/server/|^db/',
				pathNot: [TESTS, '^src/server/(dev|messages)\\.ts$'],
			},
			to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(@sveltejs/kit|svelte)/', ...values },
		},
		{
			name: 'declared-dependency',
			comment: 'Not in package.json.',
			severity: 'error',
			from: {},
			to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^src/lib/paraglide/|^\\.svelte-kit/|^build/' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'svelte', 'node', 'default', 'types'],
			extensions: ['.ts', '.js', '.svelte', '.d.ts', '.json'],
		},
	},
};

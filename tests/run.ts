// `npm test`: every check in order, stopping at the first that fails. `npm test -- unit lint` runs only those;
// `npm run check` all that need neither a build nor a browser.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './support/browser.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RESULTS = join(ROOT, 'test-results');
const VITEST_JSON = join(RESULTS, 'vitest.json');
const PLAYWRIGHT_JSON = join(RESULTS, 'playwright.json');

process.chdir(ROOT);
// The commands of this project's own packages, run by this very Node; no package reports its use to anyone.
process.env.PATH = `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`;
process.env.DO_NOT_TRACK = '1';

interface Part {
	readonly name: string;
	readonly title: string;
	/** Needs neither a build nor a browser. */
	readonly isStatic: boolean;
	run(): boolean;
}

function sh(command: string): boolean {
	return spawnSync(command, { shell: true, stdio: 'inherit' }).status === 0;
}

const check = (name: string, title: string, ...commands: string[]): Part => ({
	name,
	title,
	isStatic: true,
	run: () => commands.every(sh),
});

const PARTS: readonly Part[] = [
	check('generated', 'Messages and route types', 'node src/server/messages.ts', 'svelte-kit sync'),
	check('format', 'Layout (prettier)', 'prettier --check --log-level warn .'),
	check(
		'lint',
		'House rules (eslint)',
		'eslint --config tests/architecture/eslint.config.js --max-warnings 0 .',
	),
	check(
		'components',
		'Components (svelte-check)',
		'svelte-check --tsconfig tsconfig.json --fail-on-warnings --output human',
	),
	check('types', 'Types (tsc)', 'tsc --noEmit'),
	check(
		'layers',
		'Layers (dependency-cruiser)',
		'depcruise --config tests/architecture/layers.cjs src db tests vite.config.ts svelte.config.js',
	),
	check('unused', 'Nothing unused (knip)', 'knip --config tests/architecture/knip.json --no-config-hints'),
	{
		name: 'unit',
		title: 'Unit, procedures, database, words (vitest)',
		isStatic: false,
		run: () =>
			sh(
				`vitest run --config tests/vitest.config.ts --reporter=default --reporter=json --outputFile.json="${VITEST_JSON}"`,
			),
	},
	{
		name: 'build',
		title: 'Production build (vite), when something changed',
		isStatic: false,
		run: () => sh('node src/server/build.ts'),
	},
	{
		name: 'e2e',
		title: 'The built application in a browser (playwright)',
		isStatic: false,
		run() {
			process.env.CHROMIUM_PATH = findBrowser();
			process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = PLAYWRIGHT_JSON;
			return sh('playwright test --config tests/e2e/playwright.config.ts');
		},
	},
];

function chosen(words: readonly string[]): readonly Part[] {
	if (words.length === 0) return PARTS;
	if (words.length === 1 && words[0] === 'check') return PARTS.filter((part) => part.isStatic);
	const unknown = words.filter((word) => !PARTS.some((part) => part.name === word));
	if (unknown.length === 0) return PARTS.filter((part) => words.includes(part.name));
	console.error(
		`Unknown: ${unknown.join(', ')}. The parts are ${PARTS.map((part) => part.name).join(', ')}, or "check".`,
	);
	return process.exit(2);
}

type Counts = readonly [passed: number, failed: number, skipped: number];

/** What a runner's own JSON says; nothing when it did not run or did not finish. */
function read<T>(file: string, counts: (report: T) => Counts): Counts {
	return existsSync(file) ? counts(JSON.parse(readFileSync(file, 'utf8')) as T) : [0, 0, 0];
}

const vitestCounts = () =>
	read<Record<`num${'Passed' | 'Failed' | 'Pending' | 'Todo'}Tests`, number>>(VITEST_JSON, (r) => [
		r.numPassedTests,
		r.numFailedTests,
		r.numPendingTests + r.numTodoTests,
	]);

const playwrightCounts = () =>
	read<{ stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number> }>(PLAYWRIGHT_JSON, (r) => [
		r.stats.expected,
		r.stats.unexpected + r.stats.flaky,
		r.stats.skipped,
	]);

const seconds = (from: number) => `${((performance.now() - from) / 1000).toFixed(1)} s`;

function main(): number {
	const parts = chosen(process.argv.slice(2));
	for (const file of [VITEST_JSON, PLAYWRIGHT_JSON]) rmSync(file, { force: true });
	const lines: string[] = [];
	let failed: Part | undefined;
	const begun = performance.now();
	for (const [index, part] of parts.entries()) {
		if (failed) {
			lines.push(`  not run  ${''.padStart(8)}  ${part.title}`);
			continue;
		}
		console.log(`\n=== ${index + 1} of ${parts.length}: ${part.title}\n`);
		const started = performance.now();
		if (!part.run()) failed = part;
		lines.push(`  ${failed ? 'FAILED ' : 'passed '}  ${seconds(started).padStart(8)}  ${part.title}`);
	}
	console.log(`\n=== Summary, ${seconds(begun)} in all\n\n${lines.join('\n')}\n`);
	if (failed) console.log(`Stopped at "${failed.title}"; run it alone with: npm test -- ${failed.name}\n`);
	const [passed, broken, skipped] = [vitestCounts(), playwrightCounts()].reduce(
		(a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]] as const,
	);
	console.log(`${passed} passed, ${broken} failed, ${skipped} skipped`);
	return failed ? 1 : 0;
}

process.exitCode = main();

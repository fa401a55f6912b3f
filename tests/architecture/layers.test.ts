import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/tree.ts';

/** What dependency-cruiser says about a small planted tree: `rule: file` of each breach. */
function breaches(files: Record<string, string>): string[] {
	const folder = mkdtempSync(join(tmpdir(), 'sharaka-layers-'));
	try {
		for (const [name, text] of Object.entries(files)) {
			mkdirSync(dirname(join(folder, name)), { recursive: true });
			writeFileSync(join(folder, name), text);
		}
		symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
		const words = [
			'--config',
			join(ROOT, 'tests/architecture/layers.cjs'),
			'--output-type',
			'json',
			'src',
			'db',
		];
		const bin = join(ROOT, 'node_modules/.bin/depcruise');
		const { stdout } = spawnSync(bin, words, { cwd: folder, encoding: 'utf8' });
		const report = JSON.parse(stdout) as {
			summary: { violations: { from: string; rule: { name: string } }[] };
		};
		return [...new Set(report.summary.violations.map((v) => `${v.rule.name}: ${v.from}`))].sort();
	} finally {
		rmSync(folder, { recursive: true });
	}
}

const uses = (from: string) => `import { a } from '${from}'; export const b = a;`;
const leaf = 'export const a = 1; export type A = number;';

const sound = {
	'package.json':
		'{"type":"module","imports":{"#lib/*":"./src/lib/*","#db/*":"./db/*"},"devDependencies":{"svelte":"*","vite":"*"}}',
	'tsconfig.json': '{"compilerOptions":{"module":"esnext","moduleResolution":"bundler"}}',
	'db/schema.ts': leaf,
	'db/cli/kpi.ts': uses('#lib/features/dashboard/model.ts'),
	'src/routes/page.ts': uses('#lib/features/reports/model.ts'),
	'src/lib/features/dashboard/model.ts': `export type A = number; ${uses('../reports/model.ts')}`,
	'src/lib/features/reports/model.ts': `${uses('../societies/model.ts')} export { a };`,
	'src/lib/features/reports/types.ts': `import type { A } from '../dashboard/model.ts'; export type B = A;`,
	'src/lib/features/societies/model.ts': `${uses('#lib/kpi/model.server.ts')} export { a };`,
	'src/lib/kpi/model.server.ts': `${uses('#db/schema.ts')} export { a };`,
	'src/lib/ui/Button.svelte': `<script lang="ts">import { a } from '../i18n/text.ts'; a;</script>`,
	'src/lib/i18n/text.ts': leaf,
};

test('what the layers allow passes: down the list, and types in any direction', () => {
	expect(breaches(sound)).toEqual([]);
});

test('every breach of the layers is named', () => {
	const planted: Record<string, string> = {
		'base-below-features: src/lib/kpi/wrong.ts': uses('#lib/features/reports/model.ts'),
		'db-below-all: db/wrong.ts': uses('#lib/i18n/text.ts'),
		'declared-dependency: src/lib/features/societies/wrong.ts': uses('kysely'),
		'domain-below-composing: src/lib/features/reports/wrong.ts': uses('../dashboard/model.ts'),
		'domain-order-societies: src/lib/features/societies/order.ts': uses('../reports/model.ts'),
		'edge-is-last: src/lib/platform/wrong.ts': uses('../../routes/page.ts'),
		'known-feature: src/routes/wrong.ts': uses('#lib/features/secrets/model.ts'),
		'no-cycle: src/lib/kpi/one.ts': uses('./two.ts'),
		'resolvable: src/lib/i18n/wrong.ts': uses('./nowhere.ts'),
		'runtime-dependency: src/lib/kpi/tool.server.ts': `import { a } from 'vite'; export const b = a;`,
		'ui-is-dumb: src/lib/ui/Wrong.svelte': `<script lang="ts">${uses('../kpi/model.server.ts')}</script>`,
	};
	const files = Object.fromEntries(Object.entries(planted).map(([id, text]) => [id.split(': ')[1], text]));
	const others = {
		'src/lib/features/secrets/model.ts': leaf,
		'src/lib/kpi/two.ts': `import { b } from './one.ts'; export const a = b;`,
	};
	const found = breaches({ ...sound, ...others, ...files });
	expect(found).toEqual(Object.keys(planted).sort());
});

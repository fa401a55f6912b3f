import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seedDemo } from '#db/cli/seed.ts';
import { contextFor, openRuntime, OPERATOR } from '#lib/platform/runtime.server.ts';
import { walkChain } from './audit.ts';
import { mapAgainstSql } from './completeness.ts';
import { rollupAgainstFacts, verifyAgainstUpdate } from './figures.ts';
import { exportAgainstTool, hasSqliteTool, importAgainstTool } from './files.ts';
import { pagesAgainstHealth } from './pages.ts';
import { searchNames } from './search.ts';
import { submitBurst } from './submitburst.ts';
import { knownAgainstUnknown } from './signin.ts';

// Ratios of sides measured in turn in this one run; the absolute times are this machine's alone.
const REAL = fileURLToPath(
	new URL('../../../shared/data/jordan/activityinfo_2014_2016.csv.gz', import.meta.url),
);
const REAL_ROWS = 111_228;

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = (part: string) => !values.only || values.only === part;
const folder = mkdtempSync(join(tmpdir(), 'sharaka-bench-'));
console.log(
	`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), medians of 5 rounds`,
);

try {
	const demo = join(folder, 'demo.db');
	await seedDemo(demo);
	if (wanted('figures')) {
		const runtime = await openRuntime(demo);
		const ctx = contextFor(runtime, OPERATOR, { locale: 'en' });
		await rollupAgainstFacts(ctx, `${Number(ctx.today.slice(0, 4)) - 2}-01`, ctx.today.slice(0, 7));
		await verifyAgainstUpdate(ctx);
		await runtime.database.close();
	}
	if (wanted('files')) {
		if (!existsSync(REAL)) console.log('\nImport and export skipped: ../shared/data is not here.');
		else if (!hasSqliteTool())
			console.log('\nImport and export skipped: no sqlite3 command line to compare with.');
		else {
			await importAgainstTool(REAL, folder, REAL_ROWS);
			await exportAgainstTool(join(folder, 'import.db'), '2014-01', '2016-12');
		}
	}
	if (wanted('completeness')) {
		const file = join(folder, 'completeness.db');
		await seedDemo(file);
		const runtime = await openRuntime(file);
		await mapAgainstSql(contextFor(runtime, OPERATOR, { locale: 'en' }));
		await runtime.database.close();
	}
	if (wanted('search')) await searchNames(folder);
	if (wanted('audit')) await walkChain(folder);
	if (wanted('signin')) await knownAgainstUnknown();
	if (wanted('burst')) await submitBurst(demo);
	if (wanted('pages')) await pagesAgainstHealth(demo);
} finally {
	rmSync(folder, { recursive: true, force: true });
}

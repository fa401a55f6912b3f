import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemo } from '#db/cli/seed.ts';
import { ensureBuild } from '../../src/server/bundle.ts';

/** Builds what changed and seeds the demo, once for all workers; each copies the file. Returns what cleans up. */
export default async function makeTemplate(): Promise<() => void> {
	await ensureBuild();
	const folder = mkdtempSync(join(tmpdir(), 'sharaka-e2e-'));
	const file = join(folder, 'template.db');
	await seedDemo(file);
	process.env.SHARAKA_TEST_TEMPLATE = file;
	return () => rmSync(folder, { recursive: true, force: true });
}

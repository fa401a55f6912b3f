import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before the run: one folder for everything its workers write; after it, gone with all that is in it. */
export default function folder(): () => void {
	const made = mkdtempSync(join(tmpdir(), 'sharaka-test-'));
	process.env.SHARAKA_TEST_FOLDER = made;
	return () => rmSync(made, { recursive: true, force: true });
}

import { existsSync } from 'node:fs';
import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { contentPath, keepContent, readContent } from '#lib/platform/files.server.ts';

const BATCH = 500;

/**
 * Copies the files that the rows of a copied database name from beside `file` to beside `out`, those that are not there
 * yet; each is compared with its fingerprint. A sentence for each that is lost or damaged.
 */
export async function copyStoredFiles(copy: Kysely<Schema>, file: string, out: string): Promise<string[]> {
	const problems: string[] = [];
	let after = 0;
	for (;;) {
		const rows = await copy
			.selectFrom('stored_file')
			.select(['id', 'sha256'])
			.where('id', '>', after)
			.orderBy('id')
			.limit(BATCH)
			.execute();
		for (const { id, sha256 } of rows) {
			if (existsSync(contentPath(out, sha256))) continue;
			try {
				await keepContent(out, await readContent(file, sha256));
			} catch (error) {
				problems.push(`The stored file ${id} could not be copied: ${(error as Error).message}`);
			}
		}
		const last = rows.at(-1);
		if (!last) return problems;
		after = last.id;
	}
}

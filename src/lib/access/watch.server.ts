import type { Kysely } from 'kysely';
import type { Database } from '#db/connection.server.ts';
import type { Schema } from '#db/schema.ts';
import type { Anchors } from './anchor.server.ts';
import { verifyAudit } from './chain.server.ts';
import type { ChainWatch, Verification } from './verdict.ts';

async function countEntries(db: Kysely<Schema>): Promise<number> {
	const newest = await db
		.selectFrom('audit_entry')
		.select('seq')
		.orderBy('seq', 'desc')
		.limit(1)
		.executeTakeFirst();
	return newest?.seq ?? 0;
}

/** Watches over the chain of one open database, with a connection of its own for each walk. */
export function watchChain(
	database: Pick<Database, 'openReader'>,
	key: Buffer,
	anchors: Anchors,
	report: (what: string, error?: unknown) => void,
): ChainWatch {
	let running: { done: number; total: number } | null = null;
	let work: Promise<Verification> | undefined;

	const walk = async (by: Verification['by'], now: Date): Promise<Verification> => {
		const started = performance.now();
		const reader = database.openReader();
		try {
			const known = await anchors.read();
			running = { done: 0, total: await countEntries(reader) };
			const verdict = await verifyAudit(reader, key, known, (done) => {
				if (running) running.done = done;
			});
			const ms = Math.round(performance.now() - started);
			const verification = { at: now.toISOString(), by, ms, verdict };
			anchors.keep(verification);
			if (!verdict.ok) report(`The audit chain does not hold from entry ${verdict.firstBadSeq} on`);
			return verification;
		} catch (error) {
			report('The audit chain could not be walked', error);
			throw error;
		} finally {
			running = null;
			work = undefined;
			await reader.destroy();
		}
	};

	return {
		get running() {
			return running;
		},
		get last() {
			return anchors.last;
		},
		anchors: () => anchors.read(),
		verify: (by, now) => (work ??= walk(by, now)),
	};
}

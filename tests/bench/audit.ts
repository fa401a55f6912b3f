import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { prepareDatabase } from '#db/cli/migrate.ts';
import { openDatabase } from '#db/connection.server.ts';
import { GENESIS, seal, type Sealed } from '#lib/access/audit.server.ts';
import { verifyAudit } from '#lib/access/chain.server.ts';

const ENTRIES = 200_000;
const TOGETHER = 500;
const KEY = Buffer.alloc(32, 7);

function entryAfter(seq: number, prev_hash: string): Sealed {
	const about = { actor_id: null, role: 'operator', action: 'report.verify', object_type: 'report' };
	const change = { before: '{"state":"submitted"}', after: '{"state":"verified"}', request_id: 'bench' };
	return { seq, at: '2026-01-01T00:00:00.000Z', ...about, object_id: String(seq), ...change, prev_hash };
}

/** A walk over a long audit chain, and how long it keeps everybody else waiting. */
export async function walkChain(folder: string): Promise<void> {
	const file = join(folder, 'chain.db');
	await prepareDatabase(file, 'bahrain');
	const database = openDatabase(file);
	let hash = GENESIS;
	await database.writer.transaction().execute(async (trx) => {
		for (let seq = 1; seq <= ENTRIES; seq += TOGETHER) {
			const rows = Array.from({ length: TOGETHER }, (_, i) => {
				const entry = entryAfter(seq + i, hash);
				hash = seal(KEY, entry);
				return { ...entry, hash };
			});
			await trx.insertInto('audit_entry').values(rows).execute();
		}
	});
	const lag = monitorEventLoopDelay({ resolution: 1 });
	lag.enable();
	const started = performance.now();
	const { ok, entries } = await verifyAudit(database.reader, KEY);
	const took = performance.now() - started;
	lag.disable();
	await database.close();
	if (!ok || entries !== ENTRIES) throw new Error(`the chain of ${entries} entries does not hold`);
	console.log(`\nAudit chain of ${ENTRIES.toLocaleString('en')} entries`);
	console.log(
		`  walk: ${(took / 1000).toFixed(1)} s  ${Math.round((entries / took) * 1000).toLocaleString('en')}/s`,
	);
	console.log(
		`  event loop held, p99: ${(lag.percentile(99) / 1e6).toFixed(1)} ms, at most ${(lag.max / 1e6).toFixed(1)} ms`,
	);
}

import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect, type CompiledQuery } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import type { Schema } from '#db/schema.ts';
import { readFilterOptions, readOverview } from '#lib/features/dashboard/queries.server.ts';
import { KPIS } from '#lib/features/dashboard/registry.server.ts';
import { parseFilter } from '#lib/kpi/filter.ts';
import { readKpi } from '#lib/kpi/read.server.ts';
import { fillRandomWorld } from '../support/randomworld.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';

/** Tables that grow with every report; whoever opens a page must not wait for a walk through one of them. */
const FACTS = [
	'reach_line',
	'delivery_line',
	'outcome_result',
	'report_version',
	'report',
	'expected_report',
	'audit_entry',
];

const TODAY = '2026-09-20';

let database: Database;
let handle: SQLite.Database;

beforeAll(async () => {
	database = await freshDatabase();
	await fillRandomWorld(database, 7);
	handle = new SQLite(database.file, { readonly: true });
});
afterAll(async () => {
	handle.close();
	await database.close();
});

/** Every statement `run` sends, with its parameters. */
async function statements(run: (db: Kysely<Schema>) => Promise<unknown>): Promise<CompiledQuery[]> {
	const sent: CompiledQuery[] = [];
	const own = new SQLite(database.file, { readonly: true });
	const db = new Kysely<Schema>({
		dialect: new SqliteDialect({ database: own }),
		log: (event) => void sent.push(event.query),
	});
	await run(db);
	await db.destroy();
	return sent;
}

/** Scans of fact tables in a statement's plan; SQLite names a table by its alias there. */
function factScans({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): string[] {
	const names = new Map(FACTS.map((table) => [table, table]));
	for (const [, table, alias] of sql.matchAll(/\b(?:from|join)\s+"?(\w+)"?(?:\s+as)?\s+"?(\w+)"?/gi)) {
		if (FACTS.includes(table!)) names.set(alias!, table!);
	}
	const plan = handle.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[];
	return plan
		.map(({ detail }) => detail)
		.filter((detail) => names.has(/^SCAN (\w+)/.exec(detail)?.[1] ?? ''));
}

async function expectNoScans(run: (db: Kysely<Schema>) => Promise<unknown>): Promise<void> {
	const sent = await statements(run);
	expect(sent.length).toBeGreaterThan(0);
	for (const query of sent) expect(factScans(query), query.sql).toEqual([]);
}

const FILTERS: readonly (readonly [name: string, params: Record<string, string>])[] = [
	['everything', {}],
	['a year', { from: '2025-10', to: '2026-08' }],
	['one governorate', { governorate: 'capital' }],
	['category and sector', { category: 'charitable', sector: 'education' }],
	['segments of one sex', { segment: 'orphans', sex: 'female' }],
	['one society', { society: '1' }],
	['one program', { program: '1' }],
];

const filterOf = (params: Record<string, string>) =>
	parseFilter((name) => (params[name] ? [params[name]] : []), '2026-08').filter;

describe.each(KPIS.map((kpi) => [kpi.id, kpi] as const))('%s', (_, kpi) => {
	test.each(FILTERS)('reads no fact table from end to end: %s', async (_, params) => {
		await expectNoScans(async (db) => {
			for (const scope of [{ reach: 'all' }, { reach: 'own', societyId: 1 }] as const) {
				const ask = { db, scope, filter: filterOf(params), today: TODAY };
				for (const by of [[], ...kpi.cuts.map((cut) => [cut])]) await readKpi(kpi, ask, by);
			}
		});
	});
});

describe('the overview', () => {
	const viewers = [viewerOf('leadership'), viewerOf('society', { societyId: 1 })];

	test.each(FILTERS)('reads no fact table from end to end: %s', async (_, params) => {
		await expectNoScans(async (db) => {
			for (const viewer of viewers) {
				const ctx = await contextOf(database, viewer, { now: new Date(`${TODAY}T09:00:00Z`) });
				await readOverview({ ...ctx, db }, filterOf(params));
				await readFilterOptions({ ...ctx, db }, {});
			}
		});
	});
});

test('the check notices a scan, also behind an alias', () => {
	expect(factScans({ sql: 'select sum(people) from reach_line', parameters: [] })).toHaveLength(1);
	expect(
		factScans({ sql: 'select count(*) from report as x where x.version = ?', parameters: [1] }),
	).toHaveLength(1);
	expect(factScans({ sql: 'select * from reach_line l where l.id = ?', parameters: [1] })).toEqual([]);
});

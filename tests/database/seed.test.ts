import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sql } from 'kysely';
import { plantDemo } from '#db/cli/seed.ts';
import type { Database } from '#db/connection.server.ts';
import { verifyAudit } from '#lib/access/chain.server.ts';
import { countRollupDifferences } from '#lib/kpi/rollup.server.ts';
import { OPERATOR } from '#lib/platform/runtime.server.ts';
import { AUDIT_KEY, contextOf, freshDatabase } from '../support/world.ts';

const TODAY = '2026-11-23';

async function planted(today = TODAY): Promise<Database> {
	const database = await freshDatabase('bahrain');
	await plantDemo({ ...(await contextOf(database, OPERATOR)), today });
	return database;
}

async function count(database: Database, query: string): Promise<number> {
	const { rows } = await sql
		.raw<{ n: number }>(`select count(*) as n from ${query}`)
		.execute(database.reader);
	return rows[0]!.n;
}

async function tables(database: Database): Promise<string[]> {
	const { rows } = await sql<{
		name: string;
	}>`select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual')
		and name not like 'sqlite_%' and name not like 'kysely_%' order by name`.execute(database.reader);
	return rows.map((row) => row.name);
}

/** SHA-256 over every row of every table, in primary-key order. */
async function contentHash(database: Database): Promise<string> {
	const hash = createHash('sha256');
	for (const table of await tables(database)) {
		const { rows } = await sql`select * from ${sql.table(table)}`.execute(database.reader);
		hash.update(`${table}\n`);
		for (const row of rows) hash.update(JSON.stringify(row));
	}
	return hash.digest('hex');
}

describe('the demo world', () => {
	let database: Database;
	beforeAll(async () => {
		database = await planted();
	});
	afterAll(() => database.close());

	test('has the promised size', async () => {
		expect(await count(database, 'society')).toBe(120);
		expect(await count(database, 'program')).toBe(500);
		expect(await count(database, '(select distinct period from expected_report)')).toBe(36);
		expect(await count(database, 'account where password_hash is null and is_demo = 1')).toBe(10);
		expect(await count(database, '(select distinct category_id from society)')).toBe(18);
	});

	test('is the same twice for the same day, and another for another', async () => {
		const again = await planted();
		const other = await planted('2026-11-24');
		const hashes = [await contentHash(database), await contentHash(again), await contentHash(other)];
		await again.close();
		await other.close();
		expect(hashes[1]).toBe(hashes[0]);
		expect(hashes[2]).not.toBe(hashes[0]);
	});

	test('has rollups equal to its rows, sound keys and an unbroken audit chain', async () => {
		const different = await database.writer.transaction().execute((trx) => countRollupDifferences(trx));
		expect(different).toBe(0);
		const broken = await sql`pragma foreign_key_check`.execute(database.reader);
		expect(broken.rows).toEqual([]);
		const verdict = await verifyAudit(database.reader, AUDIT_KEY);
		expect(verdict).toMatchObject({ ok: true });
		expect(verdict.entries).toBe(await count(database, 'audit_entry'));
		expect(await count(database, `audit_entry where action = 'seed'`)).toBe(1);
	});

	test('audits every reopening, and every reopened report has an older version that was in force', async () => {
		const ended = await count(database, 'report_version where verified_until is not null');
		expect(ended).toBeGreaterThan(5);
		expect(await count(database, `audit_entry where action = 'report.reopen'`)).toBe(ended);
		const newer = await count(
			database,
			`report_version v where verified_until is not null and exists (
				select 1 from report_version w where w.report_id = v.report_id and w.number > v.number)`,
		);
		expect(newer).toBe(ended);
	});

	test('keeps each state and its versions together', async () => {
		const inForce =
			'(select 1 from report_version v where v.report_id = t.id and v.verified_from is not null and v.verified_until is null)';
		expect(await count(database, `report t where t.state = 'verified' and not exists ${inForce}`)).toBe(0);
		expect(await count(database, `report t where t.state <> 'verified' and exists ${inForce}`)).toBe(0);
		for (const state of ['draft', 'submitted', 'verified', 'returned']) {
			expect(await count(database, `report where state = '${state}'`), state).toBeGreaterThan(3);
		}
		expect(await count(database, 'report_version where nothing_to_report = 1')).toBeGreaterThan(5);
	});

	test('tells nothing of the future', async () => {
		const dawn = `${TODAY}T00:00:00.000Z`;
		for (const column of ['created_at', 'submitted_at', 'verified_from', 'verified_until']) {
			expect(await count(database, `report_version where ${column} > '${dawn}'`), column).toBe(0);
		}
		expect(await count(database, `report where first_submitted_on >= '${TODAY}'`)).toBe(0);
		expect(await count(database, `society_status where starts_on > '${TODAY}'`)).toBe(0);
		expect(await count(database, `audit_entry where at > '${dawn}'`)).toBe(0);
	});

	test('reports about nine in ten of what was due, and about eight in ten in time', async () => {
		const due = `expected_report e left join report t using (program_id, period) where e.due_on <= '${TODAY}'`;
		const all = await count(database, due);
		const received = (await count(database, `${due} and t.first_submitted_on is not null`)) / all;
		const inTime = (await count(database, `${due} and t.first_submitted_on <= e.due_on`)) / all;
		expect(received).toBeGreaterThan(0.87);
		expect(received).toBeLessThan(0.93);
		expect(inTime).toBeGreaterThan(0.76);
		expect(inTime).toBeLessThan(0.84);
	});

	test('grows a little over last year, at a believable cost per person', async () => {
		const year = async (from: string, to: string) => {
			const { rows } = await sql<{ people: number; spend: number }>`select sum(people) as people,
				sum(spend_reached_minor) as spend from rollup_report
				where month between ${from} and ${to}`.execute(database.reader);
			return rows[0]!;
		};
		const [before, now] = [await year('2025-01', '2025-10'), await year('2026-01', '2026-10')];
		expect(now.people / before.people).toBeGreaterThan(1.01);
		expect(now.people / before.people).toBeLessThan(1.2);
		expect(now.spend / now.people / 1000).toBeGreaterThan(8);
		expect(now.spend / now.people / 1000).toBeLessThan(60);
		const odd = `(select program_id from rollup_report group by 1 having sum(people) > 0
			and sum(spend_reached_minor) / sum(people) not between 4000 and 80000)`;
		expect(await count(database, odd)).toBe(0);
	});

	test('has one governorate that is visibly weaker', async () => {
		const { rows } = await sql<{ code: string }>`select g.code from rollup_reach r
			join governorate g on g.id = r.governorate_id where g.population is not null
			group by g.id order by 1.0 * sum(r.people) / g.population`.execute(database.reader);
		expect(rows.map((row) => row.code)).toHaveLength(4);
		expect(rows[0]!.code).toBe('southern');
	});

	test('has boards in term, about to end and past their term', async () => {
		const last = `(select max(b.ends_on) as ends_on from board_term b join society s on s.id = b.society_id
			where b.is_temporary = 0 and s.status in ('active', 'suspended') group by s.id)`;
		const share =
			(await count(database, `${last} where ends_on >= '${TODAY}'`)) / (await count(database, last));
		expect(share).toBeGreaterThan(0.84);
		expect(share).toBeLessThan(0.92);
		const soon = `${last} where ends_on between '${TODAY}' and date('${TODAY}', '+60 days')`;
		expect(await count(database, soon)).toBeGreaterThan(3);
	});

	test('writes every name in its own letters and no name twice', async () => {
		for (const table of ['society', 'program', 'indicator', 'account'] as const) {
			const rows = await database.reader.selectFrom(table).select(['name_ar', 'name_en']).execute();
			for (const row of rows) {
				expect(row.name_ar, row.name_en).not.toMatch(/\p{Script=Latin}/u);
				expect(row.name_en, row.name_ar).not.toMatch(/\p{Script=Arabic}/u);
			}
			if (table === 'indicator') continue;
			expect(new Set(rows.map((row) => row.name_ar)).size).toBe(rows.length);
			expect(new Set(rows.map((row) => row.name_en)).size).toBe(rows.length);
		}
	});

	test('never puts a person in an age or sex the segment cannot have', async () => {
		const lines = `reach_line l join segment s on s.id = l.segment_id join age_band a on a.id = l.age_band_id`;
		expect(
			await count(database, `${lines} where s.code = 'elderly' and a.code not in ('60_plus', 'unknown')`),
		).toBe(0);
		expect(
			await count(database, `${lines} where s.code = 'orphans' and a.code in ('30_59', '60_plus')`),
		).toBe(0);
		expect(await count(database, `${lines} where s.code = 'widows' and l.sex = 'male'`)).toBe(0);
	});

	test('stays small', async () => {
		const { rows } = await sql<{ bytes: number }>`select page_count * page_size as bytes
			from pragma_page_count(), pragma_page_size()`.execute(database.reader);
		expect(rows[0]!.bytes).toBeLessThan(60 * 2 ** 20);
	});

	test('is planted once only: the second time changes nothing', async () => {
		const before = await contentHash(database);
		const ctx = await contextOf(database, OPERATOR);
		await expect(plantDemo({ ...ctx, today: TODAY })).rejects.toThrow('already holds societies');
		expect(await contentHash(database)).toBe(before);
	});
});

test('the demo is refused in production and on another country’s pack, and nothing is written', async () => {
	const database = await freshDatabase('bahrain');
	const jordan = await freshDatabase('jordan');
	try {
		const foreign = { ...(await contextOf(jordan, OPERATOR)), today: TODAY };
		await expect(plantDemo(foreign)).rejects.toThrow('needs the pack');
		const ctx = { ...(await contextOf(database, OPERATOR)), today: TODAY };
		vi.stubEnv('NODE_ENV', 'production');
		await expect(plantDemo(ctx)).rejects.toThrow('never seeded in production');
		expect(await count(database, 'society')).toBe(0);
		expect(await count(jordan, 'society')).toBe(0);
	} finally {
		vi.unstubAllEnvs();
		await database.close();
		await jordan.close();
	}
});

test.each(['2026-01-02', '2026-03-05', '2028-02-29'])('a demo of %s holds together too', async (today) => {
	const database = await planted(today);
	try {
		expect(await count(database, 'program')).toBe(500);
		const different = await database.writer.transaction().execute((trx) => countRollupDifferences(trx));
		expect(different).toBe(0);
		expect(await count(database, `report where first_submitted_on >= '${today}'`)).toBe(0);
	} finally {
		await database.close();
	}
});

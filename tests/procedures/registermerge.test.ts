import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { KPIS } from '#lib/features/dashboard/registry.server.ts';
import { divideTarget, firstMonth } from '#lib/features/programs/continuation.ts';
import { readChoices } from '#lib/features/register/choices.server.ts';
import { mergeSociety, previewHandover, splitSociety } from '#lib/features/register/merge.server.ts';
import { changeStatus } from '#lib/features/register/status.server.ts';
import { openFilter } from '#lib/kpi/filter.ts';
import { readKpi } from '#lib/kpi/read.server.ts';
import { countRollupDifferences } from '#lib/kpi/rollup.server.ts';
import { expectedUpTo } from '#lib/kpi/targets.ts';
import type { Context } from '#lib/platform/context.ts';
import { fillRandomWorld } from '../support/randomworld.ts';
import { dump, worldOf } from '../support/twosocieties.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';

const NOW = new Date('2026-10-25T09:00:00Z');
const ON = '2026-07-01';

async function open(seed: number) {
	const database = await freshDatabase();
	const world = await fillRandomWorld(database, seed);
	const officer = await contextOf(database, viewerOf('officer'), { now: NOW });
	return { database, officer, ids: world.societyIds };
}

/** Three measures month by month, over all societies and of each. */
async function figures(database: Database, ids: readonly (number | undefined)[], from: string, to: string) {
	const said: Record<string, unknown> = {};
	for (const kpi of KPIS.filter(({ id }) => ['K-B7', 'K-D1', 'K-O8'].includes(id))) {
		for (const society of ids) {
			const filter = openFilter({ from, to, ...(society && { society }) });
			const ask = { db: database.reader, scope: { reach: 'all' }, filter, today: '2026-10-25' } as const;
			said[`${kpi.id} ${society ?? 'all'}`] = await readKpi(kpi, ask, ['month']);
		}
	}
	return said;
}

const countOf = async (database: Database, table: 'expected_report' | 'report' | 'program') =>
	(await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(database.reader)).rows[0]!
		.n;

async function request(officer: Context, id: number, targets: readonly number[], ends: boolean, on = ON) {
	const { candidates } = await readChoices(officer, { id, on, to: [] });
	const moves = candidates.map((program, i) => `${program.id}:${targets[i % targets.length]}`);
	const decision = 'قرار رقم (9)';
	const asked = { id, on, targets: targets.map(String), moves, ends: ends ? 'on' : '', decision };
	const plan = await previewHandover(officer, asked);
	const { version } = await officer.db
		.selectFrom('society')
		.select('version')
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	const sent = { ...asked, version: String(version), digest: plan.digest, file: null };
	return { plan, sent };
}

/** The call is refused with this code and the file is as it was. */
async function refused(database: Database, run: () => Promise<unknown>, code: string) {
	const before = await dump(database);
	await expect(run()).rejects.toMatchObject({ code });
	expect(await dump(database)).toEqual(before);
}

describe.each([1, 2, 3, 4])('a merger in a random world (%i)', (seed) => {
	it('leaves every figure of a past period where it was, and all sums as they were', async () => {
		const { database, officer, ids } = await open(seed);
		const [a, b] = ids as [number, number];
		const everyone = [undefined, ...ids];
		const past = await figures(database, everyone, '2025-09', '2026-06');
		const all = await figures(database, [undefined], '2025-09', '2026-10');
		const [expected, reports] = [
			await countOf(database, 'expected_report'),
			await countOf(database, 'report'),
		];
		const { plan, sent } = await request(officer, a, [b], true);
		await mergeSociety(officer, sent);
		expect(await figures(database, everyone, '2025-09', '2026-06')).toEqual(past);
		expect(await figures(database, [undefined], '2025-09', '2026-10')).toEqual(all);
		expect(await countOf(database, 'expected_report')).toBe(expected);
		expect(await countOf(database, 'report')).toBe(reports);
		expect(await countRollupDifferences(database.reader)).toBe(0);
		const society = await database.reader
			.selectFrom('society')
			.select('status')
			.where('id', '=', a)
			.executeTakeFirst();
		expect(society?.status).toBe('merged');
		const made = await database.reader
			.selectFrom('program')
			.selectAll()
			.where('continues_id', 'is not', null)
			.execute();
		expect(made.map((program) => program.continues_id)).toEqual(
			plan.lines.filter(({ fate }) => fate === 'continues').map(({ programId }) => programId),
		);
		for (const program of made) expect(program).toMatchObject({ society_id: b, starts_on: ON });
		await database.close();
	});

	it('or a split into two does neither', async () => {
		const { database, officer, ids } = await open(seed);
		const [a, b, c] = ids as [number, number, number];
		const everyone = [undefined, ...ids];
		const past = await figures(database, everyone, '2025-09', '2026-06');
		const all = await figures(database, [undefined], '2025-09', '2026-10');
		const { sent } = await request(officer, a, [b, c], false);
		await splitSociety(officer, sent);
		expect(await figures(database, everyone, '2025-09', '2026-06')).toEqual(past);
		expect(await figures(database, [undefined], '2025-09', '2026-10')).toEqual(all);
		expect(await countRollupDifferences(database.reader)).toBe(0);
		await database.close();
	});
});

describe('a merger', () => {
	it('does exactly what its preview said', async () => {
		const { database, officer, ids } = await open(7);
		const [a, b] = ids as [number, number];
		const { plan, sent } = await request(officer, a, [b], true);
		await mergeSociety(officer, sent);
		for (const line of plan.lines) {
			const { n } = await database.reader
				.selectFrom('expected_report as e')
				.innerJoin('program as p', 'p.id', 'e.program_id')
				.select((eb) => eb.fn.countAll<number>().as('n'))
				.where('p.continues_id', '=', line.programId)
				.executeTakeFirstOrThrow();
			expect(n, line.nameEn).toBe(line.fate === 'continues' ? line.expected : 0);
		}
		const link = await database.reader.selectFrom('society_link').selectAll().execute();
		expect(link).toMatchObject([{ kind: 'merge', from_society_id: a, to_society_id: b, happened_on: ON }]);
		const trail = await database.reader
			.selectFrom('audit_entry')
			.select(['object_type', 'object_id'])
			.execute();
		expect(trail).toContainEqual({ object_type: 'society', object_id: String(a) });
		expect(trail).toContainEqual({ object_type: 'society', object_id: String(b) });
		for (const { programId } of plan.lines) {
			expect(trail).toContainEqual({ object_type: 'program', object_id: String(programId) });
		}
		await database.close();
	});

	it('is done once, however often its form is sent, and never after something else changed', async () => {
		const { database, officer, ids } = await open(8);
		const [a, b] = ids as [number, number];
		const { sent } = await request(officer, a, [b], true);
		await refused(database, () => mergeSociety(officer, { ...sent, version: '9' }), 'conflict');
		await refused(database, () => mergeSociety(officer, { ...sent, digest: 'f'.repeat(64) }), 'conflict');
		const once = { ...officer, formKey: 'one-form' };
		await mergeSociety(once, sent);
		const done = await dump(database);
		await mergeSociety(once, sent);
		expect(await dump(database)).toEqual(done);
		await refused(database, () => mergeSociety(officer, { ...sent, version: '2' }), 'conflict');
		await database.close();
	});

	it.each([
		['into itself', (a: number) => ({ targets: [String(a)] })],
		['into nobody', () => ({ targets: [] })],
		['into a society that is not there', () => ({ targets: ['999999'] })],
		['before the society had its newest status', () => ({ on: '2001-01-01' })],
		['tomorrow', () => ({ on: '2026-10-26' })],
		['with a program of another society', () => ({ moves: ['999999:1'] })],
	])('%s is refused', async (_, change) => {
		const { database, officer, ids } = await open(9);
		const [a, b] = ids as [number, number];
		const { sent } = await request(officer, a, [b], true);
		await refused(database, () => mergeSociety(officer, { ...sent, ...change(a) }), 'invalid');
		await database.close();
	});

	it('leaves the account of the merged society reading its own past', async () => {
		const { database, members } = await worldOf('alpha', 'beta');
		const now = new Date('2026-06-20T09:00:00Z');
		const officer = await contextOf(database, viewerOf('officer'), { now });
		const { alpha, beta } = members;
		const { sent, plan } = await request(officer, alpha.societyId, [beta.societyId], true, '2026-06-01');
		expect(plan.accounts).toBe(1);
		await mergeSociety(officer, sent);
		const kpi = KPIS.find(({ id }) => id === 'K-B7')!;
		const ask = {
			db: database.reader,
			scope: { reach: 'own', societyId: alpha.societyId },
			filter: openFilter({ from: '2026-01', to: '2026-06' }),
			today: '2026-06-20',
		} as const;
		expect((await readKpi(kpi, ask))[0]).toMatchObject({ value: 17 });
		const targets = await database.reader
			.selectFrom('kpi_target')
			.select(['program_id', 'value_milli'])
			.where('starts_on', '=', '2026-06-01')
			.orderBy('id')
			.execute();
		const [before, after] = targets.map(({ value_milli }) => value_milli);
		expect(before! + after!).toBe(100_000_000 / 1000);
		await database.close();
	});
});

describe('a society that is dissolved', () => {
	it('asks for a second confirmation, then stops its programs and what was expected of them', async () => {
		const { database, officer, ids } = await open(5);
		const id = ids[0]!;
		const past = await figures(database, [undefined, ...ids], '2025-09', '2026-06');
		const sent = {
			id,
			version: '1',
			status: 'dissolved',
			from: ON,
			decision: 'قرار',
			isSure: '',
			file: null,
		};
		await refused(database, () => changeStatus(officer, sent), 'invalid');
		await changeStatus(officer, { ...sent, isSure: 'on' });
		expect(await figures(database, [undefined, ...ids], '2025-09', '2026-06')).toEqual(past);
		expect((await readChoices(officer, { id, on: ON, to: [] })).candidates).toEqual([]);
		const again = { ...sent, version: '2', status: 'active', from: '2026-08-01' };
		await refused(database, () => changeStatus(officer, again), 'conflict');
		await database.close();
	});

	it('is suspended and active again by decisions one after the other, and merged only by merging', async () => {
		const { database, officer, ids } = await open(6);
		const id = ids[0]!;
		const sent = (version: number, status: string, from: string) =>
			changeStatus(officer, {
				id, version: String(version), status, from, decision: 'قرار', isSure: '', file: null,
			}); // prettier-ignore
		await sent(1, 'suspended', '2026-07-01');
		await refused(database, () => sent(2, 'suspended', '2026-07-02'), 'invalid');
		await refused(database, () => sent(2, 'active', '2026-07-01'), 'invalid');
		await refused(database, () => sent(2, 'active', '2026-10-26'), 'invalid');
		await refused(database, () => sent(2, 'merged', '2026-07-05'), 'invalid');
		await sent(2, 'active', '2026-07-05');
		await sent(3, 'temporary_board', '2026-08-01');
		const row = await database.reader
			.selectFrom('society')
			.select(['status', 'version'])
			.where('id', '=', id)
			.executeTakeFirst();
		expect(row).toEqual({ status: 'temporary_board', version: 4 });
		await database.close();
	});
});

describe('a target that is divided', () => {
	it('expects month by month what it expected whole', () => {
		const shares = [0, 3, 900, 0, 1, 20, 0, 0, 5, 0, 0, 71];
		for (const path of [null, shares]) {
			for (let cut = 1; cut <= 12; cut += 1) {
				const whole = { year: 2026, value: 997, profile: 'linear' as const, shares: path };
				const parts = divideTarget(whole, `2026-${String(cut).padStart(2, '0')}`);
				for (let month = 0; month <= 12; month += 1) {
					const of = (part: (typeof parts)['before']) =>
						expectedUpTo({ year: 2026, value: part.people, ...part }, month);
					expect(of(parts.before) + of(parts.after)).toBe(expectedUpTo(whole, month));
				}
			}
		}
	});

	it.each([
		['2026-06-01', 'monthly', '2026-06'],
		['2026-06-02', 'monthly', '2026-07'],
		['2026-12-15', 'monthly', '2027-01'],
		['2026-04-01', 'quarterly', '2026-04'],
		['2026-04-02', 'quarterly', '2026-07'],
		['2026-12-31', 'quarterly', '2027-01'],
	] as const)('on %s a %s report belongs to the new program from %s', (day, frequency, month) => {
		expect(firstMonth(day, frequency)).toBe(month);
	});
});

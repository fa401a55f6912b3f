import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { reachOf, type Action } from '#lib/access/grants.ts';
import {
	defineQuery,
	type Command,
	type Export,
	type Foreign,
	type Query,
} from '#lib/access/procedures.server.ts';
import { KPIS } from '#lib/features/dashboard/registry.server.ts';
import { parseFilter, type Filter } from '#lib/kpi/filter.ts';
import { setsOf } from '#lib/kpi/define.ts';
import { askForSet, readKpi, rowsOf } from '#lib/kpi/read.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { Expected } from '#lib/platform/errors.ts';
import { ROOT, sourceFiles } from '../support/tree.ts';
import { canary, dump, NOW, worldOf, type Member, type Name } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

type Procedure = Query<unknown, unknown> | Command<unknown, unknown> | Export<unknown, unknown>;

/** Every procedure the features export, however deep inside a registry, by its place. */
async function procedures(): Promise<Map<string, Procedure>> {
	const found = new Map<string, Procedure>();
	const seen = new Set<unknown>();
	const walk = (value: unknown, place: string): void => {
		if (value === null || !['object', 'function'].includes(typeof value) || seen.has(value)) return;
		seen.add(value);
		const { kind } = value as { kind?: unknown };
		if (kind === 'query' || kind === 'command' || kind === 'export') found.set(place, value as Procedure);
		for (const [key, inner] of Object.entries(value as object)) walk(inner, `${place}.${key}`);
	};
	for (const file of sourceFiles(/^src\/lib\/features\/.*\.server\.ts$/)) {
		const module = (await import(join(ROOT, file))) as Record<string, unknown>;
		for (const [name, value] of Object.entries(module)) walk(value, `${file.slice(17, -10)}#${name}`);
	}
	return found;
}

const found = await procedures();
const reads = [...found].filter(([, p]) => p.kind !== 'command');
const writes = [...found].filter(([, p]) => p.kind === 'command') as [string, Command<unknown, unknown>][];

/** All that a society has, as a filter; exports of registers take it inside an ask with a search text. */
function everything(society?: number): Filter & { filter: Filter; matching: string } {
	const { filter } = parseFilter((name) => ({ from: ['2020-01'], to: ['2030-12'] })[name] ?? [], '2026-05');
	const own = society === undefined ? filter : { ...filter, society };
	return { ...own, filter: own, matching: '' };
}

/** Calls a read; its outcome is what it returned, or the code of the refusal. Anything unexpected fails the test. */
async function outcome(procedure: Procedure, ctx: Context, foreign: Foreign): Promise<{ said: unknown }> {
	try {
		if (procedure.kind === 'export') {
			const opened = procedure.open(ctx);
			return {
				said: [
					await opened.page(everything(foreign.societyId), undefined, 500),
					await opened.page(everything(), undefined, 500),
				],
			};
		}
		return { said: await procedure(ctx, procedure.probe(foreign)) };
	} catch (error) {
		if (error instanceof Expected) return { said: { refused: error.code, text: error.text } };
		throw error;
	}
}

let both: { database: Database; members: Record<Name, Member> };
let alone: { database: Database; members: Record<'alpha', Member> };
let beta: Member;

beforeAll(async () => {
	both = await worldOf('alpha', 'beta');
	alone = await worldOf('alpha');
	beta = both.members.beta;
	expect(both.members.alpha).toEqual(alone.members.alpha);
});
afterAll(async () => {
	await both.database.close();
	await alone.database.close();
});

const asAlpha = (database: Database) =>
	contextOf(database, viewerOf('society', alone.members.alpha), { now: NOW, requestId: 'probe' });
const asOfficer = (database: Database) =>
	contextOf(database, viewerOf('officer'), { now: NOW, requestId: 'probe' });

/** What Alpha learns by asking: the same with and without Beta in the file, and no word of Beta. */
async function expectSilence(procedure: Procedure, foreign: Foreign): Promise<void> {
	const here = JSON.stringify(await outcome(procedure, await asAlpha(both.database), foreign));
	expect(here).not.toContain(canary('beta'));
	expect(here).toBe(JSON.stringify(await outcome(procedure, await asAlpha(alone.database), foreign)));
}

test('the walk finds the procedures', () => {
	expect(reads.length).toBeGreaterThan(10);
	expect(writes.length).toBeGreaterThan(3);
});

describe('a society that asks for another society’s rows', () => {
	test.each(reads)('hears of %s as if the other did not exist', async (_, procedure) => {
		await expectSilence(procedure, beta);
		await expectSilence(procedure, alone.members.alpha);
	});

	test.each(KPIS.map((kpi) => [kpi.id, kpi] as const))(
		'learns nothing from %s and its lists',
		async (_, kpi) => {
			const { alpha } = alone.members;
			const scope = { reach: 'own', societyId: alpha.societyId } as const;
			const learn = async ({ reader: db }: Database) => {
				const said: unknown[] = [];
				for (const filter of [everything().filter, everything(beta.societyId).filter]) {
					const ask = { db, scope, filter, today: '2026-06-20' };
					for (const by of [[], ...kpi.cuts.map((cut) => [cut])]) said.push(await readKpi(kpi, ask, by));
					for (const set of setsOf(kpi)) {
						const own = askForSet(kpi, set, ask);
						for await (const rows of rowsOf(set, own)) said.push(rows);
						said.push(await set.list(own, { limit: 500 }), await set.sum(own, []));
					}
				}
				return JSON.stringify(said);
			};
			const here = await learn(both.database);
			expect(here).not.toContain(canary('beta'));
			expect(here).toBe(await learn(alone.database));
		},
	);

	test.each(writes)('cannot write with %s', async (_, command) => {
		const rowsOfAlone = new Set(await dump(alone.database));
		const before = await dump(both.database);
		const ctx = await asAlpha(both.database);
		try {
			await command(ctx, command.probe(beta));
		} catch (error) {
			expect(error).toBeInstanceOf(Expected);
			expect(await dump(both.database)).toEqual(before);
			return;
		}
		// It was about the asker alone: whatever exists because of the other is still there, untouched.
		const after = new Set(await dump(both.database, ['audit_entry', 'data_version']));
		const others = before.filter(
			(row) => !rowsOfAlone.has(row) && !/^(audit_entry|data_version|rollup_reach) /.test(row),
		);
		expect(others.length).toBeGreaterThan(20);
		expect(others.filter((row) => !after.has(row))).toEqual([]);
	});
});

describe('the questions are real', () => {
	const granted = reads.filter(([, { action }]) => reachOf('officer', action) === 'all');

	test.each(granted)('an officer gets an answer from %s', async (_, procedure) => {
		const answer = await outcome(procedure, await asOfficer(both.database), beta);
		expect(answer.said).not.toHaveProperty('refused');
	});

	test('and most of the answers speak of the other society', async () => {
		const spoken: string[] = [];
		for (const [place, procedure] of granted) {
			const answer = JSON.stringify(await outcome(procedure, await asOfficer(both.database), beta));
			if (answer.includes(canary('beta'))) spoken.push(place);
		}
		expect(spoken.length).toBeGreaterThan(4);
	});
});

describe('a planted leak is noticed', () => {
	const action: Action = 'society.read';
	const probe = ({ societyId }: Foreign) => societyId;

	test('a row read without its scope', async () => {
		const careless = defineQuery({
			action,
			probe,
			run: ({ db }, _scope, id: number) =>
				db.selectFrom('society').select(['name_en']).where('id', '=', id).executeTakeFirst(),
		});
		await expect(expectSilence(careless as Procedure, beta)).rejects.toThrow(/canary-beta/);
	});

	test('a count that includes others', async () => {
		const counting = defineQuery({
			action,
			probe,
			run: async ({ db }, _scope, _id: number) =>
				(await sql<{ n: number }>`select count(*) as n from program`.execute(db)).rows,
		});
		await expect(expectSilence(counting as Procedure, beta)).rejects.toThrow();
	});
});

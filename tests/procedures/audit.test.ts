import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { transact } from '#lib/access/procedures.server.ts';
import { auditTrail, openTrail } from '#lib/features/audit/export.server.ts';
import { changesOf } from '#lib/features/audit/fields.ts';
import { readTrailFilter } from '#lib/features/audit/filter.ts';
import { listAudit, readAuditEntry, readChain } from '#lib/features/audit/queries.server.ts';
import { listTrail } from '#lib/features/audit/trail.server.ts';
import { csvOrProblems } from '#lib/features/exchange/export.server.ts';
import type { AccountRole } from '#lib/platform/context.ts';
import { NOW, worldOf, type Member, type Name } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

const URL_ASKED = new URL('http://sharaka.example/audit/trail.csv');
const ASKED = { request: new Request(URL_ASKED), url: URL_ASKED };

let world: { database: Database; members: Record<Name, Member> };
let before: number;

const as = (role: AccountRole, member?: Member) =>
	contextOf(world.database, viewerOf(role, member), { now: NOW, locale: 'en', requestId: 'asked' });

beforeAll(async () => {
	world = await worldOf('alpha', 'beta');
	const newest = await world.database.reader
		.selectFrom('audit_entry')
		.select((eb) => eb.fn.max('seq').as('seq'))
		.executeTakeFirst();
	before = newest?.seq ?? 0;
	for (let i = 0; i < 120; i++) {
		const now = new Date(Date.parse('2026-03-01T20:59:00Z') + i * 60_000);
		const ctx = { ...(await as(i % 2 ? 'officer' : 'admin')), now, requestId: `r${i}` };
		await transact(ctx, i % 3 ? 'society.write' : 'settings.write', ({ audit }) =>
			audit({
				objectType: 'society',
				objectId: i % 2 ? world.members.alpha.societyId : world.members.beta.societyId,
				before: { size_band: 'small', same: 1 },
				after: { size_band: 'large', same: 1, phone: { changed: true }, tags: ['a', 'b'] },
			}),
		);
	}
});
afterAll(() => world.database.close());

describe('the trail', () => {
	it('comes newest first, page by page in both directions, without a gap or a repetition', async () => {
		const ctx = await as('auditor');
		const first = await listAudit(ctx, { filter: {} });
		expect(first.entries).toHaveLength(50);
		expect(first.newer).toBeUndefined();
		const second = await listAudit(ctx, { filter: {}, below: first.older });
		const third = await listAudit(ctx, { filter: {}, below: second.older });
		const seqs = [...first.entries, ...second.entries, ...third.entries].map(({ seq }) => seq);
		expect(seqs).toEqual(Array.from({ length: before + 120 }, (_, i) => before + 120 - i).slice(0, 150));
		const back = await listAudit(ctx, { filter: {}, above: third.newer });
		expect(back.entries).toEqual(second.entries);
	});

	it('is narrowed by day in the time zone of the pack, role, action, object and request', async () => {
		const ctx = await as('auditor');
		const count = async (query: string) =>
			(await listAudit(ctx, readTrailFilter(new URLSearchParams(query)))).found;
		// The first entry is a minute before midnight in Manama.
		expect(await count('from=2026-03-01&to=2026-03-01')).toBe(1);
		expect(await count('from=2026-03-02&to=2026-03-02&role=admin')).toBe(59);
		expect(await count('role=officer&action=settings.write')).toBe(20);
		expect(
			await count(`object=society&id=${world.members.alpha.societyId}&from=2026-03-01&to=2026-03-02`),
		).toBe(60);
		expect(await count('request=r7')).toBe(1);
		expect(await count('action=nothing.such')).toBe(0);
	});

	it('names what in a filter means nothing and does not narrow by it', () => {
		const asked = readTrailFilter(
			new URLSearchParams('from=2026-02-30&role=king&person=0&object=a b&action=x'),
		);
		expect(asked).toEqual({ filter: { action: 'x' }, wrong: ['from', 'person', 'role', 'object'] });
	});

	it('shows one entry with its changes by field and its place in the chain', async () => {
		const seq = before + 2;
		const { entry, place } = await readAuditEntry(await as('leadership'), { seq });
		expect(entry.changes).toEqual([
			{ field: 'size_band', before: ['small'], after: ['large'] },
			{ field: 'phone.changed', before: undefined, after: [true] },
			{ field: 'tags', before: undefined, after: ['a', 'b'] },
		]);
		expect(place).toMatchObject({ isSealed: true, isLinked: true, isFollowed: true });
		await expect(readAuditEntry(await as('auditor'), { seq: 99_999 })).rejects.toMatchObject({
			code: 'missing',
		});
	});

	it.each(['officer', 'society'] as const)('is closed to the role %s', async (role) => {
		const ctx = await as(role, world.members.alpha);
		for (const ask of [
			() => listAudit(ctx, { filter: {} }),
			() => readAuditEntry(ctx, { seq: 1 }),
			() => readChain(ctx, undefined),
			() => openTrail(ctx, new URLSearchParams()),
		])
			await expect(ask()).rejects.toMatchObject({ code: 'denied' });
		expect(() => auditTrail.open(ctx)).toThrow(/role/);
	});

	it('gives a link and a name only for what the reader may open', async () => {
		const filter = { object: 'society' };
		const [seen] = (await listAudit(await as('auditor'), { filter })).entries;
		expect(seen!.object.href).toMatch(/^\/societies\/\d+$/);
		const [hidden] = (await listAudit(await as('admin'), { filter })).entries;
		expect(hidden!.object).toEqual({ name: null, href: null });
	});

	it('shows broken content as it stands', () => {
		expect(changesOf('{"cut', null)).toEqual([{ field: '', before: ['{"cut'], after: undefined }]);
	});
});

describe('the trail as a file', () => {
	it('holds what the filter finds, oldest first, and is itself recorded', async () => {
		const ctx = await as('auditor');
		const response = await csvOrProblems(
			ctx,
			() => openTrail(ctx, new URLSearchParams('action=settings.write&lang=codes')),
			ASKED,
		);
		expect(response.headers.get('content-disposition')).toContain('sharaka-audit-');
		const rows = parse<Record<string, string>>(await response.text(), { columns: true, bom: true });
		expect(rows).toHaveLength(40);
		expect(rows[0]).toMatchObject({ action: 'settings.write', object: 'society', role: 'admin' });
		expect(rows.map(({ seq }) => Number(seq))).toEqual(
			rows.map(({ seq }) => Number(seq)).toSorted((a, b) => a - b),
		);
		const { entries } = await listAudit(ctx, { filter: { action: 'audit.export' } });
		expect(entries[0]!.changes.find(({ field }) => field === 'rows')?.after).toEqual([40]);
	});

	it('is refused with a sentence when a filter is wrong or unknown', async () => {
		const ctx = await as('auditor');
		const response = await csvOrProblems(
			ctx,
			() => openTrail(ctx, new URLSearchParams('from=soon&actor=1')),
			ASKED,
		);
		expect(response.status).toBe(422);
		expect((await response.text()).split('\n')).toHaveLength(4);
	});
});

describe('the trail of one object', () => {
	it('is shown with names to the ministry and without them to the society’s own people', async () => {
		const asked = { objectType: 'society', objectId: world.members.alpha.societyId, limit: 5 } as const;
		expect(await listTrail(await as('officer'), asked)).toHaveLength(5);
		const own = await listTrail(await as('society', world.members.alpha), asked);
		expect(own.every(({ actor, isOpen }) => actor === null && !isOpen)).toBe(true);
	});

	it('of another society is missing, as is one that is not there', async () => {
		const ctx = await as('society', world.members.alpha);
		for (const objectId of [world.members.beta.societyId, 999_999])
			await expect(listTrail(ctx, { objectType: 'society', objectId })).rejects.toMatchObject({
				code: 'missing',
			});
		const program = { objectType: 'program', objectId: world.members.beta.programId } as const;
		await expect(listTrail(ctx, program)).rejects.toMatchObject({ code: 'missing' });
		await expect(listTrail(await as('admin'), program)).rejects.toMatchObject({ code: 'denied' });
	});
});

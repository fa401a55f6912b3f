import { setTimeout as sleep } from 'node:timers/promises';
import { checkEntry } from '#lib/access/chain.server.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Verification } from '#lib/access/verdict.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Context } from '#lib/platform/context.ts';
import { missing } from '#lib/platform/errors.ts';
import { changesOf, type Change } from './fields.ts';
import { COUNTED_UP_TO, type TrailFilter } from './filter.ts';
import { readObjects, type AuditObject } from './objects.server.ts';
import { countTrail, trailRows, type TrailRow } from './rows.server.ts';

/** Entries of one page. */
const TRAIL_PAGE = 50;
/** A walk that ends within this time shows its result at once. */
const PATIENCE = 1500;
const MOST_PERSONS = 1000;

/** An entry as the page shows it. */
export interface Entry {
	readonly seq: number;
	readonly at: string;
	readonly actorId: number | null;
	readonly actor: Text | null;
	readonly role: string;
	readonly action: string;
	readonly objectType: string;
	readonly objectId: string;
	readonly object: AuditObject;
	readonly requestId: string;
	readonly changes: readonly Change[];
}

const shown = (row: TrailRow, object: AuditObject): Entry => ({
	seq: row.seq,
	at: row.at,
	actorId: row.actorId,
	actor: row.actorAr !== null && row.actorEn !== null ? { ar: row.actorAr, en: row.actorEn } : null,
	role: row.role,
	action: row.action,
	objectType: row.objectType,
	objectId: row.objectId,
	object,
	requestId: row.requestId,
	changes: changesOf(row.before, row.after),
});

/** Which page of the trail: below an entry, above one, or the newest. */
export interface TrailAsk {
	readonly filter: TrailFilter;
	readonly below?: number | undefined;
	readonly above?: number | undefined;
}

/** A page of the trail, newest first, with the numbers that lead to the pages beside it. */
export const listAudit = defineQuery({
	action: 'audit.read',
	probe: (): TrailAsk => ({ filter: {} }),
	async run(ctx, _, { filter, below, above }) {
		const { db, pack } = ctx;
		const isUp = above !== undefined;
		const rows = await trailRows(db, filter, pack.timeZone, {
			...(below !== undefined && { below }),
			...(isUp && { above }),
			order: isUp ? 'asc' : 'desc',
			limit: TRAIL_PAGE + 1,
		});
		const hasMore = rows.length > TRAIL_PAGE;
		const page = rows.slice(0, TRAIL_PAGE);
		if (isUp) page.reverse();
		const objectOf = await readObjects(ctx, page);
		const [first, last] = [page[0], page.at(-1)];
		return {
			entries: page.map((row) => shown(row, objectOf(row))),
			found: await countTrail(db, filter, pack.timeZone, COUNTED_UP_TO + 1),
			newer: (isUp ? hasMore : below !== undefined) ? first?.seq : undefined,
			older: (isUp ? true : hasMore) ? last?.seq : undefined,
		};
	},
});

/** One entry with its place in the chain. */
export const readAuditEntry = defineQuery({
	action: 'audit.read',
	probe: () => ({ seq: 1 }),
	async run(ctx, _, { seq }) {
		const [row] = await trailRows(ctx.db, {}, ctx.pack.timeZone, {
			above: seq - 1,
			below: seq + 1,
			order: 'asc',
			limit: 1,
		});
		if (!row) throw missing();
		const objectOf = await readObjects(ctx, [row]);
		const place = await checkEntry(ctx.db, ctx.auditKey, seq);
		return { entry: shown(row, objectOf(row)), place, hash: row.hash };
	},
});

/** The people who can stand in the trail, for the filter. */
export const listActors = defineQuery({
	action: 'audit.read',
	probe: () => undefined,
	run: ({ db }) =>
		db
			.selectFrom('account')
			.select(['id', 'role', 'name_ar as ar', 'name_en as en'])
			.orderBy('role')
			.orderBy('name_en')
			.limit(MOST_PERSONS)
			.execute(),
});

const personOf = async ({ db }: Context, last: Verification | null): Promise<Text | null> => {
	if (!last?.by?.accountId) return null;
	const { accountId } = last.by;
	const found = await db
		.selectFrom('account')
		.select(['name_ar as ar', 'name_en as en'])
		.where('id', '=', accountId)
		.executeTakeFirst();
	return found ?? null;
};

/** The state of the chain: its newest entry, the walk under way, and what the last walk found. */
export const readChain = defineQuery({
	action: 'audit.read',
	probe: () => undefined,
	async run(ctx) {
		const newest = await ctx.db
			.selectFrom('audit_entry')
			.select(['seq', 'hash', 'at'])
			.orderBy('seq', 'desc')
			.limit(1)
			.executeTakeFirst();
		const last = ctx.chain?.last ?? null;
		return {
			newest: newest ?? null,
			running: ctx.chain?.running ?? null,
			last,
			lastBy: await personOf(ctx, last),
			canVerify: ctx.chain !== undefined,
		};
	},
});

/**
 * Starts a walk of the chain, or joins the one under way, and waits a moment for its end. The result is kept with
 * the anchors: a walk never writes into the chain it judges.
 */
export const startVerification = defineQuery({
	action: 'audit.read',
	probe: () => undefined,
	async run({ chain, viewer, now }): Promise<void> {
		if (!chain) throw missing();
		const { accountId, role } = viewer;
		// A failed walk is reported by whoever runs it; this request only stops waiting.
		const walk = chain.verify({ accountId, role }, now).catch(() => undefined);
		await Promise.race([walk, sleep(PATIENCE)]);
	},
});

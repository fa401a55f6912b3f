import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { addDays, startOfDay } from '#lib/platform/clock.ts';
import type { TrailFilter } from './filter.ts';

/** An entry as the trail lists it. */
export interface TrailRow {
	readonly seq: number;
	readonly at: string;
	readonly actorId: number | null;
	readonly actorAr: string | null;
	readonly actorEn: string | null;
	readonly role: string;
	readonly action: string;
	readonly objectType: string;
	readonly objectId: string;
	readonly before: string | null;
	readonly after: string | null;
	readonly requestId: string;
	readonly hash: string;
}

/** Where a page of entries begins: below or above a number, newest first or oldest first. */
export interface Stretch {
	readonly below?: number;
	readonly above?: number;
	readonly order: 'asc' | 'desc';
	readonly limit: number;
}

function narrowed<O>(
	query: SelectQueryBuilder<Schema, 'audit_entry', O>,
	filter: TrailFilter,
	timeZone: string,
): SelectQueryBuilder<Schema, 'audit_entry', O> {
	const { from, to, person, role, action, object, id, request } = filter;
	const start = from && startOfDay(from, timeZone).toISOString();
	const end = to && startOfDay(addDays(to, 1), timeZone).toISOString();
	return query
		.$if(start !== undefined, (q) => q.where('audit_entry.at', '>=', start!))
		.$if(end !== undefined, (q) => q.where('audit_entry.at', '<', end!))
		.$if(person !== undefined, (q) => q.where('audit_entry.actor_id', '=', person!))
		.$if(role !== undefined, (q) => q.where('audit_entry.role', '=', role!))
		.$if(action !== undefined, (q) => q.where('audit_entry.action', '=', action!))
		.$if(object !== undefined, (q) => q.where('audit_entry.object_type', '=', object!))
		.$if(id !== undefined, (q) => q.where('audit_entry.object_id', '=', id!))
		.$if(request !== undefined, (q) => q.where('audit_entry.request_id', '=', request!));
}

/** Entries of a filter within a stretch. */
export function trailRows(
	db: Kysely<Schema>,
	filter: TrailFilter,
	timeZone: string,
	{ below, above, order, limit }: Stretch,
): Promise<TrailRow[]> {
	return narrowed(db.selectFrom('audit_entry'), filter, timeZone)
		.leftJoin('account', 'account.id', 'audit_entry.actor_id')
		.select([
			'audit_entry.seq',
			'audit_entry.at',
			'audit_entry.actor_id as actorId',
			'account.name_ar as actorAr',
			'account.name_en as actorEn',
			'audit_entry.role',
			'audit_entry.action',
			'audit_entry.object_type as objectType',
			'audit_entry.object_id as objectId',
			'audit_entry.before',
			'audit_entry.after',
			'audit_entry.request_id as requestId',
			'audit_entry.hash',
		])
		.$if(below !== undefined, (q) => q.where('audit_entry.seq', '<', below!))
		.$if(above !== undefined, (q) => q.where('audit_entry.seq', '>', above!))
		.orderBy('audit_entry.seq', order)
		.limit(limit)
		.execute();
}

/** How many entries a filter finds, counted up to `most`. */
export async function countTrail(
	db: Kysely<Schema>,
	filter: TrailFilter,
	timeZone: string,
	most: number,
): Promise<number> {
	const some = narrowed(db.selectFrom('audit_entry'), filter, timeZone).select('audit_entry.seq').limit(most);
	const { n } = await db
		.selectFrom(some.as('some'))
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.executeTakeFirstOrThrow();
	return n;
}

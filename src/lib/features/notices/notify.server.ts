import { sql, type Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { NoticeKind, NoticeObject } from './kinds.ts';

/** One notice for one person. */
export interface Notice {
	readonly accountId: number;
	readonly kind: NoticeKind;
	readonly objectType: NoticeObject;
	readonly objectId: number;
	/** Names, periods and numbers its sentence is made of: what this person may see of the object, nothing else. */
	readonly facts: Readonly<Record<string, string | number | null>>;
	/** ISO date until which something is to be done. */
	readonly dueOn?: string | null;
	readonly isUrgent?: boolean;
	/** A person gets a notice of one name only once, however often the same is told. */
	readonly once: string;
}

/** Puts notices into people's lists, in the transaction of what they tell of; what somebody was told before stays. */
export async function notify(trx: Transaction<Schema>, now: Date, notices: readonly Notice[]): Promise<void> {
	for (const notice of notices) {
		await trx
			.insertInto('notice')
			.values({
				account_id: notice.accountId,
				kind: notice.kind,
				object_type: notice.objectType,
				object_id: notice.objectId,
				facts: JSON.stringify(notice.facts),
				due_on: notice.dueOn ?? null,
				is_urgent: notice.isUrgent ? 1 : 0,
				once: notice.once,
				created_at: now.toISOString(),
			})
			.onConflict((conflict) => conflict.columns(['account_id', 'once']).doNothing())
			.execute();
	}
}

/** Stops the notices of these kinds about a record: what they asked for was done. */
export async function stopNotices(
	trx: Transaction<Schema>,
	now: Date,
	object: { readonly type: NoticeObject; readonly id: number },
	kinds: readonly NoticeKind[],
): Promise<void> {
	await trx
		.updateTable('notice')
		.set({ stopped_at: now.toISOString() })
		.where('object_type', '=', object.type)
		.where('object_id', '=', object.id)
		.where('kind', 'in', kinds)
		.where('stopped_at', 'is', null)
		.execute();
}

/** The people of a society who can sign in. */
export async function peopleOfSociety(trx: Transaction<Schema>, societyId: number): Promise<number[]> {
	const rows = await trx
		.selectFrom('account')
		.select('id')
		.where('society_id', '=', societyId)
		.where('disabled_at', 'is', null)
		.orderBy('id')
		.limit(200)
		.execute();
	return rows.map(({ id }) => id);
}

/** The officers in whose portfolio a society is on a day, with those who stand in for them. */
export async function officersOfSociety(
	trx: Transaction<Schema>,
	societyId: number,
	day: string,
): Promise<number[]> {
	const { rows } = await sql<{ id: number }>`
		with own as (select account_id as id from portfolio where society_id = ${societyId} and starts_on <= ${day})
		select a.id from account a where a.role = 'officer' and a.disabled_at is null and (a.id in (select id from own)
			or a.id in (select substitute_id from substitution where account_id in (select id from own)
				and withdrawn_at is null and ${day} between starts_on and ends_on))
		order by a.id limit 200`.execute(trx);
	return rows.map(({ id }) => id);
}

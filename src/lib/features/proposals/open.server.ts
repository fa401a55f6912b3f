import { sql, type Kysely, type Selectable } from 'kysely';
import type { Proposal, Schema } from '#db/schema.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict, invalid } from '#lib/platform/errors.ts';
import { notify, officersOfSociety } from '../notices/notify.server.ts';
import { applyProposal } from './apply.server.ts';
import type { Act, Content, Kind } from './model.ts';
import { changedParts } from './parts.ts';
import { recordNow, type RecordRef } from './records.server.ts';

/** New things of one kind that a society may have waiting at the same time. */
const MOST_NEW = 20;

/** The open proposals about a record; for something new those that propose something new too. */
export async function openAbout(
	db: Kysely<Schema>,
	{ kind, societyId, programId, content }: RecordRef,
): Promise<Selectable<Proposal>[]> {
	const isNew = content.act === 'new' && kind !== 'board';
	return db
		.selectFrom('proposal')
		.selectAll()
		.where('society_id', '=', societyId)
		.where('kind', '=', kind)
		.where('state', '=', 'proposed')
		.$if(isNew, (q) => q.where(sql<boolean>`content ->> '$.act' = 'new'`))
		.$if(!isNew && programId !== null, (q) => q.where('program_id', '=', programId))
		.$if(!isNew && content.target !== undefined, (q) =>
			q.where(sql<boolean>`content ->> '$.target' = ${content.target ?? 0}`),
		)
		.orderBy('id', 'desc')
		.limit(MOST_NEW)
		.execute();
}

const UNCHANGED = {
	ar: 'لم تغيّروا شيئًا؛ لا يوجد ما يُقترح.',
	en: 'You changed nothing; there is nothing to propose.',
};
const WAITING = {
	ar: 'لديكم مقترح مفتوح لهذا السجل. اسحبوه أولًا ثم أرسلوا الجديد؛ ما كتبتموه باقٍ.',
	en: 'You have an open proposal about this record. Withdraw it first, then send the new one; what you typed is still here.',
};
const TOO_MANY = {
	ar: 'لديكم مقترحات كثيرة تنتظر القرار. انتظروا البت فيها أو اسحبوا بعضها.',
	en: 'You have many proposals waiting for a decision. Wait for those, or withdraw some.',
};

/** What a society proposes; `seen` is the version of the record on its screen. */
export interface Draft extends RecordRef {
	readonly content: Content;
	readonly seen: number;
	readonly note: string | null;
}

/** Whether approving would work today: done and undone again, so that a wrong field is told where it is typed. */
async function rehearse(write: WriteContext, draft: Draft): Promise<void> {
	const now = await recordNow(write.trx, draft, write.today);
	if (!now) throw conflict(WAITING);
	await sql`savepoint rehearsal`.execute(write.trx);
	try {
		await applyProposal({ ...write, audit: async () => {} }, { ...draft, now });
	} finally {
		await sql`rollback to rehearsal`.execute(write.trx);
		await sql`release rehearsal`.execute(write.trx);
	}
}

/** Names of what a proposal is about, for those who are told of it. */
export async function namesOf(
	db: Kysely<Schema>,
	{ kind, societyId, programId, act }: { kind: Kind; societyId: number; programId: number | null; act: Act },
) {
	const society = await db
		.selectFrom('society')
		.select(['name_ar as societyAr', 'name_en as societyEn'])
		.where('id', '=', societyId)
		.executeTakeFirstOrThrow();
	const program = await db
		.selectFrom('program')
		.select(['name_ar as programAr', 'name_en as programEn'])
		.where('id', '=', programId ?? 0)
		.executeTakeFirst();
	return {
		kind,
		act,
		...society,
		programAr: program?.programAr ?? null,
		programEn: program?.programEn ?? null,
	};
}

/** Puts a proposal into the officers' queue; returns its id. One about a record that has an open one is refused. */
export async function openProposal(write: WriteContext, draft: Draft): Promise<number> {
	const { trx, now, today, viewer } = write;
	const { kind, societyId, programId, content, seen, note } = draft;
	if (!changedParts(content.base, content.next).length) throw invalid(UNCHANGED);
	const open = await openAbout(trx, draft);
	const isNew = content.act === 'new' && kind !== 'board';
	if (!isNew && open.length) throw conflict(WAITING);
	if (open.length >= MOST_NEW) throw conflict(TOO_MANY);
	await rehearse(write, draft);
	const { id } = await trx
		.insertInto('proposal')
		.values({
			kind,
			society_id: societyId,
			program_id: programId,
			content: JSON.stringify(content),
			base_version: isNew ? null : seen,
			state: 'proposed',
			note,
			proposed_by: viewer.accountId,
			proposed_at: now.toISOString(),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await write.audit({
		objectType: 'proposal',
		objectId: id,
		after: {
			state: 'proposed',
			kind,
			act: content.act,
			society_id: societyId,
			program_id: programId,
			fields: changedParts(content.base, content.next),
		},
	});
	const facts = await namesOf(trx, { kind, societyId, programId, act: content.act });
	const officers = await officersOfSociety(trx, societyId, today);
	const notice = { kind: 'proposal_made', objectType: 'proposal', objectId: id, facts } as const;
	await notify(
		trx,
		now,
		officers.map((accountId) => ({ ...notice, accountId, once: `proposal_made:${id}` })),
	);
	return id;
}

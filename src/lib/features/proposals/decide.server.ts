import { sql, type Selectable } from 'kysely';
import type { Proposal } from '#db/schema.ts';
import { defineCommand } from '#lib/access/procedures.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict, missing } from '#lib/platform/errors.ts';
import { notify, peopleOfSociety, stopNotices } from '../notices/notify.server.ts';
import * as field from '../societies/fields.ts';
import { applyProposal, canBePartial, changedMeanwhile } from './apply.server.ts';
import { contentOf, type Content, type State } from './model.ts';
import { namesOf } from './open.server.ts';
import { compare } from './parts.ts';
import { recordNow } from './records.server.ts';

const CLOSED = {
	ar: 'سبق البت في هذا المقترح أو سُحب. لم يتغير شيء.',
	en: 'This proposal was decided or withdrawn already. Nothing was changed.',
};
const GONE = {
	ar: 'لم يعد السجل الذي يخصه هذا المقترح موجودًا. ارفضوه مع بيان السبب.',
	en: 'The record this proposal is about is no longer there. Refuse it and say why.',
};
const CLASH = {
	ar: 'تغيّر السجل منذ تقديم المقترح، فبعض ما فيه يتعارض مع القيم الحالية. اعتمدوا ما لا يزال متوافقًا وحده، أو ارفضوا المقترح.',
	en: 'The record has changed since this was proposed, and some of it clashes with what holds now. Approve only what still fits, or refuse it.',
};
const NOTHING_FITS = {
	ar: 'لم يبقَ في المقترح ما يتوافق مع القيم الحالية. ارفضوه مع بيان السبب.',
	en: 'Nothing in the proposal fits what holds now. Refuse it and say why.',
};

type Row = Selectable<Proposal>;

/** The society a proposal comes from; undefined when there is none such. */
async function ownerOf({ trx }: WriteContext, { id }: { readonly id: number }) {
	const row = await trx.selectFrom('proposal').select('society_id').where('id', '=', id).executeTakeFirst();
	return row?.society_id;
}

/** Takes an open proposal out of the queue in the version the person saw. */
async function close(
	{ trx, now, viewer }: WriteContext,
	{ id, version }: { id: number; version: number },
	state: Exclude<State, 'proposed'>,
	decision: string | null,
): Promise<Row> {
	const before = await trx.selectFrom('proposal').selectAll().where('id', '=', id).executeTakeFirst();
	if (!before) throw missing();
	const isDecided = state !== 'withdrawn';
	const closed = await trx
		.updateTable('proposal')
		.set({
			state,
			decided_by: isDecided ? viewer.accountId : null,
			decided_at: isDecided ? now.toISOString() : null,
			decision_note: decision,
			version: sql`version + 1`,
		})
		.where('id', '=', id)
		.where('version', '=', version)
		.where('state', '=', 'proposed')
		.executeTakeFirst();
	if (closed.numUpdatedRows !== 1n) throw conflict(CLOSED);
	await stopNotices(trx, now, { type: 'proposal', id }, ['proposal_made']);
	return before;
}

/** Tells the society's people what became of their proposal. */
async function tell(
	{ trx, now }: WriteContext,
	{ id, kind, society_id, program_id }: Row,
	state: 'approved' | 'refused',
	{ act }: Content,
): Promise<void> {
	const names = await namesOf(trx, { kind, societyId: society_id, programId: program_id, act });
	const people = await peopleOfSociety(trx, society_id);
	const notice = { kind: 'proposal_decided', objectType: 'proposal', objectId: id } as const;
	await notify(
		trx,
		now,
		people.map((accountId) => ({
			...notice,
			accountId,
			facts: { ...names, state },
			once: `proposal_decided:${id}`,
		})),
	);
}

/**
 * An officer approves a proposal: what it asks for is written in the same transaction. `seen` is the version of the
 * record on the officer's screen; where parts clash with what holds now, only `isPartial` approves, and only what fits.
 */
export const approveProposal = defineCommand({
	action: 'proposal.decide',
	input: field.form({ ...field.seen, seen: field.decision, isPartial: field.tick, note: field.text }),
	probe: ({ proposalId }) => ({ id: proposalId, version: '1', seen: '1', isPartial: '', note: '' }),
	owner: ownerOf,
	async run(write, { id, version, seen, isPartial, note }) {
		const { trx, today } = write;
		const proposal = await close(write, { id, version }, 'approved', note);
		const content = contentOf(proposal.content);
		const { kind, society_id: societyId, program_id: programId } = proposal;
		const ref = { kind, societyId, programId, content };
		const now = await recordNow(trx, ref, today);
		if (!now) throw conflict(GONE);
		if (String(now.version) !== seen) throw changedMeanwhile();
		const parts = compare(content.base, content.next, now.parts);
		const clashes = parts.filter(({ standing }) => standing === 'clash');
		if (clashes.length && !(isPartial && canBePartial(ref))) throw conflict(CLASH);
		if (!parts.some(({ standing }) => standing === 'fits')) throw conflict(NOTHING_FITS);
		const made = await applyProposal(write, { ...ref, note: proposal.note, now });
		if (made !== null)
			await trx.updateTable('proposal').set({ program_id: made }).where('id', '=', id).execute();
		await write.audit({
			objectType: 'proposal',
			objectId: id,
			before: { state: 'proposed' },
			after: {
				state: 'approved',
				program_id: made,
				...(clashes.length && { left_out: clashes.map(({ key }) => key) }),
			},
		});
		await tell(write, { ...proposal, program_id: made }, 'approved', content);
		return { programId: made };
	},
});

/** An officer refuses a proposal with a reason, which the society reads. */
export const refuseProposal = defineCommand({
	action: 'proposal.decide',
	input: field.form({ ...field.seen, reason: field.decision }),
	probe: ({ proposalId }) => ({ id: proposalId, version: '1', reason: 'سبب' }),
	owner: ownerOf,
	async run(write, { id, version, reason }) {
		const proposal = await close(write, { id, version }, 'refused', reason);
		await write.audit({
			objectType: 'proposal',
			objectId: id,
			before: { state: 'proposed' },
			after: { state: 'refused', reason },
		});
		await tell(write, proposal, 'refused', contentOf(proposal.content));
	},
});

/** A society takes back what it proposed, as long as nobody has decided. */
export const withdrawProposal = defineCommand({
	action: 'proposal.write',
	input: field.form(field.seen),
	probe: ({ proposalId }) => ({ id: proposalId, version: '1' }),
	owner: ownerOf,
	async run(write, seen) {
		await close(write, seen, 'withdrawn', null);
		await write.audit({
			objectType: 'proposal',
			objectId: seen.id,
			before: { state: 'proposed' },
			after: { state: 'withdrawn' },
		});
	},
});

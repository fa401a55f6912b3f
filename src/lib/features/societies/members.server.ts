import { defineCommand } from '#lib/access/procedures.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { missing } from '#lib/platform/errors.ts';
import { addDays } from '#lib/platform/clock.ts';
import { notAfterToday, ownSociety, takeSociety, wrong } from './current.server.ts';
import * as field from './fields.ts';
import { POSITIONS, type Position } from './model.ts';

type Trx = WriteContext['trx'];

async function termOf(trx: Trx, societyId: number, termId: number) {
	const term = await trx
		.selectFrom('board_term')
		.selectAll()
		.where('id', '=', termId)
		.where('society_id', '=', societyId)
		.executeTakeFirst();
	if (!term) throw missing();
	return term;
}

async function memberOf(trx: Trx, societyId: number, memberId: number) {
	const member = await trx
		.selectFrom('board_member as b')
		.innerJoin('board_term as t', 't.id', 'b.term_id')
		.selectAll('b')
		.select('t.ends_on as term_ends_on')
		.where('b.id', '=', memberId)
		.where('t.society_id', '=', societyId)
		.executeTakeFirst();
	if (!member) throw missing();
	return member;
}

/** A board has one chair at a time: nobody else's chair may reach into `from` or later. */
async function keepOneChair(trx: Trx, termId: number, position: Position, from: string, except = 0) {
	if (position !== 'chair') return;
	const chair = await trx
		.selectFrom('board_member')
		.select('id')
		.where('term_id', '=', termId)
		.where('position', '=', 'chair')
		.where('id', '<>', except)
		.where((eb) => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>=', from)]))
		.limit(1)
		.executeTakeFirst();
	if (!chair) return;
	throw wrong('position', {
		ar: 'للمجلس رئيس في هذا التاريخ. أنهوا مدته أو غيّروا منصبه أولًا.',
		en: 'The board has a chair on this date. End that chair or change the position first.',
	});
}

function within(place: string, on: string, from: string, until: string): void {
	if (on >= from && on <= until) return;
	throw wrong(place, {
		ar: 'هذا التاريخ خارج دورة المجلس أو مدة العضو.',
		en: 'This date is outside the term or the member’s time.',
	});
}

/** An officer enters a member of a board. Names stay out of the audit trail. */
export const addMember = defineCommand({
	action: 'society.write',
	input: field.form({
		...field.seen,
		termId: field.choice,
		nameAr: field.name,
		nameEn: field.name,
		position: field.oneOf(POSITIONS),
		from: field.day,
	}),
	probe: ({ societyId }) => ({
		id: societyId, version: '1', termId: '1', nameAr: 'عضو', nameEn: 'Member', position: 'member', from: '2026-01-01',
	}), // prettier-ignore
	owner: ownSociety,
	async run(write, { id, version, ...member }) {
		await takeSociety(write, { id, version });
		await writeMember(write, id, member);
	},
});

/** A member of a term from a day on. */
export interface NewMember {
	readonly termId: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly position: Position;
	readonly from: string;
}

/** Enters a member of a board of a society that was taken for a change. */
export async function writeMember(
	write: WriteContext,
	societyId: number,
	{ termId, nameAr, nameEn, position, from }: NewMember,
): Promise<void> {
	const { trx } = write;
	const term = await termOf(trx, societyId, termId);
	within('from', from, term.starts_on, term.ends_on);
	await keepOneChair(trx, termId, position, from);
	const row = { term_id: termId, position, starts_on: from };
	const member = await trx
		.insertInto('board_member')
		.values({ ...row, name_ar: nameAr, name_en: nameEn })
		.returning('id')
		.executeTakeFirstOrThrow();
	const after = { ...row, society_id: societyId, name: { changed: true } };
	await write.audit({ objectType: 'board_member', objectId: member.id, after });
}

/** An officer ends a member's time on the board. */
export const endMember = defineCommand({
	action: 'society.write',
	input: field.form({ ...field.seen, memberId: field.choice, on: field.day }),
	probe: ({ societyId }) => ({ id: societyId, version: '1', memberId: '1', on: '2026-01-01' }),
	owner: ownSociety,
	async run(write, { id, version, memberId, on }) {
		await takeSociety(write, { id, version });
		const member = await memberOf(write.trx, id, memberId);
		notAfterToday('on', on, write.today);
		// An end on record may be brought forward; later than it somebody else may have the place.
		within('on', on, member.starts_on, member.ends_on ?? member.term_ends_on);
		await write.trx.updateTable('board_member').set({ ends_on: on }).where('id', '=', memberId).execute();
		await write.audit({
			objectType: 'board_member',
			objectId: memberId,
			before: { ends_on: member.ends_on },
			after: { ends_on: on },
		});
	},
});

/** An officer gives a member another position from a day on; from the first day it is a correction. */
export const movePosition = defineCommand({
	action: 'society.write',
	input: field.form({
		...field.seen,
		memberId: field.choice,
		position: field.oneOf(POSITIONS),
		from: field.day,
	}),
	probe: ({ societyId }) => ({
		id: societyId, version: '1', memberId: '1', position: 'member', from: '2026-01-01',
	}), // prettier-ignore
	owner: ownSociety,
	async run(write, { id, version, memberId, position, from }) {
		const { trx } = write;
		await takeSociety(write, { id, version });
		const member = await memberOf(trx, id, memberId);
		if (member.position === position) {
			throw wrong('position', { ar: 'هذا منصبه الآن.', en: 'This is the position already.' });
		}
		within('from', from, member.starts_on, member.ends_on ?? member.term_ends_on);
		await keepOneChair(trx, member.term_id, position, from, memberId);
		if (from === member.starts_on) {
			await trx.updateTable('board_member').set({ position }).where('id', '=', memberId).execute();
		} else {
			const { name_ar, name_en, term_id, ends_on } = member;
			await trx
				.updateTable('board_member')
				.set({ ends_on: addDays(from, -1) })
				.where('id', '=', memberId)
				.execute();
			await trx
				.insertInto('board_member')
				.values({ name_ar, name_en, term_id, position, starts_on: from, ends_on })
				.execute();
		}
		await write.audit({
			objectType: 'board_member',
			objectId: memberId,
			before: { position: member.position },
			after: { position, position_from: from },
		});
	},
});

import { z } from 'zod';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict } from '#lib/platform/errors.ts';
import {
	changeProgram,
	closeProgram,
	createProgram,
	ENDINGS,
	takeProgram,
} from '../programs/write.server.ts';
import { changeContact, closeContact, writeContact } from '../societies/contacts.server.ts';
import { takeSociety } from '../societies/current.server.ts';
import { writeMember } from '../societies/members.server.ts';
import { POSITIONS, SIZES } from '../societies/model.ts';
import { writeNames } from '../societies/names.server.ts';
import { writeTerm } from '../societies/terms.server.ts';
import { writeProfile } from '../societies/write.server.ts';
import { programOf, type Content, type Parts } from './model.ts';
import { merge } from './parts.ts';
import type { RecordNow, RecordRef } from './records.server.ts';

const text = z.string().nullable();
const id = z.number().int().positive();

const profileParts = z.object({
	nameAr: z.string(),
	nameEn: z.string(),
	on: text.optional(),
	isCorrection: z.boolean().optional(),
	governorate: id,
	town: id.nullable(),
	scopeAr: text,
	scopeEn: text,
	sizeBand: z.enum(SIZES).nullable(),
	email: text,
	phone: text,
});
const personParts = z.object({
	nameAr: z.string(), nameEn: z.string(), dutyAr: text, dutyEn: text, email: text, phone: text,
}); // prettier-ignore
const boardParts = z.object({
	startsOn: z.string(),
	endsOn: z.string(),
	decision: text,
	file: id.nullable(),
	members: z.array(z.object({ nameAr: z.string(), nameEn: z.string(), position: z.enum(POSITIONS) })),
});
const endParts = z.object({ endsOn: z.string(), how: z.enum(ENDINGS) });

/** A proposal that is being approved: its record as it is now, and what is taken of it. */
export interface Approval extends RecordRef {
	readonly content: Content;
	readonly note: string | null;
	readonly now: RecordNow;
}

async function applyProfile(write: WriteContext, { societyId, now }: Approval, parts: Parts): Promise<void> {
	const before = await takeSociety(write, { id: societyId, version: now.version });
	const { nameAr, nameEn, on, isCorrection, ...rest } = profileParts.parse(parts);
	await writeProfile(write, before, { ...rest, category: before.category_id, foundedOn: before.founded_on });
	if (nameAr === before.name_ar && nameEn === before.name_en) return;
	await writeNames(write, before, { nameAr, nameEn, isCorrection: isCorrection ?? false, on: on ?? null });
}

async function applyContact(write: WriteContext, approval: Approval, parts: Parts): Promise<void> {
	const { societyId, content, now } = approval;
	if (content.act === 'new') {
		const from = z.string().parse(content.next['from']);
		return writeContact(write, societyId, from, personParts.parse(content.next));
	}
	const seen = { societyId, contactId: content.target ?? 0, version: now.version };
	if (content.act === 'end') return closeContact(write, seen, z.string().parse(parts['endsOn']));
	return changeContact(write, seen, personParts.parse(parts));
}

async function applyBoard(write: WriteContext, { societyId, content, now }: Approval): Promise<void> {
	await takeSociety(write, { id: societyId, version: now.version });
	const { members, file, ...term } = boardParts.parse(content.next);
	const termId = await writeTerm(write, societyId, { ...term, fileId: file, isTemporary: false });
	for (const member of members)
		await writeMember(write, societyId, { ...member, termId, from: term.startsOn });
}

async function applyProgram(write: WriteContext, approval: Approval, parts: Parts): Promise<number> {
	const { societyId, programId, content, note, now } = approval;
	if (content.act === 'new' || programId === null) {
		const made = await createProgram(write, societyId, programOf(content.next), note);
		return made;
	}
	const before = await takeProgram(write, { id: programId, version: now.version });
	if (content.act === 'end') await closeProgram(write, before, { ...endParts.parse(parts), reason: note });
	else await changeProgram(write, before, programOf(parts), note);
	return programId;
}

/**
 * Does what a proposal asks for, by the very functions a direct edit uses; with parts that clash only what still fits.
 * Returns the program it concerns, if any.
 */
export async function applyProposal(write: WriteContext, approval: Approval): Promise<number | null> {
	const { kind, content, now } = approval;
	const parts = merge(content.base, content.next, now.parts);
	if (kind === 'profile') await applyProfile(write, approval, parts);
	else if (kind === 'contact') await applyContact(write, approval, parts);
	else if (kind === 'board') await applyBoard(write, approval);
	else return applyProgram(write, approval, parts);
	return null;
}

/** Whether what fits of a proposal can stand without what clashes: only where the parts are fields of one record. */
export function canBePartial({ kind, content }: Pick<Approval, 'kind' | 'content'>): boolean {
	return content.act === 'edit' && kind !== 'board';
}

/** 409: the record is not what the officer saw. */
export function changedMeanwhile(): Error {
	return conflict({
		ar: 'تغيّر السجل بعد أن فتحتم هذا المقترح. هذه قيمه الآن؛ راجعوها ثم قرروا من جديد.',
		en: 'The record was changed after you opened this proposal. These are its values now; look at them, then decide again.',
	});
}

import { z } from 'zod';
import { defineCommand } from '#lib/access/procedures.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict, missing } from '#lib/platform/errors.ts';
import { readProgram } from '../programs/typed.ts';
import { changeProgram, ENDINGS, takeProgram } from '../programs/write.server.ts';
import { person } from '../societies/contacts.server.ts';
import { invalidAt, ownSociety, wrong } from '../societies/current.server.ts';
import * as field from '../societies/fields.ts';
import { keptFile, recordFile } from '../societies/files.server.ts';
import { POSITIONS } from '../societies/model.ts';
import { profile } from '../societies/write.server.ts';
import { MOST_MEMBERS } from './forms.ts';
import { needsApproval } from './measured.ts';
import { partsOf, type Content, type Kind } from './model.ts';
import { changedParts } from './parts.ts';
import { openProposal } from './open.server.ts';
import { recordNow, type RecordNow } from './records.server.ts';

/** Why a society proposes something, in its own words. */
const note = field.text;

const CHANGED = {
	ar: 'تغيّر هذا السجل بعد أن فتحتموه. ما كتبتموه باقٍ أمامكم؛ راجعوا القيم الحالية ثم أرسلوا من جديد.',
	en: 'This record was changed after you opened it. What you typed is still here; look at what holds now, then send again.',
};

/** The record as the person saw it; 404 when there is none, 409 when it has changed since. */
async function seenRecord(
	{ trx, today }: WriteContext,
	ref: Parameters<typeof recordNow>[1],
	version: number,
): Promise<RecordNow> {
	const record = await recordNow(trx, ref, today);
	if (!record) throw missing();
	if (record.version !== version) throw conflict(CHANGED);
	return record;
}

const { governorate, town, scopeAr, scopeEn, sizeBand, email, phone } = profile;

/** A society proposes what its profile should say; its category, number and status are the ministry's to change. */
export const proposeProfile = defineCommand({
	action: 'proposal.write',
	input: field.form({
		...field.seen,
		nameAr: field.name,
		nameEn: field.name,
		on: field.dayOrNone,
		isCorrection: field.tick,
		governorate, town, scopeAr, scopeEn, sizeBand, email, phone, note,
	}), // prettier-ignore
	probe: ({ societyId }) => ({
		id: societyId, version: '1', nameAr: 'اسم', nameEn: 'Name', on: '', isCorrection: 'on', governorate: '1',
		town: '', scopeAr: '', scopeEn: '', sizeBand: '', email: '', phone: '', note: '',
	}), // prettier-ignore
	owner: ownSociety,
	async run(write, { id, version, note, on, isCorrection, ...next }) {
		const ref = { kind: 'profile' as const, societyId: id, programId: null };
		const record = await seenRecord(write, { ...ref, content: { act: 'edit' } }, version);
		const renames = next.nameAr !== record.parts['nameAr'] || next.nameEn !== record.parts['nameEn'];
		const content: Content = {
			act: 'edit',
			base: record.parts,
			next: { ...next, ...(renames && (isCorrection ? { isCorrection } : { on })) },
		};
		return { id: await openProposal(write, { ...ref, content, seen: version, note }) };
	},
});

const typedPerson = {
	nameAr: 'اسم',
	nameEn: 'Name',
	dutyAr: '',
	dutyEn: '',
	email: 'a@b.example',
	phone: '',
};

/** A society proposes a person to reach, or how a known one is reached now. */
export const proposeContact = defineCommand({
	action: 'proposal.write',
	input: field.form({
		...field.seen,
		version: z.string().max(15),
		contactId: field.choiceOrNone,
		...person,
		from: field.dayOrNone,
		note,
	}),
	probe: ({ societyId }) => ({
		id: societyId, version: '', contactId: '', ...typedPerson, from: '2026-01-01', note: '',
	}), // prettier-ignore
	owner: ownSociety,
	async run(write, { id, version, contactId, from, note, ...next }) {
		const ref = { kind: 'contact' as const, societyId: id, programId: null };
		if (contactId === null) {
			if (!from) throw wrong('from', { ar: 'املؤوا هذا الحقل.', en: 'Fill in this field.' });
			const content: Content = { act: 'new', base: {}, next: { ...next, from } };
			return { id: await openProposal(write, { ...ref, content, seen: 0, note }) };
		}
		const about = { act: 'edit' as const, target: contactId };
		const record = await seenRecord(write, { ...ref, content: about }, Number(version));
		const content: Content = { ...about, base: record.parts, next: { ...record.parts, ...next } };
		return { id: await openProposal(write, { ...ref, content, seen: record.version, note }) };
	},
});

/** A society proposes that a person is no longer the one to reach. */
export const proposeContactEnd = defineCommand({
	action: 'proposal.write',
	input: field.form({ ...field.seen, contactId: field.choice, on: field.day, note }),
	probe: ({ societyId }) => ({ id: societyId, version: '1', contactId: '1', on: '2026-01-01', note: '' }),
	owner: ownSociety,
	async run(write, { id, version, contactId, on, note }) {
		const ref = { kind: 'contact' as const, societyId: id, programId: null };
		const about = { act: 'end' as const, target: contactId };
		const record = await seenRecord(write, { ...ref, content: about }, version);
		const content: Content = { ...about, base: record.parts, next: { ...record.parts, endsOn: on } };
		return { id: await openProposal(write, { ...ref, content, seen: version, note }) };
	},
});

const member = z.strictObject({ nameAr: field.name, nameEn: field.name, position: field.oneOf(POSITIONS) });

/** A society proposes a newly elected board with its members, and the decision behind it. */
export const proposeBoard = defineCommand({
	action: 'proposal.write',
	input: field.form({
		...field.seen,
		startsOn: field.day,
		endsOn: field.day,
		decision: field.text,
		members: z.array(member).max(MOST_MEMBERS),
		file: keptFile,
		note,
	}),
	probe: ({ societyId }) => ({
		id: societyId, version: '1', startsOn: '2026-04-01', endsOn: '2028-03-31', decision: '', file: null, note: '',
		members: [{ nameAr: 'عضو', nameEn: 'Member', position: 'chair' }],
	}), // prettier-ignore
	owner: ownSociety,
	async run(write, { id, version, file, note, ...term }) {
		if (term.members.filter(({ position }) => position === 'chair').length !== 1) {
			throw wrong('members', {
				ar: 'للمجلس رئيس واحد. أدخلوه، واحدًا لا أكثر.',
				en: 'A board has one chair. Enter one, and only one.',
			});
		}
		const ref = { kind: 'board' as const, societyId: id, programId: null };
		const record = await seenRecord(write, { ...ref, content: { act: 'new' } }, version);
		const next = { ...term, file: await recordFile(write, file, id) };
		const content: Content = { act: 'new', base: record.parts, next };
		return { id: await openProposal(write, { ...ref, content, seen: version, note }) };
	},
});

/** A program's form as it was typed. */
export const typedProgram = z.record(z.string().max(40), z.string().max(2500));

const PROBED = {
	nameAr: 'برنامج', nameEn: 'Program', sector: '1', places: '1', segments: '1', startsOn: '2026-07-01',
	frequency: 'monthly',
}; // prettier-ignore

/** What a program's form says about whom it is proposed to: saved at once, or waiting for an officer. */
export interface Proposed {
	/** Null: it was wording alone, and is saved. */
	readonly id: number | null;
}

/** A society proposes a program of its own. */
export const proposeProgram = defineCommand({
	action: 'proposal.write',
	input: field.form({ id: field.seen.id, typed: typedProgram, note }),
	probe: ({ societyId }) => ({ id: societyId, typed: PROBED, note: '' }),
	owner: ownSociety,
	async run(write, { id, typed, note }): Promise<Proposed> {
		const { content, problems } = readProgram(typed, write.pack.currencyDigits);
		if (problems.length) throw invalidAt(problems);
		const ref = { kind: 'program' as const, societyId: id, programId: null };
		const proposed: Content = { act: 'new', base: {}, next: partsOf(content) };
		return { id: await openProposal(write, { ...ref, content: proposed, seen: 0, note }) };
	},
});

/** The society a program belongs to; undefined when there is none such. */
export async function ownerOfProgram({ trx }: WriteContext, { id }: { readonly id: number }) {
	const row = await trx.selectFrom('program').select('society_id').where('id', '=', id).executeTakeFirst();
	return row?.society_id;
}

/** A society changes one of its programs: wording is saved at once, what is measured waits for an officer. */
export const proposeProgramEdit = defineCommand({
	action: 'proposal.write',
	input: field.form({ ...field.seen, typed: typedProgram, note }),
	probe: ({ programId }) => ({ id: programId, version: '1', typed: PROBED, note: '' }),
	owner: ownerOfProgram,
	async run(write, { id, version, typed, note }): Promise<Proposed> {
		const { content, problems } = readProgram(typed, write.pack.currencyDigits);
		if (problems.length) throw invalidAt(problems);
		const societyId = (await ownerOfProgram(write, { id }))!;
		const ref = { kind: 'program' as Kind, societyId, programId: id };
		const record = await seenRecord(write, { ...ref, content: { act: 'edit' } }, version);
		const next = nextParts(record, partsOf(content));
		if (changedParts(record.parts, next).length && !needsApproval(record.parts, next)) {
			await changeProgram(write, await takeProgram(write, { id, version }), content, note);
			return { id: null };
		}
		const proposed: Content = { act: 'edit', base: record.parts, next };
		return { id: await openProposal(write, { ...ref, content: proposed, seen: version, note }) };
	},
});

/** The proposed parts; what the record has and the form dropped is said to go, but a year keeps its target. */
function nextParts({ parts }: RecordNow, typed: Record<string, unknown>): Record<string, unknown> {
	const dropped = Object.keys(parts).filter((key) => !(key in typed));
	const [targets, others] = [true, false].map((is) =>
		dropped.filter((key) => key.startsWith('target:') === is),
	);
	return {
		...typed,
		...Object.fromEntries((targets ?? []).map((key) => [key, parts[key]])),
		...Object.fromEntries((others ?? []).map((key) => [key, null])),
	};
}

/** A society proposes that one of its programs ends. */
export const proposeProgramEnd = defineCommand({
	action: 'proposal.write',
	input: field.form({ ...field.seen, endsOn: field.day, how: field.oneOf(ENDINGS), note: field.decision }),
	probe: ({ programId }) => ({
		id: programId,
		version: '1',
		endsOn: '2026-06-01',
		how: 'completed',
		note: 'انتهى',
	}),
	owner: ownerOfProgram,
	async run(write, { id, version, endsOn, how, note }) {
		const societyId = (await ownerOfProgram(write, { id }))!;
		const ref = { kind: 'program' as const, societyId, programId: id };
		const record = await seenRecord(write, { ...ref, content: { act: 'end' } }, version);
		const content: Content = {
			act: 'end',
			base: { endsOn: record.parts['endsOn'] ?? null },
			next: { endsOn, how },
		};
		return { id: await openProposal(write, { ...ref, content, seen: version, note }) };
	},
});

import { sql } from 'kysely';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict, missing } from '#lib/platform/errors.ts';
import { changes, notAfterToday, ownSociety, wrong } from './current.server.ts';
import * as field from './fields.ts';

/** A person to reach at a society. */
export interface Contact {
	readonly id: number;
	readonly version: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly dutyAr: string | null;
	readonly dutyEn: string | null;
	readonly email: string | null;
	readonly phone: string | null;
	readonly startsOn: string;
	readonly endsOn: string | null;
}

/** The people to reach at a society, those of today first. */
export const readContacts = defineQuery<{ id: number }, Contact[]>({
	action: 'society.write',
	probe: ({ societyId }) => ({ id: societyId }),
	run: ({ db }, _scope, { id }) =>
		db
			.selectFrom('contact')
			.select(['id', 'version', 'name_ar as nameAr', 'name_en as nameEn', 'email', 'phone'])
			.select(['duty_ar as dutyAr', 'duty_en as dutyEn', 'starts_on as startsOn', 'ends_on as endsOn'])
			.where('society_id', '=', id)
			.orderBy((eb) => eb('ends_on', 'is not', null))
			.orderBy('starts_on', 'desc')
			.orderBy('id')
			.limit(100)
			.execute(),
});

/** How a person is reached, as it is typed. */
export const person = {
	nameAr: field.name,
	nameEn: field.name,
	dutyAr: field.line,
	dutyEn: field.line,
	email: field.mail,
	phone: field.phone,
};
const typed = { nameAr: 'اسم', nameEn: 'Name', dutyAr: '', dutyEn: '', email: 'a@b.example', phone: '' };

/** A person to reach without the days. */
export type Person = Omit<Contact, 'id' | 'version' | 'startsOn' | 'endsOn'>;

function rowOf(input: Person) {
	if (!input.email && !input.phone) {
		throw wrong('email', {
			ar: 'اكتبوا بريدًا أو هاتفًا؛ بغيرهما لا يمكن الوصول إليه.',
			en: 'Give an e-mail address or a phone number; without either nobody can be reached.',
		});
	}
	const { nameAr, nameEn, dutyAr, dutyEn, email, phone } = input;
	return { name_ar: nameAr, name_en: nameEn, duty_ar: dutyAr, duty_en: dutyEn, email, phone };
}

async function contactOf(trx: WriteContext['trx'], societyId: number, contactId: number) {
	const row = await trx
		.selectFrom('contact')
		.selectAll()
		.where('id', '=', contactId)
		.where('society_id', '=', societyId)
		.executeTakeFirst();
	if (!row) throw missing();
	return row;
}

async function update(
	{ trx }: WriteContext,
	contactId: number,
	version: number,
	values: Record<string, string | null>,
): Promise<void> {
	const changed = await trx
		.updateTable('contact')
		.set({ ...values, version: sql`version + 1` })
		.where('id', '=', contactId)
		.where('version', '=', version)
		.executeTakeFirst();
	if (changed.numUpdatedRows === 1n) return;
	throw conflict({
		ar: 'غيّر شخص آخر بيانات الاتصال هذه بعد أن فتحتموها. ما كتبتموه باقٍ؛ راجعوا ثم احفظوا من جديد.',
		en: 'Somebody else changed this contact after you opened it. What you typed is still here; look, then save again.',
	});
}

/** An officer enters a person to reach. Who it is stays out of the audit trail. */
export const addContact = defineCommand({
	action: 'society.write',
	input: field.form({ id: field.seen.id, ...person, from: field.day }),
	probe: ({ societyId }) => ({ ...typed, id: societyId, from: '2026-01-01' }),
	owner: ownSociety,
	run: (write, { id, from, ...input }) => writeContact(write, id, from, input),
});

/** Enters a person to reach from a day on. */
export async function writeContact(
	write: WriteContext,
	societyId: number,
	from: string,
	input: Person,
): Promise<void> {
	notAfterToday('from', from, write.today);
	const { id } = await write.trx
		.insertInto('contact')
		.values({ ...rowOf(input), society_id: societyId, starts_on: from })
		.returning('id')
		.executeTakeFirstOrThrow();
	const after = { society_id: societyId, starts_on: from, person: { changed: true } };
	await write.audit({ objectType: 'contact', objectId: id, after });
}

/** An officer corrects how a person is reached; the trail says which fields changed, not what they say. */
export const editContact = defineCommand({
	action: 'society.write',
	input: field.form({ ...field.seen, contactId: field.choice, ...person }),
	probe: ({ societyId }) => ({ ...typed, id: societyId, version: '1', contactId: '1' }),
	owner: ownSociety,
	run: (write, { id, version, contactId, ...input }) =>
		changeContact(write, { societyId: id, contactId, version }, input),
});

/** A contact of a society, and the version of it that the person saw. */
interface SeenContact {
	readonly societyId: number;
	readonly contactId: number;
	readonly version: number;
}

/** Writes how a person is reached now. */
export async function changeContact(
	write: WriteContext,
	{ societyId, contactId, version }: SeenContact,
	input: Person,
): Promise<void> {
	const before = await contactOf(write.trx, societyId, contactId);
	const row = rowOf(input);
	await update(write, contactId, version, row);
	const fields = Object.keys(changes(before, row)?.after ?? {});
	const after = Object.fromEntries(fields.map((key) => [key, { changed: true }]));
	await write.audit({ objectType: 'contact', objectId: contactId, after });
}

/** An officer notes that a person is no longer the one to reach. */
export const endContact = defineCommand({
	action: 'society.write',
	input: field.form({ ...field.seen, contactId: field.choice, on: field.day }),
	probe: ({ societyId }) => ({ id: societyId, version: '1', contactId: '1', on: '2026-01-01' }),
	owner: ownSociety,
	run: (write, { id, version, contactId, on }) =>
		closeContact(write, { societyId: id, contactId, version }, on),
});

/** Writes down until which day a person was the one to reach. */
export async function closeContact(
	write: WriteContext,
	{ societyId, contactId, version }: SeenContact,
	on: string,
): Promise<void> {
	const before = await contactOf(write.trx, societyId, contactId);
	notAfterToday('on', on, write.today);
	if (on < before.starts_on) {
		throw wrong('on', { ar: 'ينتهي بعد بدايته.', en: 'It ends after it began.' });
	}
	await update(write, contactId, version, { ends_on: on });
	await write.audit({
		objectType: 'contact',
		objectId: contactId,
		before: { ends_on: before.ends_on },
		after: { ends_on: on },
	});
}

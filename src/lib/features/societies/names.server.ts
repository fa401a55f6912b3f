import type { Selectable } from 'kysely';
import type { Society } from '#db/schema.ts';
import { defineCommand } from '#lib/access/procedures.server.ts';
import { matchKey, searchKey } from '#lib/i18n/fold.ts';
import { addDays } from '#lib/platform/clock.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import {
	freeNumber,
	invalidAt,
	notAfterToday,
	ownSociety,
	takeSociety,
	twinOf,
	wrong,
} from './current.server.ts';
import * as field from './fields.ts';

/** Names from a day on; a correction has no day. */
export interface NewNames {
	readonly nameAr: string;
	readonly nameEn: string;
	readonly isCorrection: boolean;
	readonly on: string | null;
}

/**
 * An officer gives a society its new name from a day on; the name it had stays in its history and is still found.
 * `isCorrection` mends a spelling that was never its name.
 */
export const renameSociety = defineCommand({
	action: 'society.write',
	input: field.form({
		...field.seen,
		nameAr: field.name,
		nameEn: field.name,
		isCorrection: field.tick,
		on: field.dayOrNone,
	}),
	probe: ({ societyId }) => ({
		id: societyId, version: '1', nameAr: 'اسم', nameEn: 'Name', isCorrection: '', on: '2026-01-01',
	}), // prettier-ignore
	owner: ownSociety,
	async run(write, { nameAr, nameEn, isCorrection, on, ...seen }) {
		await writeNames(write, await takeSociety(write, seen), { nameAr, nameEn, isCorrection, on });
	},
});

/** Gives a society that was taken for a change its new names; see `renameSociety`. */
export async function writeNames(
	write: WriteContext,
	before: Selectable<Society>,
	{ nameAr, nameEn, isCorrection, on }: NewNames,
): Promise<void> {
	const { trx } = write;
	const { id } = before;
	if (before.name_ar === nameAr && before.name_en === nameEn) {
		throw wrong('nameAr', { ar: 'هذا هو الاسم الحالي.', en: 'This is its name already.' });
	}
	if (await twinOf(trx, nameAr, id)) {
		throw wrong('nameAr', {
			ar: 'تحمل جمعية أخرى هذا الاسم.',
			en: 'Another society bears this name.',
		});
	}
	const names = { name_ar: before.name_ar, name_en: before.name_en };
	if (!isCorrection) {
		if (!on) throw wrong('on', { ar: 'متى بدأ الاسم الجديد؟', en: 'When did the new name begin?' });
		notAfterToday('on', on, write.today);
		const ended_on = addDays(on, -1);
		const last = await trx
			.selectFrom('society_name')
			.select((eb) => eb.fn.max('ended_on').as('ended_on'))
			.where('society_id', '=', id)
			.executeTakeFirst();
		if (last?.ended_on && last.ended_on >= ended_on) {
			throw wrong('on', {
				ar: 'يبدأ الاسم الجديد بعد نهاية الاسم السابق المسجل.',
				en: 'A new name begins after the end of the former one on record.',
			});
		}
		await trx
			.insertInto('society_name')
			.values({ society_id: id, ...names, search_key: searchKey(before.name_ar, before.name_en), ended_on })
			.execute();
	}
	await trx
		.updateTable('society')
		.set({
			name_ar: nameAr,
			name_en: nameEn,
			match_key: matchKey(nameAr),
			search_key: searchKey(nameAr, nameEn),
		})
		.where('id', '=', id)
		.execute();
	await write.audit({
		objectType: 'society',
		objectId: id,
		before: names,
		after: { name_ar: nameAr, name_en: nameEn, ...(isCorrection ? { correction: true } : { from: on }) },
	});
}

/** An officer enters the number a society is registered under from a day on; the one before it ends the day before. */
export const renumberSociety = defineCommand({
	action: 'society.write',
	input: field.form({ ...field.seen, number: field.name, from: field.day }),
	probe: ({ societyId }) => ({ id: societyId, version: '1', number: '2', from: '2026-01-01' }),
	owner: ownSociety,
	async run(write, { id, version, number, from }) {
		const { trx } = write;
		await takeSociety(write, { id, version });
		notAfterToday('from', from, write.today);
		const taken = await freeNumber(trx, number, id);
		if (taken) throw invalidAt([taken]);
		const last = await trx
			.selectFrom('society_registration')
			.selectAll()
			.where('society_id', '=', id)
			.orderBy('starts_on', 'desc')
			.limit(1)
			.executeTakeFirst();
		if (last?.number === number) {
			throw wrong('number', { ar: 'هذا هو رقم القيد الحالي.', en: 'This is its number already.' });
		}
		if (last && (last.starts_on >= from || (last.ends_on !== null && last.ends_on >= from))) {
			throw wrong('from', {
				ar: 'يبدأ الرقم الجديد بعد بداية الرقم السابق ونهايته.',
				en: 'A new number begins after the former one began and ended.',
			});
		}
		if (last && last.ends_on === null) {
			await trx
				.updateTable('society_registration')
				.set({ ends_on: addDays(from, -1) })
				.where('id', '=', last.id)
				.execute();
		}
		await trx
			.insertInto('society_registration')
			.values({ society_id: id, number, starts_on: from })
			.execute();
		await write.audit({
			objectType: 'society',
			objectId: id,
			...(last && { before: { number: last.number } }),
			after: { number, number_from: from },
		});
	},
});

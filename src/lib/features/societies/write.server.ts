import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Society } from '#db/schema.ts';
import { defineCommand } from '#lib/access/procedures.server.ts';
import { matchKey, searchKey } from '#lib/i18n/fold.ts';
import { addSociety, removeSociety } from '#lib/kpi/rollup.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import type { Problem } from '#lib/platform/errors.ts';
import {
	changes,
	freeNumber,
	invalidAt,
	notAfterToday,
	ownSociety,
	takeSociety,
	twinOf,
} from './current.server.ts';
import * as field from './fields.ts';
import { keptFile, recordFile } from './files.server.ts';
import { SIZES } from './model.ts';
import { findSimilar } from './similar.server.ts';

/** The fields of a profile as they are typed. */
export const profile = {
	category: field.choice,
	governorate: field.choice,
	town: field.choiceOrNone,
	scopeAr: field.text,
	scopeEn: field.text,
	foundedOn: field.dayOrNone,
	sizeBand: field.oneOfOrNone(SIZES),
	email: field.mail,
	phone: field.phone,
};

interface Places {
	readonly category: number;
	readonly governorate: number;
	readonly town: number | null;
}

/** The listed places exist, and the town lies in the governorate. */
async function placeProblems(trx: WriteContext['trx'], chosen: Places): Promise<Problem[]> {
	const notListed = { ar: 'اختاروا من القائمة.', en: 'Choose from the list.' };
	const problems: Problem[] = [];
	for (const list of ['category', 'governorate'] as const) {
		const row = await trx.selectFrom(list).select('id').where('id', '=', chosen[list]).executeTakeFirst();
		if (!row) problems.push({ place: list, text: notListed });
	}
	if (chosen.town === null) return problems;
	const town = await trx
		.selectFrom('town')
		.select('governorate_id')
		.where('id', '=', chosen.town)
		.executeTakeFirst();
	if (!town) problems.push({ place: 'town', text: notListed });
	else if (town.governorate_id !== chosen.governorate) {
		const text = {
			ar: 'هذه البلدة ليست في المحافظة المختارة.',
			en: 'This town is not in the chosen governorate.',
		};
		problems.push({ place: 'town', text });
	}
	return problems;
}

const SAME_NAME: Problem = {
	place: 'nameAr',
	text: {
		ar: 'في السجل جمعية بهذا الاسم. ميّزوا بين الاسمين أو حدّثوا تلك الجمعية.',
		en: 'The register has a society of this name. Tell the two apart, or update that one.',
	},
};
const ALIKE: Problem = {
	place: 'isAnother',
	text: {
		ar: 'في السجل أسماء تشبه هذا الاسم. راجعوها، ثم أكّدوا أنها جمعية أخرى.',
		en: 'The register has names like this one. Look at them, then confirm that this is another society.',
	},
};

async function nameProblems(
	trx: WriteContext['trx'],
	names: { nameAr: string; nameEn: string; isAnother: boolean },
): Promise<Problem[]> {
	if (await twinOf(trx, names.nameAr)) return [SAME_NAME];
	if (names.isAnother) return [];
	return (await findSimilar(trx, names)).length ? [ALIKE] : [];
}

/** An officer enters a society: its names, number, seat and first status with its decision. Returns its id. */
export const createSociety = defineCommand({
	action: 'society.write',
	input: field.form({
		nameAr: field.name,
		nameEn: field.name,
		isAnother: field.tick,
		number: field.name,
		numberFrom: field.day,
		...profile,
		statusFrom: field.day,
		decision: field.decision,
		file: keptFile,
	}),
	probe: () => ({
		nameAr: 'جمعية جديدة', nameEn: 'A new society', isAnother: 'on', number: '1', numberFrom: '2026-01-01',
		category: '1', governorate: '1', town: '', scopeAr: '', scopeEn: '', foundedOn: '', sizeBand: '',
		email: '', phone: '', statusFrom: '2026-01-01', decision: 'قرار', file: null,
	}), // prettier-ignore
	owner: async () => null,
	async run(write, input) {
		const { trx, today } = write;
		for (const place of ['numberFrom', 'statusFrom'] as const) notAfterToday(place, input[place], today);
		if (input.foundedOn) notAfterToday('foundedOn', input.foundedOn, today);
		const taken = await freeNumber(trx, input.number);
		const problems = [
			...(await nameProblems(trx, input)),
			...(taken ? [taken] : []),
			...(await placeProblems(trx, input)),
		];
		if (problems.length) throw invalidAt(problems);
		const row = {
			name_ar: input.nameAr,
			name_en: input.nameEn,
			category_id: input.category,
			governorate_id: input.governorate,
			town_id: input.town,
			scope_ar: input.scopeAr,
			scope_en: input.scopeEn,
			founded_on: input.foundedOn,
			size_band: input.sizeBand,
			status: 'active' as const,
		};
		const { id } = await trx
			.insertInto('society')
			.values({
				...row,
				email: input.email,
				phone: input.phone,
				match_key: matchKey(input.nameAr),
				search_key: searchKey(input.nameAr, input.nameEn),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const file_id = await recordFile(write, input.file, id);
		const { number, numberFrom, statusFrom, decision } = input;
		await trx
			.insertInto('society_registration')
			.values({ society_id: id, number, starts_on: numberFrom })
			.execute();
		await trx
			.insertInto('society_status')
			.values({ society_id: id, status: 'active', starts_on: statusFrom, decision, file_id })
			.execute();
		await write.audit({
			objectType: 'society',
			objectId: id,
			after: { ...row, number, number_from: numberFrom, status_from: statusFrom, decision, file_id },
		});
		return { id };
	},
});

/** An officer corrects what the register says of a society; a change of category moves its figures with it. */
export const editSociety = defineCommand({
	action: 'society.write',
	input: field.form({ ...field.seen, ...profile }),
	probe: ({ societyId }) => ({
		id: societyId, version: '1', category: '1', governorate: '1', town: '', scopeAr: '', scopeEn: '',
		foundedOn: '', sizeBand: '', email: '', phone: '',
	}), // prettier-ignore
	owner: ownSociety,
	async run(write, input) {
		await writeProfile(write, await takeSociety(write, input), input);
	},
});

/** Writes the profile of a society that was taken for a change (`takeSociety`), and what changed into the trail. */
export async function writeProfile(
	write: WriteContext,
	before: Selectable<Society>,
	input: { readonly [Field in keyof typeof profile]: z.output<(typeof profile)[Field]> },
): Promise<void> {
	const { trx } = write;
	if (input.foundedOn) notAfterToday('foundedOn', input.foundedOn, write.today);
	const problems = await placeProblems(trx, input);
	if (problems.length) throw invalidAt(problems);
	const after = {
		category_id: input.category,
		governorate_id: input.governorate,
		town_id: input.town,
		scope_ar: input.scopeAr,
		scope_en: input.scopeEn,
		founded_on: input.foundedOn,
		size_band: input.sizeBand,
	};
	const reached = { email: input.email, phone: input.phone };
	const moves = before.category_id !== input.category;
	if (moves) await removeSociety(trx, before.id);
	await trx
		.updateTable('society')
		.set({ ...after, ...reached })
		.where('id', '=', before.id)
		.execute();
	if (moves) await addSociety(trx, before.id);
	const changed = changes(before, after);
	const personal = Object.keys(changes(before, reached)?.after ?? {});
	await write.audit({
		objectType: 'society',
		objectId: before.id,
		before: { ...changed?.before },
		after: { ...changed?.after, ...Object.fromEntries(personal.map((key) => [key, { changed: true }])) },
	});
}

import { sql, type Selectable } from 'kysely';
import type { Program } from '#db/schema.ts';
import { matchKey, searchKey } from '#lib/i18n/fold.ts';
import { addProgram, removeProgram } from '#lib/kpi/rollup.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict, missing, type Problem } from '#lib/platform/errors.ts';
import { changes, invalidAt, wrong } from '../societies/current.server.ts';
import { isStanding } from '../societies/model.ts';
import type { ProgramContent } from './content.ts';
import { contentOf, contentProblems } from './content.server.ts';
import { followProgramDates } from './expected.server.ts';
import { writeIndicators } from './indicators.server.ts';
import { writeTargets } from './yeartargets.server.ts';

type Trx = WriteContext['trx'];
export type ProgramRecord = Selectable<Program>;

const CHANGED = {
	ar: 'تغيّر هذا البرنامج بعد أن فتحتموه. ما كتبتموه باقٍ أمامكم؛ راجعوا القيم الحالية ثم احفظوا من جديد.',
	en: 'This program was changed after you opened it. What you typed is still here; look at what holds now, then save again.',
};
const STOPPED = {
	ar: 'أُوقف هذا البرنامج، فلا يتغير سجله.',
	en: 'This program was stopped; its record no longer changes.',
};
const ENDED = {
	ar: 'انتهت هذه الجمعية بالدمج أو الحل، فلا تبدأ برامج.',
	en: 'This society was merged or dissolved; it begins no programs.',
};

/**
 * Takes a program for a change: its version goes up by one where it is still the one the person saw (409 otherwise),
 * and the row as it was is returned.
 */
export async function takeProgram(
	{ trx }: WriteContext,
	seen: { readonly id: number; readonly version: number },
): Promise<ProgramRecord> {
	const before = await trx.selectFrom('program').selectAll().where('id', '=', seen.id).executeTakeFirst();
	if (!before) throw missing();
	if (before.status === 'stopped') throw conflict(STOPPED);
	const taken = await trx
		.updateTable('program')
		.set({ version: sql`version + 1` })
		.where('id', '=', seen.id)
		.where('version', '=', seen.version)
		.executeTakeFirst();
	if (taken.numUpdatedRows !== 1n) throw conflict(CHANGED);
	return before;
}

function refuse(problems: readonly Problem[]): void {
	if (problems.length) throw invalidAt(problems);
}

/** Where a program is counted: in its only place, else in the one that stands for several. */
async function mainPlace(trx: Trx, places: readonly number[]): Promise<number> {
	if (places.length === 1) return places[0]!;
	const several = await trx
		.selectFrom('governorate')
		.select('id')
		.where('kind', '=', 'several')
		.orderBy('id')
		.limit(1)
		.executeTakeFirst();
	return several?.id ?? places[0]!;
}

const statusOn = (today: string, { startsOn, endsOn }: ProgramContent) =>
	startsOn > today ? 'planned' : endsOn !== null && endsOn < today ? 'completed' : 'running';

async function rowOf(write: WriteContext, content: ProgramContent, before?: ProgramRecord) {
	return {
		name_ar: content.nameAr,
		name_en: content.nameEn,
		sector_id: content.sector,
		governorate_id:
			before && !content.places.length ? before.governorate_id : await mainPlace(write.trx, content.places),
		purpose_ar: content.purposeAr,
		purpose_en: content.purposeEn,
		is_abroad: content.isAbroad ? 1 : 0,
		starts_on: content.startsOn,
		ends_on: content.endsOn,
		status: statusOn(write.today, content),
		frequency: content.frequency,
		budget_minor: content.budgetMinor,
	} as const;
}

const keysOf = ({ nameAr, nameEn }: ProgramContent) => ({
	match_key: matchKey(nameAr),
	search_key: searchKey(nameAr, nameEn),
});

async function writeLists(trx: Trx, id: number, { places, segments }: ProgramContent): Promise<void> {
	await trx.deleteFrom('program_governorate').where('program_id', '=', id).execute();
	await trx.deleteFrom('program_segment').where('program_id', '=', id).execute();
	// A program that was imported may have neither.
	if (places.length)
		await trx
			.insertInto('program_governorate')
			.values(places.map((governorate_id) => ({ program_id: id, governorate_id })))
			.execute();
	if (segments.length)
		await trx
			.insertInto('program_segment')
			.values(segments.map((segment_id) => ({ program_id: id, segment_id })))
			.execute();
}

/** Enters a program of a society with its places, segments, targets and indicators; returns its id. */
export async function createProgram(
	write: WriteContext,
	societyId: number,
	content: ProgramContent,
	reason: string | null,
): Promise<number> {
	const { trx } = write;
	const society = await trx
		.selectFrom('society')
		.select('status')
		.where('id', '=', societyId)
		.executeTakeFirst();
	if (!society) throw missing();
	if (!isStanding(society.status)) throw conflict(ENDED);
	refuse(await contentProblems(trx, societyId, null, content));
	const row = await rowOf(write, content);
	const { id } = await trx
		.insertInto('program')
		.values({ ...row, ...keysOf(content), society_id: societyId })
		.returning('id')
		.executeTakeFirstOrThrow();
	await writeLists(trx, id, content);
	const { places, segments } = content;
	await write.audit({
		objectType: 'program',
		objectId: id,
		after: { society_id: societyId, ...row, places, segments, ...(reason && { reason }) },
	});
	await writeTargets(write, id, content.targets, reason);
	await writeIndicators(write, id, content.indicators);
	await followProgramDates(write, id);
	return id;
}

/** Writes what a program that was taken (`takeProgram`) is from now on; a change of sector moves its figures with it. */
export async function changeProgram(
	write: WriteContext,
	before: ProgramRecord,
	content: ProgramContent,
	reason: string | null,
): Promise<void> {
	const { trx } = write;
	const { id } = before;
	refuse(await contentProblems(trx, before.society_id, id, content));
	const was = await contentOf(trx, before, write.today);
	const row = await rowOf(write, content, before);
	const isSame = (key: 'places' | 'segments') => was[key].join() === content[key].join();
	const moves = before.sector_id !== content.sector;
	if (moves) await removeProgram(trx, id);
	await trx
		.updateTable('program')
		.set({
			...row,
			...(before.name_ar === content.nameAr && before.name_en === content.nameEn ? {} : keysOf(content)),
		})
		.where('id', '=', id)
		.execute();
	if (moves) await addProgram(trx, id);
	await writeLists(trx, id, content);
	const changed = changes(before, row);
	const lists = (['places', 'segments'] as const).filter((key) => !isSame(key));
	await write.audit({
		objectType: 'program',
		objectId: id,
		before: { ...changed?.before, ...Object.fromEntries(lists.map((key) => [key, was[key]])) },
		after: {
			...changed?.after,
			...Object.fromEntries(lists.map((key) => [key, content[key]])),
			...(reason && { reason }),
		},
	});
	await writeTargets(write, id, content.targets, reason);
	await writeIndicators(write, id, content.indicators);
	const follows = ['starts_on', 'ends_on', 'frequency', 'status'].some(
		(key) => changed && key in changed.after,
	);
	if (follows) await followProgramDates(write, id);
}

/** How a program ends: as planned, or before it was done. */
export const ENDINGS = ['completed', 'stopped'] as const;

/** Ends a program that was taken with a day; what was expected of it afterwards, and nobody began, falls away. */
export async function closeProgram(
	write: WriteContext,
	before: ProgramRecord,
	{ endsOn, how, reason }: { endsOn: string; how: (typeof ENDINGS)[number]; reason: string | null },
): Promise<void> {
	const { trx, today } = write;
	if (endsOn < before.starts_on) {
		throw wrong('endsOn', { ar: 'ينتهي البرنامج بعد بدايته.', en: 'A program ends after it begins.' });
	}
	if (how === 'stopped' && endsOn > today) {
		throw wrong('endsOn', {
			ar: 'يُسجَّل التوقف يوم حدوثه أو بعده.',
			en: 'Record that a program stopped once it has.',
		});
	}
	const status = endsOn < today || how === 'stopped' ? how : before.status;
	const after = { ends_on: endsOn, status } as const;
	await trx.updateTable('program').set(after).where('id', '=', before.id).execute();
	await followProgramDates(write, before.id);
	const changed = changes(before, after);
	await write.audit({
		objectType: 'program',
		objectId: before.id,
		before: { ...changed?.before },
		after: { ...changed?.after, ...(reason && { reason }) },
	});
}

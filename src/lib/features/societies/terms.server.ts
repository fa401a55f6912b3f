import { defineCommand } from '#lib/access/procedures.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { missing } from '#lib/platform/errors.ts';
import { addDays } from '#lib/platform/clock.ts';
import { changes, ownSociety, takeSociety, wrong } from './current.server.ts';
import * as field from './fields.ts';
import { keptFile, recordFile } from './files.server.ts';

/** A term can be entered when it is elected, and is no longer than any statute allows. */
const AHEAD_DAYS = 366;
const LONGEST_DAYS = 3660;

interface Dates {
	readonly startsOn: string;
	readonly endsOn: string;
}

function checkDates({ startsOn, endsOn }: Dates, today: string): void {
	if (startsOn > addDays(today, AHEAD_DAYS)) {
		throw wrong('startsOn', {
			ar: 'بداية الدورة أبعد من سنة من اليوم.',
			en: 'The term begins more than a year from today.',
		});
	}
	if (endsOn <= startsOn) {
		throw wrong('endsOn', { ar: 'تنتهي الدورة بعد بدايتها.', en: 'A term ends after it begins.' });
	}
	if (endsOn > addDays(startsOn, LONGEST_DAYS)) {
		throw wrong('endsOn', { ar: 'الدورة أطول من عشر سنوات.', en: 'The term is longer than ten years.' });
	}
}

/** The terms of a society's board, newest first; two say all that is to be known. */
async function newestTerms(trx: WriteContext['trx'], societyId: number) {
	return trx
		.selectFrom('board_term')
		.selectAll()
		.where('society_id', '=', societyId)
		.orderBy('starts_on', 'desc')
		.limit(2)
		.execute();
}

/** A term begins after the one before it began, and an elected one after an elected one ended. */
function checkOrder(
	dates: Dates,
	isTemporary: boolean,
	earlier: { starts_on: string; ends_on: string; is_temporary: number } | undefined,
): void {
	if (!earlier) return;
	if (dates.startsOn <= earlier.starts_on) {
		throw wrong('startsOn', {
			ar: 'تبدأ الدورة بعد بداية الدورة السابقة.',
			en: 'A term begins after the one before it began.',
		});
	}
	if (!isTemporary && earlier.is_temporary === 0 && dates.startsOn <= earlier.ends_on) {
		throw wrong('startsOn', {
			ar: 'لم تنتهِ الدورة السابقة في هذا التاريخ. صححوا نهايتها أولًا.',
			en: 'The term before has not ended on this date. Correct its end first.',
		});
	}
}

const termFields = {
	...field.seen,
	startsOn: field.day,
	endsOn: field.day,
	decision: field.text,
	file: keptFile,
};
const typed = { version: '1', startsOn: '2026-04-01', endsOn: '2028-03-31', decision: '', file: null };

/** An officer enters a board's term, elected or temporary (appointed by decision). */
export const addTerm = defineCommand({
	action: 'society.write',
	input: field.form({ ...termFields, isTemporary: field.tick }),
	probe: ({ societyId }) => ({ ...typed, id: societyId, isTemporary: '' }),
	owner: ownSociety,
	async run(write, { id, version, startsOn, endsOn, isTemporary, decision, file }) {
		await takeSociety(write, { id, version });
		const fileId = await recordFile(write, file, id);
		await writeTerm(write, id, { startsOn, endsOn, isTemporary, decision, fileId });
	},
});

/** A board's term with its recorded file. */
export interface NewTerm extends Dates {
	readonly isTemporary: boolean;
	readonly decision: string | null;
	readonly fileId: number | null;
}

/** Enters a term of a society that was taken for a change; returns its id. */
export async function writeTerm(write: WriteContext, societyId: number, term: NewTerm): Promise<number> {
	checkDates(term, write.today);
	const [newest] = await newestTerms(write.trx, societyId);
	checkOrder(term, term.isTemporary, newest);
	const row = {
		society_id: societyId,
		starts_on: term.startsOn,
		ends_on: term.endsOn,
		is_temporary: term.isTemporary ? 1 : 0,
		decision: term.decision,
		file_id: term.fileId,
	};
	const { id } = await write.trx
		.insertInto('board_term')
		.values(row)
		.returning('id')
		.executeTakeFirstOrThrow();
	await write.audit({ objectType: 'board_term', objectId: id, after: row });
	return id;
}

/** An officer corrects the newest term; members who came with it keep coming with it. Older terms are history. */
export const correctTerm = defineCommand({
	action: 'society.write',
	input: field.form({ ...termFields, termId: field.choice }),
	probe: ({ societyId }) => ({ ...typed, id: societyId, termId: '1' }),
	owner: ownSociety,
	async run(write, { id, version, termId, startsOn, endsOn, decision, file }) {
		const { trx } = write;
		await takeSociety(write, { id, version });
		const [newest, earlier] = await newestTerms(trx, id);
		if (!newest || newest.id !== termId) throw missing();
		checkDates({ startsOn, endsOn }, write.today);
		checkOrder({ startsOn, endsOn }, newest.is_temporary === 1, earlier);
		await trx
			.updateTable('board_member')
			.set({ starts_on: startsOn })
			.where('term_id', '=', termId)
			.where('starts_on', '=', newest.starts_on)
			.where((eb) => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>=', startsOn)]))
			.execute();
		const outside = await trx
			.selectFrom('board_member')
			.select('id')
			.where('term_id', '=', termId)
			.where((eb) =>
				eb.or([eb('starts_on', '<', startsOn), eb('starts_on', '>', endsOn), eb('ends_on', '>', endsOn)]),
			)
			.limit(1)
			.executeTakeFirst();
		if (outside) {
			throw wrong('endsOn', {
				ar: 'لأحد الأعضاء تاريخ خارج هذه الدورة. صححوا مدة العضو أولًا.',
				en: 'A member has a date outside this term. Correct the member first.',
			});
		}
		const file_id = (await recordFile(write, file, id)) ?? newest.file_id;
		const after = { starts_on: startsOn, ends_on: endsOn, decision, file_id };
		await trx.updateTable('board_term').set(after).where('id', '=', termId).execute();
		await write.audit({
			objectType: 'board_term',
			objectId: termId,
			...(changes(newest, after) ?? { after: {} }),
		});
	},
});

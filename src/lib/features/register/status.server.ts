import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { countOpenExpected, endProgram, listUnended } from '../programs/ending.server.ts';
import { notAfterToday, ownSociety, takeSociety, wrong } from '../societies/current.server.ts';
import * as field from '../societies/fields.ts';
import { keptFile, recordFile } from '../societies/files.server.ts';
import { isStanding, NEXT_STATUS, STATUSES } from '../societies/model.ts';

/** What ends with a society: its programs that run, and the reports that nobody owes any more. */
export interface Ending {
	readonly programs: number;
	readonly expected: number;
}

/** What would end with a society on a day (ISO date). */
export const readEnding = defineQuery<{ id: number; on: string }, Ending>({
	action: 'society.write',
	probe: ({ societyId }) => ({ id: societyId, on: '2026-01-01' }),
	async run({ db, today }, _scope, { id, on }) {
		const programs = await listUnended(db, id, on);
		let expected = 0;
		for (const program of programs) expected += await countOpenExpected(db, program.id, on, today);
		return { programs: programs.length, expected };
	},
});

/** The day of a new status: after the newest one on record. */
export async function afterNewestStatus(
	trx: WriteContext['trx'],
	id: number,
	place: string,
	on: string,
): Promise<void> {
	const newest = await trx
		.selectFrom('society_status')
		.select((eb) => eb.fn.max('starts_on').as('starts_on'))
		.where('society_id', '=', id)
		.executeTakeFirst();
	if (newest?.starts_on && on <= newest.starts_on) {
		throw wrong(place, {
			ar: 'في السجل حالة تبدأ في هذا التاريخ أو بعده. اختاروا تاريخًا بعدها.',
			en: 'The record has a status that begins on this date or later. Choose a date after it.',
		});
	}
}

/** Stops every program of a society that ends on a day; returns their ids. */
async function stopPrograms(write: WriteContext, id: number, on: string): Promise<number[]> {
	const { trx, audit } = write;
	const programs = await listUnended(trx, id, on);
	for (const program of programs) {
		await endProgram(write, program, on, 'stopped');
		await audit({
			objectType: 'program',
			objectId: program.id,
			before: { status: program.status, ends_on: program.ends_on },
			after: { status: 'stopped', society_id: id, society_ended_on: on },
		});
	}
	return programs.map((program) => program.id);
}

/**
 * An officer enters a society's new legal status with its decision. Dissolving is final and asks for a second
 * confirmation (`isSure`): its programs stop and what was expected of them falls away. `merged` comes by merging.
 */
export const changeStatus = defineCommand({
	action: 'society.write',
	input: field.form({
		...field.seen,
		status: field.oneOf(STATUSES),
		from: field.day,
		decision: field.decision,
		isSure: field.tick,
		file: keptFile,
	}),
	probe: ({ societyId }) => ({
		id: societyId, version: '1', status: 'suspended', from: '2026-01-01', decision: 'قرار', isSure: '', file: null,
	}), // prettier-ignore
	owner: ownSociety,
	async run(write, { id, version, status, from, decision, isSure, file }) {
		const { trx } = write;
		const before = await takeSociety(write, { id, version });
		if (status === 'merged') {
			throw wrong('status', {
				ar: 'الدمج يسجَّل من صفحة الدمج، لتبقى صلة الجمعية بمن دُمجت فيها.',
				en: 'A merger is recorded on the merge page, so that the society stays linked to the one it joined.',
			});
		}
		if (!NEXT_STATUS[before.status].includes(status)) {
			throw wrong('status', {
				ar: 'لا تأتي هذه الحالة بعد الحالة الحالية.',
				en: 'This status does not follow the present one.',
			});
		}
		notAfterToday('from', from, write.today);
		await afterNewestStatus(trx, id, 'from', from);
		const isFinal = !isStanding(status);
		if (isFinal && !isSure) {
			throw wrong('isSure', {
				ar: 'الحل نهائي ولا رجوع عنه. راجعوا ما سيحدث، ثم أكّدوا.',
				en: 'Dissolving is final. Look at what will happen, then confirm.',
			});
		}
		const file_id = await recordFile(write, file, id);
		await trx
			.insertInto('society_status')
			.values({ society_id: id, status, starts_on: from, decision, file_id })
			.execute();
		await trx.updateTable('society').set({ status }).where('id', '=', id).execute();
		if (isFinal) await stopPrograms(write, id, from);
		await write.audit({
			objectType: 'society',
			objectId: id,
			before: { status: before.status },
			after: { status, status_from: from, decision, file_id },
		});
	},
});

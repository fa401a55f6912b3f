import { defineCommand } from '#lib/access/procedures.server.ts';
import { readProgram } from '../programs/typed.ts';
import {
	changeProgram,
	closeProgram,
	createProgram,
	ENDINGS,
	takeProgram,
} from '../programs/write.server.ts';
import { invalidAt, ownSociety } from '../societies/current.server.ts';
import * as field from '../societies/fields.ts';
import { ownerOfProgram, typedProgram } from './propose.server.ts';

const PROBED = {
	nameAr: 'برنامج', nameEn: 'Program', sector: '1', places: '1', segments: '1', startsOn: '2026-07-01',
	frequency: 'monthly',
}; // prettier-ignore

/** An officer enters a program of a society. */
export const addProgram = defineCommand({
	action: 'program.write',
	input: field.form({ id: field.seen.id, typed: typedProgram, note: field.text }),
	probe: ({ societyId }) => ({ id: societyId, typed: PROBED, note: '' }),
	owner: ownSociety,
	async run(write, { id, typed, note }) {
		const { content, problems } = readProgram(typed, write.pack.currencyDigits);
		if (problems.length) throw invalidAt(problems);
		const made = await createProgram(write, id, content, note);
		return { id: made };
	},
});

/** An officer changes a program; why is kept with it. */
export const editProgram = defineCommand({
	action: 'program.write',
	input: field.form({ ...field.seen, typed: typedProgram, note: field.decision }),
	probe: ({ programId }) => ({ id: programId, version: '1', typed: PROBED, note: 'سبب' }),
	owner: ownerOfProgram,
	async run(write, { id, version, typed, note }) {
		const { content, problems } = readProgram(typed, write.pack.currencyDigits);
		if (problems.length) throw invalidAt(problems);
		await changeProgram(write, await takeProgram(write, { id, version }), content, note);
	},
});

/** An officer ends a program. */
export const endProgramDirectly = defineCommand({
	action: 'program.write',
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
		const before = await takeProgram(write, { id, version });
		await closeProgram(write, before, { endsOn, how, reason: note });
	},
});

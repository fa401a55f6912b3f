import { readBoard } from '#lib/features/societies/board.server.ts';
import { readSocietyForm } from '#lib/features/societies/edit.server.ts';
import {
	CORRECT_TERM_FIELDS, END_MEMBER_FIELDS, MEMBER_FIELDS, POSITION_FIELDS, TERM_FIELDS,
} from '#lib/features/societies/forms.ts'; // prettier-ignore
import { addMember, endMember, movePosition } from '#lib/features/societies/members.server.ts';
import { addTerm, correctTerm } from '#lib/features/societies/terms.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import { saving, savingFile } from '../saving.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => ({
		society: await readSocietyForm(ctx, { id: Number(params.id) }),
		terms: await readBoard(ctx, { id: Number(params.id) }),
		today: ctx.today,
		done: url.searchParams.get('done'),
	}));

export const actions = {
	term: savingFile('board', 'term', [...TERM_FIELDS, 'version'], addTerm),
	correct: savingFile('board', 'correct', [...CORRECT_TERM_FIELDS, 'version'], correctTerm),
	member: saving('board', 'member', [...MEMBER_FIELDS, 'version'], addMember),
	endMember: saving('board', 'endMember', [...END_MEMBER_FIELDS, 'version'], endMember),
	position: saving('board', 'position', [...POSITION_FIELDS, 'version'], movePosition),
} satisfies Actions;

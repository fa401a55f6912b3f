import { fail, redirect } from '@sveltejs/kit';
import { atRows, BOARD_FIELDS, membersOf, memberRows } from '#lib/features/proposals/forms.ts';
import { readOwnRecord } from '#lib/features/proposals/own.server.ts';
import { proposeBoard } from '#lib/features/proposals/propose.server.ts';
import { takeIn } from '#lib/features/societies/files.server.ts';
import { acting, reading, readUpload, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	reading(locals, async (ctx) => ({
		own: await readOwnRecord(ctx, { kind: 'board', act: 'new', societyId: ctx.viewer.societyId ?? 0 }),
	}));

export const actions = {
	default: async (event) => {
		const { fields, upload } = await readUpload<string>(event, [...BOARD_FIELDS, 'ticket', 'formKey']);
		const { ticket = '', formKey, row, ...entered } = fields as Record<string, string>;
		const taken = await acting(event.locals, (ctx) => takeIn(ctx, upload, ticket));
		if (taken.refused) return fail(taken.refused.status, sentBack(taken.refused, entered, 'board'));
		if (row) {
			const kept = taken.value && { ticket: taken.value.ticket, fileName: taken.value.file.name };
			const more = { ...entered, members: String(memberRows(entered['members'] ?? '') + 1) };
			return { which: 'board', entered: more, problems: [], code: 'rows', text: null, ...kept };
		}
		const rows = membersOf(entered);
		const { version, startsOn, endsOn, decision, note } = entered;
		const members = rows.map(({ row: _row, ...member }) => member);
		const input = { version, startsOn, endsOn, decision, note, members, file: taken.value?.file ?? null };
		const answer = await acting(
			event.locals,
			(ctx) => proposeBoard(ctx, { ...input, id: ctx.viewer.societyId }),
			formKey,
		);
		if (!answer.refused) return redirect(303, `/proposals/${answer.value.id}?done=proposed`);
		const refused = { ...answer.refused, problems: atRows(answer.refused.problems, rows) };
		return fail(refused.status, sentBack(refused, entered, 'board', taken));
	},
} satisfies Actions;

import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
	addRow, assertTicked, copyLast, FORM_FIELDS, isTyped, nothingCells, removeFile, savePage, uploadFile, type FormField, type Posted,
} from '#lib/features/writing/actions.server.ts'; // prettier-ignore
import { discardDraft } from '#lib/features/writing/draft.server.ts';
import type { Saved, Typed } from '#lib/features/writing/form.ts';
import { readForm } from '#lib/features/writing/form.server.ts';
import { submitReport } from '#lib/features/writing/submit.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { bothChanged } from '#lib/features/writing/save.server.ts';
import type { Upload } from '#lib/platform/files.server.ts';
import { acting, readCells, reading, sentBack, type Refused } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = RequestEvent<{ id: string; month: string }>;

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => {
		const found = await readForm(ctx, { programId: Number(params.id), period: params.month });
		if ('sent' in found) redirect(303, `/reports/${found.sent}`);
		return { form: found.form, done: url.searchParams.get('done') };
	});

async function readPosted(event: Event) {
	const { fields, cells, upload } = await readCells(event, FORM_FIELDS, isTyped);
	const { id: programId, month: period } = event.params;
	return { fields, upload, posted: { programId, period, base: fields.base || '0', cells } satisfies Posted };
}

/** A refusal with everything typed; of a conflict both texts. */
function back(refused: Refused, { cells, base }: Posted, which: string, saved?: Saved) {
	return fail(refused.status, { ...sentBack(refused, { ...cells }, which), base, ...(saved && { saved }) });
}

function conflicting(saved: Saved, posted: Posted, which: string) {
	const { status, code, text, problems } = bothChanged();
	return back({ status, code, text, problems }, posted, which, saved);
}

/** A form action that saves the page, then does its own step. */
function step(
	which: string,
	run: (
		ctx: Context,
		posted: Posted,
		sent: { readonly fields: Record<FormField, string>; readonly upload: Upload | undefined },
	) => Promise<Saved>,
) {
	return async (event: Event) => {
		const { posted, ...sent } = await readPosted(event);
		const answer = await acting(event.locals, (ctx) => run(ctx, posted, sent));
		if (answer.refused) return back(answer.refused, posted, which);
		const { value } = answer;
		if (value.conflicts.length) return conflicting(value, posted, which);
		const leaves = sent.fields.then === 'leave';
		return redirect(303, leaves ? '/workspace' : `${event.url.pathname}?done=${which}`);
	};
}

async function send(
	event: Event,
	which: string,
	cellsOf: (cells: Typed, fields: Record<FormField, string>) => Typed,
) {
	const { posted, fields } = await readPosted(event);
	const cells = cellsOf(posted.cells, fields);
	const run = async (ctx: Context) => {
		if (which === 'nothing') assertTicked(fields.signed, 'signed');
		return submitReport(ctx, { ...posted, cells });
	};
	const answer = await acting(event.locals, run, fields.formKey);
	if (answer.refused) return back(answer.refused, { ...posted, cells }, which);
	const { value } = answer;
	if (value.kind === 'conflicts') return conflicting(value.saved, { ...posted, cells }, which);
	if (value.kind === 'blocked') return back(value.refused, { ...posted, cells }, which, value.saved);
	return redirect(303, `/reports/${value.reportId}?done=submitted`);
}

export const actions = {
	save: step('save', savePage),
	copy: step('copy', (ctx, posted, { fields }) => copyLast(ctx, posted, fields.all === 'yes')),
	upload: step('upload', (ctx, posted, { upload }) => uploadFile(ctx, posted, upload)),
	removeFile: step('removeFile', (ctx, posted, { fields }) => removeFile(ctx, posted, fields.fileId)),
	addRow: step('addRow', (ctx, posted, { fields }) => addRow(ctx, posted, fields)),
	submit: (event) => send(event, 'submit', (cells) => cells),
	nothing: (event) =>
		send(event, 'nothing', (cells, { reason, clear }) => nothingCells(cells, reason, clear === 'yes')),
	discard: async (event) => {
		const { posted, fields } = await readPosted(event);
		const { programId, period } = posted;
		const { refused } = await acting(event.locals, async (ctx) => {
			assertTicked(fields.confirm, 'confirm');
			await discardDraft(ctx, { programId, period });
		});
		if (refused) return back(refused, posted, 'discard');
		return redirect(303, `${event.url.pathname}?done=discard`);
	},
} satisfies Actions;

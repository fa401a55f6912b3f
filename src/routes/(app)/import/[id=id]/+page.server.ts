import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { applyJob } from '#lib/features/exchange/intake/apply.server.ts';
import { isEncoding } from '#lib/features/exchange/intake/detect.server.ts';
import {
	beginApplying, correctRows, dropImport, mapColumns,
} from '#lib/features/exchange/intake/jobs.server.ts'; // prettier-ignore
import { isDelimiter } from '#lib/features/exchange/intake/queries.server.ts';
import { checkJob } from '#lib/features/exchange/intake/run.server.ts';
import { takeImportBack } from '#lib/features/exchange/intake/takeback.server.ts';
import { confirmReading } from '#lib/features/exchange/intake/upload.server.ts';
import { readJobPage } from '#lib/features/exchange/intake/page.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { acting, reading, readFields, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, (ctx) => readJobPage(ctx, Number(params.id), url.searchParams));

/** Runs a step's command; afterwards the page is shown anew, with `then` begun beside the answer. */
async function step(
	event: RequestEvent,
	which: string,
	fields: Record<string, string>,
	run: (ctx: Context, id: number) => Promise<unknown>,
	then?: (ctx: Context, id: number) => Promise<void>,
) {
	const { formKey = '', ...entered } = fields;
	const id = Number(event.params.id);
	const { refused } = await acting(event.locals, (ctx) => run(ctx, id), formKey);
	if (refused) return fail(refused.status, { ...sentBack(refused, entered, which), columns: undefined });
	// It never throws: what goes wrong stands in the import itself.
	if (then && event.locals.ctx) void then(event.locals.ctx, id);
	redirect(303, `/import/${id}`);
}

export const actions = {
	confirm: async (event) => {
		const fields = await readFields(event, ['version', 'encoding', 'delimiter', 'formKey']);
		const { encoding, delimiter, version } = fields;
		if (!isEncoding(encoding) || !isDelimiter(delimiter)) error(400);
		return step(event, 'confirm', fields, (ctx, id) =>
			confirmReading(ctx, { id, version, encoding, delimiter }),
		);
	},
	map: async (event) => {
		const { columns, ...fields } = await readFields(
			event,
			['version', 'format', 'isKept', 'formKey'],
			['columns'],
		);
		const { version, format } = fields;
		const input = { version, format, columns, isKept: fields.isKept === 'on' };
		const back = await step(event, 'map', fields, (ctx, id) => mapColumns(ctx, { id, ...input }), checkJob);
		return fail(back.status, { ...back.data, columns });
	},
	correct: async (event) => {
		const fields = await readFields(event, ['version', 'row', 'field', 'value', 'isForAll']);
		const input = { ...fields, isForAll: fields.isForAll === 'on' };
		return step(event, 'correct', fields, (ctx, id) => correctRows(ctx, { id, ...input }), checkJob);
	},
	apply: async (event) => {
		const fields = await readFields(event, ['version', 'mode', 'formKey']);
		const { version, mode } = fields;
		return step(event, 'apply', fields, (ctx, id) => beginApplying(ctx, { id, version, mode }), applyJob);
	},
	drop: async (event) => {
		const fields = await readFields(event, ['version', 'mode', 'formKey']);
		return step(event, 'drop', fields, (ctx, id) => dropImport(ctx, { id, version: fields.version }));
	},
	undo: async (event) => {
		const fields = await readFields(event, ['version', 'formKey']);
		return step(event, 'undo', fields, (ctx, id) => takeImportBack(ctx, { id, version: fields.version }));
	},
} satisfies Actions;

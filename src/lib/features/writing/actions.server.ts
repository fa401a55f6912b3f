import type { Context } from '#lib/platform/context.ts';
import { busy, invalid } from '#lib/platform/errors.ts';
import { takeIn } from '#lib/features/societies/files.server.ts';
import type { Upload } from '#lib/platform/files.server.ts';
import { deliveryCell, reachCell, sectionOf } from './cells.ts';
import { overwriteDraft, saveDraft } from './draft.server.ts';
import { attachFile, detachFile } from './evidence.server.ts';
import type { Saved, Typed } from './form.ts';
import { readForm } from './form.server.ts';
import { ANY_AGE } from './formrows.server.ts';

/** A month's form as it was posted: every cell of the page, and the save that page knew. */
export interface Posted {
	readonly programId: string;
	readonly period: string;
	readonly base: string;
	readonly cells: Typed;
}

/** Fields that stand beside the cells in every form of the page. */
export const FORM_FIELDS = [
	'base', 'formKey', 'all', 'fileId', 'row', 'place', 'segment', 'age', 'aid', 'unit', 'reason', 'clear',
	'linePlace', 'then', 'signed', 'confirm',
] as const; // prettier-ignore
export type FormField = (typeof FORM_FIELDS)[number];

/** Whether a posted field is a cell that people type into. */
export const isTyped = (name: string): boolean => sectionOf(name) !== undefined && !name.startsWith('file:');

/** The step after a save: done only where nobody else changed the same cells. */
async function saved(ctx: Context, posted: Posted, then?: () => Promise<void>): Promise<Saved> {
	const answer = await saveDraft(ctx, posted);
	if (!answer.conflicts.length) await then?.();
	return answer;
}

/** Saves the page. */
export const savePage = (ctx: Context, posted: Posted): Promise<Saved> => saved(ctx, posted);

/** Copies the last period into the cells that are empty, or, confirmed, into all it has. */
export function copyLast(ctx: Context, posted: Posted, all: boolean): Promise<Saved> {
	return saved(ctx, posted, async () => {
		const { programId, period } = posted;
		const found = await readForm(ctx, { programId: Number(programId), period });
		const previous = 'form' in found ? found.form.previous : null;
		if (!previous || !('form' in found)) {
			throw invalid({ ar: 'لا فترة سابقة تُنسخ منها.', en: 'There is no earlier period to copy from.' });
		}
		const now = found.form.cells;
		const cells = Object.fromEntries(
			Object.entries(previous.cells).filter(([cell, text]) => (all || !now[cell]) && now[cell] !== text),
		);
		if (Object.keys(cells).length) await overwriteDraft(ctx, { programId, period, cells });
	});
}

/** Adds a file to the report: stored, looked at, then named by the draft. */
export function uploadFile(ctx: Context, posted: Posted, upload: Upload | undefined): Promise<Saved> {
	return saved(ctx, posted, async () => {
		const text = { ar: 'اختاروا ملفًا أولًا.', en: 'Choose a file first.' };
		if (!upload) throw invalid(text, [{ place: 'file', text }]);
		const taken = await takeIn(ctx, upload, '');
		if (!taken) throw busy();
		const { programId, period } = posted;
		await attachFile(ctx, { programId, period, file: taken.file });
	});
}

/** Takes a file out of the draft. */
export function removeFile(ctx: Context, posted: Posted, fileId: string): Promise<Saved> {
	const { programId, period } = posted;
	return saved(ctx, posted, () => detachFile(ctx, { programId, period, fileId }));
}

/** Adds an empty row of people or of goods, by the codes chosen for it. */
export function addRow(
	ctx: Context,
	posted: Posted,
	chosen: Readonly<Record<FormField, string>>,
): Promise<Saved> {
	const { programId, period } = posted;
	return saved(ctx, posted, async () => {
		const found = await readForm(ctx, { programId: Number(programId), period });
		const { choices } = 'form' in found ? found.form : { choices: undefined };
		// A program with one place and without ages asks for neither.
		const named = chosen.row === 'delivery' ? chosen.linePlace : chosen.place;
		const place = named || (choices?.places[0]?.code ?? '');
		const age = chosen.age || ANY_AGE;
		const { segment, aid, unit } = chosen;
		const cell =
			chosen.row === 'delivery'
				? deliveryCell(place, aid, unit, 'quantity')
				: reachCell({ place, segment, age, sex: 'female' });
		if (posted.cells[cell] === undefined)
			await overwriteDraft(ctx, { programId, period, cells: { [cell]: '' } });
	});
}

/** The cells of a signed "nothing to report": the reason, and, where it was asked, everything else emptied. */
export function nothingCells(cells: Typed, reason: string, clear: boolean): Typed {
	const emptied = clear ? Object.fromEntries(Object.keys(cells).map((cell) => [cell, ''])) : cells;
	return { ...emptied, nothing: reason };
}

/** Acts that cannot be taken back are confirmed by a ticked box of the form, named by `place`. */
export function assertTicked(value: string, place: 'signed' | 'confirm'): void {
	if (value === 'yes') return;
	const text = { ar: 'ضعوا علامة في المربع أولًا.', en: 'Tick the box first.' };
	throw invalid(text, [{ place, text }]);
}

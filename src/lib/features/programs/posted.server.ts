import { readFields, type SentBack } from '#lib/platform/forms.server.ts';
import { PROGRAM_FIELDS, PROGRAM_LISTS, withRow } from './fields.ts';

type PostEvent = { readonly locals: App.Locals; readonly request: Request };

/** A program's form as it came in; the lists are joined, as `Typed` has them. */
export interface PostedProgram {
	readonly typed: Record<string, string>;
	readonly version: string;
	readonly note: string;
	readonly row: string;
	readonly formKey: string;
	/** All that goes back to the page when it is refused. */
	readonly entered: Record<string, string>;
}

/** Reads a posted program form. */
export async function readPosted(event: PostEvent): Promise<PostedProgram> {
	const names = [...PROGRAM_FIELDS, 'version', 'note', 'row', 'formKey'];
	const fields = await readFields<string, 'places' | 'segments'>(event, names, PROGRAM_LISTS);
	const { places, segments, version = '', note = '', row = '', formKey = '', ...single } = fields;
	const typed = { ...(single as Record<string, string>), places: places.join(), segments: segments.join() };
	return { typed, version, note, row, formKey, entered: { ...typed, version, note } };
}

/** What a button beside the rows does: the same form comes back with a row more or less, and nothing is sent. */
export async function changeRows(
	event: PostEvent,
): Promise<Pick<SentBack, 'which' | 'entered' | 'problems'> & { code: string; text: null }> {
	const { typed, version, note, row } = await readPosted(event);
	return {
		which: 'program',
		entered: { ...withRow(typed, row), version, note },
		problems: [],
		code: 'rows',
		text: null,
	};
}

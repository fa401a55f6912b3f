import { z } from 'zod';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Context, WriteContext } from '#lib/platform/context.ts';
import { missing } from '#lib/platform/errors.ts';
import {
	FILE_LIMIT, fileOfTicket, keepUpload, MEDIA_TYPES, ticketOf, type KeptFile, type Upload,
} from '#lib/platform/files.server.ts'; // prettier-ignore
import type { TakenFile } from '#lib/platform/forms.server.ts';

/** A file that was stored before the command began (`keepUpload`), or none. */
export const keptFile = z
	.strictObject({
		sha256: z.string().regex(/^[0-9a-f]{64}$/),
		name: z.string().min(1).max(200),
		mediaType: z.enum(MEDIA_TYPES),
		bytes: z.number().int().min(1).max(FILE_LIMIT),
	})
	.nullable();

/**
 * Takes in the file of a form before its command runs: a newly chosen one is judged and stored, else the one its
 * ticket stands for. Null without either. 422 at `file` when it is not one that is taken.
 */
export async function takeIn(
	ctx: Context,
	upload: Upload | undefined,
	ticket: string,
): Promise<TakenFile | null> {
	const file = upload ? await keepUpload(ctx.database.file, upload, ctx.scan) : fileOfTicket(ctx, ticket);
	return file && { file, ticket: ticketOf(ctx, file) };
}

/** Writes down whose file it is; `societyId` null is the ministry's own. Returns the row's id, null without a file. */
export async function recordFile(
	{ trx, viewer, now }: WriteContext,
	file: KeptFile | null,
	societyId: number | null,
): Promise<number | null> {
	if (!file) return null;
	const { sha256, name, bytes, mediaType } = file;
	const row = await trx
		.insertInto('stored_file')
		.values({
			sha256,
			name,
			media_type: mediaType,
			bytes,
			society_id: societyId,
			uploaded_by: viewer.accountId,
			uploaded_at: now.toISOString(),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return row.id;
}

/**
 * What a stored file is called and where its content lies; a society reads its own, the ministry all but those that
 * no submitted report names yet: a draft is its author's.
 */
export const readStoredFile = defineQuery<{ id: number }, KeptFile>({
	action: 'file.read',
	probe: ({ fileId }) => ({ id: fileId }),
	async run({ db }, scope, { id }) {
		let query = db
			.selectFrom('stored_file')
			.select(['sha256', 'name', 'media_type as mediaType', 'bytes'])
			.where('id', '=', id);
		if (scope.reach === 'own') query = query.where('society_id', '=', scope.societyId);
		else {
			const named = db.selectFrom('report_evidence as e').select('e.file_id').where('e.file_id', '=', id);
			query = query.where((eb) => eb.or([eb('report_id', 'is', null), eb.exists(named)]));
		}
		const file = await query.executeTakeFirst();
		if (!file) throw missing();
		return file;
	},
});

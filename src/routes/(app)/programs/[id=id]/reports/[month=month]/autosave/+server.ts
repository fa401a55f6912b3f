import { error, json } from '@sveltejs/kit';
import { saveDraft } from '#lib/features/writing/draft.server.ts';
import { asPageError, reading } from '#lib/platform/forms.server.ts';
import type { RequestHandler } from './$types';

const UNREADABLE = { ar: 'لم نتمكن من قراءة ما أُرسل.', en: 'What was sent could not be read.' };

/** Saves what was typed; 200 with what others saved since, 409 with the cells that both changed. */
export const POST: RequestHandler = async ({ locals, params, request }) => {
	const sent: unknown = await request.json().catch(() => undefined);
	const isRecord = typeof sent === 'object' && sent !== null && !Array.isArray(sent);
	if (!isRecord) error(400, asPageError(UNREADABLE, locals.requestId));
	const saved = await reading(locals, (ctx) =>
		saveDraft(ctx, { ...sent, programId: params.id, period: params.month }),
	);
	return json(saved, { status: saved.conflicts.length ? 409 : 200 });
};

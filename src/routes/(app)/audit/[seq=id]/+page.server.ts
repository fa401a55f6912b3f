import { readAuditEntry } from '#lib/features/audit/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	reading(locals, (ctx) => readAuditEntry(ctx, { seq: Number(params.seq) }));

import type { Context } from '#lib/platform/context.ts';
import type { Problem } from '#lib/platform/errors.ts';
import { readQueueQuery } from '../review/address.ts';
import { reviewTable } from '../review/columns.ts';
import { reviewQueue } from '../review/export.server.ts';
import { fileName, type CsvFile } from './export.server.ts';
import { langOf, refuse } from './exporttable.server.ts';

/** The file of one queue of the review, with the conditions of its page. */
export function openReviewFile(ctx: Context, params: URLSearchParams): CsvFile {
	const { page } = reviewQueue.open(ctx);
	const problems: Problem[] = [];
	const lang = langOf(ctx, params, problems);
	refuse(problems);
	const { q, page: _page, order: _order, ...ask } = readQueueQuery(params, ctx.viewer.role);
	const { queue, whose, onlyFindings } = ask;
	return {
		action: 'review.read',
		id: reviewTable.id,
		table: reviewTable,
		lang,
		fileName: fileName(`review-${queue}`, ctx.today, []),
		filters: new URLSearchParams({ queue, whose, q, findings: onlyFindings ? '1' : '' }).toString(),
		unapplied: [],
		page: (after, limit) => page(ask, after, limit),
	};
}

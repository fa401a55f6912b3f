import type { Context } from '#lib/platform/context.ts';
import { isEncoding } from './detect.server.ts';
import { VERDICTS } from './model.ts';
import { isDelimiter, readImport, readImportRows, readPreview, ROWS_SHOWN } from './queries.server.ts';

/** What the page of an import shows at its present step; `read=1` asks for the reading step once more. */
export async function readJobPage(ctx: Context, id: number, asked: URLSearchParams) {
	const job = await readImport(ctx, { id });
	const [encoding, delimiter] = [asked.get('encoding') ?? '', asked.get('delimiter') ?? ''];
	const isBegun = job.state !== 'uploaded' && job.state !== 'failed';
	const mayRead = job.isMine && ['uploaded', 'checked', 'failed'].includes(job.state);
	const isReading = mayRead && (asked.get('read') === '1' || (!isBegun && !job.headers.length));
	const isMapping = !isReading && job.isMine && !isBegun && job.headers.length > 0;
	const reading =
		isReading || isMapping
			? await readPreview(ctx, {
					id,
					encoding: isEncoding(encoding) ? encoding : job.encoding,
					delimiter: isDelimiter(delimiter) ? delimiter : job.delimiter,
				})
			: undefined;
	const wanted = VERDICTS.find((verdict) => verdict === asked.get('show'));
	const verdict = wanted ?? VERDICTS.toReversed().find((one) => job.counts[one]) ?? 'created';
	const page = Math.max(1, Math.min(2000, Number(asked.get('page')) || 1));
	const isJudged = job.state === 'checked' || job.state === 'applied';
	return {
		job,
		step: isReading ? ('reading' as const) : isMapping ? ('mapping' as const) : job.state,
		reading,
		verdict,
		page: Math.floor(page),
		size: ROWS_SHOWN,
		rows: isJudged && !isReading ? await readImportRows(ctx, { id, verdict, page: Math.floor(page) }) : [],
	};
}

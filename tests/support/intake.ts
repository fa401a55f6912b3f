import { beginApplying, mapColumns } from '#lib/features/exchange/intake/jobs.server.ts';
import { applyJob } from '#lib/features/exchange/intake/apply.server.ts';
import type { Delimiter, Encoding } from '#lib/features/exchange/intake/model.ts';
import { readImport, readPreview } from '#lib/features/exchange/intake/queries.server.ts';
import { checkJob } from '#lib/features/exchange/intake/run.server.ts';
import { confirmReading, takeFile } from '#lib/features/exchange/intake/upload.server.ts';
import type { Context } from '#lib/platform/context.ts';

const versionOf = async (ctx: Context, id: number) => String((await readImport(ctx, { id })).version);

/** Sends a file through the steps of the screen up to its dry run, with what the screen proposes unless told otherwise. */
export async function checkedImport(
	ctx: Context,
	kind: string,
	content: string | Buffer,
	{ encoding, delimiter }: { encoding?: Encoding; delimiter?: Delimiter } = {},
): Promise<number> {
	const { id } = await takeFile(ctx, kind, { name: 'file.csv', bytes: Buffer.from(content) });
	const read = await readPreview(ctx, { id, encoding: encoding ?? null, delimiter: delimiter ?? null });
	const how = { encoding: read.encoding, delimiter: read.delimiter };
	await confirmReading(ctx, { id, version: await versionOf(ctx, id), ...how });
	const { headers, mapping, format } = await readImport(ctx, { id });
	const columns = headers.map((_, at) => Object.keys(mapping).find((key) => mapping[key] === at) ?? '');
	const version = await versionOf(ctx, id);
	await mapColumns(ctx, {
		id,
		version,
		format: format?.id ?? '',
		columns: format ? [] : columns,
		isKept: true,
	});
	await checkJob(ctx, id);
	return id;
}

/** Takes the good rows (or all) of a checked import in. */
export async function appliedImport(ctx: Context, id: number, mode: 'all' | 'good' = 'good'): Promise<void> {
	await beginApplying(ctx, { id, version: await versionOf(ctx, id), mode });
	await applyJob(ctx, id);
}

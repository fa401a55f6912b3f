import { csvCell, csvLine } from '#lib/tables/csv.ts';
import { applyJob } from '#lib/features/exchange/intake/apply.server.ts';
import { beginApplying, mapColumns } from '#lib/features/exchange/intake/jobs.server.ts';
import { readImport, readPreview } from '#lib/features/exchange/intake/queries.server.ts';
import { checkJob } from '#lib/features/exchange/intake/run.server.ts';
import { confirmReading, takeFile } from '#lib/features/exchange/intake/upload.server.ts';
import type { Context } from '#lib/platform/context.ts';

const table = (rows: readonly (readonly string[])[]) =>
	rows.map((row) => csvLine(row.map((cell) => csvCell(cell)))).join('');

/** Takes one file of the demo through the steps of the screen. */
async function importFile(ctx: Context, kind: string, name: string, content: string): Promise<void> {
	const { id } = await takeFile(ctx, kind, { name, bytes: Buffer.from(content) });
	const version = async () => (await readImport(ctx, { id })).version;
	const { encoding, delimiter } = await readPreview(ctx, { id, encoding: null, delimiter: null });
	await confirmReading(ctx, { id, version: String(await version()), encoding, delimiter });
	const { headers, mapping } = await readImport(ctx, { id });
	const columns = headers.map((_, at) => Object.keys(mapping).find((key) => mapping[key] === at) ?? '');
	await mapColumns(ctx, { id, version: await version(), format: '', columns, isKept: true });
	await checkJob(ctx, id);
	await beginApplying(ctx, { id, version: await version(), mode: 'good' });
	await applyJob(ctx, id);
}

/** Two finished imports of the demo's officer: a corrected register with a rejected row, and purposes of programs. */
export async function plantImports(ctx: Context): Promise<void> {
	const officer = await ctx.db
		.selectFrom('account')
		.select(['id', 'name_ar', 'name_en'])
		.where('role', '=', 'officer')
		.orderBy('id')
		.executeTakeFirst();
	if (!officer) return;
	const viewer = {
		accountId: officer.id,
		role: 'officer' as const,
		societyId: null,
		nameAr: officer.name_ar,
		nameEn: officer.name_en,
	};
	const own: Context = { ...ctx, viewer };
	const societies = await ctx.db
		.selectFrom('society')
		.select('name_ar')
		.where('status', '=', 'active')
		.orderBy('id')
		.limit(6)
		.execute();
	const register = societies.map(({ name_ar }, i) => [
		name_ar,
		'خدمات اجتماعية للأسر في المملكة',
		i === 4 ? 'الوسطى' : '',
	]);
	await importFile(
		own,
		'societies',
		'السجل.csv',
		table([['الاسم بالعربية', 'نطاق العمل بالعربية', 'المحافظة'], ...register]),
	);
	const programs = await ctx.db
		.selectFrom('program as p')
		.innerJoin('society as s', 's.id', 'p.society_id')
		.select(['p.name_ar as program', 's.name_ar as society'])
		.where('p.status', '=', 'running')
		.orderBy('p.id')
		.limit(8)
		.execute();
	const purposes = programs.map(({ program, society }) => [
		society,
		program,
		'دعم الأسر وتمكينها في أحيائها',
	]);
	await importFile(
		own,
		'programs',
		'أغراض البرامج.csv',
		table([['الجمعية', 'البرنامج', 'الغرض بالعربية'], ...purposes]),
	);
}

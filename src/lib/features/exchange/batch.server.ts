import type { Insertable, Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { searchKey } from '#lib/i18n/fold.ts';
import { lastDayOf } from '#lib/platform/clock.ts';
import { mainSector, type FoundProgram, type FoundSociety } from './collect.ts';
import { idsOf, type Plan } from './plan.server.ts';

type Trx = Transaction<Schema>;

/** Rows per INSERT: far fewer statements than one by one, and within SQLite's number of parameters. */
const ROWS_PER_INSERT = 128;

async function insertAll<T extends keyof Schema>(
	trx: Trx,
	table: T,
	rows: readonly Insertable<Schema[T]>[],
): Promise<void> {
	for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) {
		// The rows are typed by the signature; Kysely's own check does not resolve for a table that is a parameter.
		await trx
			.insertInto(table)
			.values(rows.slice(at, at + ROWS_PER_INSERT) as never)
			.execute();
	}
}

async function idsByCode(
	trx: Trx,
	table: 'sector' | 'governorate' | 'category' | 'unit',
): Promise<Map<string, number>> {
	const rows = await trx.selectFrom(table).select(['id', 'code']).execute();
	return new Map(rows.map((row) => [row.code, row.id]));
}

/** Periods of months are compared as text. */
const firstOf = (periods: Iterable<string>) => [...periods].reduce((a, b) => (a < b ? a : b));
const lastOf = (periods: Iterable<string>) => [...periods].reduce((a, b) => (a > b ? a : b));

const periodsOf = (society: FoundSociety) =>
	[...society.programs.values()].flatMap((p) => [...p.reports.keys()]);

/** The category and seat of a society of which a file tells only the name. */
export const NEW_SOCIETY = { category: 'partner_organisation', governorate: 'unspecified' } as const;

/** New societies, active from the first day of their first reported month, under the file's spelling in both languages. */
export async function writeSocieties(trx: Trx, plan: Plan, batchId: number): Promise<void> {
	if (!plan.societies.length) return;
	const category_id = (await idsByCode(trx, 'category')).get(NEW_SOCIETY.category)!;
	const governorate_id = (await idsByCode(trx, 'governorate')).get(NEW_SOCIETY.governorate)!;
	const rows = plan.societies.map(({ id, key, found: { name } }) => ({
		id,
		name_ar: name,
		name_en: name,
		match_key: key,
		search_key: searchKey(name, name),
		category_id,
		governorate_id,
		status: 'active' as const,
		import_batch_id: batchId,
	}));
	await insertAll(trx, 'society', rows);
	const statuses = plan.societies.map(({ id, found }) => ({
		society_id: id,
		status: 'active' as const,
		starts_on: `${firstOf(periodsOf(found))}-01`,
	}));
	await insertAll(trx, 'society_status', statuses);
}

/** New programs: completed, monthly, from the first to the last reported month, at their one place or at `several`. */
export async function writePrograms(trx: Trx, plan: Plan, batchId: number): Promise<void> {
	const sectors = await idsByCode(trx, 'sector');
	const several = (await idsByCode(trx, 'governorate')).get('several')!;
	const placeOf = ({ governorates }: FoundProgram) =>
		governorates.size > 1 ? several : [...governorates][0]!;
	const rows = plan.programs.map(({ id, societyId, key, found }) => ({
		id,
		society_id: societyId,
		name_ar: found.name,
		name_en: found.name,
		match_key: key,
		search_key: searchKey(found.name, found.name),
		sector_id: sectors.get(mainSector(found))!,
		governorate_id: placeOf(found),
		starts_on: `${firstOf(found.reports.keys())}-01`,
		ends_on: lastDayOf(lastOf(found.reports.keys())),
		status: 'completed' as const,
		frequency: 'monthly' as const,
		import_batch_id: batchId,
	}));
	await insertAll(trx, 'program', rows);
	const pairs = (pick: (program: FoundProgram) => Set<number>) =>
		plan.programs.flatMap(({ id, found }) => [...pick(found)].map((other) => [id, other] as const));
	const places = pairs((p) => p.governorates).map(([program_id, governorate_id]) => ({
		program_id,
		governorate_id,
	}));
	await insertAll(trx, 'program_governorate', places);
	const segments = pairs((p) => p.segments).map(([program_id, segment_id]) => ({ program_id, segment_id }));
	await insertAll(trx, 'program_segment', segments);
}

/** Units the pack does not know join its list under their code. Returns the ids of all units by code. */
async function unitIds(trx: Trx, plan: Plan): Promise<Map<string, number>> {
	const known = await idsByCode(trx, 'unit');
	const sums = plan.reports.flatMap(({ found }) => [...found.deliveries.values()]);
	const missing = [...new Set(sums.map((sum) => sum.unit))].filter((code) => !known.has(code)).sort();
	if (!missing.length) return known;
	const rows = missing.map((code) => ({
		code,
		name_ar: code,
		name_en: code,
		source: IMPORTED_UNIT,
		own_choice: 0,
	}));
	await insertAll(trx, 'unit', rows);
	return idsByCode(trx, 'unit');
}

/** Source of a unit that came with a file. */
export const IMPORTED_UNIT = 'import';

/** Verified reports, each with one version in force since `at` (ISO), and their lines. Tells `done` the reports written. */
export async function writeReports(
	trx: Trx,
	plan: Plan,
	batchId: number,
	at: string,
	done: (reports: number) => void,
): Promise<void> {
	const units = await unitIds(trx, plan);
	const [reportId, versionId] = [await idsOf(trx, 'report'), await idsOf(trx, 'report_version')];
	const STEP = 200;
	for (let from = 0; from < plan.reports.length; from += STEP) {
		const step = plan.reports.slice(from, from + STEP).map((planned) => ({
			...planned,
			report: reportId(),
			version: versionId(),
		}));
		const reports = step.map(({ report, programId, found: { period } }) => ({
			id: report,
			program_id: programId,
			period,
			state: 'verified' as const,
			first_submitted_on: lastDayOf(period),
			import_batch_id: batchId,
		}));
		await insertAll(trx, 'report', reports);
		const versions = step.map(({ report, version, found }) => ({
			id: version,
			report_id: report,
			number: 1,
			created_at: at,
			verified_from: at,
			spend_minor: found.spendMinor,
		}));
		await insertAll(trx, 'report_version', versions);
		const reach = step.flatMap(({ version, found }) =>
			[...found.reach.values()].map((sum) => ({
				version_id: version,
				governorate_id: sum.governorate,
				segment_id: sum.segment,
				sex: sum.sex,
				age_band_id: sum.ageBand,
				people: sum.people,
				people_new: sum.peopleNew,
			})),
		);
		await insertAll(trx, 'reach_line', reach);
		const deliveries = step.flatMap(({ version, found }) =>
			[...found.deliveries.values()].map((sum) => ({
				version_id: version,
				governorate_id: sum.governorate,
				aid_type_id: sum.aidType,
				unit_id: units.get(sum.unit)!,
				quantity_milli: sum.quantityMilli,
			})),
		);
		await insertAll(trx, 'delivery_line', deliveries);
		done(Math.min(from + STEP, plan.reports.length));
	}
}

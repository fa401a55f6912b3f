import { sql, type Kysely, type Selectable } from 'kysely';
import type { Indicator, Program, Schema } from '#db/schema.ts';
import type { Scope } from '#lib/access/grants.ts';
import { matchKey } from '#lib/i18n/fold.ts';
import { ANY_AGE } from '../../writing/formrows.server.ts';
import { finder, listOf, readList, readPrograms, readSocieties, type Finder } from './register.server.ts';

export type WorldProgram = Selectable<Program>;

/** What a file of reports is held against: the societies and programs this person may report for, lists, open periods. */
export interface ReportWorld {
	/** The asker's society; null for the ministry. */
	readonly ownSociety: number | null;
	readonly society: Finder<{ id: number; match_key: string; name_ar: string; name_en: string }>;
	programOf(societyId: number): Finder<WorldProgram>;
	readonly byId: ReadonlyMap<number, WorldProgram>;
	readonly governorate: Find;
	readonly segment: Find;
	readonly ageBand: Find;
	readonly aidType: Find;
	readonly unit: Find;
	/** The entry for several places, which is no place of a line. */
	readonly several: number | undefined;
	/** Code of the age band of files that do not tell ages, as on the form. */
	readonly anyAge: string | undefined;
	placeCode(governorateId: number): string | undefined;
	isOpen(programId: number, period: string): boolean;
	indicatorOf(programId: number, text: string): Selectable<Indicator> | undefined;
}

type Find = (text: string) => { readonly id: number; readonly code: string } | undefined;

/** Reads the world of a file of reports, once for the whole file. */
export async function readReportWorld(db: Kysely<Schema>, scope: Scope, today: string): Promise<ReportWorld> {
	const own = scope.reach === 'own' ? scope.societyId : undefined;
	const programs = await readPrograms(db, own);
	const byId = new Map(programs.map((p) => [p.id, p]));
	const bySociety = Map.groupBy(programs, (p) => p.society_id);
	const finders = new Map<number, Finder<WorldProgram>>();
	const mine =
		own === undefined ? sql`true` : sql`program_id in (select id from program where society_id = ${own})`;
	const { rows: open } = await sql<{ key: string }>`
		select program_id || ' ' || period as key from expected_report where opens_on <= ${today} and ${mine}
		limit 500000`.execute(db);
	const isOpen = new Set(open.map(({ key }) => key));
	const { rows: indicators } = await sql<Selectable<Indicator>>`
		select * from indicator where ${mine} limit 100000`.execute(db);
	const ofProgram = Map.groupBy(indicators, (i) => i.program_id);
	const places = await readList(db, 'governorate');
	const codes = new Map(places.map(({ id, code }) => [id, code]));
	const governorate = listOf(places);
	const ageBand = listOf(await readList(db, 'age_band'));
	return {
		ownSociety: own ?? null,
		society: finder(await readSocieties(db, own)),
		programOf(societyId) {
			const found = finders.get(societyId) ?? finder(bySociety.get(societyId) ?? []);
			finders.set(societyId, found);
			return found;
		},
		byId,
		governorate,
		segment: listOf(await readList(db, 'segment')),
		ageBand,
		aidType: listOf(await readList(db, 'aid_type')),
		unit: listOf(await readList(db, 'unit')),
		several: governorate('several')?.id,
		anyAge: ageBand(ANY_AGE)?.code,
		placeCode: (id) => codes.get(id),
		isOpen: (programId, period) => isOpen.has(`${programId} ${period}`),
		indicatorOf: (programId, text) =>
			ofProgram
				.get(programId)
				?.find((i) => [String(i.id), i.name_ar, i.name_en].some((name) => matchKey(name) === matchKey(text))),
	};
}

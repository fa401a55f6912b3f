import type { Kysely, Selectable } from 'kysely';
import type { Program, Schema, Society } from '#db/schema.ts';
import { matchKey, searchKey } from '#lib/i18n/fold.ts';
import type { Pack } from '#lib/platform/context.ts';
import { PROGRAM_STATUS_LABEL } from '../../programs/columns.ts';
import { changes } from '../../societies/current.server.ts';
import { isStanding } from '../../societies/model.ts';
import type { RowVerdict } from './model.ts';
import { finder, listOf, readList, readPrograms, readSocieties, type Finder } from './register.server.ts';
import { dayIn, lineIn, listed, numberIn, type RowText } from './texts.ts';
import { FREQUENCY_LABEL } from './words.ts';
import { writeChanged, writeNew } from './programwrite.server.ts';
import type { Judge } from './writer.server.ts';

type Row = Selectable<Program>;
type SocietyRow = Selectable<Society>;
type Coded = { readonly code: string };
type Entry = Coded & { readonly id: number };

/** A program that a file adds. */
export interface NewProgram {
	readonly values: Omit<Row, 'id' | 'import_batch_id' | 'version' | 'continues_id' | 'settled_on'>;
	readonly segments: readonly number[];
}

/** A known program as it was, and what a file corrects. */
export interface Changed {
	readonly before: Row;
	readonly after: Partial<Row>;
}

const wordsOf = (labels: Readonly<Record<string, { ar: string; en: string }>>) =>
	listOf(Object.entries(labels).map(([code, { ar, en }]) => ({ code, name_ar: ar, name_en: en })));

async function readWorld(db: Kysely<Schema>) {
	const programs = new Map<number, Row[]>();
	for (const row of await readPrograms(db)) {
		const mine = programs.get(row.society_id);
		if (mine) mine.push(row);
		else programs.set(row.society_id, [row]);
	}
	const finders = new Map<number, Finder<Row>>();
	return {
		society: finder(await readSocieties(db)),
		programOf(societyId: number): Finder<Row> {
			const found = finders.get(societyId) ?? finder(programs.get(societyId) ?? []);
			finders.set(societyId, found);
			return found;
		},
		sector: listOf(await readList(db, 'sector')),
		governorate: listOf(await readList(db, 'governorate')),
		segment: listOf(await readList(db, 'segment')),
		status: wordsOf(PROGRAM_STATUS_LABEL),
		frequency: wordsOf(FREQUENCY_LABEL),
	};
}

type World = Awaited<ReturnType<typeof readWorld>>;

/** Judges a file of programs of known societies: new ones are added, known ones corrected where a cell says otherwise. */
export async function judgePrograms(db: Kysely<Schema>, pack: Pack): Promise<Judge> {
	const world = await readWorld(db);
	const verdicts: RowVerdict[] = [];
	const added: NewProgram[] = [];
	const changed: Changed[] = [];
	const seen = new Map<string, string>();

	/** The verdict of a row without problems; problems make it a rejected one. */
	const judge = (row: RowText): Pick<RowVerdict, 'verdict' | 'target'> => {
		const society = societyOf(row, world);
		const name = lineIn(row, 'program');
		const key = matchKey(name ?? '');
		if (!key) row.wrong('program', 'name_missing');
		const typed = readCells(row, world, pack);
		const match = society && key ? world.programOf(society.id)(name!) : undefined;
		if (match === 'ambiguous') row.wrong('program', 'name_ambiguous');
		const known = match === 'ambiguous' ? undefined : match;
		const about = `${society?.id} ${known?.id ?? key}`;
		const says = JSON.stringify(typed);
		const before = seen.get(about);
		if (society && key && before !== undefined) {
			// The same row once more says nothing new; another one about the same program contradicts.
			if (before === says) return { verdict: 'unchanged', target: known ? `program:${known.id}` : null };
			row.wrong('program', 'twice_in_file');
		}
		seen.set(about, says);
		if (known) {
			const difference = changes(known, corrected(row, known, typed));
			if (row.problems.length || !difference) return { verdict: 'unchanged', target: `program:${known.id}` };
			changed.push({ before: known, after: difference.after as Partial<Row> });
			return { verdict: 'updated', target: `program:${known.id}` };
		}
		const values = created(row, society, name, key, typed);
		if (!row.problems.length && values) added.push(values);
		return { verdict: 'created', target: null };
	};

	return {
		row(row) {
			const found = judge(row);
			const { problems } = row;
			verdicts.push(
				problems.length
					? { row: row.row, verdict: 'rejected', target: null, problems }
					: { row: row.row, ...found, problems },
			);
		},
		finish: async () => ({
			verdicts,
			async write(writer) {
				await writeNew(writer, added);
				for (const one of changed) await writeChanged(writer, one);
			},
		}),
	};
}

/** The society a row names; it must be on the register. */
function societyOf(row: RowText, world: { society: Finder<SocietyRow> }): SocietyRow | undefined {
	const name = row.text('society');
	if (!matchKey(name)) {
		row.wrong('society', 'name_missing');
		return undefined;
	}
	const found = world.society(name);
	if (found && found !== 'ambiguous') return found;
	row.wrong('society', found ? 'name_ambiguous' : 'society_unknown');
	return undefined;
}

function readCells(row: RowText, world: World, pack: Pack) {
	const startsOn = dayIn(row, 'starts_on');
	const endsOn = dayIn(row, 'ends_on');
	if (startsOn && endsOn && endsOn < startsOn) row.wrong('ends_on', 'date_order');
	const segments = row
		.text('segments')
		.split(/[;؛|]/)
		.map((name) => name.trim())
		.filter(Boolean)
		.map((name) => world.segment(name));
	if (segments.includes(undefined)) row.wrong('segments', 'segment_unknown');
	return {
		nameEn: lineIn(row, 'name_en'),
		sector: listed<Entry>(row, 'sector', world.sector, 'sector_unknown'),
		governorate: listed<Entry>(row, 'governorate', world.governorate, 'governorate_unknown'),
		segments: segments.flatMap((one) => (one ? [one.id] : [])),
		status: listed<Coded>(row, 'status', world.status, 'status_unknown'),
		startsOn,
		endsOn,
		frequency: listed<Coded>(row, 'frequency', world.frequency, 'frequency_unknown'),
		budget: numberIn(row, 'budget', pack.currencyDigits),
		purposeAr: lineIn(row, 'purpose_ar', 1000),
		purposeEn: lineIn(row, 'purpose_en', 1000),
	};
}

type Typed = ReturnType<typeof readCells>;

function corrected(row: RowText, known: Row, typed: Typed): Partial<Row> {
	const starts = typed.startsOn ?? known.starts_on;
	const ends = typed.endsOn ?? known.ends_on;
	if (ends && ends < starts && !row.problems.some(({ reason }) => reason === 'date_order')) {
		row.wrong(typed.endsOn ? 'ends_on' : 'starts_on', 'date_order');
	}
	return {
		...(typed.sector && { sector_id: typed.sector.id }),
		...(typed.governorate && { governorate_id: typed.governorate.id }),
		...(typed.status && { status: typed.status.code as Row['status'] }),
		...(typed.startsOn && { starts_on: typed.startsOn }),
		...(typed.endsOn && { ends_on: typed.endsOn }),
		...(typed.frequency && { frequency: typed.frequency.code as Row['frequency'] }),
		...(typeof typed.budget === 'number' && { budget_minor: typed.budget }),
		...(typed.purposeAr && { purpose_ar: typed.purposeAr }),
		...(typed.purposeEn && { purpose_en: typed.purposeEn }),
	};
}

function created(
	row: RowText,
	society: SocietyRow | undefined,
	name: string | null,
	key: string,
	typed: Typed,
): NewProgram | undefined {
	if (society && !isStanding(society.status)) row.wrong('society', 'society_ended');
	if (typed.sector === null) row.wrong('sector', 'value_missing');
	if (typed.governorate === null) row.wrong('governorate', 'value_missing');
	if (typed.startsOn === null) row.wrong('starts_on', 'value_missing');
	if (!society || !name || !typed.sector || !typed.governorate || !typed.startsOn) return undefined;
	const nameEn = typed.nameEn ?? name;
	return {
		values: {
			society_id: society.id,
			name_ar: name,
			name_en: nameEn,
			match_key: key,
			search_key: searchKey(name, nameEn),
			sector_id: typed.sector.id,
			governorate_id: typed.governorate.id,
			purpose_ar: typed.purposeAr,
			purpose_en: typed.purposeEn,
			is_abroad: 0,
			starts_on: typed.startsOn,
			ends_on: typed.endsOn ?? null,
			status: (typed.status?.code ?? 'running') as Row['status'],
			frequency: (typed.frequency?.code ?? 'monthly') as Row['frequency'],
			budget_minor: typed.budget ?? null,
			judgement: null,
			judgement_note: null,
		},
		segments: [...new Set(typed.segments)],
	};
}

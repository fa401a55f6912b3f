import type { Kysely, Selectable } from 'kysely';
import type { Schema, Society } from '#db/schema.ts';
import { matchKey, searchKey } from '#lib/i18n/fold.ts';
import { addSociety, removeSociety } from '#lib/kpi/rollup.server.ts';
import { STATUS_LABEL } from '../../societies/columns.ts';
import { changes } from '../../societies/current.server.ts';
import { mail, phone } from '../../societies/fields.ts';
import { isStanding, SIZES, STATUSES } from '../../societies/model.ts';
import { idsOf } from '../plan.server.ts';
import type { RowVerdict } from './model.ts';
import { finder, listOf, readList, readNumbers, readSocieties, readTowns } from './register.server.ts';
import { dayIn, lineIn, listed, type RowText } from './texts.ts';
import { SIZE_LABEL } from './words.ts';
import type { BatchWriter, Judge } from './writer.server.ts';

type Row = Selectable<Society>;

interface NewSociety {
	readonly row: number;
	readonly number: string | null;
	readonly registeredOn: string | null;
	readonly values: Omit<Row, 'id' | 'import_batch_id' | 'version'>;
}

interface Changed {
	readonly before: Row;
	readonly after: Partial<Row>;
}

const PERSONAL = ['email', 'phone'] as const;

/** Words of a closed list by code or by either name. */
function words(labels: Readonly<Record<string, { ar: string; en: string }>>, codes: readonly string[]) {
	return listOf(codes.map((code) => ({ code, name_ar: labels[code]!.ar, name_en: labels[code]!.en })));
}

/** The lists and the register a file of societies is held against, read once for the whole file. */
async function readWorld(db: Kysely<Schema>) {
	const societies = await readSocieties(db);
	const numbers = await readNumbers(db);
	return {
		bySociety: finder(societies),
		byNumber: new Map(numbers.map((n) => [matchKey(n.number), n.society_id])),
		numberOf: new Map(numbers.map((n) => [n.society_id, n.number])),
		byId: new Map(societies.map((s) => [s.id, s])),
		category: listOf(await readList(db, 'category')),
		governorate: listOf(await readList(db, 'governorate')),
		towns: await readTowns(db),
		status: words(STATUS_LABEL, STATUSES),
		size: words(SIZE_LABEL, SIZES),
	};
}

type World = Awaited<ReturnType<typeof readWorld>>;

/** Judges a file of societies: new ones are added, known ones corrected where a cell says something else. */
export async function judgeSocieties(db: Kysely<Schema>, today: string): Promise<Judge> {
	const world = await readWorld(db);
	const verdicts: RowVerdict[] = [];
	const added: NewSociety[] = [];
	const changed: Changed[] = [];
	const seen = new Set<string>();

	const judge = (row: RowText): RowVerdict['target'] | { before: Row } => {
		const typed = readCells(row, world, today);
		const name = row.text('name_ar');
		const key = matchKey(name);
		if (!key) row.wrong('name_ar', 'name_missing');
		const known = key ? knownSociety(row, world, name, typed.number) : undefined;
		const about = known ? `society:${known.id}` : key;
		if (key && seen.has(about)) row.wrong('name_ar', 'twice_in_file');
		seen.add(about);
		if (known) {
			const after = corrected(row, known, typed);
			if (row.problems.length) return about;
			const differs = changes(known, after);
			if (!differs) return { before: known };
			changed.push({ before: known, after: differs.after as Partial<Row> });
			return about;
		}
		const values = created(row, name, key, typed);
		if (!row.problems.length && values) {
			added.push({ row: row.row, number: typed.number, registeredOn: typed.registeredOn ?? null, values });
			if (typed.number) world.byNumber.set(matchKey(typed.number), 0);
		}
		return null;
	};

	return {
		row(row) {
			const about = judge(row);
			const { problems } = row;
			if (problems.length) {
				verdicts.push({ row: row.row, verdict: 'rejected', target: null, problems });
				return;
			}
			if (about === null) verdicts.push({ row: row.row, verdict: 'created', target: null, problems });
			else if (typeof about === 'string')
				verdicts.push({ row: row.row, verdict: 'updated', target: about, problems });
			else {
				const target = `society:${about.before.id}`;
				verdicts.push({ row: row.row, verdict: 'unchanged', target, problems });
			}
		},
		finish: async () => ({
			verdicts,
			async write(writer) {
				await writeNew(writer, added, today);
				for (const one of changed) await writeChanged(writer, one);
			},
		}),
	};
}

function readCells(row: RowText, world: World, today: string) {
	const governorate = listed(row, 'governorate', world.governorate, 'governorate_unknown');
	const foundedOn = dayIn(row, 'founded_on');
	if (foundedOn && foundedOn > today) row.wrong('founded_on', 'date_in_future');
	const registeredOn = dayIn(row, 'registered_on');
	if (registeredOn && registeredOn > today) row.wrong('registered_on', 'date_in_future');
	const contact = (field: 'email' | 'phone') => {
		const typed = row.text(field);
		const parsed = (field === 'email' ? mail : phone).safeParse(typed);
		if (!parsed.success) row.wrong(field, field === 'email' ? 'mail_unreadable' : 'phone_unreadable');
		return parsed.success ? parsed.data : undefined;
	};
	lineIn(row, 'name_ar');
	return {
		nameEn: lineIn(row, 'name_en'),
		number: lineIn(row, 'registration', 100),
		registeredOn,
		category: listed(row, 'category', world.category, 'category_unknown'),
		governorate,
		town: town(row, world, governorate?.id),
		status: listed(row, 'status', world.status, 'status_unknown'),
		foundedOn,
		size: listed(row, 'size_band', world.size, 'size_unknown'),
		scopeAr: lineIn(row, 'scope_ar', 1000),
		scopeEn: lineIn(row, 'scope_en', 1000),
		email: contact('email'),
		phone: contact('phone'),
	};
}

type Typed = ReturnType<typeof readCells>;

/** A town by name; where two governorates have one of the name, the row's governorate decides. */
function town(row: RowText, world: World, governorate: number | undefined) {
	const typed = row.text('town');
	if (!typed) return null;
	const key = matchKey(typed);
	const named = world.towns.filter((t) => [t.code, t.name_ar, t.name_en].some((n) => matchKey(n) === key));
	const here = governorate === undefined ? named[0] : named.find((t) => t.governorate_id === governorate);
	if (!named.length) row.wrong('town', 'town_unknown');
	else if (!here) row.wrong('town', 'town_elsewhere');
	return here;
}

/** The society of the register a row speaks of: by its number, else by its name; both must agree. */
function knownSociety(row: RowText, world: World, name: string, number: string | null): Row | undefined {
	const named = world.bySociety(name);
	const holder = number === null ? undefined : world.byNumber.get(matchKey(number));
	const numbered = holder === undefined ? undefined : world.byId.get(holder);
	if (named === 'ambiguous' && !numbered) {
		row.wrong('name_ar', 'name_ambiguous');
		return undefined;
	}
	if (holder !== undefined && !numbered) row.wrong('registration', 'number_taken');
	if (named && named !== 'ambiguous') {
		if (numbered && numbered.id !== named.id) row.wrong('registration', 'number_taken');
		else if (number && !numbered && world.numberOf.has(named.id)) row.wrong('registration', 'number_differs');
		return named;
	}
	if (numbered) row.wrong('name_ar', 'name_differs');
	return numbered;
}

/** What a known society becomes: only cells that say something count. */
function corrected(row: RowText, known: Row, typed: Typed): Partial<Row> {
	if (typed.nameEn && matchKey(typed.nameEn) !== matchKey(known.name_en))
		row.wrong('name_en', 'name_differs');
	if (typed.status && typed.status.code !== known.status) row.wrong('status', 'status_differs');
	const told: Partial<Row> = {
		...(typed.category && { category_id: typed.category.id }),
		...(typed.governorate && { governorate_id: typed.governorate.id }),
		...(typed.town && { town_id: typed.town.id }),
		...(typed.foundedOn && { founded_on: typed.foundedOn }),
		...(typed.size && { size_band: typed.size.code as Row['size_band'] }),
		...(typed.scopeAr && { scope_ar: typed.scopeAr }),
		...(typed.scopeEn && { scope_en: typed.scopeEn }),
		...(typed.email && { email: typed.email }),
		...(typed.phone && { phone: typed.phone }),
	};
	if (!isStanding(known.status) && changes(known, told)) row.wrong('name_ar', 'society_ended');
	return told;
}

/** A society the register does not know; needs its category and seat, and begins as an active one. */
function created(row: RowText, name: string, key: string, typed: Typed): NewSociety['values'] | undefined {
	if (typed.category === null) row.wrong('category', 'value_missing');
	if (typed.governorate === null) row.wrong('governorate', 'value_missing');
	if (typed.status && typed.status.code !== 'active') row.wrong('status', 'status_differs');
	if (!typed.category || !typed.governorate) return undefined;
	const nameEn = typed.nameEn ?? name;
	return {
		name_ar: name,
		name_en: nameEn,
		match_key: key,
		search_key: searchKey(name, nameEn),
		category_id: typed.category.id,
		governorate_id: typed.governorate.id,
		town_id: typed.town?.id ?? null,
		scope_ar: typed.scopeAr,
		scope_en: typed.scopeEn,
		founded_on: typed.foundedOn ?? null,
		status: 'active',
		size_band: (typed.size?.code ?? null) as Row['size_band'],
		email: typed.email ?? null,
		phone: typed.phone ?? null,
	};
}

async function writeNew(writer: BatchWriter, added: readonly NewSociety[], today: string): Promise<void> {
	const { trx } = writer.write;
	const next = await idsOf(trx, 'society');
	const rows = added.map((one) => ({ ...one, id: next() }));
	await writer.insert(
		'society',
		rows.map(({ id, values }) => ({ id, ...values, import_batch_id: writer.batchId })),
	);
	for (const { id } of rows) writer.note('society', id, undefined, 1);
	await writer.insert(
		'society_status',
		rows.map(({ id, registeredOn, values }) => ({
			society_id: id,
			status: 'active' as const,
			starts_on: registeredOn ?? values.founded_on ?? today,
		})),
	);
	await writer.insert(
		'society_registration',
		rows
			.filter(({ number }) => number !== null)
			.map(({ id, number, registeredOn, values }) => ({
				society_id: id,
				number: number!,
				starts_on: registeredOn ?? values.founded_on ?? today,
			})),
	);
}

async function writeChanged(writer: BatchWriter, { before, after }: Changed): Promise<void> {
	const { trx, audit } = writer.write;
	const moves = after.category_id !== undefined;
	if (moves) await removeSociety(trx, before.id);
	const version = before.version + 1;
	await trx
		.updateTable('society')
		.set({ ...after, version })
		.where('id', '=', before.id)
		.execute();
	if (moves) await addSociety(trx, before.id);
	writer.note('society', before.id, before, version);
	const difference = changes(before, after)!;
	for (const key of PERSONAL) {
		if (!(key in difference.after)) continue;
		delete difference.before[key];
		difference.after[key] = { changed: true };
	}
	await audit({ objectType: 'society', objectId: before.id, ...difference });
	await writer.turn();
}

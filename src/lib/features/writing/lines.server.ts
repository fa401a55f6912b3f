import { sql, type Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { readCell, stateOfRead } from './cellvalues.ts';
import { sectionOf } from './cells.ts';
import { hasEvidence } from './checks.ts';
import type { Finding, Typed } from './form.ts';

type Trx = Transaction<Schema>;

/** A checked form on its way into a version: its texts, their numbers, what was asked for. */
export interface Sheet {
	readonly texts: Typed;
	readonly numbers: ReadonlyMap<string, number>;
	readonly required: ReadonlySet<string>;
	readonly currencyDigits: number;
}

/** Reads every number of a form; what cannot be read was stopped before. */
export function sheetOf(texts: Typed, required: readonly string[], currencyDigits: number): Sheet {
	const numbers = new Map<string, number>();
	for (const [cell, text] of Object.entries(texts)) {
		const read = readCell(cell, text, currencyDigits);
		if (read.kind === 'number') numbers.set(cell, read.value);
	}
	return { texts, numbers, required: new Set(required), currencyDigits };
}

const cellsOf = (sheet: Sheet, first: string) =>
	[...sheet.numbers]
		.filter(([cell]) => cell.startsWith(`${first}:`))
		.map(([cell, value]) => [cell.split(':'), value] as const);

async function insertReach(trx: Trx, version: number, sheet: Sheet): Promise<void> {
	const lines = cellsOf(sheet, 'reach').map(([[, place, segment, age, sex], people]) => [
		place,
		segment,
		age,
		sex,
		people,
	]);
	if (!lines.length) return;
	await sql`insert into reach_line (version_id, governorate_id, segment_id, age_band_id, sex, people)
		select ${version}, (select id from governorate where code = json_extract(value, '$[0]')),
			(select id from segment where code = json_extract(value, '$[1]')),
			(select id from age_band where code = json_extract(value, '$[2]')),
			json_extract(value, '$[3]'), json_extract(value, '$[4]')
		from json_each(${JSON.stringify(lines)})`.execute(trx);
}

async function insertDeliveries(trx: Trx, version: number, sheet: Sheet): Promise<void> {
	const lines = cellsOf(sheet, 'delivery')
		.filter(([[, , , , part]]) => part === 'quantity')
		.map(([[, place, aid, unit], quantity]) => [
			place,
			aid,
			unit,
			quantity,
			sheet.numbers.get(`delivery:${place}:${aid}:${unit}:value`) ?? null,
		]);
	if (!lines.length) return;
	await sql`insert into delivery_line (version_id, governorate_id, aid_type_id, unit_id, quantity_milli, value_minor)
		select ${version}, (select id from governorate where code = json_extract(value, '$[0]')),
			(select id from aid_type where code = json_extract(value, '$[1]')),
			(select id from unit where code = json_extract(value, '$[2]')),
			json_extract(value, '$[3]'), json_extract(value, '$[4]')
		from json_each(${JSON.stringify(lines)})`.execute(trx);
}

async function insertOutcomes(trx: Trx, version: number, sheet: Sheet): Promise<void> {
	const rows = cellsOf(sheet, 'outcome')
		.filter(([[, , part]]) => part !== 'under')
		.map(([[, id, part], value]) => ({
			version_id: version,
			indicator_id: Number(id),
			value_milli: part ? null : value,
			numerator_milli: part ? value : null,
			denominator_milli: part ? sheet.numbers.get(`outcome:${id}:under`)! : null,
		}));
	if (rows.length) await trx.insertInto('outcome_result').values(rows).execute();
}

/** The state of every cell that was asked for or filled, so that a gap and a zero stay apart for ever. */
function statesOf({ texts, required, currencyDigits }: Sheet) {
	if (texts.nothing?.trim()) return [];
	const isTold = (cell: string) => !/^(why|file|nothing)(:|$)/.test(cell);
	const cells = [...new Set([...required, ...Object.keys(texts).filter(isTold)])];
	return cells.map((cell) => {
		const isGiven = cell === 'no_evidence' && hasEvidence(texts);
		const state = isGiven ? 'value' : stateOfRead(readCell(cell, texts[cell] ?? '', currencyDigits));
		return { cell, state, isRequired: required.has(cell) };
	});
}

/** How many cells were asked for and apply, and how many of them were filled: as their rows count them. */
export function countCells(sheet: Sheet): { cells_required: number; cells_filled: number } {
	const asked = statesOf(sheet).filter(({ state, isRequired }) => isRequired && state !== 'inapplicable');
	const filled = asked.filter(({ state }) => state === 'value' || state === 'zero');
	return { cells_required: asked.length, cells_filled: filled.length };
}

async function insertStates(trx: Trx, version: number, sheet: Sheet): Promise<void> {
	const rows = statesOf(sheet).map(({ cell, state, isRequired }) => [
		cell,
		sectionOf(cell),
		state,
		isRequired ? 1 : 0,
	]);
	if (!rows.length) return;
	await sql`insert into report_cell (version_id, cell, section, state, is_required)
		select ${version}, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
			json_extract(value, '$[3]') from json_each(${JSON.stringify(rows)})`.execute(trx);
}

async function insertFindings(trx: Trx, version: number, findings: readonly Finding[]): Promise<void> {
	const rows = findings.flatMap(({ rule, cell, severity, facts, justification }) =>
		severity === 'block'
			? []
			: [{ version_id: version, rule, cell, severity, facts: JSON.stringify(facts), justification }],
	);
	if (rows.length) await trx.insertInto('report_finding').values(rows).execute();
}

/** The files a form names. */
export const filesIn = (texts: Typed): number[] =>
	Object.entries(texts)
		.filter(([cell, text]) => cell.startsWith('file:') && text !== '')
		.map(([cell]) => Number(cell.slice(5)));

/** Writes everything a version says beyond its own row. */
export async function insertLines(
	trx: Trx,
	version: number,
	sheet: Sheet,
	findings: readonly Finding[],
): Promise<void> {
	await insertReach(trx, version, sheet);
	await insertDeliveries(trx, version, sheet);
	await insertOutcomes(trx, version, sheet);
	await insertStates(trx, version, sheet);
	await insertFindings(trx, version, findings);
	const files = filesIn(sheet.texts).map((file_id) => ({ version_id: version, file_id }));
	if (files.length) await trx.insertInto('report_evidence').values(files).execute();
}

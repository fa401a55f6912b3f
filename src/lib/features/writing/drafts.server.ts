import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Text } from '#lib/i18n/text.ts';
import { readVersionCells, textsOf } from './versioncells.server.ts';

type Db = Kysely<Schema>;

/** Distinct cells of one draft; the largest form has a few hundred. */
export const MOST_CELLS = 3000;

/** The newest text of a cell with who saved it when. */
export interface SavedCell {
	readonly text: string;
	readonly save: number;
	readonly savedBy: Text | null;
	readonly savedAt: string;
}

/** A report's draft: what it began with, and what was typed since. */
export interface Draft {
	readonly saves: number;
	readonly savedAt: string | null;
	readonly savedBy: Text | null;
	/** Texts before the first save: those of the version that came back, or none. */
	readonly start: Readonly<Record<string, string>>;
	readonly saved: ReadonlyMap<string, SavedCell>;
}

/** The version a draft begins with: the newest of a report that came back. */
async function versionToBegin(db: Db, reportId: number): Promise<number | null> {
	const row = await db
		.selectFrom('report_version')
		.select('id')
		.where('report_id', '=', reportId)
		.orderBy('number', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row?.id ?? null;
}

/** Saves of one draft; those of the next one after a submission begin above, so that an old page is recognised. */
const SAVES = 1_000_000;

/** The number before a report's first save in its present round. */
export const firstSave = (report: { readonly version: number } | undefined): number =>
	report ? (report.version - 1) * SAVES : 0;

/** The draft of a report, also of one nobody has touched yet; `basedOn` is the version it begins with. */
export async function readDraft(
	db: Db,
	report: { readonly id: number; readonly version: number },
	currencyDigits: number,
): Promise<Draft & { readonly basedOn: number | null; readonly exists: boolean }> {
	const { id: reportId } = report;
	const draft = await db
		.selectFrom('report_draft as d')
		.leftJoin('account as a', 'a.id', 'd.saved_by')
		.select([
			'd.based_on as basedOn',
			'd.saves',
			'd.saved_at as savedAt',
			'a.name_ar as ar',
			'a.name_en as en',
		])
		.where('d.report_id', '=', reportId)
		.executeTakeFirst();
	const basedOn = draft ? draft.basedOn : await versionToBegin(db, reportId);
	const version = basedOn === null ? undefined : (await readVersionCells(db, [basedOn])).get(basedOn);
	return {
		basedOn,
		exists: draft !== undefined,
		saves: draft?.saves ?? firstSave(report),
		savedAt: draft?.savedAt ?? null,
		savedBy: draft?.ar && draft.en ? { ar: draft.ar, en: draft.en } : null,
		start: { ...(version && textsOf(version, currencyDigits)), ...(await filesOf(db, basedOn)) },
		saved: draft ? await readSaved(db, reportId) : new Map(),
	};
}

async function filesOf(db: Db, versionId: number | null): Promise<Record<string, string>> {
	if (versionId === null) return {};
	const rows = await db
		.selectFrom('report_evidence')
		.select('file_id')
		.where('version_id', '=', versionId)
		.limit(100)
		.execute();
	return Object.fromEntries(rows.map(({ file_id }) => [`file:${file_id}`, 'yes']));
}

async function readSaved(db: Db, reportId: number): Promise<Map<string, SavedCell>> {
	const { rows } = await sql<{
		cell: string;
		text: string;
		save: number;
		ar: string | null;
		en: string | null;
		at: string;
	}>`
		select c.cell, c.text, max(c.save) as save, a.name_ar as ar, a.name_en as en, c.saved_at as at
		from report_draft_cell c left join account a on a.id = c.saved_by
		where c.report_id = ${reportId} group by c.cell limit ${MOST_CELLS}`.execute(db);
	return new Map(
		rows.map(({ cell, text, save, ar, en, at }) => [
			cell,
			{ text, save, savedAt: at, savedBy: ar !== null && en !== null ? { ar, en } : null },
		]),
	);
}

/** The texts of cells as they were after a save; a cell that is absent had not been touched by then. */
export async function readSavedAt(db: Db, reportId: number, save: number): Promise<Map<string, string>> {
	const { rows } = await sql<{ cell: string; text: string }>`
		select cell, text, max(save) from report_draft_cell where report_id = ${reportId} and save <= ${save}
		group by cell limit ${MOST_CELLS}`.execute(db);
	return new Map(rows.map(({ cell, text }) => [cell, text]));
}

/** What stands in every cell now; emptied ones are left out. */
export function textsNow({ start, saved }: Draft): Record<string, string> {
	const texts: Record<string, string> = { ...start };
	for (const [cell, { text }] of saved) texts[cell] = text;
	return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));
}

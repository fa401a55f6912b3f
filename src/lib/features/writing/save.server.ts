import { sql } from 'kysely';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict, invalid } from '#lib/platform/errors.ts';
import { sectionOf } from './cells.ts';
import { firstSave, MOST_CELLS, readDraft, readSavedAt, textsNow, type Draft } from './drafts.server.ts';
import type { Conflict, Saved, Typed } from './form.ts';
import { mergeCells } from './merge.ts';
import type { ReportMonth } from './month.server.ts';

// The one place where a draft's cells change. Every save is kept until the report is submitted, so that what two
// people began from is known exactly.

/** Saves that are kept one by one; of older ones only the text each cell had then. */
const KEPT = 500;
/** Compacting takes a walk over the draft, so it waits for so many saves. */
const COMPACT_EVERY = 50;

type Open = Awaited<ReturnType<typeof readDraft>>;

const NEW_DRAFT: Open = {
	basedOn: null,
	exists: false,
	saves: 0,
	savedAt: null,
	savedBy: null,
	start: {},
	saved: new Map(),
};

/** The draft of a month as it stands now. */
export function openDraft({ trx, pack }: WriteContext, { report }: ReportMonth): Promise<Open> {
	return report ? readDraft(trx, report, pack.currencyDigits) : Promise.resolve(NEW_DRAFT);
}

/** The report of a month, made by its first save. */
async function ensureReport(
	{ trx }: WriteContext,
	{ program, period, report }: ReportMonth,
): Promise<number> {
	if (report) return report.id;
	const made = await trx
		.insertInto('report')
		.values({ program_id: program.id, period, state: 'draft' })
		.returning('id')
		.executeTakeFirstOrThrow();
	return made.id;
}

async function compact({ trx }: WriteContext, reportId: number, floor: number): Promise<void> {
	await sql`delete from report_draft_cell as c where c.report_id = ${reportId} and c.save < (
		select max(n.save) from report_draft_cell n
		where n.report_id = c.report_id and n.cell = c.cell and n.save <= ${floor})`.execute(trx);
}

/** Writes the texts of some cells as one further save; returns the report and the number of the save. */
export async function writeCells(
	write: WriteContext,
	month: ReportMonth,
	draft: Open,
	cells: Typed,
): Promise<{ reportId: number; saves: number }> {
	const { trx, viewer, now } = write;
	const reportId = await ensureReport(write, month);
	const at = now.toISOString();
	const saves = draft.saves + 1;
	const touched = new Set([...draft.saved.keys(), ...Object.keys(cells)]);
	if (touched.size > MOST_CELLS) {
		throw invalid({ ar: 'في النموذج خانات أكثر من المسموح.', en: 'The form has more cells than allowed.' });
	}
	await trx
		.insertInto('report_draft')
		.values({
			report_id: reportId,
			based_on: draft.basedOn,
			saves,
			started_by: viewer.accountId,
			saved_by: viewer.accountId,
			started_at: at,
			saved_at: at,
		})
		.onConflict((same) =>
			same.column('report_id').doUpdateSet({ saves, saved_by: viewer.accountId, saved_at: at }),
		)
		.execute();
	const list = JSON.stringify(Object.entries(cells));
	await sql`insert into report_draft_cell (report_id, cell, save, text, saved_by, saved_at)
		select ${reportId}, json_extract(value, '$[0]'), ${saves}, json_extract(value, '$[1]'), ${viewer.accountId}, ${at}
		from json_each(${list})`.execute(trx);
	const floor = saves - KEPT;
	if (saves % COMPACT_EVERY === 0 && floor > firstSave(month.report)) await compact(write, reportId, floor);
	return { reportId, saves };
}

/** What a cell held when the sender's page knew the save `base`; undefined where that is no longer known. */
async function beforeOf(
	{ trx }: WriteContext,
	{ report }: ReportMonth,
	draft: Draft,
	base: number,
): Promise<(cell: string) => string | undefined> {
	const first = firstSave(report);
	const isOld = base < first || (base !== first && base < draft.saves - KEPT);
	if (isOld || base > draft.saves) return () => undefined;
	const known = report && base > first ? await readSavedAt(trx, report.id, base) : new Map<string, string>();
	return (cell) => known.get(cell) ?? draft.start[cell] ?? '';
}

/** The answer to what was sent, with what others saved meanwhile. */
function answer(
	draft: Draft,
	sent: Typed,
	base: number,
	before: (cell: string) => string | undefined,
	merged: { readonly conflicts: readonly string[]; readonly theirs: readonly string[] },
	saved: { readonly saves: number; readonly savedAt: string },
): Saved {
	const now = (cell: string) => draft.saved.get(cell)?.text ?? draft.start[cell] ?? '';
	const conflicts: Conflict[] = merged.conflicts.map((cell) => ({
		cell,
		section: sectionOf(cell)!,
		theirs: now(cell),
		mine: sent[cell]!,
		before: before(cell) ?? '',
		savedBy: draft.saved.get(cell)?.savedBy ?? null,
		savedAt: draft.saved.get(cell)?.savedAt ?? saved.savedAt,
	}));
	const others = [...draft.saved]
		.filter(([cell, { save }]) => save > base && !Object.hasOwn(sent, cell))
		.map(([cell]) => cell);
	const cells = Object.fromEntries([...others, ...merged.theirs].map((cell) => [cell, now(cell)]));
	return { ...saved, cells, conflicts };
}

/** Merges what was sent into the draft: cells that only the sender changed are saved, whatever becomes of the others. */
export async function mergeIntoDraft(
	write: WriteContext,
	month: ReportMonth,
	base: number,
	sent: Typed,
): Promise<Saved> {
	const draft = await openDraft(write, month);
	const before = await beforeOf(write, month, draft, base);
	const merged = mergeCells(sent, before, (cell) => draft.saved.get(cell)?.text ?? draft.start[cell] ?? '');
	const at = write.now.toISOString();
	if (!Object.keys(merged.take).length) {
		const saved = { saves: draft.saves, savedAt: draft.savedAt ?? at };
		return answer(draft, sent, base, before, merged, saved);
	}
	const { saves } = await writeCells(write, month, draft, merged.take);
	return answer(draft, sent, base, before, merged, { saves, savedAt: at });
}

/** The texts of a month's draft after what was written in this transaction. */
export async function currentTexts(write: WriteContext, month: ReportMonth): Promise<Record<string, string>> {
	return textsNow(await openDraft(write, month));
}

/** 409: both people changed the same cell. */
export const bothChanged = () =>
	conflict({
		ar: 'عدّل شخص آخر بعض الخانات نفسها. اختاروا في كل خانة ما يبقى، ثم أرسلوا من جديد.',
		en: 'Somebody else changed some of the same cells. Choose in each what stays, then send again.',
	});

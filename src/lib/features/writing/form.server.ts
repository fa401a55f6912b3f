import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import { daysBetween } from '#lib/platform/clock.ts';
import type { Context } from '#lib/platform/context.ts';
import { missing } from '#lib/platform/errors.ts';
import { checkCells } from './checks.ts';
import { readDraft, textsNow } from './drafts.server.ts';
import type { CellComment, EvidenceFile, ReportForm } from './form.ts';
import { choicesOf } from './formrows.server.ts';
import { assertOpen, findMonth, isWithSociety, type ReportMonth } from './month.server.ts';
import { planForm, type Plan } from './plan.server.ts';
import { textsOf } from './versioncells.server.ts';

type Db = Kysely<Schema>;

const MOST_COMMENTS = 200;

async function readReturned(db: Db, reportId: number): Promise<ReportForm['returned']> {
	const row = await db
		.selectFrom('review_event')
		.select(['reason_code', 'text', 'at', 'due_on as dueOn'])
		.where('report_id', '=', reportId)
		.where('kind', '=', 'returned')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row
		? { reason: row.reason_code ?? 'other', text: row.text ?? '', at: row.at, dueOn: row.dueOn }
		: null;
}

async function readComments(db: Db, reportId: number): Promise<CellComment[]> {
	const rows = await db
		.selectFrom('report_comment as c')
		.leftJoin('account as a', 'a.id', 'c.author_id')
		.select(['c.id', 'c.cell', 'c.text', 'c.at', 'c.done_at as doneAt', 'a.name_ar as ar', 'a.name_en as en'])
		.where('c.report_id', '=', reportId)
		.orderBy('c.id', 'desc')
		.limit(MOST_COMMENTS)
		.execute();
	return rows.map(({ id, cell, text, at, doneAt, ar, en }) => ({
		id,
		cell,
		text,
		at,
		isDone: doneAt !== null,
		author: ar !== null && en !== null ? { ar, en } : null,
	}));
}

async function readFiles(db: Db, cells: Readonly<Record<string, string>>): Promise<EvidenceFile[]> {
	const ids = Object.keys(cells)
		.filter((cell) => cell.startsWith('file:'))
		.map((cell) => Number(cell.slice(5)));
	if (!ids.length) return [];
	return db
		.selectFrom('stored_file')
		.select(['id', 'name', 'media_type as mediaType', 'bytes'])
		.where('id', 'in', ids)
		.orderBy('id')
		.execute();
}

async function readException(db: Db, { expected }: ReportMonth): Promise<ReportForm['exception']> {
	if (!expected || expected.exceptionId === null) return null;
	const row = await db
		.selectFrom('deadline_exception')
		.select(['name_ar as ar', 'name_en as en', 'expires_on as expiresOn'])
		.where('id', '=', expected.exceptionId)
		.executeTakeFirst();
	if (!row) return null;
	const { expiresOn, ...name } = row;
	return { name, ruleDueOn: expected.ruleDueOn ?? expected.dueOn, expiresOn };
}

/** The officer in whose portfolio the society is, the latest first. */
async function readReviewer(db: Db, societyId: number, today: string): Promise<ReportForm['reviewer']> {
	const row = await db
		.selectFrom('portfolio as f')
		.innerJoin('account as a', 'a.id', 'f.account_id')
		.select(['a.name_ar as ar', 'a.name_en as en'])
		.where('f.society_id', '=', societyId)
		.where('f.starts_on', '<=', today)
		.where('a.role', '=', 'officer')
		.where('a.disabled_at', 'is', null)
		.orderBy('f.starts_on', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row ?? null;
}

function previousOf({ past }: Plan, currencyDigits: number): ReportForm['previous'] {
	const last = past.findLast(({ cells, isNothing }) => cells && !isNothing);
	if (!last?.cells) return null;
	// Words and results belong to their month; people, goods and sums are what is worth copying.
	const { inapplicable } = last.cells;
	const numbers = Object.fromEntries(
		Object.entries(last.cells.numbers).filter(([cell]) => !cell.startsWith('outcome:')),
	);
	return { period: last.period, cells: textsOf({ numbers, inapplicable, words: {} }, currencyDigits) };
}

async function writtenForm(ctx: Context, month: ReportMonth): Promise<ReportForm> {
	const { db, today, pack } = ctx;
	const { program, expected, report, period } = month;
	const settings = { today, currencyDigits: pack.currencyDigits };
	const draft = report && (await readDraft(db, report, pack.currencyDigits));
	const cells = draft ? textsNow(draft) : {};
	// A row that was added stays, also while its cells are empty.
	const rows = [...Object.keys(cells), ...(draft?.saved.keys() ?? [])];
	const plan = await planForm(db, month, rows, settings);
	const dueOn = expected?.dueOn ?? null;
	return {
		program: { id: program.id, ar: program.ar, en: program.en },
		society: { id: program.societyId, ar: program.societyAr, en: program.societyEn },
		period,
		frequency: program.frequency,
		reportId: report?.id ?? null,
		state: report ? (report.state === 'returned' ? 'returned' : 'draft') : 'expected',
		dueOn,
		exception: await readException(db, month),
		daysLate: dueOn && !report?.firstSubmittedOn ? Math.max(0, daysBetween(dueOn, today)) : 0,
		daysLeft: dueOn ? Math.max(0, daysBetween(today, dueOn)) : 0,
		returned: report?.state === 'returned' ? await readReturned(db, report.id) : null,
		comments: report ? await readComments(db, report.id) : [],
		saves: draft?.saves ?? 0,
		savedAt: draft?.savedAt ?? null,
		savedBy: draft?.savedBy ?? null,
		cells,
		sexes: plan.sexes,
		asksPlace: plan.places.length > 1,
		asksAge: plan.asksAge,
		reach: plan.reach,
		deliveries: plan.deliveries,
		outcomes: plan.outcomes,
		choices: choicesOf(plan.lists, plan.places),
		files: await readFiles(db, cells),
		required: plan.facts.required,
		history: plan.facts.history,
		previous: previousOf(plan, pack.currencyDigits),
		facts: plan.facts,
		findings: checkCells(cells, plan.facts),
		reviewer: await readReviewer(db, program.societyId, today),
		isScanned: ctx.scan !== undefined,
	};
}

/** The form of a program's month, or the report that was already sent and is read instead of written. */
export type FormAnswer = { readonly form: ReportForm } | { readonly sent: number };

/**
 * What somebody sees who writes the report of a month. Another society's program is missing like one that does not
 * exist; a month that opens later says from when.
 */
export const readForm = defineQuery<{ programId: number; period: string }, FormAnswer>({
	action: 'report.write',
	probe: ({ programId }) => ({ programId, period: '2026-04' }),
	async run(ctx, scope, { programId, period }) {
		const month = await findMonth(ctx.db, programId, period);
		if (!month) throw missing();
		if (scope.reach === 'own' && month.program.societyId !== scope.societyId) throw missing();
		if (!isWithSociety(month)) return { sent: month.report!.id };
		assertOpen(month, ctx.today);
		return { form: await writtenForm(ctx, month) };
	},
});

import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { INAPPLICABLE } from '../../writing/cells.ts';
import { checkCells, type Rule } from '../../writing/checks.ts';
import type { Finding } from '../../writing/form.ts';
import type { PastReport } from '../../writing/history.server.ts';
import { sheetOf, type Sheet } from '../../writing/lines.server.ts';
import { findMonth } from '../../writing/month.server.ts';
import { planForm, readAround } from '../../writing/plan.server.ts';
import type { Reason } from '../rejections.ts';
import type { RowProblem } from './model.ts';
import { columnOf, REASON, textsTold, type ReportTold } from './reportgroup.ts';

/** A report of a file as the form would submit it, and what keeps it out. */
export interface CheckedReport {
	readonly sheet: Sheet;
	readonly findings: readonly Finding[];
	readonly problems: readonly RowProblem[];
}

/** Problems told of one report: more nobody mends at once. */
const MOST_PROBLEMS = 20;

/**
 * What a reviewer reads where a file gave no reason for an unusual figure. The finding keeps its weight, so that such
 * a report is read by a person; nobody is said to have given a reason.
 */
const NO_REASON = 'استُورد من ملف لم يُذكر فيه سبب / Imported without a reason';

/** What each finding that stops a report is called in a file's list of errors. */
const REASON_OF: Readonly<Partial<Record<Rule, Reason>>> = {
	missing: 'cell_required',
	too_large: 'value_too_large',
	negative: 'value_negative',
	new_over_people: 'new_above_people',
	ratio_zero: 'denominator_zero',
	hours_without_volunteers: 'hours_without_volunteers',
	hours_impossible: 'hours_impossible',
	reach_above_population: 'people_above_residents',
};

function problemOf({ rule, cell }: Finding): RowProblem {
	// The parts of a cell's name say which of a report's lines is meant: place, segment, age and sex.
	const [, ...parts] = (cell ?? '').split(':');
	const value = parts.join(' / ').slice(0, 60);
	return { column: columnOf(cell ?? ''), value, reason: REASON_OF[rule as Rule] ?? 'value_unreadable' };
}

interface Settings {
	readonly today: string;
	readonly currencyDigits: number;
	/** Whether the file was made to be a report: then what a report needs may not be missing. */
	readonly isWhole: boolean;
}

/** Checks reports of one file by the checks of the form, the months of a program in their order. */
export async function reportChecker(db: Kysely<Schema>, settings: Settings) {
	const { today, currencyDigits, isWhole } = settings;
	const around = await readAround(db, today);
	const earlier = new Map<number, PastReport[]>();
	return async (told: ReportTold): Promise<CheckedReport> => {
		const month = await findMonth(db, told.programId, told.period);
		if (!month) throw new Error(`A report of program ${told.programId}, which is not there, was judged`);
		const texts = textsTold(told, currencyDigits);
		const known = earlier.get(told.programId) ?? [];
		const asked = { today, currencyDigits, around, earlier: known };
		const { facts } = await planForm(db, month, Object.keys(texts), asked);
		const reason = told.cells.get(REASON);
		const findings = checkCells(texts, facts, isWhole).map((finding) =>
			finding.severity === 'justify'
				? { ...finding, justification: typeof reason === 'string' ? reason : NO_REASON }
				: finding,
		);
		const sheet = sheetOf(texts, facts.required, currencyDigits);
		const problems = findings.filter(({ severity }) => severity === 'block').map(problemOf);
		if (!problems.length) {
			const inapplicable = new Set(Object.keys(texts).filter((cell) => texts[cell] === INAPPLICABLE));
			const cells = { numbers: Object.fromEntries(sheet.numbers), words: {}, inapplicable };
			earlier.set(told.programId, [...known, { period: told.period, cells, isNothing: false }]);
		}
		await setImmediate();
		return { sheet, findings, problems: problems.slice(0, MOST_PROBLEMS) };
	};
}

import { accountRows, ADMIN_ID, officerOf, represented } from './accounts.ts';
import { spanOf } from './calendar.ts';
import { decisionRows } from './decisions.ts';
import { exceptionRows, withExceptions } from './exceptions.ts';
import { indicatorRows, indicatorTargetRows, inventIndicators } from './outcomes.ts';
import { peopleRows } from './people.ts';
import { programRows } from './programrows.ts';
import { inventPrograms } from './programs.ts';
import { proposalRows } from './proposals.ts';
import type { References } from './references.ts';
import { registerRows } from './register.ts';
import { reviewRows } from './review.ts';
import { writeReports } from './reports.ts';
import { evidenceContents } from './told.ts';
import { correctedTarget, settingRows } from './settings.ts';
import { inventSocieties } from './society.ts';

/** The rows of the demo by table, in an order in which they can be inserted, the officers' decisions, and the files. */
export type World = ReturnType<typeof inventWorld>;

/** The whole demo for a day (ISO date): the same day gives the same rows. Pure; takes a second. */
export function inventWorld(today: string, references: References) {
	const span = spanOf(today);
	const societies = inventSocieties(today, references);
	const programs = inventPrograms(societies, span);
	const indicators = inventIndicators(programs);
	const { decisions, evidence, ...reporting } = writeReports(
		programs,
		indicators,
		officerOf,
		span,
		references,
	);
	const { society, ...register } = registerRows(societies, today, references);
	const { files, society_link, society_status } = decisionRows(societies, register.society_status);
	const since = `${span.first}-01`;
	const programTables = programRows(programs, span, references);
	const speaking = represented(societies, programs, today, { ...reporting, decisions, evidence });
	const accounts = accountRows(societies, speaking, since);
	const exceptions = exceptionRows(today, speaking, officerOf(speaking[0]!));
	const tables = {
		society,
		stored_file: [...files.map(({ row }) => row), ...evidence],
		...register,
		society_status,
		...peopleRows(societies, register, { today, since }),
		...accounts,
		society_link,
		...programTables,
		kpi_target: [correctedTarget(today, ADMIN_ID), ...programTables.kpi_target],
		...settingRows(today, ADMIN_ID),
		indicator: indicatorRows(indicators),
		indicator_target: indicatorTargetRows(indicators, span),
		deadline_exception: exceptions,
		...reporting,
		...reviewRows(reporting, programs, { today, admin: ADMIN_ID }),
		expected_report: withExceptions(reporting.expected_report, exceptions, programs),
		proposal: proposalRows({ today, society, ...accounts, ...programTables }),
	};
	return { tables, decisions, contents: [...files.map(({ bytes }) => bytes), ...evidenceContents()] };
}

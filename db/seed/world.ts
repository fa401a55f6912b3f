import { accountRows, officerOf } from './accounts.ts';
import { spanOf } from './calendar.ts';
import { indicatorRows, indicatorTargetRows, inventIndicators } from './outcomes.ts';
import { programRows } from './programrows.ts';
import { inventPrograms } from './programs.ts';
import type { References } from './references.ts';
import { registerRows } from './register.ts';
import { writeReports } from './reports.ts';
import { inventSocieties } from './society.ts';

/** The rows of the demo by table, in an order in which they can be inserted, and the officers' decisions. */
export type World = ReturnType<typeof inventWorld>;

/** The whole demo for a day (ISO date): the same day gives the same rows. Pure; takes a second. */
export function inventWorld(today: string, references: References) {
	const span = spanOf(today);
	const societies = inventSocieties(today, references);
	const programs = inventPrograms(societies, span);
	const indicators = inventIndicators(programs);
	const { decisions, ...reporting } = writeReports(programs, indicators, officerOf, span, references);
	const tables = {
		...registerRows(societies, today, references),
		...accountRows(societies, programs, `${span.first}-01`),
		...programRows(programs, span, references),
		indicator: indicatorRows(indicators),
		indicator_target: indicatorTargetRows(indicators, span),
		...reporting,
	};
	return { tables, decisions };
}

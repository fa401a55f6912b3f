import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { addMonths } from '#lib/platform/clock.ts';
import { usualBand } from './band.ts';
import type { History, Past } from './form.ts';
import { readVersionCells, type VersionCells } from './versioncells.server.ts';

type Db = Kysely<Schema>;

/** Periods a cell remembers. */
const PERIODS = 12;

/** Under this name stand the people of the whole report; it is no cell. */
const PEOPLE = 'people';

/** A period before, with what was sent for it: the verified version, else the newest that was sent. */
export interface PastReport {
	readonly period: string;
	readonly cells: VersionCells | undefined;
	readonly isNothing: boolean;
}

/** What a program reported in the twelve periods before one, oldest first; a gap is a period without a report. */
export async function readPastReports(
	db: Db,
	{ id, frequency }: { readonly id: number; readonly frequency: 'monthly' | 'quarterly' },
	period: string,
): Promise<PastReport[]> {
	const from = addMonths(period, -PERIODS * (frequency === 'quarterly' ? 3 : 1));
	const versions = await db
		.selectFrom('report as t')
		.innerJoin('report_version as v', 'v.report_id', 't.id')
		.select(['t.period', 'v.id', 'v.nothing_to_report as nothing', 'v.verified_from', 'v.verified_until'])
		.where('t.program_id', '=', id)
		.where('t.period', '>=', from)
		.where('t.period', '<', period)
		.where('t.state', '<>', 'draft')
		.where((eb) => eb.or([eb('v.submitted_at', 'is not', null), eb('v.verified_from', 'is not', null)]))
		.orderBy('t.period')
		.orderBy('v.number')
		.limit(PERIODS * 20)
		.execute();
	const expected = await db
		.selectFrom('expected_report')
		.select('period')
		.where('program_id', '=', id)
		.where('period', '>=', from)
		.where('period', '<', period)
		.limit(PERIODS * 3)
		.execute();
	const chosen = new Map<string, (typeof versions)[number]>();
	for (const version of versions) {
		const known = chosen.get(version.period);
		const isInForce = known?.verified_from && !known.verified_until;
		if (!isInForce) chosen.set(version.period, version);
	}
	const cells = await readVersionCells(
		db,
		[...chosen.values()].map((version) => version.id),
	);
	const periods = new Set([...expected.map((row) => row.period), ...chosen.keys()]);
	return [...periods]
		.toSorted()
		.slice(-PERIODS)
		.map((past) => {
			const version = chosen.get(past);
			return { period: past, cells: version && cells.get(version.id), isNothing: version?.nothing === 1 };
		});
}

function pastOf(cell: string, { period, cells }: PastReport): Past {
	const value = cells?.numbers[cell];
	if (value !== undefined) return { period, state: value === 0 ? 'zero' : 'value', value };
	return { period, state: cells?.inapplicable.has(cell) ? 'inapplicable' : 'not_reported', value: null };
}

/** The people of a whole report; undefined where nobody was told of. */
function peopleOf({ numbers }: VersionCells): number | undefined {
	const people = Object.entries(numbers).filter(([cell]) => cell.startsWith('reach:'));
	return people.length ? people.reduce((sum, [, value]) => sum + value, 0) : undefined;
}

function withPeople(report: PastReport): PastReport {
	const people = report.cells && peopleOf(report.cells);
	if (!report.cells || people === undefined) return report;
	return { ...report, cells: { ...report.cells, numbers: { ...report.cells.numbers, [PEOPLE]: people } } };
}

/** The past of every cell that ever held a number or was marked, and of some more, with their usual bands. */
export function historyOf(reports: readonly PastReport[], more: readonly string[]): Record<string, History> {
	const past = reports.map(withPeople);
	const cells = new Set([...more, PEOPLE]);
	for (const report of past) {
		for (const cell of Object.keys(report.cells?.numbers ?? {})) cells.add(cell);
		for (const cell of report.cells?.inapplicable ?? []) cells.add(cell);
	}
	return Object.fromEntries(
		[...cells].map((cell) => {
			const values = past.map((report) => pastOf(cell, report));
			const numbers = values.flatMap(({ value }) => (value === null ? [] : [value]));
			return [cell, { past: values, usual: usualBand(numbers) }];
		}),
	);
}

import { matchKey } from '#lib/i18n/fold.ts';
import { FIRST_MONTH, LAST_MONTH } from '#lib/kpi/filter.ts';
import type { Delivery, Outcome, Reach } from './canonical.ts';
import type { Entry, Lists } from './lists.server.ts';
import { reject, type Reason, type Rejection } from './rejections.ts';

/** What a file says, brought together: societies by folded name, their programs, their reports by month. */
export interface Found {
	read: number;
	readonly rejections: Rejection[];
	readonly societies: Map<string, FoundSociety>;
}

export interface FoundSociety {
	/** The first spelling seen. */
	readonly name: string;
	readonly programs: Map<string, FoundProgram>;
}

export interface FoundProgram {
	readonly name: string;
	/** Rows seen under each sector code. */
	readonly sectors: Map<string, number>;
	readonly governorates: Set<number>;
	readonly segments: Set<number>;
	readonly reports: Map<string, FoundReport>;
}

export interface FoundReport {
	readonly period: string;
	/** Numbers of the file's rows that made it. */
	readonly rows: number[];
	readonly reach: Map<string, ReachSum>;
	readonly deliveries: Map<string, DeliverySum>;
	/** Null while no row told of money; zero is zero. */
	spendMinor: number | null;
}

export interface ReachSum {
	readonly governorate: number;
	readonly segment: number;
	readonly sex: Reach['sex'];
	readonly ageBand: number;
	people: number;
	/** Null as soon as one of its rows does not know. */
	peopleNew: number | null;
}

export interface DeliverySum {
	readonly governorate: number;
	readonly aidType: number;
	readonly unit: string;
	quantityMilli: number;
}

/**
 * Reads all rows into memory, summed by report and key (a file of 111,228 rows becomes some 60,000 sums). Rows
 * that point at nothing in the pack's lists join the rejections. Tells `seen` the rows read so far.
 */
export async function collect(
	batches: AsyncIterable<readonly (Outcome | Rejection)[]>,
	lists: Lists,
	seen: (rows: number) => void = () => undefined,
): Promise<Found> {
	const found: Found = { read: 0, rejections: [], societies: new Map() };
	const key = folder();
	for await (const batch of batches) {
		for (const row of batch) {
			const rejected = row.kind === 'rejected' ? row : add(found, row, lists, key);
			if (rejected) found.rejections.push(rejected);
		}
		found.read += batch.length;
		seen(found.read);
	}
	return found;
}

function folder(): (name: string) => string {
	const keys = new Map<string, string>();
	return (name) => {
		const key = keys.get(name) ?? matchKey(name);
		keys.set(name, key);
		return key;
	};
}

function add(found: Found, row: Outcome, lists: Lists, key: (name: string) => string): Rejection | undefined {
	const no = (column: string, value: string, reason: Reason) => reject(row.row, column, value, reason);
	// A name of marks and invisible characters alone looks empty and matches nothing.
	if (!key(row.society)) return no('society', row.society, 'name_missing');
	if (!key(row.program)) return no('program', row.program, 'name_missing');
	if (row.period < FIRST_MONTH || row.period > LAST_MONTH) return no('period', row.period, 'period_outside');
	const sector = lists.sector(row.sector);
	if (!sector) return no('sector', row.sector, 'sector_unknown');
	const governorate = lists.governorate(row.governorate);
	if (!governorate) return no('governorate', row.governorate, 'governorate_unknown');
	const segment = lists.segment(row.segment);
	if (!segment) return no('segment', row.segment, 'segment_unknown');
	const ageBand = row.kind === 'reach' ? lists.ageBand(row.ageBand) : undefined;
	if (row.kind === 'reach' && !ageBand) return no('age_band', row.ageBand, 'age_band_unknown');
	const aidType = row.kind === 'delivery' ? lists.aidType(row.aidType) : undefined;
	if (row.kind === 'delivery' && !aidType) return no('aid_type', row.aidType, 'aid_type_unknown');

	const program = programOf(found, row, key);
	program.sectors.set(sector.code, (program.sectors.get(sector.code) ?? 0) + 1);
	program.governorates.add(governorate.id);
	program.segments.add(segment.id);
	const report = reportOf(program, row.period);
	report.rows.push(row.row);
	if (row.kind === 'reach') addReach(report, row, governorate, segment, ageBand!);
	else if (row.kind === 'delivery') addDelivery(report, row, governorate, aidType!);
	else report.spendMinor = (report.spendMinor ?? 0) + row.spendMinor;
	return undefined;
}

function programOf(found: Found, row: Outcome, key: (name: string) => string): FoundProgram {
	const societyKey = key(row.society);
	const society = found.societies.get(societyKey) ?? {
		name: row.society,
		programs: new Map<string, FoundProgram>(),
	};
	found.societies.set(societyKey, society);
	const programKey = key(row.program);
	const program = society.programs.get(programKey) ?? {
		name: row.program,
		sectors: new Map<string, number>(),
		governorates: new Set<number>(),
		segments: new Set<number>(),
		reports: new Map<string, FoundReport>(),
	};
	society.programs.set(programKey, program);
	return program;
}

function reportOf(program: FoundProgram, period: string): FoundReport {
	const report = program.reports.get(period) ?? {
		period,
		rows: [],
		reach: new Map<string, ReachSum>(),
		deliveries: new Map<string, DeliverySum>(),
		spendMinor: null,
	};
	program.reports.set(period, report);
	return report;
}

function addReach(report: FoundReport, row: Reach, governorate: Entry, segment: Entry, ageBand: Entry): void {
	const key = `${governorate.id} ${segment.id} ${row.sex} ${ageBand.id}`;
	const sum = report.reach.get(key);
	if (!sum) {
		report.reach.set(key, {
			governorate: governorate.id,
			segment: segment.id,
			sex: row.sex,
			ageBand: ageBand.id,
			people: row.people,
			peopleNew: row.peopleNew,
		});
		return;
	}
	sum.people += row.people;
	sum.peopleNew = sum.peopleNew === null || row.peopleNew === null ? null : sum.peopleNew + row.peopleNew;
}

function addDelivery(report: FoundReport, row: Delivery, governorate: Entry, aidType: Entry): void {
	const key = `${governorate.id} ${aidType.id} ${row.unit}`;
	const sum = report.deliveries.get(key);
	if (sum) sum.quantityMilli += row.quantityMilli;
	else {
		report.deliveries.set(key, {
			governorate: governorate.id,
			aidType: aidType.id,
			unit: row.unit,
			quantityMilli: row.quantityMilli,
		});
	}
}

/** The sector of most rows; of equals the first in the alphabet. */
export function mainSector(program: FoundProgram): string {
	const [first] = [...program.sectors].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
	return first![0];
}

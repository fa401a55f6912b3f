import { societyColumn } from '../societies/columns.ts';
import { defineTable, type CellMark, type Column } from '#lib/tables/define.ts';
import type { Text } from '#lib/i18n/text.ts';
import { JUDGEMENT_LABEL, programColumn, sectorColumn } from './columns.ts';
import { shownShare } from './model.ts';

interface ProgramKeys {
	readonly societyId: number;
	readonly societyAr: string;
	readonly societyEn: string;
	readonly programId: number;
	readonly programAr: string;
	readonly programEn: string;
	readonly sector: string;
	readonly sectorAr: string;
	readonly sectorEn: string;
}

/** A program's person target of one year, as far as the months asked for reach. */
export interface AttainmentRow extends ProgramKeys {
	readonly year: number;
	/** The whole year's target. */
	readonly people: number;
	readonly profile: string;
	readonly expected: number;
	/** Null when no verified report tells its people. */
	readonly reached: number | null;
}

export const PROFILE_LABEL: Record<string, Text> = {
	linear: { ar: 'منتظم', en: 'Even' },
	seasonal: { ar: 'موسمي', en: 'Seasonal' },
	stepped: { ar: 'متدرج', en: 'Stepped' },
};

const profile: Column<{ profile: string }> = {
	key: 'profile',
	label: { ar: 'مسار المستهدف', en: 'Target path' },
	type: 'text',
	sort: 'profile',
	value: (row, locale) => PROFILE_LABEL[row.profile]?.[locale] ?? row.profile,
	code: (row) => row.profile,
};

const capped: Text = {
	ar: 'يُعرض حتى مئة وخمسين بالمئة ولو زاد.',
	en: 'Shown up to a hundred and fifty percent even where it is more.',
};

/** People a program should have reached and did, to date, and the share. */
function progressColumns<Row extends { expected: number | null; reached: number | null }>(): Column<Row>[] {
	return [
		{
			key: 'expected',
			label: { ar: 'المتوقع حتى تاريخه', en: 'Expected to date' },
			type: 'integer',
			sort: 'expected',
			value: (row) => row.expected,
		},
		{
			key: 'reached',
			label: { ar: 'المتحقق حتى تاريخه', en: 'Reached to date' },
			type: 'integer',
			sort: 'reached',
			value: (row) => row.reached,
		},
		{
			key: 'attainment',
			label: { ar: 'نسبة التحقق', en: 'Attainment' },
			type: 'percent',
			sort: 'share',
			help: capped,
			value: (row) => shownShare(row.reached, row.expected),
		},
	];
}

/** Targets to date: evidence of target attainment, CSV. */
export const attainmentTable = defineTable<AttainmentRow>({
	id: 'attainment',
	title: { ar: 'المستهدف حتى تاريخه', en: 'Targets to date' },
	columns: [
		{
			key: 'year',
			label: { ar: 'السنة', en: 'Year' },
			type: 'code',
			sort: 'year',
			value: (row) => String(row.year),
		},
		societyColumn(),
		programColumn(),
		sectorColumn(),
		profile,
		{
			key: 'target',
			label: { ar: 'مستهدف السنة', en: 'Target of the year' },
			type: 'integer',
			sort: 'people',
			value: (row) => row.people,
		},
		...progressColumns(),
	],
});

/** A running program with what decides whether it is on track. */
export interface TrackRow extends ProgramKeys {
	readonly expected: number | null;
	readonly reached: number | null;
	readonly due: number;
	readonly received: number;
	readonly judgement: string | null;
	readonly state: TrackState;
}

/** What keeps a program off track first, or `on_track`; `untargeted` and `not_due` are outside the measure. */
export type TrackState = 'on_track' | 'judged_off' | 'unjudged' | 'uncovered' | 'behind' | 'untargeted' | 'not_due'; // prettier-ignore

export const TRACK_LABEL: Record<TrackState, Text> = {
	on_track: { ar: 'وفق الخطة', en: 'On track' },
	judged_off: { ar: 'يراه المسؤول متعثرًا', en: 'Judged off track' },
	unjudged: { ar: 'دون تقدير', en: 'Not judged' },
	uncovered: { ar: 'تقارير ناقصة', en: 'Too few reports' },
	behind: { ar: 'دون المستهدف', en: 'Behind its target' },
	untargeted: { ar: 'دون مستهدف', en: 'No target' },
	not_due: { ar: 'لم يحن مستهدفه', en: 'Target not due yet' },
};

const TRACK_MARK: Record<TrackState, CellMark> = {
	on_track: 'ok',
	judged_off: 'off',
	unjudged: 'unknown',
	uncovered: 'missing',
	behind: 'risk',
	untargeted: 'notdue',
	not_due: 'notdue',
};

/** Running programs and how they stand: evidence of programs on track, CSV. */
export const trackTable = defineTable<TrackRow>({
	id: 'track',
	title: { ar: 'البرامج ومسارها', en: 'Programs and their track' },
	columns: [
		programColumn(),
		societyColumn(),
		sectorColumn(),
		...progressColumns(),
		{
			key: 'coverage',
			label: { ar: 'التقارير الواردة', en: 'Reports received' },
			type: 'percent',
			sort: 'coverage',
			value: (row) => (row.due ? (100 * row.received) / row.due : null),
		},
		{
			key: 'judgement',
			label: { ar: 'تقدير المسؤول', en: 'Owner’s judgement' },
			type: 'text',
			sort: 'judgement',
			value: (row, locale) => (row.judgement ? (JUDGEMENT_LABEL[row.judgement]?.[locale] ?? null) : null),
			code: (row) => row.judgement,
		},
		{
			key: 'track',
			label: { ar: 'المسار', en: 'Track' },
			type: 'text',
			sort: 'state',
			value: (row, locale) => TRACK_LABEL[row.state][locale],
			code: (row) => row.state,
			mark: (row) => TRACK_MARK[row.state],
		},
	],
});

import { sql } from 'kysely';
import type { Action, Scope } from '#lib/access/grants.ts';
import {
	defineExport,
	defineQuery,
	type Export,
	type Foreign,
	type Page,
	type Query,
} from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Ask } from '#lib/kpi/define.ts';
import { openFilter, unappliedDims, withoutDims, type Dim, type Filter } from '#lib/kpi/filter.ts';
import { askOf } from '#lib/kpi/read.server.ts';
import { lastDayOf } from '#lib/platform/clock.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Table } from '#lib/tables/define.ts';
import { deliveryTable, reachTable } from '../beneficiaries/columns.ts';
import {
	countDeliveries,
	DELIVERY_DIMS,
	pageDeliveries,
	pageReach,
	REACH_DIMS,
	sumReach,
} from '../beneficiaries/rows.server.ts';
import { completenessTable } from '../completeness/columns.ts';
import { countCompleteness, pageCompleteness } from '../completeness/rows.server.ts';
import { programTable } from '../programs/columns.ts';
import { countPrograms, pagePrograms } from '../programs/rows.server.ts';
import { proposalTable } from '../proposals/columns.ts';
import { countProposals, pageProposals, PROPOSAL_DIMS } from '../proposals/rows.server.ts';
import { expectedTable, reportTable } from '../reports/columns.ts';
import {
	countExpected,
	countHandedIn,
	pageExpected,
	pageReports,
	REPORT_DIMS,
} from '../reports/rows.server.ts';
import { boardTermTable, societyTable, type BoardTermRow } from '../societies/columns.ts';
import { registerFilter } from '../societies/register.ts';
import { countSocieties, pageSocieties, SOCIETY_DIMS, SOCIETY_PLACES } from '../societies/rows.server.ts';
import { readListed } from './listed.server.ts';

/** What a file is asked for: the screen's filter and, in a register, its folded search text. */
export interface ExportAsk {
	readonly filter: Filter;
	readonly matching: string;
}

/** A table that leaves as a file, with what its page says about it. */
export interface CsvExport {
	readonly table: Table<unknown>;
	/** What a row is. */
	readonly about: Text;
	/** Filters that narrow it; the rest is named as not applied. */
	readonly dims: readonly Dim[];
	readonly isSearchable: boolean;
	/** Rows of a period, or as known on a day. */
	readonly moment: 'period' | 'date';
	readonly procedure: Export<unknown, ExportAsk>;
	readonly count: Query<ExportAsk, number>;
}

/** Everything of one society, for the test that asks as another. */
const everythingOf = ({ societyId }: Foreign): ExportAsk => ({
	filter: openFilter({ society: societyId }),
	matching: '',
});

interface Declaration<Row> extends Pick<CsvExport, 'about' | 'dims'> {
	readonly action: Action;
	readonly table: Table<Row>;
	readonly isSearchable?: boolean;
	readonly moment?: 'date';
	page(ask: Ask, matching: string, after: string | number | undefined, limit: number): Promise<Page<Row>>;
	count(ask: Ask, matching: string): Promise<number>;
}

function declare<Row>(d: Declaration<Row>): CsvExport {
	const asked = (ctx: Context, scope: Scope, filter: Filter) =>
		askOf(ctx, scope, withoutDims(filter, unappliedDims(filter, d.dims)));
	return {
		table: d.table,
		about: d.about,
		dims: d.dims,
		isSearchable: d.isSearchable ?? false,
		moment: d.moment ?? 'period',
		procedure: defineExport<Row, ExportAsk>({
			action: d.action,
			table: d.table,
			page: (ctx, scope, { filter, matching }, after, limit) =>
				d.page(asked(ctx, scope, filter), matching, after, limit),
		}),
		count: defineQuery({
			action: d.action,
			probe: everythingOf,
			run: (ctx, scope, { filter, matching }) => d.count(asked(ctx, scope, filter), matching),
		}),
	};
}

const onRegister = (ask: Ask): Ask => ({ ...ask, filter: registerFilter(ask.filter, ask.today) });

const societies = declare({
	action: 'society.export',
	table: societyTable,
	about: {
		ar: 'سجل الجمعيات: صف لكل جمعية كما كانت في التاريخ.',
		en: 'The register: one row per society as it stood on the date.',
	},
	dims: SOCIETY_DIMS,
	isSearchable: true,
	moment: 'date',
	page: (ask, matching, after, limit) => pageSocieties(onRegister(ask), 'onRegister', after, limit, matching),
	count: async (ask, matching) =>
		(await countSocieties(onRegister(ask), 'onRegister', [], matching))[0]?.value ?? 0,
});

const programs = declare({
	action: 'program.export',
	table: programTable,
	about: {
		ar: 'صف لكل برنامج، مع المستفيدين والإنفاق من تقاريره المعتمدة خلال الفترة.',
		en: 'One row per program, with the reach and spend of its verified reports in the period.',
	},
	dims: ['governorate', 'category', 'sector', 'segment', 'society', 'program'],
	isSearchable: true,
	page: (ask, matching, after, limit) => pagePrograms(ask, after, limit, matching),
	count: countPrograms,
});

const reports = declare({
	action: 'report.export',
	table: reportTable,
	about: {
		ar: 'صف لكل تقرير خرج من يد كاتبه: معتمد أو مُرسل أو مُعاد للتعديل، بأرقامه.',
		en: 'One row per report that left its author’s hands: verified, submitted or returned, with its figures.',
	},
	dims: REPORT_DIMS,
	page: (ask, _, after, limit) => pageReports(ask, 'handed_in', after, limit),
	count: countHandedIn,
});

const reach = declare({
	action: 'report.export',
	table: reachTable,
	about: {
		ar: 'صف لكل سطر مستفيدين في تقرير معتمد: المكان والفئة والجنس والعمر وعدد الأشخاص.',
		en: 'One row per reach line of a verified report: place, segment, sex, age band and people.',
	},
	dims: REACH_DIMS,
	page: (ask, _, after, limit) => pageReach(ask, after, limit),
	count: async (ask) => (await sumReach(ask, []))[0]?.rows ?? 0,
});

const deliveries = declare({
	action: 'report.export',
	table: deliveryTable,
	about: {
		ar: 'صف لكل مساعدة مقدمة في تقرير معتمد، بوحدتها؛ ولا تُجمع الوحدات المختلفة.',
		en: 'One row per delivery of a verified report, in its own unit; unlike units do not add up.',
	},
	dims: DELIVERY_DIMS,
	page: (ask, _, after, limit) => pageDeliveries(ask, after, limit),
	count: countDeliveries,
});

const expected = declare({
	action: 'report.export',
	table: expectedTable,
	about: {
		ar: 'صف لكل تقرير حل موعده: هل وصل، ومتى، وكم تأخر.',
		en: 'One row per report that was due: whether it came, when, and how late.',
	},
	dims: REPORT_DIMS,
	page: (ask, _, after, limit) => pageExpected(ask, 'due', after, limit),
	count: async (ask) => (await countExpected(ask, 'due', []))[0]?.value ?? 0,
});

const completeness = declare({
	action: 'report.export',
	table: completenessTable,
	about: {
		ar: 'صف لكل جمعية وشهر كان فيه تقرير متوقع: كم وصل، وكم تأخر، وكم أُعيد.',
		en: 'One row per society and month with an expected report: how many came, were late or returned.',
	},
	dims: REPORT_DIMS,
	page: (ask, _, after, limit) => pageCompleteness(ask, after, limit),
	count: (ask) => countCompleteness(ask),
});

const boardTerms = declare({
	action: 'society.export',
	table: boardTermTable,
	about: {
		ar: 'صف لكل دورة مجلس إدارة قامت خلال الفترة، منتخبة كانت أو مؤقتة.',
		en: 'One row per board term that ran within the period, elected or temporary.',
	},
	dims: SOCIETY_DIMS,
	...readListed<BoardTermRow>({
		id: 'b.id',
		places: SOCIETY_PLACES,
		from: sql`board_term b join society s on s.id = b.society_id`,
		select: sql`b.id, s.id as societyId, s.name_ar as societyAr, s.name_en as societyEn,
			b.starts_on as startsOn, b.ends_on as endsOn, b.is_temporary as isTemporary, b.decision,
			(select count(*) from board_member m where m.term_id = b.id) as members`,
		where: ({ filter }) => [
			sql`b.starts_on <= ${lastDayOf(filter.to)} and b.ends_on >= ${`${filter.from}-01`}`,
		],
	}),
});

const proposals = declare({
	action: 'proposal.read',
	table: proposalTable,
	about: {
		ar: 'صف لكل مقترح قدمته جمعية: ما يطلبه وحالته وأيام انتظاره.',
		en: 'One row per proposal of a society: what it asks for, its state and the days it waited.',
	},
	dims: PROPOSAL_DIMS,
	isSearchable: true,
	moment: 'date',
	page: (ask, matching, after, limit) => pageProposals(ask, after, limit, matching),
	count: countProposals,
});

/** Every table that leaves as CSV, by its name in the address and on the command line. */
export const EXPORTS: Readonly<Record<string, CsvExport>> = {
	societies, 'board-terms': boardTerms, programs, reports, reach, deliveries, expected, completeness, proposals,
}; // prettier-ignore

/** The export of that name; a name like `constructor` is none. */
export function exportById(id: string): CsvExport | undefined {
	return Object.hasOwn(EXPORTS, id) ? EXPORTS[id] : undefined;
}

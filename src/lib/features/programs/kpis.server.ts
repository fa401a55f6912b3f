import type { Text } from '#lib/i18n/text.ts';
import type { Excluded, Kpi, RowSet } from '#lib/kpi/define.ts';
import {
	listAttainment,
	pageAttainment,
	sumAttainment,
	TARGET_DIMS,
	type AttainmentList,
} from './attainment.server.ts';
import { outcomeTable, type OutcomeRow } from './outcomecolumns.ts';
import {
	countOutcomes,
	listOutcomes,
	outcomeParts,
	pageOutcomes,
	type OutcomeList,
} from './outcomes.server.ts';
import { countTrack, listTrack, pageTrack, trackParts, type TrackList } from './track.server.ts';
import { attainmentTable, trackTable, type AttainmentRow, type TrackRow } from './trackcolumns.ts';

function targetSet(list: AttainmentList, label: Text): RowSet<AttainmentRow> {
	return {
		id: `targets.${list}`,
		label,
		unit: 'people',
		dims: TARGET_DIMS,
		table: attainmentTable,
		sum: (ask, by) => sumAttainment(ask, list, by),
		page: (ask, after, limit) => pageAttainment(ask, list, after, limit),
		list: (ask, slice) => listAttainment(ask, list, slice),
		amount: (row) => row[list] ?? 0,
	};
}

function trackSet(list: TrackList, label: Text): RowSet<TrackRow> {
	return {
		id: `track.${list}`,
		label,
		unit: 'programs',
		dims: TARGET_DIMS,
		table: trackTable,
		sum: (ask, by) => countTrack(ask, list, by),
		page: (ask, after, limit) => pageTrack(ask, list, after, limit),
		list: (ask, slice) => listTrack(ask, list, slice),
		amount: () => 1,
	};
}

function outcomeSet(list: OutcomeList, label: Text): RowSet<OutcomeRow> {
	return {
		id: `outcomes.${list}`,
		label,
		unit: 'indicators',
		dims: TARGET_DIMS,
		table: outcomeTable,
		sum: (ask, by) => countOutcomes(ask, list, by),
		page: (ask, after, limit) => pageOutcomes(ask, list, after, limit),
		list: (ask, slice) => listOutcomes(ask, list, slice),
		amount: () => 1,
	};
}

const untargeted: Excluded = {
	set: trackSet('untargeted', { ar: 'برامج قائمة دون مستهدف', en: 'Running, without a target' }),
	reason: {
		ar: 'لا مستهدف مسجلًا لها لهذه السنة، فلا شيء تُقاس به.',
		en: 'No target is recorded for them for the year, so there is nothing to hold them against.',
	},
};

const shared = { version: 1, since: '2026-01-01', unit: 'percent', better: 'up' } as const;

/** Measures of targets, judgement and outcomes (section 4 of the dictionary). */
export const kpis: readonly Kpi[] = [
	{
		...shared,
		id: 'K-O4',
		label: { ar: 'نسبة تحقيق المستهدف حتى تاريخه', en: 'Target attainment to date' },
		help: {
			ar: 'أشخاص البرامج ذات المستهدف قياسًا بما يتوقعه مسار كل مستهدف حتى أحدث شهر حل موعد تقاريره. تُجمع المستهدفات ولا تُحسب معدلات بين النسب.',
			en: 'People reached by programs that have a target, against what the path of each target expects up to the newest month whose reports have fallen due. Targets are added; percentages are never averaged.',
		},
		formula: {
			ar: 'المتحقق حتى تاريخه ÷ المتوقع حتى تاريخه',
			en: 'Reached to date ÷ expected to date',
		},
		moment: 'period',
		numerator: targetSet('reached', {
			ar: 'أشخاص البرامج ذات المستهدف',
			en: 'People of programs with a target',
		}),
		denominator: targetSet('expected', { ar: 'المتوقع حتى تاريخه', en: 'Expected to date' }),
		undated: { ar: 'المستهدفات كما هي مسجلة الآن.', en: 'Targets are as recorded now.' },
		excluded: [untargeted],
		cuts: ['category', 'sector', 'governorate'],
		whenEmpty: {
			ar: 'لا مستهدف ضمن المرشحات حل موعده ووصلت تقاريره.',
			en: 'No target within the filters has come due with its reports verified.',
		},
	},
	{
		...shared,
		id: 'K-O5',
		label: { ar: 'البرامج السائرة وفق الخطة', en: 'Programs on track' },
		help: {
			ar: 'البرامج القائمة التي حققت تسعين بالمئة من مستهدفها منذ بداية السنة، ووصل ثمانون بالمئة من تقاريرها المستحقة، ولا يراها المسؤول متعثرة. المجهول لا يُحسب على المسار.',
			en: 'Running programs that attained ninety percent of their target since the year began, handed in eighty percent of the reports due, and are not judged off track. What is unknown is not on track.',
		},
		formula: {
			ar: 'البرامج السائرة وفق الخطة ÷ البرامج القائمة ذات المستهدف',
			en: 'Programs on track ÷ running programs with a target',
		},
		moment: 'date',
		numerator: trackSet('on_track', { ar: 'برامج وفق الخطة', en: 'Programs on track' }),
		parts: trackParts,
		undated: {
			ar: 'تقديرات المسؤولين والمستهدفات كما هي مسجلة الآن.',
			en: 'Officers’ judgements and targets are as recorded now.',
		},
		denominator: trackSet('targeted', { ar: 'برامج قائمة ذات مستهدف', en: 'Running programs with a target' }),
		also: [
			trackSet('off_track', { ar: 'ليست وفق الخطة، وسببها', en: 'Not on track, and why' }),
			trackSet('behind', { ar: 'دون المستهدف أو ناقصة التقارير', en: 'Behind, or too few reports' }),
			trackSet('judged_off', { ar: 'متعثرة في تقدير المسؤول', en: 'Judged off track' }),
			trackSet('unjudged', { ar: 'دون تقدير', en: 'Not judged' }),
		],
		excluded: [
			untargeted,
			{
				set: trackSet('not_due', { ar: 'لم يحن شيء من مستهدفها', en: 'Nothing of the target due yet' }),
				reason: {
					ar: 'لها مستهدف، ولم يحن موعد أي تقرير يُقاس به بعد.',
					en: 'They have a target, but no report to measure it by has fallen due yet.',
				},
			},
		],
		cuts: ['month', 'category', 'governorate', 'sector'],
		whenEmpty: {
			ar: 'لا برنامج قائمًا ذا مستهدف ضمن المرشحات في هذا التاريخ.',
			en: 'No running program within the filters has a target on this date.',
		},
	},
	{
		...shared,
		id: 'K-O11',
		label: { ar: 'مؤشرات النتائج المحققة للمستهدف', en: 'Outcome indicators on target' },
		help: {
			ar: 'المؤشرات التي تبلغ أحدث نتيجة معتمدة لها ما يتوقعه مسار مستهدفها وقت القياس، من المؤشرات التي حل موعد نتيجتها خلال سنة: تقرير نهاية الفصل أو التقرير الأخير. ما لا نتيجة له لا يُحسب محققًا.',
			en: 'Indicators whose newest verified result meets what the path of their target expects when measured, among those with a result due within a year: in a quarter’s last report or a program’s last. What has no result does not count as met.',
		},
		formula: {
			ar: 'المؤشرات المحققة للمستهدف ÷ المؤشرات التي حل موعد نتيجتها',
			en: 'Indicators on target ÷ indicators with a result due',
		},
		moment: 'date',
		numerator: outcomeSet('on_target', { ar: 'مؤشرات حققت المستهدف', en: 'Indicators on target' }),
		parts: outcomeParts,
		undated: {
			ar: 'المؤشرات ومستهدفاتها وخطوط أساسها كما هي مسجلة الآن.',
			en: 'Indicators, their targets and baselines are as recorded now.',
		},
		denominator: outcomeSet('due', { ar: 'مؤشرات حل موعد نتيجتها', en: 'Indicators with a result due' }),
		also: [outcomeSet('missed', { ar: 'لم تحقق المستهدف أو بلا نتيجة', en: 'Not met, or without a result' })],
		excluded: [
			{
				set: outcomeSet('untargeted', { ar: 'مؤشرات دون مستهدف', en: 'Indicators without a target' }),
				reason: {
					ar: 'لا مستهدف مسجلًا لها، فلا تُعد محققة ولا غير محققة.',
					en: 'No target is recorded for them, so they count neither as met nor as missed.',
				},
			},
			{
				set: outcomeSet('not_due', { ar: 'لم يحن موعد نتيجتها', en: 'No result due' }),
				reason: {
					ar: 'لم يحن حتى هذا اليوم تقرير تُذكر فيه نتيجتها.',
					en: 'No report in which their result is told has fallen due by this day.',
				},
			},
		],
		cuts: ['month', 'category', 'sector', 'governorate'],
		whenEmpty: {
			ar: 'لا مؤشر ضمن المرشحات حل موعد نتيجته في هذا التاريخ.',
			en: 'No indicator within the filters had a result due by this date.',
		},
	},
];

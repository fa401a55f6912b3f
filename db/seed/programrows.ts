import type { Insertable } from 'kysely';
import { matchKey, searchKey } from '#lib/i18n/fold.ts';
import { monthsBetween } from '#lib/platform/clock.ts';
import type { Schema } from '../schema.ts';
import type { Span } from './calendar.ts';
import { expectedPeople, isPeriod, type Program } from './program.ts';
import { randomFor, type Random } from './random.ts';
import type { References } from './references.ts';

type Row<T extends keyof Schema> = Insertable<Schema[T]>;

/** The share of expected reports that come in: targets are set knowing the past. */
const USUALLY_RECEIVED = 0.88;

const JUDGED = {
	at_risk: [
		'انخفض عدد المستفيدين عن المخطط شهرين متتاليين، واتفقنا مع الجمعية على خطة تصحيح.',
		'تأخر توريد المواد، ويُتوقع تعويض النقص خلال الربع المقبل.',
		'كلفة المستفيد أعلى من المتوقع، والمراجعة جارية مع أمين الصندوق.',
	],
	off_track: [
		'لم يبلغ البرنامج ثلثي المستهدف، والجمعية تعيد النظر في عدد المواقع.',
		'توقف المتبرع الرئيس عن الدعم، ولم يُعثر بعد على بديل.',
		'تأخرت التقارير ولا يمكن الحكم على الأثر من دونها.',
	],
} as const;

function statusOf(program: Program, today: string): Row<'program'>['status'] {
	const { society } = program;
	const closed = society.changedOn !== undefined && society.status !== 'temporary_board';
	if (closed && program.endsOn === society.changedOn) return 'stopped';
	if (program.startsOn > today) return 'planned';
	return program.endsOn && program.endsOn < today ? 'completed' : 'running';
}

function judgementOf(
	program: Program,
	status: string,
	random: Random,
): Pick<Row<'program'>, 'judgement' | 'judgement_note'> {
	if (status !== 'running' || random.chance(0.12)) return { judgement: null, judgement_note: null };
	const judgement =
		program.ambition > 1.28
			? 'off_track'
			: program.ambition > 1.19 || (program.ambition > 1.05 && random.chance(0.6))
				? 'at_risk'
				: 'on_track';
	const note = judgement === 'on_track' ? null : random.pick(JUDGED[judgement]);
	return { judgement, judgement_note: note };
}

function yearPeople(program: Program, span: Span, year: number): number {
	return monthsBetween(`${year}-01`, `${year}-12`)
		.filter((month) => isPeriod(program, month))
		.reduce((sum, month) => sum + expectedPeople(program, span, month), 0);
}

const toTens = (value: number) => Math.max(10, Math.round(value / 10) * 10);

function yearsOf(span: Span): number[] {
	const [from, to] = [Number(span.first.slice(0, 4)), Number(span.today.slice(0, 4))];
	return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function targetRows(program: Program, span: Span): Row<'kpi_target'>[] {
	return yearsOf(span).flatMap((year) => {
		const people = yearPeople(program, span, year);
		if (!people) return [];
		const value_milli = toTens(people * program.ambition * USUALLY_RECEIVED) * 1000;
		const starts_on = `${year}-01-01`;
		return [{ kpi: 'K-B7', level: 'program', program_id: program.id, year, value_milli, starts_on }];
	});
}

/** Budget of one year's work (of the whole run for a yearly program), in fils, rounded to fifty dinars. */
function budgetOf(program: Program, span: Span, random: Random): number | null {
	if (random.chance(0.04)) return null;
	const years = yearsOf(span).map((year) => yearPeople(program, span, year));
	const dinars = Math.max(...years) * program.cost * random.between(0.84, 1.02);
	return Math.max(50, Math.round(dinars / 50) * 50) * 1000;
}

function programRow(program: Program, span: Span, references: References): Row<'program'> {
	const random = randomFor(`program-row:${program.id}`);
	const status = statusOf(program, span.today);
	const { kind } = program;
	return {
		id: program.id,
		society_id: program.society.id,
		name_ar: program.name[0],
		name_en: program.name[1],
		match_key: matchKey(program.name[0]),
		search_key: searchKey(...program.name),
		sector_id: references.id('sector', kind.sector),
		governorate_id: references.id('governorate', program.places.length > 1 ? 'several' : program.places[0]!),
		purpose_ar: kind.purpose.ar,
		purpose_en: kind.purpose.en,
		is_abroad: kind.abroad ? 1 : 0,
		starts_on: program.startsOn,
		ends_on: program.endsOn ?? null,
		status,
		frequency: program.frequency,
		budget_minor: budgetOf(program, span, random),
		...judgementOf(program, status, random),
	};
}

/** The rows of the programs themselves, their places, segments and yearly targets. */
export function programRows(programs: readonly Program[], span: Span, references: References) {
	return {
		program: programs.map((program) => programRow(program, span, references)),
		program_governorate: programs.flatMap((program): Row<'program_governorate'>[] =>
			program.places.map((place) => ({
				program_id: program.id,
				governorate_id: references.id('governorate', place),
			})),
		),
		program_segment: programs.flatMap((program): Row<'program_segment'>[] =>
			program.kind.segments.map((segment) => ({
				program_id: program.id,
				segment_id: references.id('segment', segment),
			})),
		),
		kpi_target: programs.flatMap((program) => targetRows(program, span)),
	};
}

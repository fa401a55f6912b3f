import type { Kysely, Selectable } from 'kysely';
import type { Program, Schema } from '#db/schema.ts';
import { matchKey } from '#lib/i18n/fold.ts';
import { readTargets } from '#lib/kpi/settings.server.ts';
import type { Problem } from '#lib/platform/errors.ts';
import type { IndicatorContent, ProgramContent } from './content.ts';
import { indicatorField } from './fields.ts';

type Db = Kysely<Schema>;

async function idsOf(db: Db, list: 'governorate' | 'segment', program: number): Promise<number[]> {
	const rows =
		list === 'governorate'
			? await db
					.selectFrom('program_governorate')
					.select('governorate_id as id')
					.where('program_id', '=', program)
					.orderBy('governorate_id')
					.limit(200)
					.execute()
			: await db
					.selectFrom('program_segment')
					.select('segment_id as id')
					.where('program_id', '=', program)
					.orderBy('segment_id')
					.limit(200)
					.execute();
	return rows.map(({ id }) => id);
}

async function indicatorsOf(db: Db, program: number): Promise<IndicatorContent[]> {
	const rows = await db
		.selectFrom('indicator')
		.selectAll()
		.where('program_id', '=', program)
		.orderBy('id')
		.limit(100)
		.execute();
	const steps = await db
		.selectFrom('indicator_target as t')
		.innerJoin('indicator as i', 'i.id', 't.indicator_id')
		.select(['t.indicator_id', 't.period', 't.profile', 't.target_milli as milli'])
		.where('i.program_id', '=', program)
		.orderBy('t.period')
		.limit(2000)
		.execute();
	return rows.map((row) => {
		const own = steps.filter((step) => step.indicator_id === row.id);
		return {
			id: row.id,
			nameAr: row.name_ar,
			nameEn: row.name_en,
			unitAr: row.unit_ar,
			unitEn: row.unit_en,
			direction: row.direction,
			isRatio: row.is_ratio === 1,
			baselineMilli: row.baseline_milli,
			testAr: row.success_test_ar,
			testEn: row.success_test_en,
			profile: own[0]?.profile ?? 'linear',
			steps: own.map(({ period, milli }) => ({ period, milli })),
		};
	});
}

/** What a program says of itself today, with the targets in force. */
export async function contentOf(db: Db, row: Selectable<Program>, today: string): Promise<ProgramContent> {
	const targets = await readTargets(db, 'K-B7', { level: 'program', ids: { program: row.id } }, today);
	return {
		nameAr: row.name_ar,
		nameEn: row.name_en,
		purposeAr: row.purpose_ar,
		purposeEn: row.purpose_en,
		sector: row.sector_id,
		places: await idsOf(db, 'governorate', row.id),
		isAbroad: row.is_abroad === 1,
		segments: await idsOf(db, 'segment', row.id),
		startsOn: row.starts_on,
		endsOn: row.ends_on,
		frequency: row.frequency,
		budgetMinor: row.budget_minor,
		targets: targets.map(({ year, value }) => ({ year, people: Math.round(value) })),
		indicators: await indicatorsOf(db, row.id),
	};
}

const NOT_LISTED = { ar: 'اختاروا من القائمة.', en: 'Choose from the list.' };

async function isListed(db: Db, list: 'sector' | 'governorate' | 'segment', ids: readonly number[]) {
	const rows = await db.selectFrom(list).select('id').where('id', 'in', ids).execute();
	return rows.length === ids.length;
}

/**
 * What a content cannot be because of the rows there are: unknown places, a name the society has given already, an
 * indicator of another program, or one dropped of which results were reported.
 */
export async function contentProblems(
	db: Db,
	societyId: number,
	programId: number | null,
	content: ProgramContent,
): Promise<Problem[]> {
	const problems: Problem[] = [];
	if (!(await isListed(db, 'sector', [content.sector]))) problems.push({ place: 'sector', text: NOT_LISTED });
	if (!(await isListed(db, 'governorate', content.places)))
		problems.push({ place: 'places', text: NOT_LISTED });
	if (!(await isListed(db, 'segment', content.segments)))
		problems.push({ place: 'segments', text: NOT_LISTED });
	const twin = await db
		.selectFrom('program')
		.select('id')
		.where('society_id', '=', societyId)
		.where('match_key', '=', matchKey(content.nameAr))
		.where('id', '<>', programId ?? 0)
		.executeTakeFirst();
	if (twin) {
		const text = {
			ar: 'للجمعية برنامج بهذا الاسم. ميّزوا بينهما، أو عدّلوا ذلك البرنامج.',
			en: 'The society has a program of this name. Tell the two apart, or edit that one.',
		};
		problems.push({ place: 'nameAr', text });
	}
	return [...problems, ...(await indicatorProblems(db, programId, content.indicators))];
}

async function indicatorProblems(
	db: Db,
	programId: number | null,
	indicators: readonly IndicatorContent[],
): Promise<Problem[]> {
	const own = programId === null ? [] : await indicatorsOf(db, programId);
	const kept = new Set(indicators.map(({ id }) => id));
	const unknown = indicators.findIndex(({ id }) => id !== null && !own.some((one) => one.id === id));
	if (unknown >= 0) {
		const text = {
			ar: 'لم يعد هذا المؤشر من مؤشرات البرنامج. احذفوا الصف وأضيفوا مؤشرًا جديدًا.',
			en: 'This is no longer an indicator of the program. Remove the row and add a new one.',
		};
		return [{ place: indicatorField(unknown + 1, 'NameAr'), text }];
	}
	const swapped = indicators.findIndex(({ id, nameEn }) =>
		own.some((one) => one.id !== id && one.nameEn === nameEn && kept.has(one.id)),
	);
	if (swapped >= 0) {
		const text = {
			ar: 'هذا اسم مؤشر آخر للبرنامج الآن. اختاروا اسمًا آخر.',
			en: 'Another indicator of the program bears this name now. Choose another.',
		};
		return [{ place: indicatorField(swapped + 1, 'NameEn'), text }];
	}
	const dropped = own.filter(({ id }) => !kept.has(id)).map(({ id }) => id!);
	if (!dropped.length) return [];
	const used = await db
		.selectFrom('outcome_result as o')
		.innerJoin('indicator as i', 'i.id', 'o.indicator_id')
		.select(['i.name_ar', 'i.name_en'])
		.where('o.indicator_id', 'in', dropped)
		.limit(1)
		.executeTakeFirst();
	if (!used) return [];
	const text = {
		ar: `وردت نتائج للمؤشر «${used.name_ar}»، فلا يُحذف.`,
		en: `Results were reported for “${used.name_en}”; it cannot be removed.`,
	};
	return [{ place: 'indicators', text }];
}

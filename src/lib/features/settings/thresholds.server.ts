import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { isRated, kpiDims, type Kpi } from '#lib/kpi/define.ts';
import { KPIS, kpiById } from '../dashboard/registry.server.ts';
import { Checks, formInput, notBefore, readReason } from './checks.server.ts';
import { inForce } from '#lib/platform/dated.ts';
import { LEVELS, phasesOf, type Level, type Limits, type Trail } from './model.ts';
import { checkSubject, subjectIdOf, subjectName, type Place, type Subject } from './subjects.server.ts';
import { TRAIL, trailOf } from './trail.server.ts';

/** A measure with limits, and the levels at which its figure exists. */
export interface Limited {
	readonly id: string;
	readonly label: Text;
	readonly better: Kpi['better'];
	readonly levels: readonly Level[];
	/** The limits speak of the share of the target that was reached, since the figure itself is no share. */
	readonly ofTarget: boolean;
	/** What the limits are in. */
	readonly unit: Kpi['unit'];
}

/** The measures that can have limits: shares with a good direction, and those held against their target. */
function limitedMeasures(): Limited[] {
	return KPIS.filter((kpi) => isRated(kpi) || kpi.id === 'K-B7').map((kpi) => {
		const dims: readonly string[] = kpiDims(kpi);
		return {
			id: kpi.id,
			label: kpi.label,
			better: kpi.better,
			levels: LEVELS.filter((level) => level === 'country' || dims.includes(level)),
			ofTarget: !isRated(kpi),
			unit: isRated(kpi) ? kpi.unit : 'percent',
		};
	});
}

/** A row of limits with its trail. */
export interface ThresholdLine extends Trail, Limits {
	readonly kpi: string;
	readonly level: Level;
	readonly subjectId: number | null;
	readonly subject: Text | null;
	readonly source: string;
}

const MOST = 1000;

/** Every row of limits, newest first. */
export async function thresholdLines(
	db: Kysely<Schema>,
	today: string,
	kpi?: string,
): Promise<ThresholdLine[]> {
	const rows = await db
		.selectFrom('kpi_threshold as x')
		.leftJoin('account as a', 'a.id', 'x.set_by')
		.leftJoin('category as c', 'c.id', 'x.category_id')
		.leftJoin('society as s', 's.id', 'x.society_id')
		.leftJoin('program as p', 'p.id', 'x.program_id')
		.select(TRAIL)
		.select(['x.kpi', 'x.level', 'x.good', 'x.watch', 'x.source'])
		.select(['x.category_id', 'x.society_id', 'x.program_id'])
		.select((eb) => [
			eb.fn.coalesce('c.name_ar', 's.name_ar', 'p.name_ar').as('subjectAr'),
			eb.fn.coalesce('c.name_en', 's.name_en', 'p.name_en').as('subjectEn'),
		])
		.$if(kpi !== undefined, (q) => q.where('x.kpi', '=', kpi ?? ''))
		.orderBy('x.starts_on', 'desc')
		.orderBy('x.id', 'desc')
		.limit(MOST)
		.execute();
	const phases = phasesOf(rows, (row) => `${row.kpi} ${row.level} ${subjectIdOf(row)}`, today);
	return rows.map((row) => ({
		...trailOf(row, phases.get(row.id)),
		kpi: row.kpi,
		level: row.level,
		subjectId: subjectIdOf(row),
		subject: subjectName(row),
		good: row.good,
		watch: row.watch,
		source: row.source,
	}));
}

/** The measures with limits and every row of them. */
export const readThresholdSettings = defineQuery<
	undefined,
	{ measures: Limited[]; lines: ThresholdLine[]; today: string }
>({
	action: 'settings.read',
	probe: () => undefined,
	run: async ({ db, today }) => ({
		measures: limitedMeasures(),
		lines: await thresholdLines(db, today),
		today,
	}),
});

/** The fields of the form. */
export const THRESHOLD_FIELDS = ['kpi', 'level', 'subject', 'good', 'watch', 'startsOn'] as const;

export type ThresholdFields = Readonly<Record<(typeof THRESHOLD_FIELDS)[number], string>>;

/** A form read and found right. */
export interface ThresholdChange extends Limits {
	readonly kpi: Kpi;
	readonly place: Place;
	readonly subject: Subject | null;
	readonly startsOn: string;
}

/** Reads the form, naming what is wrong in `checks`; the caller throws. */
export async function checkThreshold(
	db: Kysely<Schema>,
	today: string,
	checks: Checks,
	fields: ThresholdFields,
): Promise<ThresholdChange> {
	const measures = limitedMeasures();
	const id = checks.choice(
		'kpi',
		fields.kpi,
		measures.map((one) => one.id),
	);
	const measure = measures.find((one) => one.id === id)!;
	const { place, subject } = await checkSubject(db, checks, fields);
	if (!measure.levels.includes(place.level)) {
		checks.wrong(
			'level',
			'لا يُحسب هذا المؤشر على هذا المستوى.',
			'This measure is not reckoned at this level.',
		);
	}
	const most = measure.ofTarget ? 1000 : measure.unit === 'ratio' ? 1 : 100;
	const good = checks.number('good', fields.good, { places: 2, most });
	const watch = checks.number('watch', fields.watch, { places: 2, most });
	if (measure.better === 'down' ? good > watch : good < watch) {
		const [ar, en] =
			measure.better === 'down'
				? ['هنا الأقل أفضل: يكون حد «جيد» أدنى من حد «متابعة» أو مساويًا له.', 'Lower is better here: the limit for “good” is at or below the limit for “watch”.']
				: ['هنا الأعلى أفضل: يكون حد «جيد» أعلى من حد «متابعة» أو مساويًا له.', 'Higher is better here: the limit for “good” is at or above the limit for “watch”.']; // prettier-ignore
		checks.wrong('good', ar!, en!);
	}
	const startsOn = checks.day('startsOn', fields.startsOn, notBefore(today));
	return { kpi: kpiById(id)!, place, subject, good, watch, startsOn };
}

/** Sets limits from a day on: a further row, never a change of the one that held. */
export const setThreshold = defineCommand({
	action: 'settings.write',
	isGuarded: true,
	input: formInput([...THRESHOLD_FIELDS, 'reason']),
	probe: ({ societyId }) => ({
		kpi: 'K-D1', level: 'society', subject: String(societyId), good: '90', watch: '80',
		startsOn: '2026-07-01', reason: 'A probe of the rules',
	}), // prettier-ignore
	owner: () => Promise.resolve(null),
	async run({ trx, today, now, viewer, audit }, fields) {
		const checks = new Checks();
		const { kpi, place, good, watch, startsOn } = await checkThreshold(trx, today, checks, fields);
		const reason = readReason(checks, fields.reason);
		checks.done();
		const rows = (await thresholdLines(trx, today, kpi.id)).filter(
			(row) => row.level === place.level && row.subjectId === subjectIdOf(place),
		);
		const before = inForce(rows, startsOn);
		const { id } = await trx
			.insertInto('kpi_threshold')
			.values({
				...place,
				kpi: kpi.id,
				good,
				watch,
				starts_on: startsOn,
				source: 'ministry',
				reason,
				set_by: viewer.accountId,
				set_at: now.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await audit({
			objectType: 'kpi_threshold',
			objectId: id,
			...(before && { before: { good: before.good, watch: before.watch, startsOn: before.startsOn } }),
			after: { kpi: kpi.id, level: place.level, subject: subjectIdOf(place), good, watch, startsOn, reason },
		});
		return { id };
	},
});

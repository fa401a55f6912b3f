import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { kpiDims, type Kpi } from '#lib/kpi/define.ts';
import { PROFILES, type Profile } from '#lib/kpi/targets.ts';
import type { Pack } from '#lib/platform/context.ts';
import { KPIS, kpiById } from '../dashboard/registry.server.ts';
import { Checks, formInput, notBefore, readReason } from './checks.server.ts';
import { inForce } from '#lib/platform/dated.ts';
import { LEVELS, type Level, type Phase, type Trail } from './model.ts';
import { checkSubject, subjectIdOf, subjectName, type Place, type Subject } from './subjects.server.ts';
import { trailOf, type TrailRow } from './trail.server.ts';

/** A measure a target can be set for, and the levels at which its figure exists. */
export interface Targeted {
	readonly id: string;
	readonly label: Text;
	readonly unit: Kpi['unit'];
	readonly levels: readonly Level[];
}

/** Every measure with its levels. */
function targetedMeasures(): Targeted[] {
	return KPIS.map((kpi) => {
		const dims: readonly string[] = kpiDims(kpi);
		const levels = LEVELS.filter((level) => level === 'country' || dims.includes(level));
		return { id: kpi.id, label: kpi.label, unit: kpi.unit, levels };
	});
}

/** A target with its trail; `value` is in the measure's unit, `before` the value it replaced. */
export interface TargetLine extends Trail {
	readonly kpi: string;
	readonly level: Level;
	readonly subjectId: number | null;
	readonly subject: Text | null;
	readonly year: number;
	readonly value: number;
	readonly profile: Profile;
	readonly shares: readonly number[] | null;
	readonly before: number | null;
}

/** As many lines as a page shows; a subject of its own shows all of its lines. */
const MOST = 100;

interface TargetAsk {
	readonly year: number;
	readonly level: Level;
	readonly subjectId?: number | undefined;
	readonly kpi?: string;
}

interface TargetRow extends Omit<TrailRow, 'phase'> {
	readonly kpi: string;
	readonly level: Level;
	readonly subjectId: number | null;
	readonly subjectAr: string | null;
	readonly subjectEn: string | null;
	readonly year: number;
	readonly milli: number;
	readonly profile: Profile;
	readonly shares: string | null;
	readonly beforeMilli: number | null;
	readonly isReplaced: number;
}

/** Targets of a year at a level, the ministry's own changes first, each with the value it replaced. */
async function targetLines(db: Kysely<Schema>, today: string, ask: TargetAsk): Promise<TargetLine[]> {
	const { year, level, subjectId, kpi } = ask;
	const { rows } = await sql<TargetRow>`
		with t as (
			select k.*, coalesce(category_id, society_id, program_id) as subject from kpi_target k
			where year = ${year} and level = ${level}
		)
		select x.id, x.starts_on as startsOn, x.reason, x.set_at as at, x.withdrawn_at as withdrawnAt,
			a.name_ar as byAr, a.name_en as byEn, x.kpi, x.level, x.subject as subjectId, x.year,
			x.value_milli as milli, x.profile, x.shares,
			coalesce(c.name_ar, s.name_ar, p.name_ar) as subjectAr, coalesce(c.name_en, s.name_en, p.name_en) as subjectEn,
			(select b.value_milli from t b where b.kpi = x.kpi and b.subject is x.subject and b.withdrawn_at is null
				and (b.starts_on, b.id) < (x.starts_on, x.id) order by b.starts_on desc, b.id desc limit 1) as beforeMilli,
			exists (select 1 from t n where n.kpi = x.kpi and n.subject is x.subject and n.withdrawn_at is null
				and n.starts_on <= ${today} and (n.starts_on, n.id) > (x.starts_on, x.id)) as isReplaced
		from t x left join account a on a.id = x.set_by left join category c on c.id = x.category_id
		left join society s on s.id = x.society_id left join program p on p.id = x.program_id
		where ${kpi === undefined ? sql`true` : sql`x.kpi = ${kpi}`}
			and ${subjectId === undefined ? sql`true` : sql`x.subject = ${subjectId}`}
		order by x.set_at is null, x.set_at desc, x.id limit ${MOST}`.execute(db);
	return rows.map((row) => ({
		...trailOf(row, phaseOf(row, today)),
		kpi: row.kpi,
		level: row.level,
		subjectId: row.subjectId,
		subject: subjectName(row),
		year: row.year,
		value: row.milli / 1000,
		profile: row.profile,
		shares: row.shares === null ? null : (JSON.parse(row.shares) as number[]),
		before: row.beforeMilli === null ? null : row.beforeMilli / 1000,
	}));
}

function phaseOf({ withdrawnAt, startsOn, isReplaced }: TargetRow, today: string): Phase {
	if (withdrawnAt !== null) return 'withdrawn';
	if (startsOn > today) return 'coming';
	return isReplaced ? 'past' : 'holds';
}

/** The targets of a year at a level; the ministry's own changes first. */
export const readTargetSettings = defineQuery<
	{ readonly year: string; readonly level: string; readonly subject: string },
	{ measures: Targeted[]; lines: TargetLine[]; isCut: boolean; year: number; level: Level; years: number[] }
>({
	action: 'settings.read',
	probe: ({ programId }) => ({ year: '2026', level: 'program', subject: String(programId) }),
	async run({ db, today }, _scope, asked) {
		const now = Number(today.slice(0, 4));
		const year = /^(199\d|2[01]\d\d)$/.test(asked.year) ? Number(asked.year) : now;
		const level = LEVELS.find((one) => one === asked.level) ?? 'country';
		const known = await db
			.selectFrom('kpi_target')
			.select('year')
			.distinct()
			.orderBy('year')
			.limit(50)
			.execute();
		const years = [...new Set([...known.map((row) => row.year), year, now, now + 1])].sort((a, b) => a - b);
		const subjectId = /^[1-9]\d{0,14}$/.test(asked.subject) ? Number(asked.subject) : undefined;
		const lines = await targetLines(db, today, { year, level, subjectId });
		return { measures: targetedMeasures(), lines, isCut: lines.length === MOST, year, level, years };
	},
});

/** The fields of the months' shares, January to December. */
export const SHARES = [
	'share1', 'share2', 'share3', 'share4', 'share5', 'share6', 'share7', 'share8', 'share9', 'share10', 'share11',
	'share12',
] as const; // prettier-ignore
type Share = (typeof SHARES)[number];

/** The fields of the form; the shares are percents of the year, January to December. */
export const TARGET_FIELDS = [
	'kpi', 'level', 'subject', 'year', 'value', 'profile', 'startsOn', ...SHARES,
] as const; // prettier-ignore

export type TargetFields = Readonly<Record<(typeof TARGET_FIELDS)[number], string>>;

/** Decimals a value of this unit can be typed with. */
function placesOf(unit: Kpi['unit'], pack: Pack): number {
	if (unit === 'money' || unit === 'money_per_person') return pack.currencyDigits;
	return unit === 'percent' ? 2 : 0;
}

function readShares(checks: Checks, profile: Profile, fields: TargetFields): number[] | null {
	if (profile === 'linear') return null;
	const shares = SHARES.map((name) => {
		const typed = fields[name];
		return typed.trim() ? Math.round(checks.number(name, typed, { places: 1, most: 100 }) * 10) : 0;
	});
	const sum = shares.reduce((total, share) => total + share, 0);
	if (sum !== 1000) {
		const is = sum / 10;
		checks.wrong(
			'shares',
			`مجموع حصص الأشهر ${is}، ويجب أن يكون 100.`,
			`The months’ shares add up to ${is}; they must add up to 100.`,
		);
	}
	return shares;
}

/** A form read and found right. */
export interface TargetChange {
	readonly kpi: Kpi;
	readonly place: Place;
	readonly subject: Subject | null;
	readonly year: number;
	readonly milli: number;
	readonly profile: Profile;
	readonly shares: number[] | null;
	readonly startsOn: string;
	readonly before: TargetLine | undefined;
	readonly isClosed: boolean;
}

/** Reads the form, naming what is wrong in `checks`; the caller throws. */
export async function checkTarget(
	db: Kysely<Schema>,
	today: string,
	pack: Pack,
	checks: Checks,
	fields: TargetFields,
): Promise<TargetChange> {
	const measures = targetedMeasures();
	const id = checks.choice(
		'kpi',
		fields.kpi,
		measures.map((one) => one.id),
	);
	const kpi = kpiById(id)!;
	const { place, subject } = await checkSubject(db, checks, fields);
	if (!measures.find((one) => one.id === id)!.levels.includes(place.level)) {
		checks.wrong('kpi', 'لا يُحسب هذا المؤشر على هذا المستوى.', 'This measure is not reckoned at this level.');
	}
	const year = checks.number('year', fields.year, { least: 1990, most: 2200 });
	const places = placesOf(kpi.unit, pack);
	const most = kpi.unit === 'percent' ? 100 : 1e11;
	const typed = checks.number('value', fields.value, { places, most });
	const isMoney = kpi.unit === 'money' || kpi.unit === 'money_per_person';
	const milli = Math.round(typed * (isMoney ? 10 ** places : 1) * 1000);
	const profile = checks.choice('profile', fields.profile, PROFILES);
	if (kpi.unit === 'percent' && profile !== 'linear') {
		checks.wrong('profile', 'النسبة لا توزَّع على الأشهر.', 'A share is not spread over months.');
	}
	const shares = readShares(checks, profile, fields);
	const startsOn = checks.day('startsOn', fields.startsOn, notBefore(today));
	const subjectId = subjectIdOf(place) ?? undefined;
	const lines = await targetLines(db, today, { year, level: place.level, subjectId, kpi: id });
	const isClosed = year < Number(today.slice(0, 4));
	return {
		kpi, place, subject, year, milli, profile, shares, startsOn, isClosed, before: inForce(lines, startsOn),
	}; // prettier-ignore
}

/** A target about a society, with which the rules are probed. */
export function probeFields(societyId: number): TargetFields {
	const shares = Object.fromEntries(SHARES.map((name) => [name, ''])) as Record<Share, string>;
	return {
		kpi: 'K-B7', level: 'society', subject: String(societyId), year: '2026', value: '1200', profile: 'linear',
		startsOn: '2026-07-01', ...shares,
	}; // prettier-ignore
}

/** Sets a target from a day on: a further row. A closed year asks for a longer reason. */
export const setTarget = defineCommand({
	action: 'settings.write',
	isGuarded: true,
	input: formInput([...TARGET_FIELDS, 'reason']),
	probe: ({ societyId }) => ({ ...probeFields(societyId), reason: 'A probe of the rules' }),
	owner: () => Promise.resolve(null),
	async run({ trx, today, now, pack, viewer, audit }, fields) {
		const checks = new Checks();
		const change = await checkTarget(trx, today, pack, checks, fields);
		const { kpi, place, year, milli, profile, shares, startsOn, before, isClosed } = change;
		const reason = readReason(checks, fields.reason, isClosed ? 20 : 10);
		checks.done();
		const row = {
			year,
			value_milli: milli,
			profile,
			shares: shares && JSON.stringify(shares),
			starts_on: startsOn,
			reason,
		};
		const { id } = await trx
			.insertInto('kpi_target')
			.values({ ...place, ...row, kpi: kpi.id, set_by: viewer.accountId, set_at: now.toISOString() })
			.returning('id')
			.executeTakeFirstOrThrow();
		await audit({
			objectType: 'kpi_target',
			objectId: id,
			...(before && { before: { value: before.value, profile: before.profile, startsOn: before.startsOn } }),
			after: {
				kpi: kpi.id, level: place.level, subject: subjectIdOf(place), year, value: milli / 1000, profile,
				startsOn, reason, ...(isClosed && { closedYear: true }),
			}, // prettier-ignore
		});
		return { id };
	},
});

import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { latestMonth } from '#lib/kpi/anchor.server.ts';
import { isRated, kpiDims, type Ask, type Kpi } from '#lib/kpi/define.ts';
import { openFilter, presetMonths } from '#lib/kpi/filter.ts';
import { readKpi, readOne } from '#lib/kpi/read.server.ts';
import { readPeopleGoal } from '../dashboard/goals.server.ts';
import { Checks } from './checks.server.ts';
import { later } from '#lib/platform/dated.ts';
import { standOf, type Level, type Limits, type Stand } from './model.ts';
import { subjectIdOf } from './subjects.server.ts';
import {
	checkThreshold, thresholdLines, type ThresholdChange, type ThresholdFields, type ThresholdLine,
} from './thresholds.server.ts'; // prettier-ignore

/** A society or program that would stand differently. */
export interface Move extends Text {
	readonly id: number;
	readonly value: number;
	readonly from: Stand;
	readonly to: Stand;
}

/** How many stand where, with the limits of now and with the new ones, on today's figures. */
export interface Moves {
	readonly kind: 'society' | 'program';
	readonly before: Readonly<Record<Stand, number>>;
	readonly after: Readonly<Record<Stand, number>>;
	readonly changed: number;
	/** The first of them. */
	readonly list: readonly Move[];
}

/** What new limits would do. */
export interface ThresholdPreview {
	readonly kpi: string;
	readonly label: Text;
	readonly better: Kpi['better'];
	/** What the limits are in. */
	readonly unit: Kpi['unit'];
	readonly subject: Text | null;
	readonly startsOn: string;
	readonly before: Limits | null;
	readonly after: Limits;
	/** The figure on the card, and how it stands; null where it cannot be told. */
	readonly card: { readonly value: number | null; readonly from: Stand | null; readonly to: Stand | null };
	/** The months the figures speak of. */
	readonly months: readonly [from: string, to: string];
	readonly moves: readonly Moves[];
}

const LISTED = 12;

interface Unit extends Text {
	readonly id: number;
	readonly society: number;
	readonly category: number;
}

async function unitsOf(db: Kysely<Schema>, kind: 'society' | 'program'): Promise<Unit[]> {
	if (kind === 'society') {
		return db
			.selectFrom('society')
			.select(['id', 'id as society', 'category_id as category', 'name_ar as ar', 'name_en as en'])
			.limit(20_000)
			.execute();
	}
	return db
		.selectFrom('program as p')
		.innerJoin('society as s', 's.id', 'p.society_id')
		.select(['p.id', 's.id as society', 's.category_id as category', 'p.name_ar as ar', 'p.name_en as en'])
		.limit(20_000)
		.execute();
}

/** The limits of one society or program among rows that hold: the narrowest level wins. */
function limitsFor(rows: ReadonlyMap<string, Limits>, kind: 'society' | 'program', unit: Unit) {
	const of = (level: Level, id: number | null) => rows.get(`${level} ${id}`);
	return (
		(kind === 'program' ? of('program', unit.id) : undefined) ??
		of('society', unit.society) ??
		of('category', unit.category) ??
		of('country', null)
	);
}

/** By level and subject, what holds on a day. */
function holding(lines: readonly ThresholdLine[], day: string): Map<string, ThresholdLine> {
	const found = new Map<string, ThresholdLine>();
	for (const line of lines) {
		if (line.withdrawnAt !== null || line.startsOn > day) continue;
		const key = `${line.level} ${line.subjectId}`;
		const known = found.get(key);
		found.set(key, known ? later(known, line) : line);
	}
	return found;
}

const none = () => ({ ok: 0, risk: 0, off: 0 });

async function movesOf(
	ask: Ask,
	kind: Moves['kind'],
	kpi: Kpi,
	before: ReadonlyMap<string, Limits>,
	after: ReadonlyMap<string, Limits>,
): Promise<Moves> {
	const figures = await readKpi(kpi, ask, [kind]);
	const units = new Map((await unitsOf(ask.db, kind)).map((unit) => [String(unit.id), unit]));
	const [then, now] = [none(), none()];
	const list: Move[] = [];
	for (const { keys, value } of figures) {
		const unit = units.get(keys[0]!);
		if (!unit || value === null) continue;
		const from = standOf(value, limitsFor(before, kind, unit), kpi.better);
		const to = standOf(value, limitsFor(after, kind, unit), kpi.better);
		if (from) then[from] += 1;
		if (to) now[to] += 1;
		if (from && to && from !== to) list.push({ id: unit.id, ar: unit.ar, en: unit.en, value, from, to });
	}
	list.sort((a, b) => a.value - b.value || a.id - b.id);
	return { kind, before: then, after: now, changed: list.length, list: list.slice(0, LISTED) };
}

async function cardOf(ask: Ask, { kpi, place }: ThresholdChange): Promise<number | null> {
	const { filter } = ask;
	const narrowed = {
		...ask,
		filter: {
			...filter,
			...(place.society_id !== null && { society: place.society_id }),
			...(place.program_id !== null && { program: place.program_id }),
			...(place.category_id !== null && { category: [await codeOf(ask.db, place.category_id)] }),
		},
	};
	if (isRated(kpi)) return (await readOne(kpi, narrowed)).value;
	const goal = await readPeopleGoal(narrowed);
	return goal ? (100 * goal.actual) / goal.expected : null;
}

async function codeOf(db: Kysely<Schema>, category: number): Promise<string> {
	const row = await db.selectFrom('category').select('code').where('id', '=', category).executeTakeFirst();
	return row?.code ?? '';
}

/** What new limits would do, on today's figures of the year to date; nothing is written. */
export const previewThreshold = defineQuery<ThresholdFields, ThresholdPreview>({
	action: 'settings.write',
	probe: ({ societyId }) => ({
		kpi: 'K-D1', level: 'society', subject: String(societyId), good: '90', watch: '80', startsOn: '2026-07-01',
	}), // prettier-ignore
	async run({ db, today }, scope, fields) {
		const checks = new Checks();
		const change = await checkThreshold(db, today, checks, fields);
		checks.done();
		const { kpi, place, subject, good, watch, startsOn } = change;
		const months = presetMonths('ytd', await latestMonth(db, today));
		const ask: Ask = { db, scope, today, filter: openFilter({ from: months[0], to: months[1] }) };
		const before = holding(await thresholdLines(db, today, kpi.id), startsOn);
		const key = `${place.level} ${subjectIdOf(place)}`;
		const after = new Map<string, Limits>(before).set(key, { good, watch });
		const value = await cardOf(ask, change);
		const own = before.get(key);
		const dims: readonly string[] = kpiDims(kpi);
		const kinds = (['society', 'program'] as const).filter(
			(kind) => kpi.unit === 'percent' && !kpi.figures && dims.includes(kind),
		);
		const moves: Moves[] = [];
		for (const kind of kinds) moves.push(await movesOf(ask, kind, kpi, before, after));
		return {
			kpi: kpi.id,
			label: kpi.label,
			better: kpi.better,
			unit: isRated(kpi) ? kpi.unit : 'percent',
			subject,
			startsOn,
			before: own ? { good: own.good, watch: own.watch } : null,
			after: { good, watch },
			card: {
				value,
				from: standOf(value, own, kpi.better) ?? null,
				to: standOf(value, { good, watch }, kpi.better) ?? null,
			},
			months,
			moves,
		};
	},
});

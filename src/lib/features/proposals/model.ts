import { z } from 'zod';
import { DIRECTIONS, FREQUENCIES, type ProgramContent } from '../programs/content.ts';
import { PROFILES } from '#lib/kpi/targets.ts';

/** What a proposal is about. */
export const KINDS = ['profile', 'contact', 'board', 'program'] as const;
export type Kind = (typeof KINDS)[number];

/** What became of it. Proposed ones wait for an officer; the others are final. */
export const STATES = ['proposed', 'approved', 'refused', 'withdrawn'] as const;
export type State = (typeof STATES)[number];

/** What it would do with its record. */
export const ACTS = ['new', 'edit', 'end'] as const;
export type Act = (typeof ACTS)[number];

/** A record or a proposal taken apart: what is compared, approved and shown, part by part. */
export type Parts = Readonly<Record<string, unknown>>;

/** What a proposal holds: how its parts were, and how they should be. `target` is the contact it is about. */
export interface Content {
	readonly act: Act;
	readonly target?: number | undefined;
	readonly base: Parts;
	readonly next: Parts;
}

const parts = z.record(z.string().max(60), z.unknown());
const contentSchema = z.strictObject({
	act: z.enum(ACTS),
	target: z.number().int().positive().optional(),
	base: parts,
	next: parts,
});

/** The content of a stored proposal; what does not read as one is a damaged file, which is nobody's mistake. */
export function contentOf(json: string): Content {
	return contentSchema.parse(JSON.parse(json));
}

const optional = z.string().nullable();
const id = z.number().int().positive();
const indicator = z.strictObject({
	id: id.nullable(),
	nameAr: z.string(),
	nameEn: z.string(),
	unitAr: z.string(),
	unitEn: z.string(),
	direction: z.enum(DIRECTIONS),
	isRatio: z.boolean(),
	baselineMilli: z.number().int().nullable(),
	testAr: optional,
	testEn: optional,
	profile: z.enum(PROFILES),
	steps: z.array(z.strictObject({ period: z.string(), milli: z.number().int() })),
});
const program = z.strictObject({
	nameAr: z.string(),
	nameEn: z.string(),
	purposeAr: optional,
	purposeEn: optional,
	sector: id,
	places: z.array(id),
	isAbroad: z.boolean(),
	segments: z.array(id),
	startsOn: z.string(),
	endsOn: optional,
	frequency: z.enum(FREQUENCIES),
	budgetMinor: z.number().int().nullable(),
	targets: z.array(z.strictObject({ year: z.number().int(), people: z.number().int() })),
	indicators: z.array(indicator),
});

/** The parts of a program: its fields, a part per year and a part per indicator, each by what it is of. */
export function partsOf({ targets, indicators, ...fields }: ProgramContent): Record<string, unknown> {
	let fresh = 0;
	return {
		...fields,
		...Object.fromEntries(targets.map(({ year, people }) => [`target:${year}`, people])),
		...Object.fromEntries(indicators.map((one) => [`indicator:${one.id ?? `new${(fresh += 1)}`}`, one])),
	};
}

/** A program put together from its parts again; a part that is null is none. */
export function programOf(all: Parts): ProgramContent {
	const of = (prefix: string) =>
		Object.entries(all).filter(([key, value]) => key.startsWith(prefix) && value !== null);
	const fields = Object.fromEntries(Object.entries(all).filter(([key]) => !key.includes(':')));
	return program.parse({
		...fields,
		targets: of('target:').map(([key, people]) => ({ year: Number(key.slice(7)), people })),
		indicators: of('indicator:').map(([, one]) => one),
	});
}

import { ROLES, type Role } from '#lib/platform/context.ts';

/** Which entries are asked for; absent fields do not narrow. */
export interface TrailFilter {
	/** First and last day, in the pack's time zone. */
	readonly from?: string;
	readonly to?: string;
	/** An account's id. */
	readonly person?: number;
	readonly role?: Role;
	readonly action?: string;
	readonly object?: string;
	readonly id?: string;
	readonly request?: string;
}

/** Beyond this many found, the page says "more than". */
export const COUNTED_UP_TO = 10_000;

/** The names of the filter's fields in an address. */
export const TRAIL_FIELDS = ['from', 'to', 'person', 'role', 'action', 'object', 'id', 'request'] as const;

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const CODE = /^[\w.-]{1,60}$/;
const SHORT = /^[^\p{Cc}]{1,100}$/u;

const isDay = (text: string) =>
	DAY.test(text) && new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text;

const TESTS: Readonly<Record<(typeof TRAIL_FIELDS)[number], (text: string) => boolean>> = {
	from: isDay,
	to: isDay,
	person: (text) => /^[1-9]\d{0,14}$/.test(text),
	role: (text) => text === 'operator' || ROLES.some((role) => role === text),
	action: (text) => CODE.test(text),
	object: (text) => CODE.test(text),
	id: (text) => SHORT.test(text),
	request: (text) => SHORT.test(text),
};

/** The filter of an address, and the fields whose text means nothing; those do not narrow. */
export function readTrailFilter(params: URLSearchParams): { filter: TrailFilter; wrong: string[] } {
	const filter: Record<string, string | number> = {};
	const wrong: string[] = [];
	for (const name of TRAIL_FIELDS) {
		const text = (params.get(name) ?? '').trim();
		if (!text) continue;
		if (!TESTS[name](text)) wrong.push(name);
		else filter[name] = name === 'person' ? Number(text) : text;
	}
	return { filter, wrong };
}

/** A filter as parameters of an address. */
export function trailParams(filter: TrailFilter): Record<string, string> {
	return Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)]));
}

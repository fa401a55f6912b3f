import { ROLES, type AccountRole } from '../../platform/context.ts';

/** A login: Latin letters, digits and . _ @ + - in lower case, so that it is typed alike on every keyboard. */
export const LOGIN_PATTERN = /^[a-z0-9][a-z0-9._@+-]{2,99}$/;

/** An account's life: invited (no password yet), active, disabled. */
export const STATES = ['active', 'invited', 'disabled'] as const;
export type PersonState = (typeof STATES)[number];

export const PAGE_SIZE = 50;

/** Which people a list shows. */
export interface PeopleFilter {
	readonly q: string;
	readonly role: AccountRole | null;
	readonly state: PersonState | null;
	readonly page: number;
}

/** The filter in an address; what it does not understand it leaves out. */
export function readPeopleFilter(params: URLSearchParams): PeopleFilter {
	const page = Number(params.get('page') ?? '1');
	return {
		q: (params.get('q') ?? '').trim().slice(0, 100),
		role: ROLES.find((role) => role === params.get('role')) ?? null,
		state: STATES.find((state) => state === params.get('state')) ?? null,
		page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
	};
}

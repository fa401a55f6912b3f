import { policy, type Rule } from '#lib/access/policy.ts';
import { chance, pick } from './chance.ts';
import { NOWHERE } from './mutations.ts';
import type { Member } from './twosocieties.ts';

/** One thing that can be posted to. */
export interface Target {
	readonly route: string;
	readonly name: string | undefined;
	readonly rule: Rule;
}

/** Everything that can be posted to. */
export const targets: Target[] = Object.entries(policy).flatMap(([route, row]) => [
	...(row.POST ? [{ route, name: undefined, rule: row.POST }] : []),
	...Object.entries(row.actions ?? {}).map(([name, rule]) => ({ route, name, rule })),
]);
/** Ways in are slow on purpose and have tests of their own; now and then is enough. */
export const isSlow = ({ route, name }: Target) => /sign-in|setup|account/.test(route) || name === 'signOut';

const PATTERNS = Object.keys(policy).map((route) => {
	const plain = route.replace(/\/\([^)]+\)/g, '') || '/';
	return { route, shape: new RegExp(`^${plain.replaceAll('.', '\\.').replace(/\[[^\]]+\]/g, '[^/]+')}$`) };
});

/** Which declared target an address with its query is; none for what is not declared. */
export function targetOf(target: string): { route: string; name: string | undefined } | undefined {
	const url = new URL(target, 'http://local');
	// A fixed address is declared as well as one with a place in it: the fixed one is meant.
	const fits = PATTERNS.filter(({ shape }) => shape.test(url.pathname));
	const route = (fits.find(({ route: id }) => !id.includes('[')) ?? fits[0])?.route;
	if (!route) return undefined;
	const named = [...url.searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1);
	return { route, name: policy[route]?.POST ? undefined : (named ?? 'default') };
}

const MONTHS = [
	'2026-04',
	'2026-05',
	'2026-03',
	'2026-06',
	'2026-10',
	'2026-09',
	'1990-01',
	'2999-12',
	'2026-13',
];

const idOf = (route: string, of: Member) => {
	if (route.includes('/societies/')) return of.societyId;
	if (route.includes('/people/')) return of.accountId;
	if (route.includes('/import/')) return of.importJobId;
	if (/\/(review|reports)\/\[id/.test(route)) return of.reportId;
	return /\/proposals\/\[id/.test(route) ? of.proposalId : of.programId;
};

/** The ids of what a society has, as a form carries them. */
export const idsOf = (member: Member) => Object.values(member).map(String);

/** Addresses of a route: mostly of one's own society, sometimes of the other one or of nothing. */
export function addressOf(
	random: () => number,
	route: string,
	[own, other]: readonly [Member, Member],
): string {
	const dice = random();
	const id = dice < 0.75 ? idOf(route, own) : dice < 0.95 ? idOf(route, other) : pick(random, NOWHERE);
	return (
		route
			.replace(/\/\([^)]+\)/g, '')
			.replace(/\[(id=id|seq=id)\]/, encodeURIComponent(String(id)))
			.replace('[month=month]', pick(random, chance(random, 0.9) ? MONTHS.slice(0, 4) : MONTHS))
			.replace('[list]', 'sectors') || '/'
	);
}

import { test as base, expect } from '@playwright/test';
import { policy, type Rule } from '#lib/access/policy.ts';
import { reachOf } from '#lib/access/grants.ts';
import { KPIS } from '#lib/features/dashboard/registry.server.ts';
import { EXPORTS } from '#lib/features/exchange/exports.server.ts';
import { LISTS } from '#lib/features/settings/references.server.ts';
import { openCompany, PERSONS, type Company, type Person } from '../support/company.ts';
import { ask, essence, type Answer } from '../support/http.ts';
import { builtRoutes, masks, type BuiltRoute } from '../support/manifest.ts';
import { canary, dump, type Member } from '../support/twosocieties.ts';

const test = base.extend<object, { company: Company }>({
	company: [
		async ({}, use) => {
			const company = await openCompany();
			await use(company);
			await company.close();
		},
		{ scope: 'worker' },
	],
});

const routes = await builtRoutes();

/** What stands in the place of a route's parameter, asked about a society. A new parameter needs its line here. */
const FILLED: Readonly<Record<string, (of: Member) => readonly (string | number)[]>> = {
	'/(app)/societies/[id=id]': ({ societyId }) => [societyId],
	'/(app)/societies/[id=id]/status': ({ societyId }) => [societyId],
	'/(app)/societies/[id=id]/board': ({ societyId }) => [societyId],
	'/(app)/societies/[id=id]/contacts': ({ societyId }) => [societyId],
	'/(app)/societies/[id=id]/merge': ({ societyId }) => [societyId],
	'/(app)/societies/[id=id]/split': ({ societyId }) => [societyId],
	'/(app)/societies/[id=id]/edit': ({ societyId }) => [societyId],
	'/(app)/files/[id=id]': ({ fileId }) => [fileId],
	'/(app)/import/[id=id]': ({ importJobId }) => [importJobId],
	'/(app)/import/[id=id]/rejected.csv': ({ importJobId }) => [importJobId],
	'/(app)/societies/[id=id]/results': ({ societyId }) => [societyId],
	'/(app)/societies/[id=id]/people': ({ societyId }) => [societyId],
	'/(app)/societies/[id=id]/history': ({ societyId }) => [societyId],
	'/(app)/programs/[id=id]': ({ programId }) => [programId],
	'/(app)/programs/[id=id]/reports/[month=month]': ({ programId }) => [programId],
	'/(app)/programs/[id=id]/reports/[month=month]/autosave': ({ programId }) => [programId],
	'/(app)/programs/[id=id]/edit': ({ programId }) => [programId],
	'/(app)/programs/[id=id]/end': ({ programId }) => [programId],
	'/(app)/proposals/[id=id]': ({ proposalId }) => [proposalId],
	'/(app)/proposals/new/program/[id=id]': ({ programId }) => [programId],
	'/(app)/proposals/new/program/[id=id]/end': ({ programId }) => [programId],
	'/(app)/people/[id=id]': ({ accountId }) => [accountId],
	'/(app)/people/[id=id]/portfolio': ({ accountId }) => [accountId],
	'/(app)/review/[id=id]': ({ reportId }) => [reportId],
	'/(app)/reports/[id=id]': ({ reportId }) => [reportId],
	'/(app)/kpis/[kpi]': () => KPIS.map(({ id }) => id),
	'/(app)/audit/[seq=id]': () => [1],
	'/(app)/settings/lists/[list]': () => LISTS,
	'/(app)/exports/[table].csv': () => Object.keys(EXPORTS),
	'/(app)/exports/kpis/[kpi].csv': () => KPIS.map(({ id }) => id),
};

/** The address of a route with a value in the place of its parameter; a month stands in the place of a month. */
const addressOf = (id: string, value: string | number) =>
	id
		.replace(/\/\([^)]+\)/g, '')
		.replace('[month=month]', '2026-05')
		.replace(/\[[^\]]+\]/, String(value)) || '/';

/** The addresses of a route, about a society where the route is about one. */
const paths = (id: string, of: Member): string[] =>
	id.includes('[') ? FILLED[id]!(of).map((value) => addressOf(id, value)) : [addressOf(id, '')];

type Verdict = 'pass' | 'stranger' | 'denied';

function verdict(rule: Rule, company: Company, person: Person): Verdict {
	const role = company.roleOf(person);
	if (rule === 'anyone') return 'pass';
	if (!role) return 'stranger';
	return rule === 'signed-in' || reachOf(role, rule) ? 'pass' : 'denied';
}

const rowOf = (id: string) => policy[id] ?? {};

/** Fields in the shape that a route takes: a form, or the data of its page's script. */
const bodyOf = (id: string, fields: Record<string, string>) =>
	rowOf(id).takesJson ? { json: fields } : { form: fields };

/** A page may send its visitor on, but never to the sign-in page, and it tells who it lets in nothing less than 200. */
function expectPage(answer: Answer, expected: Verdict, isEndpoint: boolean, what: string): void {
	const { status, headers } = answer;
	if (expected === 'denied') expect(status, what).toBe(403);
	else if (expected === 'stranger' && isEndpoint) expect(status, what).toBe(401);
	else if (expected === 'stranger') {
		expect(status, what).toBe(303);
		expect(headers.get('location'), what).toMatch(/^\/sign-in\?to=/);
	} else {
		expect([200, 303], what).toContain(status);
		expect(headers.get('location') ?? '', what).not.toContain('to=');
	}
}

/** What can be asked of these routes without a rule that says who may. */
function unruled(list: readonly BuiltRoute[]): string[] {
	return list.flatMap(({ id, isPage, methods, actions }) => {
		const row = rowOf(id);
		return [
			...(isPage && !row.GET ? [`${id} GET`] : []),
			...methods.filter((m) => !row[m as 'GET' | 'POST']).map((m) => `${id} ${m}`),
			...actions.filter((name) => !Object.hasOwn(row.actions ?? {}, name)).map((name) => `${id} ?/${name}`),
		];
	});
}

test('every route, method and action has its rule, and no rule is left over', () => {
	expect(unruled(routes)).toEqual([]);
	expect(Object.keys(policy).filter((id) => !routes.some((route) => route.id === id))).toEqual([]);
	expect(routes.filter(({ id }) => id.includes('[') && !FILLED[id]).map(({ id }) => id)).toEqual([]);
});

test('a planted route, method or action without a rule is noticed', () => {
	const planted = { id: '/(app)/planted', isPage: true, methods: [], actions: ['erase'], loads: 2 };
	const method = { id: '/healthz', isPage: false, methods: ['GET', 'DELETE'], actions: [], loads: 0 };
	const action = { id: '/(app)/account', isPage: true, methods: [], actions: ['signOut', 'erase'], loads: 3 };
	expect(unruled([...routes, planted, method, action])).toEqual([
		'/(app)/planted GET',
		'/(app)/planted ?/erase',
		'/healthz DELETE',
		'/(app)/account ?/erase',
	]);
});

async function expectReads(company: Company, { id, isPage, loads }: BuiltRoute): Promise<void> {
	const rule = rowOf(id).GET!;
	for (const person of PERSONS) {
		const cookie = await company.cookieOf(person);
		const expected = verdict(rule, company, person);
		const member = company.members[person === 'beta' ? 'beta' : 'alpha'];
		for (const path of paths(id, member)) {
			const url = company.server.address + path;
			expectPage(await ask(url, { cookie }), expected, !isPage, `${person} GET ${path}`);
			const head = await ask(url, { cookie, method: 'HEAD' });
			expectPage(head, expected, !isPage, `${person} HEAD ${path}`);
			if (!isPage) continue;
			for (const mask of masks(loads)) {
				const data = `${path === '/' ? '' : path}/__data.json?x-sveltekit-invalidated=${mask}`;
				const { status, body } = await ask(company.server.address + data, { cookie });
				const what = `${person} ${data}`;
				if (expected === 'denied') expect(status, what).toBe(403);
				if (expected === 'stranger') expect(JSON.parse(body), what).toMatchObject({ type: 'redirect' });
				if (expected !== 'pass') expect(body, what).not.toMatch(/"type":"data"|canary/);
				else expect(status, what).toBe(200);
			}
		}
	}
}

for (const route of routes.filter(({ isPage, methods }) => isPage || methods.includes('GET'))) {
	test(`reading ${route.id} is for those its rule names, whole or in parts, and changes nothing`, async ({
		company,
	}) => {
		test.setTimeout(120_000);
		const kept = ['session', 'audit_entry', 'data_version'];
		const before = await dump(company.database, kept);
		await expectReads(company, route);
		expect(await dump(company.database, kept)).toEqual(before);
	});
}

for (const route of routes) {
	test(`${route.id} takes no method it does not have, from nobody`, async ({ company }) => {
		const path = paths(route.id, company.members.alpha)[0]!;
		const takesPost = route.actions.length > 0 || route.methods.includes('POST');
		for (const person of PERSONS) {
			const cookie = await company.cookieOf(person);
			for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', ...(takesPost ? [] : ['POST'])]) {
				const answer = await ask(company.server.address + path, {
					method,
					cookie,
					headers: { origin: company.origin },
					...(method === 'OPTIONS' ? {} : bodyOf(route.id, { probe: '1' })),
				});
				expect(answer.status, `${person} ${method} ${path}`).toBe(405);
			}
		}
	});

	// One-click doors are for the demo: whatever the gate says, in production they stay shut.
	const isShut = (suffix: string) => route.id === '/(auth)/sign-in' && suffix === '?/demo';
	const posts = [
		...route.actions.map((name) => ({
			suffix: name === 'default' ? '' : `?/${name}`,
			rule: rowOf(route.id).actions?.[name],
		})),
		...(route.methods.includes('POST') ? [{ suffix: '', rule: rowOf(route.id).POST }] : []),
	];
	for (const { suffix, rule } of posts) {
		test(`POST ${route.id}${suffix} is for those its rule names, and only from our own pages`, async ({
			company,
		}) => {
			const url = company.server.address + paths(route.id, company.members.alpha)[0]! + suffix;
			for (const person of PERSONS) {
				const expected = verdict(rule!, company, person);
				const send = async (headers: Record<string, string>) =>
					(
						await ask(url, {
							method: 'POST',
							cookie: await company.cookieOf(person),
							headers,
							...bodyOf(route.id, {}),
						})
					).status;
				const status = await send({ origin: company.origin });
				if (isShut(suffix)) expect(status, person).toBe(company.roleOf(person) ? 303 : 403);
				else if (expected === 'pass')
					expect([200, 303, 400, 401, 404, 409, 422, 429], person).toContain(status);
				else expect(status, person).toBe(expected === 'denied' ? 403 : 401);
				expect(await send({ origin: 'https://elsewhere.example' }), person).toBe(403);
				expect(await send({}), person).toBe(403);
				const asScript = { origin: company.origin, 'sec-fetch-site': 'cross-site' };
				expect(await send(asScript), person).toBe(403);
			}
		});
	}
	if (route.actions.length) {
		test(`an action ${route.id} does not have is refused`, async ({ company }) => {
			const url = `${company.server.address}${paths(route.id, company.members.alpha)[0]!}?/nobody`;
			const cookie = await company.cookieOf('admin');
			const answer = await ask(url, {
				method: 'POST',
				cookie,
				headers: { origin: company.origin },
				form: {},
			});
			expect(answer.status).toBe(403);
		});
	}
}

test('what belongs to another society answers as what does not exist', async ({ company }) => {
	const { alpha, beta } = company.members;
	const cookie = await company.cookieOf('alpha');
	const officer = await company.cookieOf('officer');
	const nowhere = 7007;
	const asked: { foreign: number; at: (id: number) => string; json?: object }[] = [];
	for (const { id, loads, isPage } of routes.filter((route) => /\[id(=id)?\]/.test(route.id))) {
		const foreign = Number(FILLED[id]!(beta)[0]);
		expect(foreign, 'the two differ').not.toBe(Number(FILLED[id]!(alpha)[0]));
		const at = (n: number) => addressOf(id, n);
		asked.push({ foreign, at, ...(rowOf(id).takesJson && { json: { base: 0, cells: { spend: '1' } } }) });
		if (isPage)
			for (const mask of masks(loads))
				asked.push({ foreign, at: (n) => `${at(n)}/__data.json?x-sveltekit-invalidated=${mask}` });
	}
	for (const [name, foreign] of [
		['society', beta.societyId],
		['program', beta.programId],
	] as const) {
		for (const route of routes.filter(({ id }) => /exports|kpis|overview|programs$|societies$/.test(id))) {
			for (const path of paths(route.id, alpha))
				asked.push({ foreign, at: (n) => `${path}?${name}=${n}&from=2026-01&to=2026-06` });
		}
	}
	expect(asked.length).toBeGreaterThan(40);
	for (const { foreign, at, json } of asked) {
		const how = json ? { cookie, method: 'POST', json, headers: { origin: company.origin } } : { cookie };
		const other = await ask(company.server.address + at(foreign), how);
		expect(other.body, at(foreign)).not.toContain(canary('beta'));
		if (json) expect(other.status, at(foreign)).toBe(404);
		const none = await ask(company.server.address + at(nowhere), how);
		expect(essence(other, foreign), at(foreign)).toBe(essence(none, nowhere));
	}
	const spoken = await ask(`${company.server.address}/societies/${beta.societyId}`, { cookie: officer });
	expect(spoken.body, 'an officer does see it').toContain(canary('beta'));
});

test('the log says what was asked, and neither who people are nor what opens a door', async ({ company }) => {
	const { societyId } = company.members.beta;
	const cookie = await company.cookieOf('beta');
	const officer = await company.cookieOf('officer');
	const origin = { origin: company.origin };
	for (const path of [
		`/societies/${societyId}`,
		`/societies?q=${canary('beta')}`,
		'/exports/reach.csv',
		'/nowhere',
	]) {
		await ask(company.server.address + path, { cookie });
		await ask(company.server.address + path, { cookie: officer });
	}
	const form = { login: canary('beta'), password: 'a very secret password', to: '' };
	await ask(`${company.server.address}/sign-in?/signIn`, { method: 'POST', headers: origin, form });
	const log = company.server.output();
	expect(log).toContain('"route":"/(app)/societies/[id=id]"');
	for (const secret of [canary('beta'), 'secret password', cookie.split('=')[1]!, officer.split('=')[1]!]) {
		expect(log.includes(secret), `the log holds ${secret.slice(0, 6)}…`).toBe(false);
	}
});

import { describe, expect, it } from 'vitest';
import { ROLES } from '../platform/context.ts';
import { actionName, homeOf, judge, type Question } from './gate.ts';
import { policy } from './policy.ts';

const ask = (routeId: string | null, over: Partial<Question> = {}) =>
	judge({ routeId, method: 'GET', search: new URLSearchParams(), viewer: undefined, ...over });
const as = (role: (typeof ROLES)[number]) => ({ viewer: { role } });
const action = (name: string) => ({ method: 'POST', search: new URLSearchParams([[`/${name}`, '']]) });

describe('the gate', () => {
	it('refuses a route that nobody ruled, whoever asks', () => {
		for (const role of ROLES) expect(ask('/(app)/planted', as(role))).toBe('unruled');
		expect(ask('/(app)/planted')).toBe('unruled');
		expect(ask('constructor', as('admin'))).toBe('unruled');
	});

	it('refuses an action that nobody ruled on a route that is ruled', () => {
		expect(ask('/(auth)/sign-in', action('signIn'))).toBe('pass');
		expect(ask('/(auth)/sign-in', action('planted'))).toBe('unruled');
		expect(ask('/(auth)/sign-in', { method: 'POST' })).toBe('unruled');
		expect(ask('/(auth)/sign-in', action('constructor'))).toBe('unruled');
	});

	it('leads a stranger to the sign-in page from pages, and turns them away from endpoints and forms', () => {
		expect(ask('/(app)/overview')).toBe('sign-in');
		expect(ask('/(app)/overview', { method: 'HEAD' })).toBe('sign-in');
		expect(ask('/(app)/exports/[table].csv')).toBe('stranger');
		expect(ask('/(app)/account', action('signOut'))).toBe('stranger');
	});

	it('lets roles in by their grants and nobody else', () => {
		expect(ask('/(app)/overview', as('leadership'))).toBe('pass');
		expect(ask('/(app)/overview', as('society'))).toBe('pass');
		expect(ask('/(app)/overview', as('admin'))).toBe('denied');
		expect(ask('/(app)/exports/[table].csv', as('admin'))).toBe('denied');
		expect(ask('/(app)/account', as('admin'))).toBe('pass');
	});

	it('knows no method but GET, HEAD and POST, and no POST where none is ruled', () => {
		for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', '']) {
			expect(ask('/(app)/overview', { method, ...as('leadership') })).toBe('method');
			expect(ask(null, { method })).toBe('method');
		}
		expect(ask('/(app)/overview', { method: 'POST', ...as('leadership') })).toBe('method');
		expect(ask('/preferences', { method: 'POST' })).toBe('pass');
		expect(ask('/preferences')).toBe('method');
	});

	it('leaves an address without a route to the page that says so', () => {
		expect(ask(null)).toBe('pass');
	});

	it('sends every role to a first page it may open', () => {
		for (const role of ROLES) {
			const id = `/(app)${homeOf(role)}`;
			expect(policy[id]).toBeDefined();
			expect(ask(id, as(role))).toBe('pass');
		}
	});
});

describe('the name of a form action', () => {
	it.each([
		['', 'default'],
		['?a=1', 'default'],
		['?/signIn', 'signIn'],
		['?a=1&/demo&/signIn', 'demo'],
		['?/', ''],
	])('in %j is %j, as Kit reads it', (search, name) => {
		expect(actionName(new URLSearchParams(search))).toBe(name);
	});
});

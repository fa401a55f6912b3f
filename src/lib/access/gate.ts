import type { AccountRole, Viewer } from '../platform/context.ts';
import { reachOf } from './grants.ts';
import { policy, type Row, type Rule } from './policy.ts';

/** `pass`; `sign-in` (303), `stranger` (401), `denied` (403), `method` (405); `unruled` is refused and logged. */
export type Verdict = 'pass' | 'sign-in' | 'stranger' | 'denied' | 'method' | 'unruled';

/** What is asked for, as Kit sees it. */
export interface Question {
	/** Null when no route matched: Kit then answers 404, which tells nothing. */
	readonly routeId: string | null;
	readonly method: string;
	readonly search: URLSearchParams;
	readonly viewer: Pick<Viewer, 'role'> | undefined;
}

/** The form action a POST names, read as Kit reads it: the first search parameter that begins with a slash. */
export function actionName(search: URLSearchParams): string {
	for (const key of search.keys()) {
		if (key.startsWith('/')) return key.slice(1);
	}
	return 'default';
}

function ruleFor(row: Row, method: string, search: URLSearchParams): Rule | undefined {
	if (method === 'GET' || method === 'HEAD') return row.GET;
	if (row.POST) return row.POST;
	const name = actionName(search);
	return row.actions && Object.hasOwn(row.actions, name) ? row.actions[name] : undefined;
}

/** Decides whether a request may reach its route. Pure; the hook turns the verdict into an answer. */
export function judge({ routeId, method, search, viewer }: Question, rules = policy): Verdict {
	if (!['GET', 'HEAD', 'POST'].includes(method)) return 'method';
	if (routeId === null) return 'pass';
	const row = Object.hasOwn(rules, routeId) ? rules[routeId] : undefined;
	if (!row) return 'unruled';
	const rule = ruleFor(row, method, search);
	if (rule === undefined) return method === 'POST' && row.actions ? 'unruled' : 'method';
	if (rule === 'anyone') return 'pass';
	if (!viewer) return method !== 'POST' && !row.isEndpoint ? 'sign-in' : 'stranger';
	if (rule === 'signed-in') return 'pass';
	return reachOf(viewer.role, rule) ? 'pass' : 'denied';
}

/** Where each role begins. */
const HOMES: Readonly<Record<AccountRole, string>> = {
	leadership: '/overview',
	officer: '/overview',
	auditor: '/overview',
	society: '/workspace',
	admin: '/people',
};

/** The first page of a viewer; the operator of the machine has none, so gets the account page. */
export function homeOf(role: Viewer['role']): string {
	return role === 'operator' ? '/account' : HOMES[role];
}

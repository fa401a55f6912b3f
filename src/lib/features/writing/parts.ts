import type { Section } from './cells.ts';
import { sectionOf } from './cells.ts';
import { stops } from './checks.ts';
import type { Entry } from './entry.svelte.ts';
import type { Finding } from './form.ts';

/** How far a part of the form is. */
export type PartState = 'complete' | 'findings' | 'begun' | 'empty';

/** The parts a form has, in order; a program without indicators has no results to tell. */
export function partsOf({ form }: Entry): Section[] {
	const outcomes: Section[] = form.outcomes.length ? ['outcomes'] : [];
	return ['reach', 'delivery', 'spending', 'volunteers', ...outcomes, 'narrative', 'evidence'];
}

/** What is told of a part: mistakes and open questions first; empty required cells count as not filled in yet. */
export function partState(entry: Entry, part: Section): PartState {
	const own = entry.findings.filter(({ cell }) => cell !== null && sectionOf(cell) === part);
	if (own.some((finding) => stops(finding) && (entry.isStrict || finding.rule !== 'missing')))
		return 'findings';
	const written = Object.entries(entry.cells).some(([cell, text]) => text !== '' && sectionOf(cell) === part);
	if (own.some(({ rule }) => rule === 'missing')) return written ? 'begun' : 'empty';
	const isAsked = entry.form.required.some((cell) => sectionOf(cell) === part);
	return written || isAsked ? 'complete' : 'empty';
}

/** What stands between the form and its submission: findings one by one, empty required cells as one line a part. */
export function openPoints(entry: Entry): {
	readonly told: Finding[];
	readonly missing: { readonly part: Section; readonly cells: string[] }[];
} {
	const told = entry.findings.filter(({ rule }) => rule !== 'missing');
	const empty = entry.findings.flatMap(({ rule, cell }) => (rule === 'missing' && cell ? [cell] : []));
	const missing = partsOf(entry).map((part) => ({
		part,
		cells: empty.filter((cell) => sectionOf(cell) === part),
	}));
	return { told, missing: missing.filter(({ cells }) => cells.length) };
}

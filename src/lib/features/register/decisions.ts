import type { FileRef, SocietyRecord } from '../societies/record.ts';

/** A decision of the ministry about a society. */
export type Decision = {
	readonly id: string;
	readonly on: string;
	readonly text: string | null;
	readonly file: FileRef | null;
} & ({ readonly about: 'status'; readonly status: string } | { readonly about: 'board' | 'merge' | 'split' });

/** Every decision on record that has words or a document, newest first. */
export function decisionsOf({ statuses, boards, ties }: SocietyRecord): Decision[] {
	const all: Decision[] = [
		...statuses.map(({ id, status, startsOn, decision, file }) => ({
			id: `status ${id}`,
			on: startsOn,
			about: 'status' as const,
			status,
			text: decision,
			file,
		})),
		...boards.map(({ id, startsOn, decision, file }) => ({
			id: `board ${id}`,
			on: startsOn,
			about: 'board' as const,
			text: decision,
			file,
		})),
		...ties.map(({ id, kind, happenedOn, decision, file }) => ({
			id: `tie ${id}`,
			on: happenedOn,
			about: kind,
			text: decision,
			file,
		})),
	];
	return all
		.filter(({ text, file }) => text !== null || file !== null)
		.toSorted((a, b) => (a.on < b.on ? 1 : -1));
}

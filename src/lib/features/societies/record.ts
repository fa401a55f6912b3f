import { POSITIONS, type Position } from './model.ts';

/** A file that proves something; its page is `/files/[id]`. */
export interface FileRef {
	readonly id: number;
	readonly name: string;
}

export interface BoardMember {
	readonly id: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly position: Position;
	readonly startsOn: string;
	readonly endsOn: string | null;
}

/** A board's term with whoever sat on it. */
export interface BoardTerm {
	readonly id: number;
	readonly startsOn: string;
	readonly endsOn: string;
	readonly isTemporary: boolean;
	readonly decision: string | null;
	readonly file: FileRef | null;
	readonly members: readonly BoardMember[];
}

/** One stretch of the legal status. */
export interface StatusSpell {
	readonly id: number;
	readonly status: string;
	readonly startsOn: string;
	readonly decision: string | null;
	readonly file: FileRef | null;
}

export interface FormerName {
	readonly id: number;
	readonly nameAr: string;
	readonly nameEn: string;
	/** The last day it was borne. */
	readonly endedOn: string;
}

export interface ContactPerson {
	readonly id: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly dutyAr: string | null;
	readonly dutyEn: string | null;
	readonly email: string | null;
	readonly phone: string | null;
	readonly startsOn: string;
	readonly endsOn: string | null;
}

/** A merger or a split, seen from one of its societies. */
export interface SocietyTie {
	readonly id: number;
	readonly kind: 'merge' | 'split';
	/** Whether this society is where it came from: it was merged into the other, or the other split off it. */
	readonly isSource: boolean;
	/** The other society's page; null to a society, which opens no page but its own. */
	readonly otherId: number | null;
	readonly otherAr: string;
	readonly otherEn: string;
	readonly happenedOn: string;
	readonly decision: string;
	readonly file: FileRef | null;
}

/** A society's histories, each newest first. */
export interface SocietyRecord {
	readonly names: readonly FormerName[];
	readonly statuses: readonly StatusSpell[];
	readonly boards: readonly BoardTerm[];
	readonly contacts: readonly ContactPerson[];
	readonly ties: readonly SocietyTie[];
}

/** The term that covers a day; of a regular and a temporary one the temporary holds. */
export function termOn(boards: readonly BoardTerm[], day: string): BoardTerm | undefined {
	const covering = boards.filter(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn);
	return covering.find(({ isTemporary }) => isTemporary) ?? covering[0];
}

/** The members of a term who sit or sat at its end (or on the day, while it runs), by position. */
export function seated(term: BoardTerm, day: string): BoardMember[] {
	const moment = day < term.endsOn ? day : term.endsOn;
	return term.members
		.filter(({ startsOn, endsOn }) => startsOn <= moment && (endsOn === null || endsOn >= moment))
		.toSorted((a, b) => POSITIONS.indexOf(a.position) - POSITIONS.indexOf(b.position) || a.id - b.id);
}

/** A row that holds from a day on, until a later one does; withdrawn ones never hold. */
export interface Dated {
	readonly id: number;
	readonly startsOn: string;
	readonly withdrawnAt: string | null;
}

/** The later of two rows for the same thing: by the day it starts, then by the order in which they were set. */
export function later<R extends Dated>(a: R, b: R): R {
	if (a.startsOn === b.startsOn) return a.id > b.id ? a : b;
	return a.startsOn > b.startsOn ? a : b;
}

/** The row in force on a day (ISO date) among rows about one thing; withdrawn ones never hold. */
export function inForce<R extends Dated>(rows: readonly R[], day: string): R | undefined {
	return rows
		.filter((row) => row.withdrawnAt === null && row.startsOn <= day)
		.reduce<R | undefined>((best, row) => (best ? later(best, row) : row), undefined);
}

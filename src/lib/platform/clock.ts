/** ISO date `YYYY-MM-DD` of a moment in the pack's time zone. */
export function dateIn(now: Date, timeZone: string): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
}

/** The moment at which a day begins in a time zone. */
export function startOfDay(date: string, timeZone: string): Date {
	const midnight = new Date(`${date}T00:00:00Z`);
	const inZone = new Date(midnight.toLocaleString('en-US', { timeZone }));
	const inUtc = new Date(midnight.toLocaleString('en-US', { timeZone: 'UTC' }));
	return new Date(midnight.getTime() - (inZone.getTime() - inUtc.getTime()));
}

/** `YYYY-MM` shifted by whole months. Example: `addMonths('2026-01', -1)` is `'2025-12'`. */
export function addMonths(month: string, by: number): string {
	const [year, m] = month.split('-').map(Number) as [number, number];
	const index = year * 12 + (m - 1) + by;
	return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** ISO date shifted by whole calendar days. */
export function addDays(date: string, by: number): string {
	const moved = new Date(`${date}T00:00:00Z`);
	moved.setUTCDate(moved.getUTCDate() + by);
	return moved.toISOString().slice(0, 10);
}

/** Calendar days from `from` to `to` (negative when `to` is earlier). */
export function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The last day of a month as an ISO date. */
export function lastDayOf(month: string): string {
	return addDays(`${addMonths(month, 1)}-01`, -1);
}

/** Every month from `from` to `to`, both included, oldest first. */
export function monthsBetween(from: string, to: string): string[] {
	const months: string[] = [];
	for (let m = from; m <= to; m = addMonths(m, 1)) months.push(m);
	return months;
}

/** Whole months from `from` to `to`, both included: `monthCount('2026-01', '2026-03')` is 3. */
export function monthCount(from: string, to: string): number {
	const [y1, m1] = from.split('-').map(Number) as [number, number];
	const [y2, m2] = to.split('-').map(Number) as [number, number];
	return (y2 - y1) * 12 + (m2 - m1) + 1;
}

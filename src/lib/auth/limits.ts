import type { AccountRole } from '../platform/context.ts';

/** How long a session may rest, how long it may live at all; milliseconds. */
export interface SessionLimits {
	readonly idle: number;
	readonly absolute: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

// Staff and societies fill in long forms between telephone calls: half an hour of rest is the longest that a
// shared office desk bears, twelve hours cover the longest working day, so nobody stays signed in overnight.
const STAFF: SessionLimits = { idle: 30 * MINUTE, absolute: 12 * HOUR };
// An administrator can open every door, works in short visits, and has no long forms to lose.
const ADMIN: SessionLimits = { idle: 15 * MINUTE, absolute: 8 * HOUR };

/** The limits of a role's sessions, enforced on the server at every request (ASVS 7.1.1, 7.3.1, 7.3.2). */
export function limitsOf(role: AccountRole): SessionLimits {
	return role === 'admin' ? ADMIN : STAFF;
}

/** A session's end is moved at most this often, so reading pages hardly writes; rest therefore ends up to 2 minutes early. */
export const TOUCH_EVERY = 2 * MINUTE;

/** A session born further in the future than this was made under a wrong clock and is refused. */
export const CLOCK_TOLERANCE = 5 * MINUTE;

/** One person, at most this many browsers; a further sign-in ends the oldest (ASVS 7.1.2). */
export const SESSIONS_PER_ACCOUNT = 5;

/** Whether a role signs in only with a second factor; a society's representatives may choose one (R32). */
export function needsFactor(role: AccountRole): boolean {
	return role !== 'society';
}

/** A second step of a sign-in waits this long, seconds. */
export const STEP_SECONDS = 5 * 60;

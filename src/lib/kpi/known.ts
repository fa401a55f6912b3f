import type { Problem } from '../platform/errors.ts';
import { addDays, startOfDay } from '../platform/clock.ts';

/** Reads one named parameter; repeated parameters and comma lists are the same. */
export type Read = (name: string) => string[];

/** Figures as they were verified on a day: the day (ISO date), and the first moment after it in the pack's time zone. */
export interface AsOf {
	readonly on: string;
	readonly until: string;
}

/** Beside the verified figures: those submitted and not decided yet, or only them. */
export const COUNTS = ['submitted', 'waiting'] as const;
export type Count = (typeof COUNTS)[number];

/** Reads what counts beside the verified figures. */
export function parseCount(value: string | undefined, problems: Problem[]): Count | undefined {
	const count = COUNTS.find((one) => one === value);
	if (value && value !== 'verified' && !count) {
		problems.push({
			place: 'count',
			text: {
				ar: 'هذه القيمة لما يُحسب غير معروفة: تُحسب الأرقام المعتمدة، أو معها المُرسلة، أو المُرسلة وحدها.',
				en: 'What counts is “verified”, with “submitted” figures too, or “waiting” ones alone.',
			},
		});
	}
	return count;
}

/** Reads the day as of which figures are asked; a day that is none, or has not come, is a problem. */
export function parseAsOf(
	read: Read,
	{ today, timeZone }: { today: string; timeZone: string },
	problems: Problem[],
): AsOf | undefined {
	const on = read('asof').at(-1);
	if (!on) return undefined;
	const isDay = /^(199\d|2[01]\d\d)-\d\d-\d\d$/.test(on) && isDate(on);
	if (isDay && on <= today) {
		return { on, until: startOfDay(addDays(on, 1), timeZone).toISOString() };
	}
	problems.push({
		place: 'asof',
		text: isDay
			? { ar: `لم يحن «${on}» بعد.`, en: `“${on}” has not come yet.` }
			: {
					ar: `«${on.slice(0, 40)}» ليس تاريخًا. اكتبوه هكذا: 2026-05-03`,
					en: `“${on.slice(0, 40)}” is not a date. Write it like 2026-05-03.`,
				},
	});
	return undefined;
}

const isDate = (text: string) => {
	const time = Date.parse(`${text}T00:00:00Z`);
	return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
};

import type { Text } from '#lib/i18n/text.ts';
import type { FileRef, SocietyRecord } from '../societies/record.ts';

/** A report as the timeline names it: verified in a month, or reopened in one. */
export interface ReportMention {
	readonly reportId: number;
	readonly version: number;
	readonly period: string;
	readonly program: Text;
}

/** One event of a society. `on` is its day; of a month of reports, its last one. */
export type TimelineEvent = { readonly id: string; readonly on: string } & (
	| { readonly kind: 'registered'; readonly number: string; readonly isFirst: boolean }
	| {
			readonly kind: 'status';
			readonly status: string;
			readonly decision: string | null;
			readonly file: FileRef | null;
	  }
	| { readonly kind: 'name'; readonly former: Text }
	| {
			readonly kind: 'board';
			readonly until: string;
			readonly isTemporary: boolean;
			readonly decision: string | null;
			readonly file: FileRef | null;
	  }
	| {
			readonly kind: 'merge' | 'split';
			readonly isSource: boolean;
			readonly other: Text;
			readonly otherId: number | null;
			readonly decision: string;
			readonly file: FileRef | null;
	  }
	| { readonly kind: 'began' | 'ended'; readonly programId: number; readonly program: Text }
	| {
			readonly kind: 'verified' | 'reopened';
			readonly month: string;
			readonly reports: readonly ReportMention[];
	  }
	| { readonly kind: 'edited'; readonly seq: number; readonly role: string | null }
);

/** A report's version with the days on which it began and ceased to count. */
export interface VersionDays extends ReportMention {
	readonly verifiedOn: string;
	readonly reopenedOn: string | null;
}

/** Everything a timeline is made of. */
export interface TimelineSources {
	readonly registrations: readonly { readonly number: string; readonly startsOn: string }[];
	readonly record: Omit<SocietyRecord, 'contacts'>;
	readonly programs: readonly (Text & {
		readonly id: number;
		readonly startsOn: string;
		readonly endsOn: string | null;
		readonly status: string;
	})[];
	readonly versions: readonly VersionDays[];
	/** Changes of the profile; `role` only for those who may read the audit trail. */
	readonly edits: readonly { readonly seq: number; readonly on: string; readonly role: string | null }[];
}

/** Of one day, what the law knows comes first. */
const RANK = ['status', 'merge', 'split', 'registered', 'name', 'board', 'began', 'ended', 'verified', 'reopened', 'edited']; // prettier-ignore

function byMonth(
	kind: 'verified' | 'reopened',
	versions: readonly VersionDays[],
	dayOf: (version: VersionDays) => string | null,
): TimelineEvent[] {
	const months = new Map<string, { on: string; reports: ReportMention[] }>();
	for (const version of versions) {
		const day = dayOf(version);
		if (day === null) continue;
		const found = months.get(day.slice(0, 7)) ?? { on: day, reports: [] };
		if (day > found.on) found.on = day;
		const { reportId, version: number, period, program } = version;
		found.reports.push({ reportId, version: number, period, program });
		months.set(day.slice(0, 7), found);
	}
	return [...months].map(([month, { on, reports }]) => ({
		id: `${kind} ${month}`,
		on,
		kind,
		month,
		reports,
	}));
}

/** The history of a society as one line of events up to `today`, newest first. */
export function timelineOf(sources: TimelineSources, today: string): TimelineEvent[] {
	const { record, registrations, programs, versions, edits } = sources;
	const first = registrations.map(({ startsOn }) => startsOn).toSorted()[0];
	const events: TimelineEvent[] = [
		...registrations.map(({ number, startsOn }) => ({
			id: `registered ${startsOn}`,
			on: startsOn,
			kind: 'registered' as const,
			number,
			isFirst: startsOn === first,
		})),
		...record.statuses.map(({ id, status, startsOn, decision, file }) => ({
			id: `status ${id}`,
			on: startsOn,
			kind: 'status' as const,
			status,
			decision,
			file,
		})),
		...record.names.map(({ id, nameAr, nameEn, endedOn }) => ({
			id: `name ${id}`,
			on: endedOn,
			kind: 'name' as const,
			former: { ar: nameAr, en: nameEn },
		})),
		...record.boards.map(({ id, startsOn, endsOn, isTemporary, decision, file }) => ({
			id: `board ${id}`,
			on: startsOn,
			kind: 'board' as const,
			until: endsOn,
			isTemporary,
			decision,
			file,
		})),
		...record.ties.map(({ id, kind, isSource, otherAr, otherEn, otherId, happenedOn, decision, file }) => ({
			id: `tie ${id}`,
			on: happenedOn,
			kind,
			isSource,
			other: { ar: otherAr, en: otherEn },
			otherId,
			decision,
			file,
		})),
		...programs.flatMap(({ id, ar, en, startsOn, endsOn, status }) => {
			const program = { programId: id, program: { ar, en } };
			const isOver = endsOn !== null && (status === 'completed' || status === 'stopped' || endsOn < today);
			return [
				{ id: `began ${id}`, on: startsOn, kind: 'began' as const, ...program },
				...(isOver ? [{ id: `ended ${id}`, on: endsOn, kind: 'ended' as const, ...program }] : []),
			];
		}),
		...byMonth('verified', versions, ({ verifiedOn }) => verifiedOn),
		...byMonth('reopened', versions, ({ reopenedOn }) => reopenedOn),
		...edits.map(({ seq, on, role }) => ({ id: `edited ${seq}`, on, kind: 'edited' as const, seq, role })),
	];
	return events
		.filter(({ on }) => on <= today)
		.toSorted((a, b) => (a.on === b.on ? RANK.indexOf(a.kind) - RANK.indexOf(b.kind) : a.on < b.on ? 1 : -1));
}

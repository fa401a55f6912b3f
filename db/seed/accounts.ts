import type { Insertable } from 'kysely';
import { addMonths } from '#lib/platform/clock.ts';
import type { AccountRole } from '#lib/platform/context.ts';
import type { Schema } from '../schema.ts';
import type { Program } from './program.ts';
import type { Society } from './society.ts';
import type { Reporting } from './versions.ts';

type Row<T extends keyof Schema> = Insertable<Schema[T]>;

interface Person {
	readonly login: string;
	readonly ar: string;
	readonly en: string;
	readonly role: AccountRole;
}

/** Invented people; the first officer's id is the second row's. */
const STAFF: readonly Person[] = [
	{ login: 'leader', ar: 'ليلى الدوسري', en: 'Layla Al-Dosari', role: 'leadership' },
	{ login: 'officer', ar: 'مريم الكعبي', en: 'Maryam Al-Kaabi', role: 'officer' },
	{ login: 'officer2', ar: 'خالد السبيعي', en: 'Khalid Al-Subaie', role: 'officer' },
	{ login: 'officer3', ar: 'نورة الحداد', en: 'Noora Al-Haddad', role: 'officer' },
	{ login: 'officer4', ar: 'حسين المرزوق', en: 'Hussain Al-Marzooq', role: 'officer' },
	{ login: 'auditor', ar: 'عبدالله الرميثي', en: 'Abdulla Al-Rumaithi', role: 'auditor' },
	{ login: 'admin', ar: 'سارة البلوشي', en: 'Sara Al-Balooshi', role: 'admin' },
];

const REPRESENTATIVES: readonly Person[] = [
	{ login: 'society', ar: 'فاطمة النعيمي', en: 'Fatima Al-Nuaimi', role: 'society' },
	{ login: 'society2', ar: 'يوسف القصاب', en: 'Yousif Al-Qassab', role: 'society' },
	{ login: 'society3', ar: 'هدى المناعي', en: 'Huda Al-Mannai', role: 'society' },
];

/** The officers' ids; the first is the demo officer's. */
export const OFFICER_IDS = STAFF.flatMap((person, i) => (person.role === 'officer' ? [i + 1] : []));

/** The administrator who changed the demo's settings. */
export const ADMIN_ID = STAFF.findIndex((person) => person.role === 'admin') + 1;

/** The officer in whose portfolio a society is. */
export function officerOf(societyId: number): number {
	return OFFICER_IDS[societyId % OFFICER_IDS.length]!;
}

/** Of the reports of the last months: what is still to be done about them, by society. */
function openKinds(programs: readonly Program[], reporting: Reporting): Map<number, Set<string>> {
	const societyOf = new Map(programs.map((program) => [program.id, program.society.id]));
	const states = new Map(reporting.report.map((row) => [`${row.program_id} ${row.period}`, row.state]));
	const newest = reporting.expected_report.map(({ period }) => period).toSorted();
	const recent = addMonths(newest.at(-1)!, -2);
	const kinds = new Map<number, Set<string>>();
	for (const { program_id, period } of reporting.expected_report) {
		const state = states.get(`${program_id} ${period}`) ?? (period === newest.at(-1) ? 'due' : 'missing');
		if (state === 'verified' || period < recent) continue;
		const society = societyOf.get(program_id)!;
		kinds.set(society, (kinds.get(society) ?? new Set()).add(state));
	}
	return kinds;
}

/**
 * Three working societies of three kinds: those in which every kind of thing is to be done, with many programs that
 * run.
 */
export function represented(
	societies: readonly Society[],
	programs: readonly Program[],
	today: string,
	reporting: Reporting,
): number[] {
	const runs = programs.filter((p) => p.startsOn <= today && (p.endsOn === undefined || p.endsOn >= today));
	const sizes = Map.groupBy(runs, (program) => program.society.id);
	const kinds = openKinds(programs, reporting);
	return ['charitable', 'women', 'youth'].map((category) => {
		const choice = societies.filter(
			(s) => s.category === category && s.status === 'active' && !s.dormant && s.manner !== 'sloppy',
		);
		const interest = (s: Society) => (sizes.get(s.id)?.length ?? 0) + 100 * (kinds.get(s.id)?.size ?? 0);
		return choice.sort((a, b) => interest(b) - interest(a))[0]!.id;
	});
}

/** Accounts without a password: only the demo's own sign-in opens them. */
export function accountRows(
	societies: readonly Society[],
	speaking: readonly number[],
	createdOn: string,
): { account: Row<'account'>[]; portfolio: Row<'portfolio'>[] } {
	const account = [...STAFF, ...REPRESENTATIVES].map((person, i): Row<'account'> => ({
		id: i + 1,
		login: `${person.login}@sharaka.example`,
		email: `${person.login}@mail.example`,
		name_ar: person.ar,
		name_en: person.en,
		role: person.role,
		society_id: speaking[i - STAFF.length] ?? null,
		password_hash: null,
		is_demo: 1,
		created_at: `${createdOn}T06:00:00.000Z`,
	}));
	const portfolio = societies.map((society) => ({
		account_id: officerOf(society.id),
		society_id: society.id,
		starts_on: createdOn,
	}));
	return { account, portfolio };
}

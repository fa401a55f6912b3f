import type { Insertable } from 'kysely';
import { addDays } from '#lib/platform/clock.ts';
import type { Schema } from '../schema.ts';
import { officerOf } from './accounts.ts';

type Row<T extends keyof Schema> = Insertable<Schema[T]>;

/** The rows the proposals are about. */
interface Known {
	readonly today: string;
	readonly account: readonly Row<'account'>[];
	readonly society: readonly Row<'society'>[];
	readonly program: readonly Row<'program'>[];
	readonly program_segment: readonly Row<'program_segment'>[];
	readonly program_governorate: readonly Row<'program_governorate'>[];
}

interface Told {
	readonly kind: Row<'proposal'>['kind'];
	readonly act: 'new' | 'edit' | 'end';
	readonly base?: Readonly<Record<string, unknown>>;
	readonly next: Readonly<Record<string, unknown>>;
	readonly program?: Row<'program'>;
	readonly state?: Row<'proposal'>['state'];
	readonly note?: string;
	readonly decision?: string;
	/** Days before today on which it was proposed. */
	readonly ago: number;
}

const CHAIR = { nameAr: 'سلمان الجابر', nameEn: 'Salman Al-Jaber', position: 'chair' };

/** Proposals of one society with a representative, by its place among the three. */
function toldBy(place: number, known: Known, societyId: number): readonly Told[] {
	const { today } = known;
	const society = known.society.find(({ id }) => id === societyId)!;
	const [program, second] = known.program.filter(
		(row) => row.society_id === societyId && row.status === 'running' && row.ends_on === null,
	);
	const budget = program?.budget_minor ?? 0;
	const dearer = (base: number, by: number) => ({
		base: { budgetMinor: base },
		next: { budgetMinor: base + by * 1000 },
	});
	if (place === 0 && program) {
		const ids = (rows: readonly { program_id: number }[], key: 'segment_id' | 'governorate_id') =>
			rows
				.filter((row) => row.program_id === program.id)
				.map((row) => (row as unknown as Record<string, number>)[key]!)
				.sort((a, b) => a - b);
		const fresh = {
			nameAr: 'نادي القراءة المسائي',
			nameEn: 'Evening reading club',
			purposeAr: 'أن يقرأ كل طفل كتابًا في الشهر مع متطوع.',
			purposeEn: 'That every child reads a book a month with a volunteer.',
			sector: program.sector_id,
			places: ids(known.program_governorate, 'governorate_id'),
			isAbroad: false,
			segments: ids(known.program_segment, 'segment_id'),
			startsOn: addDays(today, 20),
			endsOn: null,
			frequency: 'quarterly',
			budgetMinor: 4_500_000,
			[`target:${Number(today.slice(0, 4)) + 1}`]: 240,
			'indicator:new1': {
				id: null,
				nameAr: 'أطفال قرؤوا عشرة كتب',
				nameEn: 'Children who read ten books',
				unitAr: '٪',
				unitEn: '%',
				direction: 'increase',
				isRatio: true,
				baselineMilli: 15_000,
				testAr: 'أن يقرأ نصف الأطفال عشرة كتب في السنة.',
				testEn: 'Half of the children read ten books in the year.',
				profile: 'linear',
				steps: [{ period: `${Number(today.slice(0, 4)) + 1}-12`, milli: 50_000 }],
			},
		};
		return [
			{ kind: 'program', act: 'new', next: fresh, ago: 12, note: 'اتفقنا مع ثلاث مدارس على استضافة النادي.' },
			{ kind: 'program', act: 'edit', program, ...dearer(budget, 2500), ago: 5, note: 'ارتفعت كلفة النقل.' },
			{
				kind: 'program', act: 'edit', program: second ?? program, state: 'approved', ago: 96,
				base: { endsOn: null, frequency: 'quarterly' }, next: { endsOn: null, frequency: 'monthly' },
				decision: 'اتُّفق عليه في زيارة المتابعة.',
			},
			{
				kind: 'board', act: 'new', state: 'refused', ago: 61, base: {},
				next: { startsOn: addDays(today, -70), endsOn: addDays(today, 660), decision: null, file: null, members: [CHAIR] },
				decision: 'لم يُرفق محضر الجمعية العمومية. أعيدوا الإرسال معه.',
			},
		]; // prettier-ignore
	}
	if (place === 1) {
		const person = {
			nameAr: 'منى العريض',
			nameEn: 'Muna Al-Arrayed',
			dutyAr: 'منسقة البرامج',
			dutyEn: 'Coordinator',
		};
		return [
			{ kind: 'profile', act: 'edit', base: { phone: society.phone ?? null }, next: { phone: '+973 1700 0042' }, ago: 8 },
			{
				kind: 'contact', act: 'new', ago: 3,
				next: { ...person, email: 'muna@sharaka.example', phone: null, from: addDays(today, -3) },
			},
			...(program
				? [{
						kind: 'program' as const, act: 'end' as const, program, state: 'refused' as const, ago: 40,
						base: { endsOn: program.ends_on ?? null }, next: { endsOn: addDays(today, -45), how: 'stopped' },
						note: 'نقص المتطوعين.', decision: 'اتفقنا على تقليص البرنامج بدل إيقافه.',
					}]
				: []),
		]; // prettier-ignore
	}
	return [
		...(program
			? [{
					kind: 'program' as const, act: 'edit' as const, program, ago: 19,
					base: { budgetMinor: budget + 750_000, purposeEn: program.purpose_en ?? null },
					next: { budgetMinor: budget + 1_500_000, purposeEn: `${program.purpose_en ?? ''} Two evenings a week.`.trim() },
				}]
			: []),
		{
			kind: 'profile', act: 'edit', state: 'withdrawn', ago: 33,
			base: { sizeBand: society.size_band ?? null }, next: { sizeBand: 'large' },
		},
		{
			kind: 'profile', act: 'edit', state: 'approved', ago: 150,
			base: { email: null }, next: { email: society.email ?? null }, decision: 'صُحح البريد.',
		},
	]; // prettier-ignore
}

/** What the represented societies proposed: open ones of every kind, one that clashes by now, and decided ones. */
export function proposalRows(known: Known): Row<'proposal'>[] {
	const people = known.account.filter((row) => row.society_id);
	return people.flatMap((person, place) => {
		const societyId = person.society_id!;
		return toldBy(place, known, societyId).map((told): Row<'proposal'> => {
			const { state = 'proposed', act, base = {}, next } = told;
			const on = addDays(known.today, -told.ago);
			const isDecided = state === 'approved' || state === 'refused';
			return {
				kind: told.kind,
				society_id: societyId,
				program_id: told.program?.id ?? null,
				content: JSON.stringify({ act, base, next }),
				base_version: act === 'new' ? null : 1,
				state,
				note: told.note ?? null,
				proposed_by: person.id ?? null,
				proposed_at: `${on}T08:20:00.000Z`,
				decided_by: isDecided ? officerOf(societyId) : null,
				decided_at: isDecided ? `${addDays(on, 6)}T10:05:00.000Z` : null,
				decision_note: told.decision ?? null,
				version: isDecided || state === 'withdrawn' ? 2 : 1,
			};
		});
	});
}

import type { Insertable } from 'kysely';
import { addDays, addMonths } from '#lib/platform/clock.ts';
import type { Schema } from '../schema.ts';
import type { Program } from './program.ts';

type Row<T extends keyof Schema> = Insertable<Schema[T]>;
type Exception = Row<'deadline_exception'> & { readonly id: number };

/** Exceptions to deadlines: one for everyone that has expired, one in force and one to come for a society each. */
export function exceptionRows(today: string, societies: readonly number[], officer: number): Exception[] {
	const stormy = addMonths(today.slice(0, 7), -7);
	const set = (daysAgo: number, at = today) => ({
		set_by: officer,
		set_at: `${addDays(at, -daysAgo)}T08:10:00.000Z`,
		withdrawn_at: null,
		program_id: null,
	});
	return [
		{
			id: 1,
			name_ar: 'مهلة الأمطار الغزيرة',
			name_en: 'Heavy rain',
			society_id: null,
			starts_on: `${stormy}-10`,
			expires_on: `${stormy}-25`,
			extra_days: 7,
			reason: 'أُغلقت مقار كثير من الجمعيات أيامًا بسبب الأمطار الغزيرة',
			...set(3, `${stormy}-10`),
		},
		{
			id: 2,
			name_ar: 'انتقال المقر',
			name_en: 'Move to new offices',
			society_id: societies[0]!,
			starts_on: addDays(today, -24),
			expires_on: addDays(today, 12),
			extra_days: 24,
			reason: 'تنتقل الجمعية إلى مقرها الجديد وسجلاتها مغلقة في أثناء ذلك',
			...set(26),
		},
		{
			id: 3,
			name_ar: 'تحديث نظام المحاسبة',
			name_en: 'New accounting system',
			society_id: societies[1]!,
			starts_on: addDays(today, 15),
			expires_on: addDays(today, 45),
			extra_days: 10,
			reason: 'تنقل الجمعية حساباتها إلى نظام جديد في نهاية السنة',
			...set(2),
		},
	];
}

/** Gives expected reports the later day that an exception granted them; where two do, the later one. */
export function withExceptions(
	expected: readonly Row<'expected_report'>[],
	exceptions: readonly Exception[],
	programs: readonly Program[],
): Row<'expected_report'>[] {
	const societyOf = new Map(programs.map((program) => [program.id, program.society.id]));
	return expected.map((row) => {
		const [granted] = exceptions
			.filter(({ society_id }) => society_id === null || society_id === societyOf.get(row.program_id))
			.filter(({ starts_on, expires_on }) => starts_on <= row.due_on && row.due_on <= expires_on)
			.toSorted((a, b) => b.extra_days - a.extra_days);
		if (!granted) return { ...row, rule_due_on: null, exception_id: null };
		const due_on = addDays(row.due_on, granted.extra_days);
		return { ...row, due_on, rule_due_on: row.due_on, exception_id: granted.id };
	});
}

import type { Insertable } from 'kysely';
import { addDays } from '#lib/platform/clock.ts';
import type { Schema } from '../schema.ts';
import { OFFICER_IDS, officerOf } from './accounts.ts';
import type { Program } from './program.ts';
import type { Reporting } from './versions.ts';

type Row<T extends keyof Schema> = Insertable<Schema[T]>;

/** What officers said, asked and began about the demo's reports. */
export interface ReviewRows {
	readonly report: Row<'report'>[];
	readonly review_event: Row<'review_event'>[];
	readonly report_comment: Row<'report_comment'>[];
	readonly colleague_question: Row<'colleague_question'>[];
	readonly substitution: Row<'substitution'>[];
	readonly decision_limit: Row<'decision_limit'>[];
}

/** The invented ministry reads reports above this amount twice, in minor units. */
const LIMIT = 2_000_000;

const COMMENTED: readonly (readonly [cell: string, text: string])[] = [
	['spend', 'نرجو مطابقة الإنفاق مع كشف المصروفات قبل إعادة الإرسال.'],
	['achievements', 'نرجو ذكر أماكن التوزيع في السرد.'],
	['volunteers', 'عدد المتطوعين أعلى من المعتاد، نرجو التأكد منه.'],
];

/** Of the demo's reports: comments on what was returned, a question to the first officer, a first reading, a substitute. */
export function reviewRows(
	{ report, report_version, review_event }: Pick<Reporting, 'report' | 'report_version' | 'review_event'>,
	programs: readonly Program[],
	{ today, admin }: { readonly today: string; readonly admin: number },
): ReviewRows {
	const [me, colleague, third] = OFFICER_IDS as [number, number, number];
	const society = new Map(programs.map((program) => [program.id, program.society.id]));
	const carer = (row: Row<'report'>) => officerOf(society.get(row.program_id)!);
	const newest = new Map(report_version.map((version) => [version.report_id, version]));
	const yesterday = `${addDays(today, -1)}T07:40:00.000Z`;
	const waiting = report
		.filter(({ state }) => state === 'submitted')
		.toSorted((a, b) => (newest.get(b.id!)!.spend_minor ?? 0) - (newest.get(a.id!)!.spend_minor ?? 0));
	const above = (row: Row<'report'>) => (newest.get(row.id!)!.spend_minor ?? 0) > LIMIT;
	const first = waiting.find(above);
	const asked = waiting.find((row) => row !== first && carer(row) === colleague);
	const returned = report.filter((row) => row.state === 'returned' && carer(row) === me).slice(0, 2);
	return {
		report: report.map((row) => ({ ...row, first_read_by: row === first ? colleague : null })),
		review_event: first
			? [
					...review_event,
					{
						report_id: first.id!,
						version_id: newest.get(first.id!)!.id,
						kind: 'first_read',
						at: yesterday,
						account_id: colleague,
						reason_code: null,
						text: null,
						due_on: null,
					},
				]
			: review_event,
		report_comment: returned.flatMap((row) =>
			COMMENTED.map(([cell, text]) => ({
				report_id: row.id!,
				version_id: newest.get(row.id!)!.id,
				cell,
				text,
				author_id: me,
				at: yesterday,
			})),
		),
		colleague_question: asked
			? [
					{
						report_id: asked.id!,
						asked_by: colleague,
						asked_of: me,
						question: 'هل سبق أن رأيتم مثل هذا العدد لدى هذه الجمعية في الموسم نفسه؟',
						asked_at: yesterday,
					},
				]
			: [],
		substitution: [
			{
				account_id: third,
				substitute_id: me,
				starts_on: addDays(today, -2),
				ends_on: addDays(today, 12),
				set_by: third,
				set_at: `${addDays(today, -3)}T08:10:00.000Z`,
			},
		],
		decision_limit: [
			{
				code: 'report_second_reader',
				amount_minor: LIMIT,
				starts_on: addDays(today, -200),
				reason: 'قراءة ثانية للتقارير كبيرة الإنفاق بقرار لجنة المتابعة',
				set_by: admin,
				set_at: `${addDays(today, -205)}T07:30:00.000Z`,
			},
		],
	};
}

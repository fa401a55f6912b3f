import { describe, expect, it } from 'vitest';
import { decisionsOf } from './decisions.ts';
import { timelineOf, type TimelineSources } from './timeline.ts';

const none: TimelineSources = {
	registrations: [],
	record: { names: [], statuses: [], boards: [], ties: [] },
	programs: [],
	versions: [],
	edits: [],
};
const status = (id: number, startsOn: string, decision: string | null = 'قرار') => ({
	id,
	status: 'active',
	startsOn,
	decision,
	file: null,
});
const program = { id: 5, ar: 'سلال', en: 'Baskets' };
const mention = (reportId: number, verifiedOn: string, reopenedOn: string | null = null) => ({
	reportId,
	version: 1,
	period: '2026-01',
	program,
	verifiedOn,
	reopenedOn,
});
const kinds = (sources: Partial<TimelineSources>, today = '2026-06-20') =>
	timelineOf({ ...none, ...sources }, today).map(({ kind, on }) => `${on} ${kind}`);

describe('a society’s history', () => {
	it('runs newest first, and of one day the law comes before the rest', () => {
		expect(
			kinds({
				registrations: [{ number: '1/ج/خ', startsOn: '2010-05-01' }],
				record: {
					...none.record,
					statuses: [status(1, '2010-05-01'), status(2, '2025-02-01')],
					boards: [
						{
							id: 1,
							startsOn: '2025-02-01',
							endsOn: '2027-01-31',
							isTemporary: false,
							decision: null,
							file: null,
							members: [],
						},
					],
				},
				programs: [{ ...program, startsOn: '2025-02-01', endsOn: null, status: 'running' }],
				edits: [{ seq: 4, on: '2026-01-02', role: null }],
			}),
		).toEqual([
			'2026-01-02 edited',
			'2025-02-01 status',
			'2025-02-01 board',
			'2025-02-01 began',
			'2010-05-01 status',
			'2010-05-01 registered',
		]);
	});

	it('gathers reports by the month they were verified in, and holds each of them', () => {
		const events = timelineOf(
			{ ...none, versions: [mention(1, '2026-03-04', '2026-05-09'), mention(2, '2026-03-20'), mention(3, '2026-04-01')] },
			'2026-06-20',
		); // prettier-ignore
		expect(
			events.map((event) =>
				'reports' in event ? [event.kind, event.month, event.reports.map((r) => r.reportId)] : [],
			),
		).toEqual([
			['reopened', '2026-05', [1]],
			['verified', '2026-04', [3]],
			['verified', '2026-03', [1, 2]],
		]);
	});

	it('says nothing of days that have not come', () => {
		expect(
			kinds({
				programs: [{ ...program, startsOn: '2026-01-01', endsOn: '2026-12-31', status: 'running' }],
			}),
		).toEqual(['2026-01-01 began']);
		expect(
			kinds(
				{ programs: [{ ...program, startsOn: '2026-01-01', endsOn: '2026-12-31', status: 'running' }] },
				'2027-01-01',
			),
		).toEqual(['2026-12-31 ended', '2026-01-01 began']);
	});

	it('calls the first number the registration and the later ones new numbers', () => {
		const events = timelineOf(
			{
				...none,
				registrations: [
					{ number: 'new', startsOn: '2020-01-01' },
					{ number: 'old', startsOn: '2010-01-01' },
				],
			},
			'2026-06-20',
		);
		expect(events).toMatchObject([
			{ number: 'new', isFirst: false },
			{ number: 'old', isFirst: true },
		]);
	});
});

describe('the decisions of a society', () => {
	it('are those with words or a document, newest first', () => {
		const record = {
			...none.record,
			contacts: [],
			statuses: [status(1, '2010-05-01'), status(2, '2020-05-01', null), status(3, '2024-05-01')],
			ties: [
				{
					id: 7,
					kind: 'merge' as const,
					isSource: true,
					otherId: 3,
					otherAr: 'أخرى',
					otherEn: 'Other',
					happenedOn: '2025-01-01',
					decision: 'قرار الدمج',
					file: { id: 1, name: 'decision.pdf' },
				},
			],
		};
		expect(decisionsOf(record).map(({ on, about }) => [on, about])).toEqual([
			['2025-01-01', 'merge'],
			['2024-05-01', 'status'],
			['2010-05-01', 'status'],
		]);
	});
});

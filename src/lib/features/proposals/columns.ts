import { defineTable, type Table } from '#lib/tables/define.ts';
import { societyColumn } from '../societies/columns.ts';
import type { Act, Kind, State } from './model.ts';
import { ASKED, STATE_LABEL, STATE_MARK } from './words.ts';

/** A proposal in a list. */
export interface ProposalRow {
	readonly id: number;
	readonly kind: Kind;
	readonly act: Act;
	readonly state: State;
	readonly societyId: number;
	readonly societyAr: string;
	readonly societyEn: string;
	/** Null when it is about no program; of a proposed one the name it is to have. */
	readonly programId: number | null;
	readonly programAr: string | null;
	readonly programEn: string | null;
	readonly proposedOn: string;
	readonly decidedOn: string | null;
	/** Calendar days from the proposal to the decision, or to today while it waits. */
	readonly days: number;
}

/** Proposals: queue and CSV. */
export const proposalTable = defineTable<ProposalRow>({
	id: 'proposals',
	title: { ar: 'المقترحات', en: 'Proposals' },
	columns: [
		{
			key: 'proposal',
			label: { ar: 'المقترح', en: 'Proposal' },
			type: 'text',
			value: (row, locale) => ASKED[row.kind][row.act][locale],
			code: (row) => `${row.kind}.${row.act}`,
			href: (row) => `/proposals/${row.id}`,
			sort: 'asked',
		},
		societyColumn(),
		{
			key: 'program',
			label: { ar: 'البرنامج', en: 'Program' },
			type: 'text',
			value: (row, locale) => (locale === 'ar' ? row.programAr : row.programEn),
			href: (row) => (row.programId === null ? undefined : `/programs/${row.programId}`),
			sort: ['programAr', 'programEn'],
		},
		{
			key: 'state',
			label: { ar: 'الحالة', en: 'State' },
			type: 'text',
			value: (row, locale) => STATE_LABEL[row.state][locale],
			code: (row) => row.state,
			mark: (row) => STATE_MARK[row.state],
			sort: 'stateOrder',
		},
		{
			key: 'proposed_on',
			label: { ar: 'قُدّم في', en: 'Proposed on' },
			type: 'date',
			value: (row) => row.proposedOn,
			sort: 'proposedOn',
		},
		{
			key: 'days',
			label: { ar: 'أيام الانتظار', en: 'Days waited' },
			help: {
				ar: 'أيام التقويم من تقديم المقترح إلى القرار، أو إلى اليوم ما دام ينتظر.',
				en: 'Calendar days from the proposal to the decision, or to today while it waits.',
			},
			type: 'integer',
			value: (row) => row.days,
			sort: 'days',
		},
		{
			key: 'decided_on',
			label: { ar: 'بُتّ فيه في', en: 'Decided on' },
			type: 'date',
			value: (row) => row.decidedOn,
			sort: 'decidedOn',
			isOptional: true,
		},
	],
});

/** The tables of this feature, in the order of the dictionary. */
export const tables: readonly Table<unknown>[] = [proposalTable];

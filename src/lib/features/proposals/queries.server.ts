import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { scopeOf } from '#lib/access/grants.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Ask } from '#lib/kpi/define.ts';
import { openFilter, unappliedDims, withoutDims, type Dim, type Filter } from '#lib/kpi/filter.ts';
import { missing } from '#lib/platform/errors.ts';
import { PAGE_SIZE, pageWithin, type ListQuery } from '#lib/tables/query.ts';
import { sortField, type Sorting } from '#lib/tables/view.ts';
import { canBePartial } from './apply.server.ts';
import { proposalTable, type ProposalRow } from './columns.ts';
import { contentOf, type Act, type Kind, type State } from './model.ts';
import { readNames, type PartNames } from './names.server.ts';
import { compare, type Comparison } from './parts.ts';
import { recordNow } from './records.server.ts';
import { countProposals, listProposals, PROPOSAL_DIMS } from './rows.server.ts';
import { similarTo, type Alike } from './similar.server.ts';

/** The order that opens the list: what waits longest comes first. */
const WAITING_FIRST: Sorting = { key: 'state', isDescending: false };

export interface ProposalPage {
	readonly rows: readonly ProposalRow[];
	readonly total: number;
	readonly sort: Sorting;
	readonly page: number;
	readonly ignored: readonly Dim[];
}

/** Proposals searched, ordered, by page; a society reads its own. */
export const readProposals = defineQuery<{ filter: Filter; list: ListQuery }, ProposalPage>({
	action: 'proposal.read',
	probe: ({ societyId }) => ({
		filter: openFilter({ society: societyId }),
		list: { q: '', matching: '', sort: null, page: 1 },
	}),
	async run(ctx, scope, { filter, list }) {
		const ignored = unappliedDims(filter, PROPOSAL_DIMS);
		const ask: Ask = { db: ctx.db, scope, today: ctx.today, filter: withoutDims(filter, ignored) };
		const total = await countProposals(ask, list.matching);
		const page = pageWithin(list.page, total);
		const rows = await listProposals(ask, {
			limit: PAGE_SIZE,
			offset: (page - 1) * PAGE_SIZE,
			matching: list.matching,
			order: list.sort ? sortField(proposalTable, list.sort, ctx.locale) : undefined,
		});
		return { rows, total, sort: list.sort ?? WAITING_FIRST, page, ignored };
	},
});

/** A proposal with all that is needed to decide it. */
export interface ProposalPaper {
	readonly id: number;
	readonly version: number;
	readonly kind: Kind;
	readonly act: Act;
	readonly state: State;
	readonly society: Text & { readonly id: number };
	readonly program: (Text & { readonly id: number | null }) | null;
	readonly note: string | null;
	readonly proposedAt: string;
	/** Absent for a society's people where an officer decided: they see the office, not the person. */
	readonly proposedBy: Text | null;
	readonly decidedAt: string | null;
	readonly decidedBy: Text | null;
	readonly decisionNote: string | null;
	/** The version of the record as it is now; null when the record is gone. */
	readonly seen: number | null;
	readonly parts: readonly Comparison[];
	readonly names: PartNames;
	/** Whether what still fits can be approved without what clashes. */
	readonly isPartial: boolean;
	readonly alike: readonly Alike[];
	readonly mayDecide: boolean;
	readonly mayWithdraw: boolean;
}

async function nameOf(db: Kysely<Schema>, account: number | null): Promise<Text | null> {
	if (account === null) return null;
	const row = await db
		.selectFrom('account')
		.select(['name_ar as ar', 'name_en as en'])
		.where('id', '=', account)
		.executeTakeFirst();
	return row ?? null;
}

/** One proposal, compared with the record of today; another society's is missing. */
export const readProposal = defineQuery<{ id: number }, ProposalPaper>({
	action: 'proposal.read',
	probe: ({ proposalId }) => ({ id: proposalId }),
	async run(ctx, scope, { id }) {
		const { db, today, viewer } = ctx;
		const row = await db
			.selectFrom('proposal as r')
			.innerJoin('society as s', 's.id', 'r.society_id')
			.leftJoin('program as p', 'p.id', 'r.program_id')
			.selectAll('r')
			.select(['s.name_ar as society_ar', 's.name_en as society_en'])
			.select(['p.name_ar as program_ar', 'p.name_en as program_en'])
			.where('r.id', '=', id)
			.$if(scope.reach === 'own', (q) =>
				q.where('r.society_id', '=', scope.reach === 'own' ? scope.societyId : -1),
			)
			.executeTakeFirst();
		if (!row) throw missing();
		const content = contentOf(row.content);
		const ref = { kind: row.kind, societyId: row.society_id, programId: row.program_id, content };
		const isOpen = row.state === 'proposed';
		const now = isOpen ? await recordNow(db, ref, today) : undefined;
		const parts = compare(content.base, content.next, now?.parts ?? content.base);
		const named = (key: 'nameAr' | 'nameEn') => String(content.next[key] ?? '');
		const program =
			row.kind !== 'program'
				? null
				: row.program_id === null
					? { id: null, ar: named('nameAr'), en: named('nameEn') }
					: { id: row.program_id, ar: row.program_ar!, en: row.program_en! };
		const isOffice = scope.reach === 'all';
		return {
			id: row.id,
			version: row.version,
			kind: row.kind,
			act: content.act,
			state: row.state,
			society: { id: row.society_id, ar: row.society_ar, en: row.society_en },
			program,
			note: row.note,
			proposedAt: row.proposed_at,
			proposedBy: await nameOf(db, row.proposed_by),
			decidedAt: row.decided_at,
			decidedBy: isOffice ? await nameOf(db, row.decided_by) : null,
			decisionNote: row.decision_note,
			seen: now?.version ?? null,
			parts,
			names: await readNames(db, parts),
			isPartial: canBePartial(ref),
			alike: isOpen && isOffice ? await similarTo(db, ref) : [],
			mayDecide: isOpen && scopeOf(viewer, 'proposal.decide') !== undefined,
			mayWithdraw: isOpen && scopeOf(viewer, 'proposal.write') !== undefined,
		};
	},
});

/** What was proposed about a program and what became of it, newest first. */
export const readProgramProposals = defineQuery<{ programId: number }, ProposalRow[]>({
	action: 'proposal.read',
	probe: ({ programId }) => ({ programId }),
	run: ({ db, today }, scope, { programId }) =>
		listProposals(
			{ db, scope, today, filter: openFilter({ program: programId }) },
			{ limit: 100, order: { field: 'proposedOn', isDescending: true } },
		),
});

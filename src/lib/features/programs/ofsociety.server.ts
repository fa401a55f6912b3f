import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Ask } from '#lib/kpi/define.ts';
import { openFilter, type Filter } from '#lib/kpi/filter.ts';
import { missing } from '#lib/platform/errors.ts';
import { listAttainment } from './attainment.server.ts';
import type { OutcomeRow } from './outcomecolumns.ts';
import { listOutcomes } from './outcomes.server.ts';

/** Rows of a society's lists; the largest has some sixty programs. */
const ROWS = 500;

/** What a program should have reached in the period by now, and what it did; null when nobody told. */
export interface ProgramAttainment {
	readonly programId: number;
	readonly expected: number;
	readonly reached: number | null;
}

interface PeriodOf {
	readonly societyId: number;
	readonly filter: Pick<Filter, 'from' | 'to'>;
}

/** A society's programs with a person target in the period, over all its years. */
export const readSocietyAttainment = defineQuery<PeriodOf, ProgramAttainment[]>({
	action: 'program.read',
	probe: ({ societyId }) => ({ societyId, filter: { from: '2026-01', to: '2026-05' } }),
	async run({ db, today }, scope, { societyId, filter: { from, to } }) {
		if (scope.reach === 'own' && scope.societyId !== societyId) throw missing();
		const ask: Ask = { db, scope, today, filter: openFilter({ from, to, society: societyId }) };
		const found = new Map<number, ProgramAttainment>();
		for (const { programId, expected, reached } of await listAttainment(ask, 'expected', { limit: ROWS })) {
			const before = found.get(programId);
			const told = [before?.reached ?? null, reached].filter((people) => people !== null);
			found.set(programId, {
				programId,
				expected: (before?.expected ?? 0) + expected,
				reached: told.length ? told.reduce((sum, people) => sum + people, 0) : null,
			});
		}
		return [...found.values()];
	},
});

/** Every outcome indicator of a society's programs with its newest verified result up to the end of the period. */
export const readSocietyOutcomes = defineQuery<PeriodOf, OutcomeRow[]>({
	action: 'program.read',
	probe: ({ societyId }) => ({ societyId, filter: { from: '2026-01', to: '2026-05' } }),
	async run({ db, today }, scope, { societyId, filter: { from, to } }) {
		if (scope.reach === 'own' && scope.societyId !== societyId) throw missing();
		const ask: Ask = { db, scope, today, filter: openFilter({ from, to, society: societyId }) };
		return listOutcomes(ask, 'every', { limit: ROWS });
	},
});

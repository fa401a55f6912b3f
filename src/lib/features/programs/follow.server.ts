import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { missing } from '#lib/platform/errors.ts';

/** A program that another one continues, or that continues it. */
export interface ProgramRef extends Text {
	readonly id: number;
	readonly startsOn: string;
	readonly endsOn: string | null;
}

export interface Continuations {
	readonly continues: ProgramRef | null;
	readonly continuedBy: readonly ProgramRef[];
}

/** Programs that may follow one; more than a few would be a mistake of the register. */
const FOLLOWERS = 20;

/** Which program this one continues, and which continue it; those of other societies are not a society's to see. */
export const readContinuations = defineQuery<{ id: number }, Continuations>({
	action: 'program.read',
	probe: ({ programId }) => ({ id: programId }),
	async run({ db }, scope, { id }) {
		const inScope = db
			.selectFrom('program')
			.$if(scope.reach === 'own', (q) =>
				q.where('society_id', '=', scope.reach === 'own' ? scope.societyId : -1),
			);
		const program = await inScope.select('continues_id').where('id', '=', id).executeTakeFirst();
		if (!program) throw missing();
		const named = inScope.select([
			'id',
			'name_ar as ar',
			'name_en as en',
			'starts_on as startsOn',
			'ends_on as endsOn',
		]);
		return {
			continues: (await named.where('id', '=', program.continues_id ?? -1).executeTakeFirst()) ?? null,
			continuedBy: await named.where('continues_id', '=', id).orderBy('starts_on').limit(FOLLOWERS).execute(),
		};
	},
});

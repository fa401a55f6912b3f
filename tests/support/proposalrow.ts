import type { Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';

/** An open proposal about a program: another purpose, and a larger budget; `word` stands in each of its texts. */
export async function addProposal(
	trx: Transaction<Schema>,
	of: { readonly id: number; readonly societyId: number; readonly programId: number },
	word: string,
	at: Date,
): Promise<number> {
	const content = {
		act: 'edit',
		base: { purposeAr: `${word} purpose_ar`, budgetMinor: 1000 },
		next: { purposeAr: `${word} proposed`, budgetMinor: 2000 },
	};
	const { id } = await trx
		.insertInto('proposal')
		.values({
			id: of.id,
			kind: 'program',
			society_id: of.societyId,
			program_id: of.programId,
			content: JSON.stringify(content),
			base_version: 1,
			state: 'proposed',
			note: word,
			proposed_at: at.toISOString(),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

import { defineCommand } from '../../access/procedures.server.ts';
import type { WriteContext } from '../../platform/context.ts';
import { invalid, missing } from '../../platform/errors.ts';
import { accountOf } from './account.server.ts';
import { portfolioBulk, portfolioOne, portfolioRemoval } from './schema.ts';

const ministry = () => Promise.resolve(null);

async function sizeOf({ trx }: WriteContext, id: number): Promise<number> {
	const { n } = await trx
		.selectFrom('portfolio')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.where('account_id', '=', id)
		.executeTakeFirstOrThrow();
	return n;
}

/** Only an officer has a portfolio. */
async function officerOf({ trx }: WriteContext, id: number): Promise<void> {
	const account = await accountOf(trx, id);
	if (account.role !== 'officer') {
		throw invalid({ ar: 'المحفظة لموظفي المتابعة وحدهم.', en: 'Only officers have a portfolio.' });
	}
}

async function auditSize(write: WriteContext, id: number, before: number): Promise<void> {
	const after = await sizeOf(write, id);
	await write.audit({
		objectType: 'account',
		objectId: id,
		before: { portfolio: before },
		after: { portfolio: after },
	});
}

/** Puts one society into an officer's portfolio from a date; one that is there keeps its place and gets the new date. */
export const assignSociety = defineCommand({
	action: 'portfolio.write',
	isGuarded: true,
	input: portfolioOne,
	probe: ({ societyId, accountId: id }) => ({ id, societyId, startsOn: '2026-01-01' }),
	owner: ministry,
	async run(write, { id, societyId, startsOn }) {
		await officerOf(write, id);
		const before = await sizeOf(write, id);
		const found = await write.trx
			.selectFrom('society')
			.select('id')
			.where('id', '=', societyId)
			.executeTakeFirst();
		if (!found) throw missing();
		await write.trx
			.insertInto('portfolio')
			.values({ account_id: id, society_id: societyId, starts_on: startsOn })
			.onConflict((existing) => existing.doUpdateSet({ starts_on: startsOn }))
			.execute();
		await auditSize(write, id, before);
	},
});

/** Adds every society of a category, a governorate, or both to an officer's portfolio; those already there stay as they are. */
export const assignGroup = defineCommand({
	action: 'portfolio.write',
	isGuarded: true,
	input: portfolioBulk,
	probe: ({ accountId: id }) => ({ id, category: null, governorate: null, startsOn: '2026-01-01' }),
	owner: ministry,
	async run(write, { id, category, governorate, startsOn }) {
		await officerOf(write, id);
		const before = await sizeOf(write, id);
		await write.trx
			.insertInto('portfolio')
			.columns(['account_id', 'society_id', 'starts_on'])
			.expression((eb) =>
				eb
					.selectFrom('society')
					.select((s) => [s.val(id).as('account_id'), 'society.id', s.val(startsOn).as('starts_on')])
					.$if(category !== null, (q) => q.where('category_id', '=', category))
					.$if(governorate !== null, (q) => q.where('governorate_id', '=', governorate)),
			)
			.onConflict((existing) => existing.doNothing())
			.execute();
		await auditSize(write, id, before);
	},
});

/** Takes societies out of an officer's portfolio. */
export const unassignSociety = defineCommand({
	action: 'portfolio.write',
	isGuarded: true,
	input: portfolioRemoval,
	probe: ({ societyId, accountId: id }) => ({ id, societyId }),
	owner: ministry,
	async run(write, { id, societyId }) {
		await officerOf(write, id);
		const before = await sizeOf(write, id);
		await write.trx
			.deleteFrom('portfolio')
			.where('account_id', '=', id)
			.where('society_id', '=', societyId)
			.execute();
		await auditSize(write, id, before);
	},
});

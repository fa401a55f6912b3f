import { sql } from 'kysely';
import type { Database } from '#db/connection.server.ts';
import { searchKey } from '#lib/i18n/fold.ts';
import { rebuildRollups } from '#lib/kpi/rollup.server.ts';
import type { Foreign } from '#lib/access/procedures.server.ts';
import { addProposal } from './proposalrow.ts';
import { addImport } from './twoimports.ts';
import { canary, firstId, IDS, NOW, texts, type Name, type Trx } from './twonames.ts';
import { addNotices, addProgram, addReview } from './tworows.ts';
import { freshDatabase } from './world.ts';

export { canary, NOW, type Name };

/** One society of the world with the ids of what belongs to it. */
export interface Member extends Foreign {
	readonly accountId: number;
}

async function addSociety(trx: Trx, name: Name): Promise<Member> {
	const names = { name_ar: `جمعية ${canary(name)}`, name_en: `Society ${canary(name)}` };
	const search_key = searchKey(names.name_ar, names.name_en);
	const { id: societyId } = await trx
		.insertInto('society')
		.values({
			id: IDS[name].id,
			...names,
			...texts(name, 'scope_ar', 'scope_en', 'email', 'phone'),
			search_key,
			match_key: canary(name),
			category_id: await firstId(trx, 'category'),
			governorate_id: await firstId(trx, 'governorate'),
			founded_on: '2010-01-01',
			status: 'active',
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const mine = { society_id: societyId, starts_on: '2025-01-01' };
	const { id: fileId } = await trx
		.insertInto('stored_file')
		.values({
			id: IDS[name].file,
			sha256: name.padEnd(64, '0'),
			name: `${canary(name)}.pdf`,
			media_type: 'application/pdf',
			bytes: 1,
			society_id: societyId,
			uploaded_at: NOW.toISOString(),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await trx
		.insertInto('society_registration')
		.values({ ...mine, number: canary(name) })
		.execute();
	await trx
		.insertInto('society_status')
		.values({ ...mine, status: 'active', decision: canary(name) })
		.execute();
	await trx
		.insertInto('board_term')
		.values({ ...mine, ends_on: '2026-03-31', decision: canary(name) })
		.execute();
	const { id: accountId } = await trx
		.insertInto('account')
		.values({
			id: IDS[name].account,
			login: canary(name),
			...names,
			role: 'society',
			society_id: societyId,
			created_at: NOW.toISOString(),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const expires_at = NOW.getTime() + 86_400_000;
	await trx
		.insertInto('session')
		.values({
			id: name.padEnd(64, '0'),
			account_id: accountId,
			public_id: canary(name),
			created_at: NOW.getTime(),
			expires_at,
			authz_version: 1,
			auth_level: 'password',
			agent: canary(name),
		})
		.execute();
	const { programId, reportId } = await addProgram(trx, name, societyId);
	const proposal = { id: IDS[name].notice, societyId, programId };
	const proposalId = await addProposal(trx, proposal, canary(name), NOW);
	const talk = await addReview(trx, name, reportId);
	const noticeId = await addNotices(trx, name, accountId, reportId);
	const job = { id: IDS[name].notice + 500, societyId, accountId, at: NOW };
	const importJobId = await addImport(trx, canary(name), job);
	return { societyId, programId, reportId, fileId, accountId, noticeId, importJobId, proposalId, ...talk };
}

/** A notice about the report and a mail that speaks of it. */
/** A database with these societies, added in this order, so that Alpha has the same ids with and without Beta. */
export async function worldOf<N extends Name>(
	...names: N[]
): Promise<{ database: Database; members: Record<N, Member> }> {
	const database = await freshDatabase();
	const members = await database.writer.transaction().execute(async (trx) => {
		const added: Partial<Record<Name, Member>> = {};
		for (const name of names) added[name] = await addSociety(trx, name);
		await rebuildRollups(trx);
		return added as Record<N, Member>;
	});
	return { database, members };
}

/**
 * Every row of every table as text, each with its table's name; two equal dumps are two equal databases. Of a search
 * index the texts count, not the pages it keeps them in.
 */
export async function dump(database: Database, except: readonly string[] = []): Promise<string[]> {
	const { rows: tables } = await sql<{ name: string }>`
		select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual')
		and name not like 'sqlite%' order by name`.execute(database.reader);
	const found: string[] = [];
	for (const { name } of tables) {
		if (except.includes(name)) continue;
		const { rows } = await sql`select * from ${sql.table(name)}`.execute(database.reader);
		found.push(...rows.map((row) => `${name} ${JSON.stringify(row)}`));
	}
	return found;
}

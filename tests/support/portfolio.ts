import type { Database } from '#db/connection.server.ts';

/** An officer with every second of these societies; the last one's begins far in the future. */
export async function addOfficer(database: Database, societyIds: readonly number[]): Promise<number> {
	const { id } = await database.writer
		.insertInto('account')
		.values({
			login: 'portfolio.officer',
			name_ar: 'موظف متابعة',
			name_en: 'Officer',
			role: 'officer',
			created_at: '2026-01-01T00:00:00.000Z',
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await database.writer
		.insertInto('portfolio')
		.values(
			societyIds
				.filter((society_id, i) => i % 2 === 0 || society_id === societyIds.at(-1))
				.map((society_id) => ({
					account_id: id,
					society_id,
					starts_on: society_id === societyIds.at(-1) ? '2199-01-01' : '2026-01-01',
				})),
		)
		.execute();
	return id;
}

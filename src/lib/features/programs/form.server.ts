import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { missing } from '#lib/platform/errors.ts';
import { contentOf } from './content.server.ts';
import { typedOf } from './fields.ts';

/** A row of a list as the form offers it. */
export interface Offered extends Text {
	readonly id: number;
}

/** What a program's form chooses from today. */
export interface ProgramLists {
	readonly sectors: readonly Offered[];
	readonly places: readonly Offered[];
	readonly segments: readonly Offered[];
}

async function offered(
	db: Kysely<Schema>,
	list: 'sector' | 'governorate' | 'segment',
	today: string,
	which = sql`true`,
): Promise<Offered[]> {
	const { rows } = await sql<Offered>`select id, name_ar as ar, name_en as en from ${sql.table(list)}
		where (retired_on is null or retired_on > ${today}) and ${which} order by sort, id limit 500`.execute(db);
	return rows;
}

/** Sectors, places and segments on offer; "several" and "not specified" are for reports, a program names its places. */
export const readProgramLists = defineQuery<undefined, ProgramLists>({
	action: 'program.read',
	probe: () => undefined,
	run: async ({ db, today }) => ({
		sectors: await offered(db, 'sector', today),
		places: await offered(db, 'governorate', today, sql`kind in ('governorate', 'camp')`),
		segments: await offered(db, 'segment', today),
	}),
});

/** A program as its form begins. */
export interface ProgramForm {
	readonly id: number;
	readonly version: number;
	readonly societyId: number;
	readonly name: Text;
	readonly society: Text;
	/** A stopped program changes no more. */
	readonly isOpen: boolean;
	readonly startsOn: string;
	readonly endsOn: string | null;
	readonly typed: Record<string, string>;
}

/** A program with the version of it that is on screen; another society's is missing. */
export const readProgramForm = defineQuery<{ id: number }, ProgramForm>({
	action: 'program.read',
	probe: ({ programId }) => ({ id: programId }),
	async run({ db, today, pack }, scope, { id }) {
		const row = await db
			.selectFrom('program')
			.selectAll()
			.where('id', '=', id)
			.$if(scope.reach === 'own', (q) =>
				q.where('society_id', '=', scope.reach === 'own' ? scope.societyId : -1),
			)
			.executeTakeFirst();
		if (!row) throw missing();
		const society = await db
			.selectFrom('society')
			.select(['name_ar as ar', 'name_en as en'])
			.where('id', '=', row.society_id)
			.executeTakeFirstOrThrow();
		return {
			id: row.id,
			version: row.version,
			societyId: row.society_id,
			name: { ar: row.name_ar, en: row.name_en },
			society,
			isOpen: row.status !== 'stopped',
			startsOn: row.starts_on,
			endsOn: row.ends_on,
			typed: typedOf(await contentOf(db, row, today), pack.currencyDigits),
		};
	},
});

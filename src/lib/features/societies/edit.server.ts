import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import { missing } from '#lib/platform/errors.ts';
import { isStanding, type SocietyStatus } from './model.ts';

/** A row of a reference list as a form offers it. */
export interface Listed {
	readonly id: number;
	readonly nameAr: string;
	readonly nameEn: string;
}

/** The lists a society's form chooses from; what is retired is not offered any more. */
export interface RegisterLists {
	readonly categories: readonly Listed[];
	readonly governorates: readonly Listed[];
	readonly towns: readonly (Listed & { readonly governorateId: number })[];
}

/** See `readRegisterLists`. */
export async function listRegister(db: Kysely<Schema>, today: string): Promise<RegisterLists> {
	const list = (name: 'category' | 'governorate' | 'town') =>
		db
			.selectFrom(name)
			.select(['id', 'name_ar as nameAr', 'name_en as nameEn'])
			.where((eb) =>
				eb.or([
					eb('retired_on', 'is', null),
					eb('retired_on', '>', today),
					eb('id', 'in', eb.selectFrom('society').select(`${name}_id as id`).$narrowType<{ id: number }>()),
				]),
			)
			.orderBy('sort')
			.orderBy('id')
			.limit(2000);
	return {
		categories: await list('category').execute(),
		governorates: await list('governorate').execute(),
		towns: await list('town').select('governorate_id as governorateId').execute(),
	};
}

/** Categories, governorates and towns on offer today, and retired ones that societies still have. */
export const readRegisterLists = defineQuery<undefined, RegisterLists>({
	action: 'society.write',
	probe: () => undefined,
	run: ({ db, today }) => listRegister(db, today),
});

/** A society as its form shows it. */
export interface SocietyForm {
	readonly id: number;
	readonly version: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly status: SocietyStatus;
	/** A society that was merged or dissolved changes no more. */
	readonly isStanding: boolean;
	readonly category: number;
	readonly governorate: number;
	readonly town: number | null;
	readonly scopeAr: string | null;
	readonly scopeEn: string | null;
	readonly foundedOn: string | null;
	readonly sizeBand: string | null;
	readonly email: string | null;
	readonly phone: string | null;
	readonly number: string | null;
}

/** A society with the version of it that is on screen. */
export const readSocietyForm = defineQuery<{ id: number }, SocietyForm>({
	action: 'society.write',
	probe: ({ societyId }) => ({ id: societyId }),
	async run({ db }, _scope, { id }) {
		const row = await db
			.selectFrom('society')
			.select(['id', 'version', 'name_ar as nameAr', 'name_en as nameEn', 'status'])
			.select(['category_id as category', 'governorate_id as governorate', 'town_id as town'])
			.select(['scope_ar as scopeAr', 'scope_en as scopeEn', 'founded_on as foundedOn'])
			.select(['size_band as sizeBand', 'email', 'phone'])
			.select((eb) =>
				eb
					.selectFrom('society_registration as n')
					.select('n.number')
					.whereRef('n.society_id', '=', 'society.id')
					.orderBy('n.starts_on', 'desc')
					.limit(1)
					.as('number'),
			)
			.where('id', '=', id)
			.executeTakeFirst();
		if (!row) throw missing();
		return { ...row, isStanding: isStanding(row.status) };
	},
});

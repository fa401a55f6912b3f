import type { Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { missing } from '../../platform/errors.ts';

/** An account as a change finds it; throws `missing` without one. */
export async function accountOf(trx: Transaction<Schema>, id: number) {
	const row = await trx
		.selectFrom('account')
		.select(['id', 'role', 'society_id', 'name_ar', 'name_en', 'email', 'disabled_at', 'is_demo'])
		.where('id', '=', id)
		.executeTakeFirst();
	if (!row) throw missing();
	return row;
}

import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { transact } from '#lib/access/procedures.server.ts';
import type { Context, WriteContext } from '#lib/platform/context.ts';
import type { Duty } from '#lib/platform/duties.server.ts';
import { KPIS } from '../dashboard/registry.server.ts';
import type { List, Values } from './references.server.ts';

/** Columns a change may set; anything else in a stored change is not taken. */
const COLUMNS = new Set([
	'name_ar', 'name_en', 'sort', 'retired_on', 'governorate_id', 'kind', 'min_age', 'max_age', 'is_contact',
	'currency_ar', 'ministry_ar', 'ministry_en', 'currency', 'currency_digits',
]); // prettier-ignore

const setsOf = (values: Values) => Object.entries(values).filter(([column]) => COLUMNS.has(column));

const rowOf = (list: List | 'pack', code: string) => (list === 'pack' ? sql`id = 1` : sql`code = ${code}`);

/** What a row holds now of the columns that a change sets; undefined when there is no such row yet. */
async function heldBefore({ trx }: WriteContext, list: List | 'pack', code: string, after: Values) {
	const columns = sql.join(setsOf(after).map(([column]) => sql.ref(column)));
	const { rows } =
		await sql<Values>`select ${columns} from ${sql.table(list)} where ${rowOf(list, code)}`.execute(trx);
	return rows[0];
}

/** Writes a change's values to its row; an entry that is not there yet is added. */
async function writeValues(
	{ trx, now }: WriteContext,
	list: List | 'pack',
	code: string,
	isNew: boolean,
	after: Values,
) {
	const values = [...setsOf(after), ['edited_at', now.toISOString()] as const];
	if (!isNew) {
		const sets = sql.join(values.map(([column, value]) => sql`${sql.ref(column)} = ${value}`));
		await sql`update ${sql.table(list)} set ${sets} where ${rowOf(list, code)}`.execute(trx);
		return;
	}
	const all = [['code', code] as const, ['source', 'ministry'] as const, ...values];
	const columns = sql.join(all.map(([column]) => sql.ref(column)));
	await sql`insert into ${sql.table(list)} (${columns}) values (${sql.join(all.map(([, value]) => value))})`.execute(
		trx,
	);
}

/** Whether a change gives every stored sum another meaning. */
const movesMoney = (after: Values) => 'currency' in after || 'currency_digits' in after;

/** Whether any sum of money is in the database: its minor units would mean something else in another currency. */
export async function holdsMoney(db: Kysely<Schema>): Promise<boolean> {
	const ofMoney = KPIS.filter(({ unit }) => unit.startsWith('money')).map(({ id }) => id);
	const { rows } = await sql`
		select 1 where exists (select 1 from report_version where spend_minor is not null)
			or exists (select 1 from delivery_line where value_minor is not null)
			or exists (select 1 from program where budget_minor is not null)
			or exists (select 1 from kpi_target where withdrawn_at is null and kpi in (${sql.join(ofMoney)}))`.execute(
		db,
	);
	return rows.length > 0;
}

/**
 * Applies the changes of lists and country values whose day has come, in the caller's transaction; each once.
 * A currency that was to change is withdrawn when sums were entered since. Returns how many. `only` is the one that was just recorded and begins today.
 */
export async function applyIn(write: WriteContext, only?: number): Promise<number> {
	const { trx, today, now, audit } = write;
	const due = await trx
		.selectFrom('reference_change')
		.selectAll()
		.where('starts_on', '<=', today)
		.where('applied_at', 'is', null)
		.where('withdrawn_at', 'is', null)
		.$if(only !== undefined, (q) => q.where('id', '=', only ?? -1))
		.orderBy('starts_on')
		.orderBy('id')
		.limit(500)
		.execute();
	for (const change of due) {
		const after = JSON.parse(change.after) as Values;
		if (change.list === 'pack' && movesMoney(after) && (await holdsMoney(trx))) {
			await trx
				.updateTable('reference_change')
				.set({ withdrawn_at: now.toISOString() })
				.where('id', '=', change.id)
				.execute();
			await audit({
				objectType: 'reference_change',
				objectId: change.id,
				before: { startsOn: change.starts_on, withdrawn: false },
				after: { withdrawn: true },
			});
			continue;
		}
		const before = await heldBefore(write, change.list, change.code, after);
		await writeValues(write, change.list, change.code, !before, after);
		await trx
			.updateTable('reference_change')
			.set({ applied_at: now.toISOString() })
			.where('id', '=', change.id)
			.where('applied_at', 'is', null)
			.execute();
		await audit({
			objectType: change.list,
			objectId: change.code,
			...(before && { before }),
			after: { ...after, changeId: change.id, startsOn: change.starts_on },
		});
	}
	return due.length;
}

/** Whether a change waits whose day has come. */
async function isAnyDue({ db, today }: Context): Promise<boolean> {
	const row = await db
		.selectFrom('reference_change')
		.select('id')
		.where('starts_on', '<=', today)
		.where('applied_at', 'is', null)
		.where('withdrawn_at', 'is', null)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}

/**
 * Applies every change whose day has come, as the system's own act: each audit entry names the change that a person
 * recorded before. Safe to call at any time and at once from several places. Returns how many were applied.
 */
export async function applyDueChanges(ctx: Context): Promise<number> {
	if (!(await isAnyDue(ctx))) return 0;
	let applied = 0;
	await transact(ctx, 'settings.apply', async (trx) => {
		applied = await applyIn(trx);
		// Another process was faster: nothing is left to write or to audit.
		if (!applied) trx.isRepeat();
	});
	return applied;
}

/** Dated changes of lists and country values take effect on their day. */
export const settingsDuty: Duty = { name: 'settings.apply', run: applyDueChanges };

import { reachOf, grants, type Action, type Reach } from '#lib/access/grants.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import { ACTION_LABEL } from '#lib/access/words.ts';
import type { Text } from '#lib/i18n/text.ts';
import { ROLES, type AccountRole } from '#lib/platform/context.ts';
import { definitionOf, type Definition } from './evidence.server.ts';
import { listsOf } from './lists.ts';
import { KPIS } from './registry.server.ts';

/** Limits of a measure from a day on. */
export interface Threshold {
	readonly good: number;
	readonly watch: number;
	readonly startsOn: string;
}

/** A measure as the dictionary states it. */
export interface DictionaryMeasure {
	readonly kpi: Definition;
	/** Its lists of rows with the table each belongs to. */
	readonly lists: readonly { readonly id: string; readonly label: Text; readonly tableId: string }[];
	/** Newest first. */
	readonly thresholds: readonly Threshold[];
}

/** An action with how far each role reaches; null is not allowed. */
export interface Permission {
	readonly action: Action;
	readonly label: Text;
	readonly reach: Readonly<Record<AccountRole, Reach | null>>;
}

/** Everything the system declares of itself apart from the tables' columns, which pages know already. */
export const readDictionary = defineQuery<
	undefined,
	{ measures: DictionaryMeasure[]; permissions: Permission[] }
>({
	action: 'dictionary.read',
	probe: () => undefined,
	async run(ctx) {
		const rows = await ctx.db
			.selectFrom('kpi_threshold')
			.where('level', '=', 'country')
			.where('withdrawn_at', 'is', null)
			.select(['kpi', 'good', 'watch', 'starts_on as startsOn'])
			.orderBy('starts_on', 'desc')
			.execute();
		return {
			measures: KPIS.map((kpi) => ({
				kpi: definitionOf(kpi),
				lists: listsOf(kpi).map(({ id, set }) => ({ id, label: set.label, tableId: set.table.id })),
				thresholds: rows
					.filter((row) => row.kpi === kpi.id)
					.map(({ good, watch, startsOn }) => ({ good, watch, startsOn })),
			})),
			permissions: (Object.keys(grants) as Action[]).map((action) => ({
				action,
				label: ACTION_LABEL[action],
				reach: Object.fromEntries(
					ROLES.map((role) => [role, reachOf(role, action) ?? null]),
				) as Permission['reach'],
			})),
		};
	},
});

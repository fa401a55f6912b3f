import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { reachOf, grants, type Action, type Reach } from '#lib/access/grants.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import { ACTION_LABEL } from '#lib/access/words.ts';
import type { Text } from '#lib/i18n/text.ts';
import { DIM_LABEL, type CodeDim } from '#lib/kpi/filter.ts';
import { readTargets } from '#lib/kpi/settings.server.ts';
import { ROLES, type AccountRole } from '#lib/platform/context.ts';
import { SECTION_LABEL } from '../reports/reviewcolumns.ts';
import { SEX_LABEL } from '../beneficiaries/columns.ts';
import { LISTS, readEntries, type List } from '../settings/references.server.ts';
import { ruleLines } from '../settings/rules.server.ts';
import { thresholdLines } from '../settings/thresholds.server.ts';
import { definitionOf, type Definition } from './evidence.server.ts';
import { listsOf } from './lists.ts';
import { KPIS } from './registry.server.ts';

/** Limits of a measure from a day on. */
export interface Threshold {
	readonly good: number;
	readonly watch: number;
	readonly startsOn: string;
	readonly phase: 'holds' | 'coming' | 'past';
}

/** What the whole country aims at in a year, in the measure's unit. */
export interface CountryTarget {
	readonly year: number;
	readonly value: number;
}

/** A list of values people choose from and figures are cut by; retired values stay, so that old rows can be read. */
export interface DictionaryList {
	readonly id: string;
	readonly label: Text;
	/** The name in addresses and on the command line, where the list is a dimension. */
	readonly dim: string | null;
	readonly values: readonly (Text & { readonly code: string; readonly retiredOn: string | null })[];
}

/** A period rule with what holds and what is coming. */
export interface DictionaryRule {
	readonly code: string;
	readonly label: Text;
	readonly days: number;
	readonly dayKind: 'calendar' | 'working';
	readonly startsOn: string;
	readonly phase: 'holds' | 'coming';
	readonly source: string;
}

/** A measure as the dictionary states it. */
export interface DictionaryMeasure {
	readonly kpi: Definition;
	/** Its lists of rows with the table each belongs to. */
	readonly lists: readonly { readonly id: string; readonly label: Text; readonly tableId: string }[];
	/** Newest first. */
	readonly thresholds: readonly Threshold[];
	/** Those in force, newest year first. */
	readonly targets: readonly CountryTarget[];
}

/** An action with how far each role reaches; null is not allowed. */
export interface Permission {
	readonly action: Action;
	readonly label: Text;
	readonly reach: Readonly<Record<AccountRole, Reach | null>>;
}

/** Everything the system declares of itself apart from the tables' columns, which pages know already. */
export interface Dictionary {
	readonly measures: readonly DictionaryMeasure[];
	readonly lists: readonly DictionaryList[];
	readonly rules: readonly DictionaryRule[];
	readonly permissions: readonly Permission[];
}

const DIM_OF: Partial<Record<List, CodeDim>> = {
	governorate: 'governorate',
	category: 'category',
	sector: 'sector',
	segment: 'segment',
	age_band: 'age',
	unit: 'unit',
};

const OTHER_LISTS: Partial<Record<List, Text>> = {
	town: { ar: 'المنطقة', en: 'Town' },
	aid_type: { ar: 'نوع المساعدة', en: 'Aid type' },
};

async function listsIn(db: Kysely<Schema>): Promise<DictionaryList[]> {
	const found: DictionaryList[] = [];
	for (const id of LISTS) {
		const dim = DIM_OF[id];
		const values = (await readEntries(db, id)).map((entry) => ({
			code: entry.code,
			ar: entry.name_ar,
			en: entry.name_en,
			retiredOn: entry.retired_on,
		}));
		const label = dim ? DIM_LABEL[dim] : OTHER_LISTS[id]!;
		found.push({ id, label, dim: dim ?? null, values });
	}
	const fixed = (dim: 'sex' | 'section', labels: Readonly<Record<string, Text>>) => ({
		id: dim,
		label: DIM_LABEL[dim],
		dim,
		values: Object.entries(labels).map(([code, label]) => ({ code, ...label, retiredOn: null })),
	});
	return [...found, fixed('sex', SEX_LABEL), fixed('section', SECTION_LABEL)];
}

async function rulesIn(db: Kysely<Schema>, today: string): Promise<DictionaryRule[]> {
	return (await ruleLines(db, today)).flatMap(({ code, name, days, dayKind, startsOn, phase, source }) =>
		phase === 'holds' || phase === 'coming'
			? [{ code, label: name, days, dayKind, startsOn, phase, source }]
			: [],
	);
}

async function countryTargets(db: Kysely<Schema>, kpi: string, today: string): Promise<CountryTarget[]> {
	const targets = await readTargets(db, kpi, { level: 'country', ids: { country: 0 } }, today);
	return targets.map(({ year, value }) => ({ year, value })).reverse();
}

/** Reads the dictionary. Of dated settings it tells the country's: those of a society are its own business. */
export const readDictionary = defineQuery<undefined, Dictionary>({
	action: 'dictionary.read',
	probe: () => undefined,
	async run({ db, today }) {
		const limits = (await thresholdLines(db, today)).filter((line) => line.level === 'country');
		const measures: DictionaryMeasure[] = [];
		for (const kpi of KPIS) {
			measures.push({
				kpi: definitionOf(kpi),
				lists: listsOf(kpi).map(({ id, set }) => ({ id, label: set.label, tableId: set.table.id })),
				thresholds: limits.flatMap(({ kpi: id, good, watch, startsOn, phase }) =>
					id === kpi.id && phase !== 'withdrawn' ? [{ good, watch, startsOn, phase }] : [],
				),
				targets: await countryTargets(db, kpi.id, today),
			});
		}
		const permissions = (Object.keys(grants) as Action[]).map((action) => ({
			action,
			label: ACTION_LABEL[action],
			reach: Object.fromEntries(
				ROLES.map((role) => [role, reachOf(role, action) ?? null]),
			) as Permission['reach'],
		}));
		return { measures, lists: await listsIn(db), rules: await rulesIn(db, today), permissions };
	},
});

import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Kpi } from '#lib/kpi/define.ts';
import { openFilter } from '#lib/kpi/filter.ts';
import { readOne } from '#lib/kpi/read.server.ts';
import { Checks } from './checks.server.ts';
import { monthlyPath } from './model.ts';
import { checkTarget, probeFields, type TargetFields } from './targets.server.ts';

/** What a target would do: old and new value, its months, and what was reached in that year so far. */
export interface TargetPreview {
	readonly kpi: string;
	readonly label: Text;
	readonly unit: Kpi['unit'];
	readonly subject: Text | null;
	readonly year: number;
	readonly isClosed: boolean;
	readonly startsOn: string;
	readonly before: number | null;
	readonly after: number;
	/** January to December; null for a share, which holds the whole year. */
	readonly path: readonly number[] | null;
	readonly reached: number | null;
}

/** What a target would do; nothing is written. */
export const previewTarget = defineQuery<TargetFields, TargetPreview>({
	action: 'settings.write',
	probe: ({ societyId }) => probeFields(societyId),
	async run({ db, today, pack }, scope, fields) {
		const checks = new Checks();
		const change = await checkTarget(db, today, pack, checks, fields);
		checks.done();
		const { kpi, place, subject, year, milli, profile, shares, startsOn, before, isClosed } = change;
		const category = place.category_id === null ? [] : [await categoryCode(db, place.category_id)];
		const filter = openFilter({
			from: `${year}-01`,
			to: `${year}-12`,
			category,
			...(place.society_id !== null && { society: place.society_id }),
			...(place.program_id !== null && { program: place.program_id }),
		});
		const begun = `${year}-01-01` <= today;
		const figure = begun ? await readOne(kpi, { db, scope, today, filter }) : undefined;
		const value = milli / 1000;
		return {
			kpi: kpi.id,
			label: kpi.label,
			unit: kpi.unit,
			subject,
			year,
			isClosed,
			startsOn,
			before: before?.value ?? null,
			after: value,
			path:
				kpi.unit === 'percent' || kpi.unit === 'money_per_person'
					? null
					: monthlyPath({ year, value, profile, shares }),
			reached: figure?.value ?? null,
		};
	},
});

async function categoryCode(db: Kysely<Schema>, id: number): Promise<string> {
	const row = await db.selectFrom('category').select('code').where('id', '=', id).executeTakeFirst();
	return row?.code ?? '';
}

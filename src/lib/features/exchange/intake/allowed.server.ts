import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { SEX_LABEL } from '../../beneficiaries/columns.ts';
import { PROGRAM_STATUS_LABEL } from '../../programs/columns.ts';
import { STATUS_LABEL } from '../../societies/columns.ts';
import { FIELDS } from './fields.ts';
import type { ImportKind } from './model.ts';
import { readList, readTowns } from './register.server.ts';
import { FREQUENCY_LABEL, SIZE_LABEL } from './words.ts';

/** The values a field takes. */
export interface Allowed {
	readonly field: Text;
	readonly values: readonly (Text & { readonly code: string })[];
}

const fixed = (labels: Readonly<Record<string, Text>>) =>
	Object.entries(labels).map(([code, { ar, en }]) => ({ code, name_ar: ar, name_en: en }));

/** The allowed values of the listed fields of a kind of file; towns are many and left to their search. */
export const readAllowed = defineQuery<{ kind: ImportKind }, readonly Allowed[]>({
	action: 'import.write',
	probe: () => ({ kind: 'reports' }),
	async run({ db }, _scope, { kind }) {
		const read = {
			category: () => readList(db, 'category'),
			governorate: () => readList(db, 'governorate'),
			town: () => readTowns(db),
			sector: () => readList(db, 'sector'),
			segment: () => readList(db, 'segment'),
			ageBand: () => readList(db, 'age_band'),
			aidType: () => readList(db, 'aid_type'),
			unit: () => readList(db, 'unit'),
			sex: async () => fixed(SEX_LABEL),
			size: async () => fixed(SIZE_LABEL),
			society_status: async () => fixed(STATUS_LABEL),
			program_status: async () => fixed(PROGRAM_STATUS_LABEL),
			frequency: async () => fixed(FREQUENCY_LABEL),
		};
		const found: Allowed[] = [];
		for (const { label, list } of FIELDS[kind]) {
			if (!list) continue;
			const rows = await read[list]();
			found.push({
				field: label,
				values: rows.map(({ code, name_ar, name_en }) => ({ code, ar: name_ar, en: name_en })),
			});
		}
		return found;
	},
});

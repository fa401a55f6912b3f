import { defineQuery } from '#lib/access/procedures.server.ts';
import { day } from '../societies/fields.ts';
import { listUnended } from '../programs/ending.server.ts';

/** A society that another can be merged into or split into. */
export interface Standing {
	readonly id: number;
	readonly nameAr: string;
	readonly nameEn: string;
}

/** A program as it stands before a handover is decided. */
export interface Candidate extends Standing {
	readonly startsOn: string;
}

/** What the page of a merger or split offers: all other societies, those chosen, and the programs that could go to them. */
export interface Choices {
	readonly standing: readonly Standing[];
	readonly chosen: readonly Standing[];
	/** Null while no day, or one that has not come, is chosen. */
	readonly on: string | null;
	readonly candidates: readonly Candidate[];
}

/** Whom a society can be merged with or split into on a day, and which of its programs could go. */
export const readChoices = defineQuery<{ id: number; on: string; to: readonly number[] }, Choices>({
	action: 'society.write',
	probe: ({ societyId }) => ({ id: societyId, on: '2026-01-01', to: [4001] }),
	async run({ db, locale, today }, _scope, { id, on, to }) {
		const standing = await db
			.selectFrom('society')
			.select(['id', 'name_ar as nameAr', 'name_en as nameEn'])
			.where('status', 'not in', ['merged', 'dissolved'])
			.where('id', '<>', id)
			.orderBy(locale === 'ar' ? 'name_ar' : 'name_en')
			.limit(5000)
			.execute();
		const chosen = standing.filter((society) => to.includes(society.id));
		const typed = day.safeParse(on);
		if (!typed.success || typed.data > today) return { standing, chosen, on: null, candidates: [] };
		const programs = await listUnended(db, id, typed.data);
		const candidates = programs.map((program) => ({
			id: program.id,
			nameAr: program.name_ar,
			nameEn: program.name_en,
			startsOn: program.starts_on,
		}));
		return { standing, chosen, on: typed.data, candidates };
	},
});

import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Position } from './model.ts';

/** A member of a board with the days in the position. */
export interface Member {
	readonly id: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly position: Position;
	readonly startsOn: string;
	readonly endsOn: string | null;
}

/** A term with its members, as the officers' form shows it. */
export interface Term {
	readonly id: number;
	readonly startsOn: string;
	readonly endsOn: string;
	readonly isTemporary: boolean;
	readonly decision: string | null;
	readonly fileId: number | null;
	readonly members: readonly Member[];
}

/** The terms the form can change anything of: the newest and those before it, as far as a page holds. */
const SHOWN = 10;

/** A board's terms, newest first, each with its members. */
export const readBoard = defineQuery<{ id: number }, Term[]>({
	action: 'society.write',
	probe: ({ societyId }) => ({ id: societyId }),
	async run({ db }, _scope, { id }) {
		const terms = await db
			.selectFrom('board_term')
			.select(['id', 'starts_on as startsOn', 'ends_on as endsOn', 'is_temporary', 'decision'])
			.select('file_id as fileId')
			.where('society_id', '=', id)
			.orderBy('starts_on', 'desc')
			.limit(SHOWN)
			.execute();
		const members = await db
			.selectFrom('board_member')
			.select(['id', 'term_id', 'name_ar as nameAr', 'name_en as nameEn', 'position'])
			.select(['starts_on as startsOn', 'ends_on as endsOn'])
			.where('term_id', 'in', terms.length ? terms.map((term) => term.id) : [0])
			.orderBy('starts_on')
			.orderBy('id')
			.limit(500)
			.execute();
		return terms.map(({ is_temporary, ...term }) => ({
			...term,
			isTemporary: is_temporary === 1,
			members: members
				.filter((member) => member.term_id === term.id)
				.map(({ term_id: _term, ...member }) => member),
		}));
	},
});

import { scopeOf, type Action } from '#lib/access/grants.ts';
import { defineQuery, type Foreign } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Context } from '#lib/platform/context.ts';
import { denied, missing } from '#lib/platform/errors.ts';
import { changesOf, type Change } from './fields.ts';
import { trailRows } from './rows.server.ts';

const MOST = 100;

/** Objects whose page may show its own trail, with the action that opens the page. */
const SHOWN = {
	society: 'society.read',
	program: 'program.read',
	report: 'report.read',
} as const satisfies Record<string, Action>;

/** Which object, and how many of its newest entries (at most 100). */
export interface TrailOf {
	readonly objectType: keyof typeof SHOWN;
	readonly objectId: number;
	readonly limit?: number;
}

/** An entry on the page of what it is about. */
export interface TrailEntry {
	readonly seq: number;
	readonly at: string;
	/** Absent for a society's people: they see the role, not which officer. */
	readonly actor: Text | null;
	readonly role: string;
	readonly action: string;
	readonly changes: readonly Change[];
	/** Whether the viewer may open the entry itself. */
	readonly isOpen: boolean;
}

/** The society an object belongs to; undefined when there is no such object. */
async function ownerOf({ db }: Context, { objectType, objectId }: TrailOf): Promise<number | undefined> {
	if (objectType === 'society') {
		return (await db.selectFrom('society').select('id').where('id', '=', objectId).executeTakeFirst())?.id;
	}
	const programs = db.selectFrom('program').select('program.society_id as id');
	const found =
		objectType === 'program'
			? await programs.where('program.id', '=', objectId).executeTakeFirst()
			: await programs
					.innerJoin('report', 'report.program_id', 'program.id')
					.where('report.id', '=', objectId)
					.executeTakeFirst();
	return found?.id;
}

/** The newest entries about one society, program or report, for its page; another society's is a 404. */
export const listTrail = defineQuery({
	action: 'society.read',
	probe: ({ societyId }: Foreign): TrailOf => ({ objectType: 'society', objectId: societyId }),
	async run(ctx, _, asked): Promise<TrailEntry[]> {
		const scope = scopeOf(ctx.viewer, SHOWN[asked.objectType]);
		if (!scope) throw denied();
		const owner = await ownerOf(ctx, asked);
		if (owner === undefined || (scope.reach === 'own' && owner !== scope.societyId)) throw missing();
		const filter = { object: asked.objectType, id: String(asked.objectId) };
		const limit = Math.min(asked.limit ?? 20, MOST);
		const rows = await trailRows(ctx.db, filter, ctx.pack.timeZone, { order: 'desc', limit });
		const isOpen = scopeOf(ctx.viewer, 'audit.read') !== undefined;
		return rows.map((row) => ({
			seq: row.seq,
			at: row.at,
			actor:
				scope.reach === 'all' && row.actorAr !== null && row.actorEn !== null
					? { ar: row.actorAr, en: row.actorEn }
					: null,
			role: row.role,
			action: row.action,
			changes: changesOf(row.before, row.after),
			isOpen,
		}));
	},
});

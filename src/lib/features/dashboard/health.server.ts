import { sql } from 'kysely';
import type { Text } from '#lib/i18n/text.ts';
import type { Ask } from '#lib/kpi/define.ts';
import { askFor } from '#lib/kpi/read.server.ts';
import { listTroubled, readStates } from '../programs/track.server.ts';
import type { TrackState } from '../programs/trackcolumns.ts';
import { measure } from './measure.server.ts';

const SHOWN = 6;

/** A running program that needs a decision: what its owner judges, and what its figures say. */
export interface TroubledProgram {
	readonly id: number;
	readonly name: Text;
	readonly societyId: number;
	readonly society: Text;
	readonly judgement: string | null;
	readonly note: string | null;
	readonly state: TrackState;
	readonly expected: number | null;
	readonly reached: number | null;
}

/** How the running programs with a target stand on the filter's last day. */
export interface ProgramHealth {
	readonly onTrack: number;
	readonly behind: number;
	readonly offTrack: number;
	readonly unknown: number;
	readonly of: number;
	/** Those in most trouble first. */
	readonly troubled: readonly TroubledProgram[];
}

/** Running programs by how they stand, and those that need a decision first. */
export async function readHealth(asked: Ask): Promise<ProgramHealth> {
	const ask = askFor(measure('K-O5'), asked);
	const states = await readStates(ask);
	const count = (...of: TrackState[]) => of.reduce((sum, state) => sum + (states.get(state) ?? 0), 0);
	const rows = await listTroubled(ask, SHOWN);
	const notes = new Map<number, string | null>();
	if (rows.length) {
		const ids = sql.join(rows.map((row) => row.programId));
		const found = await sql<{ id: number; note: string | null }>`
			select id, judgement_note as note from program where id in (${ids})`.execute(ask.db);
		for (const { id, note } of found.rows) notes.set(id, note);
	}
	return {
		onTrack: count('on_track'),
		behind: count('behind', 'uncovered'),
		offTrack: count('judged_off'),
		unknown: count('unjudged'),
		of: count('on_track', 'behind', 'uncovered', 'judged_off', 'unjudged'),
		troubled: rows.map((row) => ({
			id: row.programId,
			name: { ar: row.programAr, en: row.programEn },
			societyId: row.societyId,
			society: { ar: row.societyAr, en: row.societyEn },
			judgement: row.judgement,
			note: notes.get(row.programId) ?? null,
			state: row.state,
			expected: row.expected,
			reached: row.reached,
		})),
	};
}

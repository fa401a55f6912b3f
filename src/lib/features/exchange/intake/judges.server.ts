import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Scope } from '#lib/access/grants.ts';
import type { Pack } from '#lib/platform/context.ts';
import type { ImportKind } from './model.ts';
import { judgePrograms } from './programs.server.ts';
import { judgeReports } from './reports.server.ts';
import { judgeSocieties } from './societies.server.ts';
import type { Judge } from './writer.server.ts';

/** What a judge needs to know besides the rows. */
export interface JudgeOptions {
	readonly scope: Scope;
	readonly today: string;
	readonly pack: Pack;
	/** Lines of one key are added up (files of other systems), rather than refused. */
	readonly isSummed: boolean;
}

/** The judge of a kind of file, with the world it holds the file against read from `db`. */
export function judgeOf(kind: ImportKind, db: Kysely<Schema>, options: JudgeOptions): Promise<Judge> {
	if (kind === 'societies') return judgeSocieties(db, options.today);
	if (kind === 'programs') return judgePrograms(db, options.pack);
	return judgeReports(db, options);
}

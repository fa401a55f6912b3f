import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { missing } from '#lib/platform/errors.ts';
import type { CellComment } from '../writing/form.ts';
import { readCellNames } from './cellnames.server.ts';
import type { ReviewEvent } from './model.ts';
import { readComments, readEvents } from './talkread.server.ts';

/** What everybody who may read a report sees of its review: what happened and what was noted, no questions. */
export interface ReviewStory {
	/** Of the report, for the step that changes it. */
	readonly version: number;
	readonly state: string;
	readonly events: readonly ReviewEvent[];
	readonly comments: readonly CellComment[];
	readonly cellNames: Readonly<Record<string, Text>>;
}

/** The review of a report for its readers: the ministry, and the society whose report it is. */
export const readStory = defineQuery<{ readonly id: number }, ReviewStory>({
	action: 'report.read',
	probe: ({ reportId }) => ({ id: reportId }),
	async run({ db }, scope, { id }) {
		const reports = db
			.selectFrom('report as t')
			.innerJoin('program as p', 'p.id', 't.program_id')
			.select(['t.version', 't.state'])
			.where('t.id', '=', id);
		const report = await (
			scope.reach === 'own'
				? reports.where('p.society_id', '=', scope.societyId)
				: reports.where('t.state', '<>', 'draft')
		).executeTakeFirst();
		if (!report) throw missing();
		const comments = await readComments(db, id);
		return {
			...report,
			events: await readEvents(db, id),
			comments,
			cellNames: await readCellNames(
				db,
				comments.flatMap(({ cell }) => cell ?? []),
			),
		};
	},
});

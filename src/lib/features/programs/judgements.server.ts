import { z } from 'zod';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import { scopeOf, type Scope } from '#lib/access/grants.ts';
import { openFilter } from '#lib/kpi/filter.ts';
import type { AccountRole, Context, WriteContext } from '#lib/platform/context.ts';
import { conflict, invalid, missing } from '#lib/platform/errors.ts';
import { JUDGEMENTS, NOTE_LENGTH, type Judgement } from './model.ts';
import { listTrack } from './track.server.ts';
import type { TrackRow } from './trackcolumns.ts';

/** One judgement of a program's owner: the ministry's officer or the society itself. */
export interface Judged {
	readonly id: number;
	readonly judgement: Judgement;
	readonly note: string | null;
	readonly on: string;
	/** Absent where nobody is named, as for judgements taken over from before. */
	readonly role: AccountRole | null;
}

/** How a program is judged, and what arithmetic says of it; the two stand beside each other and are never averaged. */
export interface ProgramJudgements {
	/** Newest first. */
	readonly judged: readonly Judged[];
	readonly version: number;
	readonly canJudge: boolean;
	/** Undefined for a program that does not run today. */
	readonly track: TrackRow | null;
}

/** Judgements shown; a program is judged a few times a year. */
const SHOWN = 40;

/** A program's judgements, newest first, with what its figures say today; one outside the scope is missing. */
export const readJudgements = defineQuery<{ programId: number }, ProgramJudgements>({
	action: 'program.read',
	probe: ({ programId }) => ({ programId }),
	async run(ctx, scope, { programId }) {
		const program = await ctx.db
			.selectFrom('program')
			.select(['version', 'status'])
			.where('id', '=', programId)
			.$if(scope.reach === 'own', (q) => q.where('society_id', '=', ownId(scope)))
			.executeTakeFirst();
		if (!program) throw missing();
		const judged = await ctx.db
			.selectFrom('program_judgement as j')
			.leftJoin('account as a', 'a.id', 'j.account_id')
			.select(['j.id', 'j.judgement', 'j.note', 'j.judged_on as on', 'a.role'])
			.where('j.program_id', '=', programId)
			.orderBy('j.judged_on', 'desc')
			.orderBy('j.id', 'desc')
			.limit(SHOWN)
			.execute();
		return {
			judged,
			version: program.version,
			canJudge: program.status === 'running' && scopeOf(ctx.viewer, 'program.judge') !== undefined,
			track: await readTrack(ctx, scope, programId),
		};
	},
});

async function readTrack({ db, today }: Context, scope: Scope, program: number): Promise<TrackRow | null> {
	const month = today.slice(0, 7);
	const filter = openFilter({ from: month, to: month, program });
	const [row] = await listTrack({ db, scope, filter, today }, 'running', { limit: 1 });
	return row ?? null;
}

/** The society of a narrow scope. */
const ownId = (scope: Scope) => (scope.reach === 'own' ? scope.societyId : -1);

const whole = z.coerce.number().int().positive();

const input = z.strictObject({
	programId: whole,
	/** The program's version the person saw; a newer one means someone else was faster. */
	version: whole,
	judgement: z.string(),
	note: z.string(),
});

const NEEDS_WORK = {
	ar: 'في التقدير ما يحتاج إلى تصحيح.',
	en: 'Some of the judgement needs correcting.',
};

/** The judgement that was entered, or what is wrong with it at each place. */
function readInput(entered: z.output<typeof input>): { judgement: Judgement; note: string | null } {
	const judgement = JUDGEMENTS.find((known) => known === entered.judgement);
	const note = entered.note.trim().replace(/\s+/g, ' ');
	if (!judgement) {
		const text = { ar: 'اختاروا تقديرًا من القائمة.', en: 'Choose a judgement from the list.' };
		throw invalid(NEEDS_WORK, [{ place: 'judgement', text }]);
	}
	if (judgement !== 'on_track' && !note) {
		const text = {
			ar: 'اكتبوا جملة تقول ما الذي يعيق البرنامج وما العمل.',
			en: 'Write a sentence: what holds the program back, and what is being done.',
		};
		throw invalid(NEEDS_WORK, [{ place: 'note', text }]);
	}
	if (note.length > NOTE_LENGTH) {
		const text = {
			ar: `اختصروا الجملة إلى ${NOTE_LENGTH} حرف على الأكثر.`,
			en: `Shorten the sentence to ${NOTE_LENGTH} characters at most.`,
		};
		throw invalid(NEEDS_WORK, [{ place: 'note', text }]);
	}
	return { judgement, note: note || null };
}

async function ownerOf({ trx }: WriteContext, { programId }: { programId: number }) {
	const row = await trx
		.selectFrom('program')
		.select('society_id')
		.where('id', '=', programId)
		.executeTakeFirst();
	return row?.society_id;
}

/**
 * The owner of a program says how it is going: a judgement, and a sentence where it is not well. The history keeps
 * each, the program carries the newest; both change together or not at all.
 */
export const judgeProgram = defineCommand({
	action: 'program.judge',
	input,
	probe: ({ programId }) => ({ programId, version: 1, judgement: 'at_risk', note: 'probe' }),
	owner: ownerOf,
	async run(write, entered) {
		const { judgement, note } = readInput(entered);
		const before = await write.trx
			.selectFrom('program')
			.select('judgement')
			.where('id', '=', entered.programId)
			.executeTakeFirstOrThrow();
		const changed = await write.trx
			.updateTable('program')
			.set((eb) => ({ judgement, judgement_note: note, version: eb('version', '+', 1) }))
			.where('id', '=', entered.programId)
			.where('version', '=', entered.version)
			.where('status', '=', 'running')
			.executeTakeFirst();
		if (changed.numUpdatedRows !== 1n) {
			throw conflict({
				ar: 'تغيّر البرنامج بعد أن فتحتموه، أو لم يعد قائمًا. راجعوا ما تغيّر ثم أعيدوا الإرسال؛ ما كتبتموه باقٍ.',
				en: 'The program changed after you opened it, or no longer runs. Look at what changed and send again; what you typed is still here.',
			});
		}
		const { id } = await write.trx
			.insertInto('program_judgement')
			.values({
				program_id: entered.programId,
				judgement,
				note,
				judged_on: write.today,
				account_id: write.viewer.accountId,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await write.audit({
			objectType: 'program',
			objectId: entered.programId,
			before: { judgement: before.judgement },
			after: { judgement, judgementId: id, withNote: note !== null },
		});
	},
});

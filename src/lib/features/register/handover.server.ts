import { createHash } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { Program, Schema } from '#db/schema.ts';
import { invalidAt, wrong } from '../societies/current.server.ts';
import { isStanding } from '../societies/model.ts';
import { countOpenExpected, listUnended } from '../programs/ending.server.ts';

/** What an officer asks for: which programs of a society go to which other society on a day, and whether it ends. */
export interface Handover {
	readonly id: number;
	/** ISO date. */
	readonly on: string;
	readonly targets: readonly number[];
	readonly moves: readonly { readonly programId: number; readonly toId: number }[];
	/** The society itself ends on that day. */
	readonly ends: boolean;
}

/**
 * `continues`: ends the day before, a new one of the other society goes on. `moves`: has not begun, goes over as it is.
 * `stays` with its society. `stops`, because its society ends.
 */
export type Fate = 'continues' | 'moves' | 'stays' | 'stops';

/** What becomes of one program. */
export interface PlanLine {
	readonly programId: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly fate: Fate;
	readonly toId: number | null;
	/** Expected reports that follow it, or fall away when it stops. */
	readonly expected: number;
	readonly version: number;
}

/** A society named in a plan, with those in whose portfolio it is. */
export interface Named {
	readonly id: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly officers: readonly { readonly nameAr: string; readonly nameEn: string }[];
}

/** Exactly what will happen. `digest` stands for all of it: what changed since is noticed before anything is done. */
export interface Plan {
	readonly from: Named;
	readonly targets: readonly Named[];
	readonly lines: readonly PlanLine[];
	/** Verified reports that stay with the society, to the last row. */
	readonly reportsKept: number;
	/** Accounts of the society, which go on reading it. */
	readonly accounts: number;
	readonly digest: string;
}

/** The plan with the programs as they are. */
export interface Planned extends Plan {
	readonly programs: readonly Selectable<Program>[];
}

async function named(db: Kysely<Schema>, id: number, on: string): Promise<Named> {
	const society = await db
		.selectFrom('society')
		.select(['id', 'name_ar as nameAr', 'name_en as nameEn'])
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	const officers = await db
		.selectFrom('portfolio as f')
		.innerJoin('account as a', 'a.id', 'f.account_id')
		.select(['a.name_ar as nameAr', 'a.name_en as nameEn'])
		.where('f.society_id', '=', id)
		.where('f.starts_on', '<=', on)
		.where('a.disabled_at', 'is', null)
		.orderBy('a.id')
		.limit(10)
		.execute();
	return { ...society, officers };
}

/** The others exist on the day, still stand, and are not the society itself. */
async function checkTargets(db: Kysely<Schema>, { id, on, targets }: Handover): Promise<void> {
	if (new Set(targets).size !== targets.length || targets.includes(id) || !targets.length) {
		throw wrong('targets', {
			ar: 'اختاروا جمعيات أخرى، كل واحدة مرة واحدة.',
			en: 'Choose other societies, each once.',
		});
	}
	for (const target of targets) {
		const row = await db
			.selectFrom('society as s')
			.select('s.status')
			.where('s.id', '=', target)
			.where((eb) =>
				eb.exists(
					eb
						.selectFrom('society_status as x')
						.select('x.id')
						.whereRef('x.society_id', '=', 's.id')
						.where('x.starts_on', '<=', on),
				),
			)
			.executeTakeFirst();
		if (!row || !isStanding(row.status)) {
			throw wrong('targets', {
				ar: 'إحدى الجمعيات المختارة لم تكن قائمة في هذا التاريخ، أو انتهت.',
				en: 'One of the chosen societies did not exist on this date, or has ended.',
			});
		}
	}
}

async function hasReports(db: Kysely<Schema>, programId: number): Promise<boolean> {
	const row = await db
		.selectFrom('report')
		.select('id')
		.where('program_id', '=', programId)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}

async function lineOf(
	db: Kysely<Schema>,
	program: Selectable<Program>,
	{ on, ends, moves, targets }: Handover,
	today: string,
): Promise<PlanLine> {
	const move = moves.find(({ programId }) => programId === program.id);
	const begun = program.starts_on < on;
	if (move && !targets.includes(move.toId)) {
		throw wrong('moves', { ar: 'اختاروا من الجمعيات المذكورة.', en: 'Choose among the named societies.' });
	}
	if (move && !begun && (await hasReports(db, program.id))) {
		throw wrong('on', {
			ar: `بدأ البرنامج «${program.name_ar}» بعد هذا التاريخ وله تقارير. اختاروا تاريخًا بعد بدايته، أو اتركوه.`,
			en: `The program “${program.name_en}” began after this date and has reports. Choose a date after its start, or leave it.`,
		});
	}
	const fate: Fate = move ? (begun ? 'continues' : 'moves') : ends ? 'stops' : 'stays';
	return {
		programId: program.id,
		nameAr: program.name_ar,
		nameEn: program.name_en,
		fate,
		toId: move?.toId ?? null,
		// What falls away is what is not due yet; what goes on goes with all that is open.
		expected:
			fate === 'stays'
				? 0
				: await countOpenExpected(db, program.id, on, fate === 'stops' ? today : undefined),
		version: program.version,
	};
}

/** Works out exactly what a handover does, without doing it. 422 when it cannot be done. */
export async function planHandover(db: Kysely<Schema>, handover: Handover, today: string): Promise<Planned> {
	await checkTargets(db, handover);
	const programs = await listUnended(db, handover.id, handover.on);
	const ids = new Set(programs.map(({ id }) => id));
	const { moves } = handover;
	if (
		moves.some(({ programId }) => !ids.has(programId)) ||
		new Set(moves.map((m) => m.programId)).size < moves.length
	) {
		throw invalidAt([
			{
				place: 'moves',
				text: {
					ar: 'تغيّرت قائمة البرامج. راجعوها من جديد.',
					en: 'The list of programs changed. Look at it again.',
				},
			},
		]);
	}
	const lines: PlanLine[] = [];
	for (const program of programs) lines.push(await lineOf(db, program, handover, today));
	const reports = await db
		.selectFrom('report_version as v')
		.innerJoin('report as r', 'r.id', 'v.report_id')
		.innerJoin('program as p', 'p.id', 'r.program_id')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.where('p.society_id', '=', handover.id)
		.where('v.verified_from', 'is not', null)
		.where('v.verified_until', 'is', null)
		.executeTakeFirstOrThrow();
	const accounts = await db
		.selectFrom('account')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.where('society_id', '=', handover.id)
		.where('disabled_at', 'is', null)
		.executeTakeFirstOrThrow();
	const targets: Named[] = [];
	for (const target of handover.targets) targets.push(await named(db, target, handover.on));
	const plan = {
		from: await named(db, handover.id, handover.on),
		targets,
		lines,
		reportsKept: reports.n,
		accounts: accounts.n,
	};
	const digest = createHash('sha256')
		.update(JSON.stringify([handover, plan]))
		.digest('hex');
	return { ...plan, digest, programs };
}

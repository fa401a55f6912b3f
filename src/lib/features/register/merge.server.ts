import { z } from 'zod';
import { checked, defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict, missing } from '#lib/platform/errors.ts';
import { continueProgram, moveProgram } from '../programs/continue.server.ts';
import { endProgram } from '../programs/ending.server.ts';
import { notAfterToday, ownSociety, takeSociety, wrong } from '../societies/current.server.ts';
import * as field from '../societies/fields.ts';
import { keptFile, recordFile } from '../societies/files.server.ts';
import { planHandover, type Handover, type Plan, type Planned } from './handover.server.ts';
import { afterNewestStatus } from './status.server.ts';

const MOST_TARGETS = 5;

const asked = {
	id: field.seen.id,
	on: field.day,
	targets: z.array(field.choice).max(MOST_TARGETS),
	/** `program:society`, one for each program that goes to another society; an empty one stays. */
	moves: z
		.array(z.string().regex(/^([1-9]\d{0,14}:[1-9]\d{0,14})?$/))
		.max(500)
		.transform((list) =>
			list.filter(Boolean).map((move) => {
				const [programId, toId] = move.split(':').map(Number) as [number, number];
				return { programId, toId };
			}),
		),
	ends: field.tick,
};

const previewed = z.strictObject({ ...asked, decision: field.decision });

/** Exactly what a merger or split would do; nothing is done. */
export const previewHandover = defineQuery<z.input<typeof previewed>, Plan>({
	action: 'society.write',
	probe: ({ societyId }) => ({
		id: societyId,
		on: '2026-06-01',
		targets: ['4001'],
		moves: [],
		ends: '',
		decision: 'قرار',
	}),
	async run({ db, today }, _scope, raw) {
		const { decision: _decision, ...handover } = checked(previewed, raw);
		notAfterToday('on', handover.on, today);
		const exists = await db
			.selectFrom('society')
			.select('id')
			.where('id', '=', handover.id)
			.executeTakeFirst();
		if (!exists) throw missing();
		const { programs: _programs, ...plan } = await planHandover(db, handover, today);
		return plan;
	},
});

async function carryOut(write: WriteContext, { on, id }: Handover, plan: Planned, reason: string) {
	for (const [i, line] of plan.lines.entries()) {
		const program = plan.programs[i]!;
		const { fate, toId } = line;
		if (fate === 'stays') continue;
		const before = { society_id: id, status: program.status, ends_on: program.ends_on };
		let after: Record<string, unknown>;
		if (fate === 'continues') {
			const newId = await continueProgram(write, program, toId!, on, reason);
			after = { status: 'completed', continued_by: newId, continued_from: on };
			const made = { society_id: toId, continues_id: program.id, starts_on: on };
			await write.audit({ objectType: 'program', objectId: newId, after: made });
		} else if (fate === 'moves') {
			await moveProgram(write.trx, program, toId!);
			after = { society_id: toId };
		} else {
			await endProgram(write, program, on, 'stopped');
			after = { status: 'stopped', society_ended_on: on };
		}
		await write.audit({ objectType: 'program', objectId: program.id, before, after });
	}
}

const input = field.form({
	...asked,
	version: field.choice,
	decision: field.decision,
	/** The plan the person saw; another one is refused. */
	digest: z.string().regex(/^[0-9a-f]{64}$/),
	file: keptFile,
});

const typed = {
	version: '1',
	on: '2026-06-01',
	moves: [],
	decision: 'قرار',
	digest: '0'.repeat(64),
	file: null,
};

async function handOver(
	write: WriteContext,
	kind: 'merge' | 'split',
	{ version, decision, digest, file, ...handover }: z.output<typeof input>,
): Promise<void> {
	const { trx, viewer, now } = write;
	const { id, on } = handover;
	const before = await takeSociety(write, { id, version });
	notAfterToday('on', on, write.today);
	const plan = await planHandover(trx, handover, write.today);
	if (plan.digest !== digest) {
		throw conflict({
			ar: 'تغيّر ما سيحدث منذ أن رأيتموه. راجعوا المعاينة الجديدة ثم أكّدوا.',
			en: 'What will happen changed since you saw it. Look at the new preview, then confirm.',
		});
	}
	const file_id = await recordFile(write, file, id);
	for (const to of handover.targets) {
		const link = { kind, from_society_id: id, to_society_id: to, happened_on: on };
		const same = await trx
			.selectFrom('society_link')
			.select('id')
			.where('from_society_id', '=', id)
			.where('to_society_id', '=', to)
			.where('happened_on', '=', on)
			.executeTakeFirst();
		if (same) {
			throw wrong('on', {
				ar: 'سُجّل هذا بين الجمعيتين في هذا التاريخ من قبل.',
				en: 'This was already recorded between the two on this date.',
			});
		}
		await trx
			.insertInto('society_link')
			.values({ ...link, decision, file_id, account_id: viewer.accountId, created_at: now.toISOString() })
			.execute();
		const after = { [`${kind}_from`]: id, on };
		await write.audit({ objectType: 'society', objectId: to, after });
	}
	await carryOut(write, handover, plan, decision.slice(0, 200));
	const status = kind === 'merge' ? ('merged' as const) : ('dissolved' as const);
	if (handover.ends) {
		await afterNewestStatus(trx, id, 'on', on);
		await trx
			.insertInto('society_status')
			.values({ society_id: id, status, starts_on: on, decision, file_id })
			.execute();
		await trx.updateTable('society').set({ status }).where('id', '=', id).execute();
	}
	await write.audit({
		objectType: 'society',
		objectId: id,
		before: { status: before.status },
		after: {
			status: handover.ends ? status : before.status,
			[`${kind}_into`]: handover.targets,
			on,
			decision,
			file_id,
		},
	});
}

/** An officer merges a society into another: it ends, its past stays with it, chosen programs go on under the other. */
export const mergeSociety = defineCommand({
	action: 'society.write',
	input,
	probe: ({ societyId }) => ({ ...typed, id: societyId, targets: ['4001'], ends: 'on' }),
	owner: ownSociety,
	async run(write, request) {
		if (request.targets.length !== 1 || !request.ends) {
			throw wrong('targets', {
				ar: 'تُدمج الجمعية في جمعية واحدة وتنتهي بذلك.',
				en: 'A society is merged into one other, and ends with it.',
			});
		}
		await handOver(write, 'merge', request);
	},
});

/** An officer splits a society: chosen programs go on under others; it stays, or ends with it. */
export const splitSociety = defineCommand({
	action: 'society.write',
	input,
	probe: ({ societyId }) => ({ ...typed, id: societyId, targets: ['4001'], ends: '' }),
	owner: ownSociety,
	run: (write, request) => handOver(write, 'split', request),
});

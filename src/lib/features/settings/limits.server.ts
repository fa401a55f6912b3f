import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import { inForce } from '#lib/platform/dated.ts';
import { Checks, formInput, notBefore, readReason } from './checks.server.ts';
import { phasesOf, type Trail } from './model.ts';
import { TRAIL, trailOf } from './trail.server.ts';

/** The amount above which a report is read by two officers, with its trail; null: none is. */
export interface LimitLine extends Trail {
	readonly amountMinor: number | null;
}

async function limitLines(db: Kysely<Schema>, today: string): Promise<LimitLine[]> {
	const rows = await db
		.selectFrom('decision_limit as x')
		.leftJoin('account as a', 'a.id', 'x.set_by')
		.select(TRAIL)
		.select('x.amount_minor as amountMinor')
		.where('x.code', '=', 'report_second_reader')
		.orderBy('x.starts_on', 'desc')
		.orderBy('x.id', 'desc')
		.limit(1000)
		.execute();
	const phases = phasesOf(rows, () => 'report_second_reader', today);
	return rows.map((row) => ({ ...trailOf(row, phases.get(row.id)), amountMinor: row.amountMinor }));
}

/** The second reader's limit with its history. */
export const readLimits = defineQuery<undefined, { lines: LimitLine[]; today: string }>({
	action: 'settings.read',
	probe: () => undefined,
	run: async ({ db, today }) => ({ lines: await limitLines(db, today), today }),
});

/** The fields of the form; an empty amount means that no report needs a second reader. */
export const LIMIT_FIELDS = ['amount', 'startsOn'] as const;

type LimitFields = Readonly<Record<(typeof LIMIT_FIELDS)[number], string>>;

async function checkLimit(
	db: Kysely<Schema>,
	{ today, pack }: { readonly today: string; readonly pack: { readonly currencyDigits: number } },
	checks: Checks,
	fields: LimitFields,
) {
	const lines = await limitLines(db, today);
	const places = pack.currencyDigits;
	const amount = fields.amount.trim() ? checks.number('amount', fields.amount, { places }) : null;
	const startsOn = checks.day('startsOn', fields.startsOn, notBefore(today));
	if (lines.some((line) => line.startsOn === startsOn && line.withdrawnAt === null)) {
		checks.wrong(
			'startsOn',
			'ثمة حد يبدأ في اليوم نفسه؛ اسحبوه أولًا أو اختاروا يومًا آخر.',
			'A limit already begins on that day; withdraw it first or choose another day.',
		);
	}
	const amountMinor = amount === null ? null : Math.round(amount * 10 ** places);
	return { amountMinor, startsOn, before: inForce(lines, startsOn) };
}

/** What a new limit would do. */
export interface LimitPreview {
	readonly startsOn: string;
	readonly before: number | null;
	readonly after: number | null;
	/** Reports that wait now and would need a second reader: with the limit before, and with the new one. */
	readonly waiting: { readonly before: number; readonly after: number };
}

async function countAbove(db: Kysely<Schema>, amountMinor: number | null): Promise<number> {
	if (amountMinor === null) return 0;
	const row = await db
		.selectFrom('report as t')
		.innerJoin('report_version as v', 'v.report_id', 't.id')
		.select((eb) => eb.fn.count<number>('t.id').distinct().as('n'))
		.where('t.state', '=', 'submitted')
		.where('v.spend_minor', '>', amountMinor)
		.where((eb) =>
			eb(
				'v.number',
				'=',
				eb
					.selectFrom('report_version as w')
					.select((e) => e.fn.max('w.number').as('number'))
					.whereRef('w.report_id', '=', 't.id'),
			),
		)
		.executeTakeFirstOrThrow();
	return row.n;
}

/** What a limit from a day on would do to the reports that wait now; nothing is written. */
export const previewLimit = defineQuery<LimitFields, LimitPreview>({
	action: 'settings.write',
	probe: () => ({ amount: '900', startsOn: '2026-07-01' }),
	async run(ctx, _scope, fields) {
		const checks = new Checks();
		const { amountMinor, startsOn, before } = await checkLimit(ctx.db, ctx, checks, fields);
		checks.done();
		const then = before?.amountMinor ?? null;
		return {
			startsOn,
			before: then,
			after: amountMinor,
			waiting: { before: await countAbove(ctx.db, then), after: await countAbove(ctx.db, amountMinor) },
		};
	},
});

/** Sets the amount above which two officers read a report, from a day on. */
export const setLimit = defineCommand({
	action: 'settings.write',
	isGuarded: true,
	input: formInput([...LIMIT_FIELDS, 'reason']),
	probe: () => ({ amount: '900', startsOn: '2026-07-01', reason: 'A probe of the rules' }),
	owner: () => Promise.resolve(null),
	async run(write, fields) {
		const { trx, now, viewer, audit } = write;
		const checks = new Checks();
		const { amountMinor, startsOn, before } = await checkLimit(trx, write, checks, fields);
		const reason = readReason(checks, fields.reason);
		checks.done();
		const { id } = await trx
			.insertInto('decision_limit')
			.values({
				code: 'report_second_reader',
				amount_minor: amountMinor,
				starts_on: startsOn,
				reason,
				set_by: viewer.accountId,
				set_at: now.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await audit({
			objectType: 'decision_limit',
			objectId: id,
			...(before && { before: { amountMinor: before.amountMinor, startsOn: before.startsOn } }),
			after: { amountMinor, startsOn, reason },
		});
		return { id };
	},
});

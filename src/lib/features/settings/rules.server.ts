import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { addMonths } from '#lib/platform/clock.ts';
import { Checks, formInput, notBefore, readReason } from './checks.server.ts';
import { dueDate, dueRules, readCalendar } from '../programs/due.server.ts';
import { adjustDueDates, dueShifts, type DueShift } from './due.server.ts';
import { inForce } from '#lib/platform/dated.ts';
import { phasesOf, type Trail } from './model.ts';
import { TRAIL, trailOf } from './trail.server.ts';

const DAY_KINDS = ['calendar', 'working'] as const;

/** A period rule with its trail. */
export interface RuleLine extends Trail {
	readonly code: string;
	readonly name: Text;
	readonly days: number;
	readonly dayKind: (typeof DAY_KINDS)[number];
	readonly source: string;
	readonly isOwnChoice: boolean;
}

/** Every period rule, by name and newest first. */
export async function ruleLines(db: Kysely<Schema>, today: string): Promise<RuleLine[]> {
	const rows = await db
		.selectFrom('period_rule as x')
		.leftJoin('account as a', 'a.id', 'x.set_by')
		.select(TRAIL)
		.select(['x.code', 'x.name_ar', 'x.name_en', 'x.days', 'x.day_kind', 'x.source', 'x.own_choice'])
		.orderBy((eb) =>
			eb
				.selectFrom('period_rule as f')
				.select((e) => e.fn.min('f.id').as('first'))
				.whereRef('f.code', '=', 'x.code'),
		)
		.orderBy('x.starts_on', 'desc')
		.orderBy('x.id', 'desc')
		.limit(1000)
		.execute();
	const phases = phasesOf(rows, (row) => row.code, today);
	return rows.map((row) => ({
		...trailOf(row, phases.get(row.id)),
		code: row.code,
		name: { ar: row.name_ar, en: row.name_en },
		days: row.days,
		dayKind: row.day_kind,
		source: row.source,
		isOwnChoice: row.own_choice === 1,
	}));
}

/** Every period rule with its history. */
export const readRuleSettings = defineQuery<undefined, { lines: RuleLine[]; today: string }>({
	action: 'settings.read',
	probe: () => undefined,
	run: async ({ db, today }) => ({ lines: await ruleLines(db, today), today }),
});

/** The fields of the form. */
export const RULE_FIELDS = ['code', 'days', 'dayKind', 'startsOn', 'source'] as const;

type RuleFields = Readonly<Record<(typeof RULE_FIELDS)[number], string>>;

async function checkRule(db: Kysely<Schema>, today: string, checks: Checks, fields: RuleFields) {
	const lines = await ruleLines(db, today);
	const code = checks.choice('code', fields.code, [...new Set(lines.map((line) => line.code))]);
	const own = lines.filter((line) => line.code === code);
	const days = checks.number('days', fields.days, { most: 3650 });
	const dayKind = checks.choice('dayKind', fields.dayKind, DAY_KINDS);
	const startsOn = checks.day('startsOn', fields.startsOn, notBefore(today));
	const source = checks.text('source', fields.source, 5);
	if (own.some((line) => line.startsOn === startsOn && line.withdrawnAt === null)) {
		checks.wrong(
			'startsOn',
			'ثمة تغيير لهذه القاعدة يبدأ في اليوم نفسه؛ اسحبوه أولًا أو اختاروا يومًا آخر.',
			'A change of this rule already begins on that day; withdraw it first or choose another day.',
		);
	}
	return { code, name: own[0]!.name, days, dayKind, startsOn, source, before: inForce(own, startsOn) };
}

/** What a new rule would do. */
export interface RulePreview {
	readonly name: Text;
	readonly startsOn: string;
	readonly before: { readonly days: number; readonly dayKind: RuleLine['dayKind'] } | null;
	readonly after: { readonly days: number; readonly dayKind: RuleLine['dayKind'] };
	/** Expected reports that exist, have not opened and would fall due on another day. */
	readonly shifts: readonly DueShift[];
	/** The next periods' due dates by the rule that would hold, with today's programs of that frequency. */
	readonly next: readonly DueShift[];
}

async function nextPeriods(
	db: Kysely<Schema>,
	today: string,
	code: string,
	dates: (opensOn: string) => { before: string; after: string } | undefined,
): Promise<DueShift[]> {
	if (!code.startsWith('report_due_')) return [];
	const frequency = code === 'report_due_monthly' ? 'monthly' : 'quarterly';
	const { reports } = await db
		.selectFrom('program')
		.select((eb) => eb.fn.countAll<number>().as('reports'))
		.where('frequency', '=', frequency)
		.where('status', '=', 'running')
		.executeTakeFirstOrThrow();
	const found: DueShift[] = [];
	for (
		let month = today.slice(0, 7), i = 0;
		found.length < 3 && i < 36;
		i += 1, month = addMonths(month, 1)
	) {
		if (frequency === 'quarterly' && Number(month.slice(5)) % 3 !== 0) continue;
		const shift = dates(`${addMonths(month, 1)}-01`);
		if (shift && shift.before !== shift.after) found.push({ period: month, frequency, ...shift, reports });
	}
	return found;
}

/** What a rule from a day on would do; nothing is written. */
export const previewRule = defineQuery<RuleFields, RulePreview>({
	action: 'settings.write',
	probe: () => ({
		code: 'report_due_monthly', days: '20', dayKind: 'calendar', startsOn: '2026-07-01', source: 'A probe',
	}), // prettier-ignore
	async run({ db, today, pack }, _scope, fields) {
		const checks = new Checks();
		const { code, name, days, dayKind, startsOn, before } = await checkRule(db, today, checks, fields);
		checks.done();
		const calendar = await readCalendar(db, pack.code);
		const rules = await dueRules(db);
		const added = { id: Number.MAX_SAFE_INTEGER, code, days, dayKind, startsOn, withdrawnAt: null };
		const own = rules.filter((rule) => rule.code === code);
		return {
			name,
			startsOn,
			before: before ? { days: before.days, dayKind: before.dayKind } : null,
			after: { days, dayKind },
			shifts: await dueShifts(db, today, [...rules, added], calendar),
			next: await nextPeriods(db, today, code, (opensOn) => {
				const [then, now] = [inForce(own, opensOn), inForce([...own, added], opensOn)];
				if (!then || !now) return undefined;
				return { before: dueDate(opensOn, then, calendar), after: dueDate(opensOn, now, calendar) };
			}),
		};
	},
});

/** Sets a period rule from a day on; reports that have not opened yet get the due date it gives. */
export const setRule = defineCommand({
	action: 'settings.write',
	isGuarded: true,
	input: formInput([...RULE_FIELDS, 'reason']),
	probe: () => ({
		code: 'report_due_monthly', days: '20', dayKind: 'calendar', startsOn: '2026-07-01', source: 'A probe',
		reason: 'A probe of the rules',
	}), // prettier-ignore
	owner: () => Promise.resolve(null),
	async run(write, fields) {
		const { trx, today, now, viewer, audit } = write;
		const checks = new Checks();
		const { code, name, days, dayKind, startsOn, source, before } = await checkRule(
			trx,
			today,
			checks,
			fields,
		);
		const reason = readReason(checks, fields.reason);
		checks.done();
		const { id } = await trx
			.insertInto('period_rule')
			.values({
				code,
				days,
				day_kind: dayKind,
				starts_on: startsOn,
				name_ar: name.ar,
				name_en: name.en,
				source,
				reason,
				set_by: viewer.accountId,
				set_at: now.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const moved = await adjustDueDates(write);
		await audit({
			objectType: 'period_rule',
			objectId: id,
			...(before && { before: { days: before.days, dayKind: before.dayKind, startsOn: before.startsOn } }),
			after: { code, days, dayKind, startsOn, source, reason, ...(moved && { dueDatesMoved: moved }) },
		});
		return { id };
	},
});

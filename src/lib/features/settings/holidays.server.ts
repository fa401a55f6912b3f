import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { Checks, formInput, readReason } from './checks.server.ts';
import { dueRules, readCalendar, restDaysOf } from '../programs/due.server.ts';
import { adjustDueDates, dueShifts, type DueShift } from './due.server.ts';

/** A public holiday; the ones taken back stay on the list. */
export interface HolidayLine {
	readonly id: number;
	readonly heldOn: string;
	readonly name: Text;
	readonly source: string;
	readonly reason: string | null;
	readonly by: Text | null;
	readonly at: string | null;
	readonly isCancelled: boolean;
}

async function holidayLines(db: Kysely<Schema>, year: number): Promise<HolidayLine[]> {
	const rows = await db
		.selectFrom('holiday as x')
		.leftJoin('account as a', 'a.id', 'x.set_by')
		.select([
			'x.id',
			'x.held_on',
			'x.name_ar',
			'x.name_en',
			'x.source',
			'x.reason',
			'x.set_at',
			'x.withdrawn_at',
		])
		.select(['a.name_ar as byAr', 'a.name_en as byEn'])
		.where('x.held_on', '>=', `${year}-01-01`)
		.where('x.held_on', '<=', `${year}-12-31`)
		.orderBy('x.held_on')
		.orderBy('x.id')
		.limit(400)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		heldOn: row.held_on,
		name: { ar: row.name_ar, en: row.name_en },
		source: row.source,
		reason: row.reason,
		by: row.byAr !== null && row.byEn !== null ? { ar: row.byAr, en: row.byEn } : null,
		at: row.set_at,
		isCancelled: row.withdrawn_at !== null,
	}));
}

/** The holidays of a year, the years there are, and the weekly rest days. */
export const readHolidays = defineQuery<
	{ readonly year: string },
	{ lines: HolidayLine[]; year: number; years: number[]; rest: readonly number[] }
>({
	action: 'settings.read',
	probe: () => ({ year: '2026' }),
	async run({ db, today, pack }, _scope, asked) {
		const now = Number(today.slice(0, 4));
		const year = /^(199\d|2[01]\d\d)$/.test(asked.year) ? Number(asked.year) : now;
		const known = await db
			.selectFrom('holiday')
			.select((eb) => eb.fn<string>('substr', ['held_on', eb.val(1), eb.val(4)]).as('year'))
			.distinct()
			.limit(100)
			.execute();
		const years = [...new Set([...known.map((row) => Number(row.year)), year, now])].sort((a, b) => a - b);
		return { lines: await holidayLines(db, year), year, years, rest: restDaysOf(pack.code) };
	},
});

const CHANGES = ['add', 'rename', 'cancel'] as const;

/** The fields of the form. */
export const HOLIDAY_FIELDS = ['change', 'id', 'heldOn', 'nameAr', 'nameEn', 'source'] as const;

type HolidayFields = Readonly<Record<(typeof HOLIDAY_FIELDS)[number], string>>;

async function checkHoliday(db: Kysely<Schema>, checks: Checks, fields: HolidayFields) {
	const change = checks.choice('change', fields.change, CHANGES);
	const standing = db.selectFrom('holiday').selectAll().where('withdrawn_at', 'is', null);
	if (change === 'add') {
		const heldOn = checks.day('heldOn', fields.heldOn);
		if (await standing.where('held_on', '=', heldOn).executeTakeFirst()) {
			checks.wrong(
				'heldOn',
				'في هذا اليوم عطلة مسجّلة؛ غيّروا اسمها بدلًا من إضافة أخرى.',
				'This day is a holiday already; rename it instead of adding another.',
			);
		}
		const name = { ar: checks.text('nameAr', fields.nameAr), en: checks.text('nameEn', fields.nameEn) };
		return { change, heldOn, name, source: checks.text('source', fields.source, 5), before: undefined };
	}
	const id = /^[1-9]\d{0,14}$/.test(fields.id) ? Number(fields.id) : -1;
	const before = await standing.where('id', '=', id).executeTakeFirst();
	if (!before) checks.wrong('id', 'اختاروا عطلة من القائمة.', 'Choose a holiday from the list.');
	const name =
		change === 'rename'
			? { ar: checks.text('nameAr', fields.nameAr), en: checks.text('nameEn', fields.nameEn) }
			: { ar: before?.name_ar ?? '', en: before?.name_en ?? '' };
	return { change, heldOn: before?.held_on ?? '', name, source: before?.source ?? '', before };
}

/** What a change of a holiday would do. */
export interface HolidayPreview {
	readonly change: (typeof CHANGES)[number];
	readonly heldOn: string;
	readonly before: Text | null;
	readonly after: Text | null;
	readonly isRestDay: boolean;
	readonly shifts: readonly DueShift[];
}

/** What adding, renaming or cancelling a holiday would do; nothing is written. */
export const previewHoliday = defineQuery<HolidayFields, HolidayPreview>({
	action: 'settings.write',
	probe: () => ({
		change: 'add', id: '', heldOn: '2026-08-03', nameAr: 'تجربة', nameEn: 'Probe', source: 'A probe',
	}), // prettier-ignore
	async run({ db, today, pack }, _scope, fields) {
		const checks = new Checks();
		const { change, heldOn, name, before } = await checkHoliday(db, checks, fields);
		checks.done();
		const { rest, holidays } = await readCalendar(db, pack.code);
		const days = new Set(holidays);
		if (change === 'add') days.add(heldOn);
		if (change === 'cancel') days.delete(heldOn);
		return {
			change,
			heldOn,
			before: before ? { ar: before.name_ar, en: before.name_en } : null,
			after: change === 'cancel' ? null : name,
			isRestDay: rest.includes(new Date(`${heldOn}T00:00:00Z`).getUTCDay()),
			shifts: await dueShifts(db, today, await dueRules(db), { rest, holidays: days }),
		};
	},
});

/** Adds, renames or cancels a holiday. The row that stood is marked and kept; working-day due dates follow. */
export const setHoliday = defineCommand({
	action: 'settings.write',
	isGuarded: true,
	input: formInput([...HOLIDAY_FIELDS, 'reason']),
	probe: () => ({
		change: 'add', id: '', heldOn: '2026-08-03', nameAr: 'تجربة', nameEn: 'Probe', source: 'A probe',
		reason: 'A probe of the rules',
	}), // prettier-ignore
	owner: () => Promise.resolve(null),
	async run(write, fields) {
		const { trx, now, viewer, audit } = write;
		const checks = new Checks();
		const { change, heldOn, name, source, before } = await checkHoliday(trx, checks, fields);
		const reason = readReason(checks, fields.reason);
		checks.done();
		if (before) {
			await trx
				.updateTable('holiday')
				.set({ withdrawn_at: now.toISOString() })
				.where('id', '=', before.id)
				.where('withdrawn_at', 'is', null)
				.execute();
		}
		if (change !== 'cancel') {
			const row = { held_on: heldOn, name_ar: name.ar, name_en: name.en, source, reason };
			await trx
				.insertInto('holiday')
				.values({ ...row, set_by: viewer.accountId, set_at: now.toISOString() })
				.execute();
		}
		const moved = await adjustDueDates(write);
		await audit({
			objectType: 'holiday',
			objectId: heldOn,
			...(before && { before: { nameAr: before.name_ar, nameEn: before.name_en, cancelled: false } }),
			after: {
				...(change === 'cancel' ? { cancelled: true } : { nameAr: name.ar, nameEn: name.en }),
				reason,
				...(moved && { dueDatesMoved: moved }),
			},
		});
	},
});

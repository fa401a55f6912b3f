import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { addDays } from '#lib/platform/clock.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict, missing } from '#lib/platform/errors.ts';
import { notify, peopleOfSociety } from '../notices/notify.server.ts';
import { readDeadlines, type GrantedDays, type Reporting } from '../programs/deadlines.server.ts';
import { Checks, formInput, readReason } from './checks.server.ts';
import { checkSubject, findChoice, type SubjectAsk, type SubjectChoice } from './subjects.server.ts';

/** The fields of the form. */
export const EXCEPTION_FIELDS = [
	'nameAr', 'nameEn', 'level', 'subject', 'startsOn', 'expiresOn', 'extraDays',
] as const; // prettier-ignore

type Fields = Readonly<Record<(typeof EXCEPTION_FIELDS)[number], string>>;

/** To whom an exception can be given. */
const EXCEPTION_LEVELS = ['country', 'society', 'program'] as const;

/** Whom an exception is for: the societies or programs a search finds, and the one chosen. */
export const chooseExcepted = defineQuery<SubjectAsk, SubjectChoice>({
	action: 'deadline.write',
	probe: ({ societyId }) => ({ level: 'society', subject: String(societyId), q: 'canary' }),
	run: ({ db }, _scope, ask) => findChoice(db, ask, EXCEPTION_LEVELS),
});

/** A report that an exception reaches: not received, and due by its rule between the two days. */
interface Reached extends Reporting {
	readonly expectedId: number;
	readonly program: Text;
	readonly society: Text;
	readonly period: string;
	readonly ruleDay: string;
	readonly dueOn: string;
	readonly exceptionId: number | null;
}

/** Reports that one exception can reach; more would be a mistake of its dates. */
const MOST = 20_000;

async function readReached(db: Kysely<Schema>, granted: Omit<GrantedDays, 'id'>): Promise<Reached[]> {
	const { societyId, programId, startsOn, expiresOn } = granted;
	const { rows } = await sql<
		Omit<Reached, 'program' | 'society'> & Record<'pa' | 'pe' | 'sa' | 'se', string>
	>`
		select e.id as expectedId, p.id, p.society_id as societyId, p.frequency, e.period, e.due_on as dueOn,
			coalesce(e.rule_due_on, e.due_on) as ruleDay, e.exception_id as exceptionId,
			p.name_ar as pa, p.name_en as pe, s.name_ar as sa, s.name_en as se
		from expected_report e join program p on p.id = e.program_id join society s on s.id = p.society_id
		left join report t on t.program_id = e.program_id and t.period = e.period
		where t.first_submitted_on is null and e.due_on >= ${startsOn}
			and coalesce(e.rule_due_on, e.due_on) between ${startsOn} and ${expiresOn}
			and (${societyId} is null or p.society_id = ${societyId}) and (${programId} is null or p.id = ${programId})
		order by e.period desc, e.program_id limit ${MOST}`.execute(db);
	return rows.map(({ pa, pe, sa, se, ...row }) => ({
		...row,
		program: { ar: pa, en: pe },
		society: { ar: sa, en: se },
	}));
}

async function check(db: Kysely<Schema>, checks: Checks, fields: Fields) {
	const name = { ar: checks.text('nameAr', fields.nameAr), en: checks.text('nameEn', fields.nameEn) };
	const { place, subject } = await checkSubject(db, checks, fields);
	if (place.level === 'category') checks.wrong('level', 'اختاروا من القائمة.', 'Choose from the list.');
	const startsOn = checks.day('startsOn', fields.startsOn);
	const expiresOn = checks.day('expiresOn', fields.expiresOn, {
		day: startsOn,
		why: { ar: 'اختاروا يومًا لا يسبق البداية.', en: 'Choose a day that is not before the first.' },
	});
	const extraDays = checks.number('extraDays', fields.extraDays, { least: 1, most: 366 });
	const granted = {
		societyId: place.society_id,
		programId: place.program_id,
		startsOn,
		expiresOn,
		extraDays,
	};
	return { name, subject, granted };
}

/** A report that gets a later day. */
export interface MovedReport {
	readonly society: Text;
	readonly program: Text;
	readonly programId: number;
	readonly period: string;
	readonly before: string;
	readonly after: string;
}

/** What an exception would do. */
export interface ExceptionPreview {
	readonly subject: Text | null;
	readonly count: number;
	readonly societies: number;
	/** The first of them. */
	readonly list: readonly MovedReport[];
}

const SHOWN = 20;

/** Which reports an exception would give a later day; nothing is written. */
export const previewException = defineQuery<Fields, ExceptionPreview>({
	action: 'deadline.write',
	probe: ({ societyId }) => ({
		nameAr: 'تجربة', nameEn: 'A probe', level: 'society', subject: String(societyId), startsOn: '2026-01-01',
		expiresOn: '2026-12-31', extraDays: '30',
	}), // prettier-ignore
	async run({ db }, _scope, fields) {
		const checks = new Checks();
		const { subject, granted } = await check(db, checks, fields);
		checks.done();
		const moved = (await readReached(db, granted)).flatMap(({ ruleDay, dueOn, ...row }) => {
			const after = addDays(ruleDay, granted.extraDays);
			return after > dueOn ? [{ ...row, before: dueOn, after }] : [];
		});
		return {
			subject,
			count: moved.length,
			societies: new Set(moved.map(({ societyId }) => societyId)).size,
			list: moved.slice(0, SHOWN).map(({ society, program, id, period, before, after }) => {
				return { society, program, programId: id, period, before, after };
			}),
		};
	},
});

/** Gives the reports that are reached the day that is now in force; returns those whose day moved. */
async function resettle({ trx, pack }: WriteContext, granted: Omit<GrantedDays, 'id'>): Promise<Reached[]> {
	const deadlines = await readDeadlines(trx, pack.code);
	const moved: Reached[] = [];
	for (const row of await readReached(trx, granted)) {
		const now = deadlines.inForce(row, row.ruleDay);
		if (now.dueOn === row.dueOn && now.exceptionId === row.exceptionId) continue;
		await trx
			.updateTable('expected_report')
			.set({ due_on: now.dueOn, rule_due_on: now.ruleDueOn, exception_id: now.exceptionId })
			.where('id', '=', row.expectedId)
			.execute();
		if (now.dueOn !== row.dueOn) moved.push({ ...row, dueOn: now.dueOn });
	}
	return moved;
}

async function tell({ trx, now }: WriteContext, id: number, name: Text, moved: readonly Reached[]) {
	for (const [societyId, reports] of Map.groupBy(moved, (row) => row.societyId)) {
		const dueOn = reports.map((row) => row.dueOn).toSorted()[0]!;
		const facts = { nameAr: name.ar, nameEn: name.en, reports: reports.length, dueOn };
		const notices = (await peopleOfSociety(trx, societyId)).map((accountId) => ({
			accountId,
			kind: 'exception_granted' as const,
			objectType: 'society' as const,
			objectId: societyId,
			facts,
			dueOn,
			once: `exception_granted:${id}`,
		}));
		await notify(trx, now, notices);
	}
}

/** An officer grants an exception: reports it reaches get their later day at once, and their societies' people hear of it. */
export const grantException = defineCommand({
	action: 'deadline.write',
	isGuarded: true,
	input: formInput([...EXCEPTION_FIELDS, 'reason']),
	probe: ({ societyId }) => ({
		nameAr: 'تجربة', nameEn: 'A probe', level: 'society', subject: String(societyId), startsOn: '2026-01-01',
		expiresOn: '2026-12-31', extraDays: '30', reason: 'A probe of the deadlines',
	}), // prettier-ignore
	owner: () => Promise.resolve(null),
	async run(write, fields) {
		const { trx, now, viewer, audit } = write;
		const checks = new Checks();
		const { name, granted } = await check(trx, checks, fields);
		const reason = readReason(checks, fields.reason);
		checks.done();
		const { societyId, programId, startsOn, expiresOn, extraDays } = granted;
		const { id } = await trx
			.insertInto('deadline_exception')
			.values({
				name_ar: name.ar,
				name_en: name.en,
				society_id: societyId,
				program_id: programId,
				starts_on: startsOn,
				expires_on: expiresOn,
				extra_days: extraDays,
				reason,
				set_by: viewer.accountId,
				set_at: now.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const moved = await resettle(write, granted);
		await tell(write, id, name, moved);
		await audit({
			objectType: 'deadline_exception',
			objectId: id,
			after: {
				nameAr: name.ar, nameEn: name.en, societyId, programId, startsOn, expiresOn, extraDays, reason,
				dueDatesMoved: moved.length,
			}, // prettier-ignore
		});
		return { id };
	},
});

/**
 * An officer takes an exception back: reports that came in time by it keep its day, those that have not come get the
 * day that holds without it.
 */
export const withdrawException = defineCommand({
	action: 'deadline.write',
	isGuarded: true,
	input: formInput(['kind', 'id', 'reason']),
	probe: () => ({ kind: 'deadline_exception', id: '1', reason: 'A probe of the deadlines' }),
	owner: () => Promise.resolve(null),
	async run(write, fields) {
		const { trx, now, audit } = write;
		const checks = new Checks();
		const reason = readReason(checks, fields.reason);
		checks.done();
		const id = /^[1-9]\d{0,14}$/.test(fields.id) ? Number(fields.id) : -1;
		const row = await trx
			.selectFrom('deadline_exception')
			.selectAll()
			.where('id', '=', id)
			.executeTakeFirst();
		if (!row) throw missing();
		if (row.withdrawn_at !== null) {
			throw conflict({
				ar: 'سُحب هذا الاستثناء من قبل. أعيدوا فتح الصفحة.',
				en: 'This exception was withdrawn before. Open the page again.',
			});
		}
		const mark = { withdrawn_at: now.toISOString() };
		await trx.updateTable('deadline_exception').set(mark).where('id', '=', id).execute();
		const moved = await resettle(write, {
			societyId: row.society_id,
			programId: row.program_id,
			startsOn: row.starts_on,
			expiresOn: row.expires_on,
			extraDays: row.extra_days,
		});
		await audit({
			objectType: 'deadline_exception',
			objectId: id,
			before: { withdrawn: false },
			after: { withdrawn: true, reason, dueDatesMoved: moved.length },
		});
	},
});

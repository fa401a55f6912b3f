import { z } from 'zod';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { addDays, daysBetween } from '#lib/platform/clock.ts';
import { conflict, denied, invalid, missing, said } from '#lib/platform/errors.ts';
import { wrongColleague } from './talk.server.ts';

/** Somebody who reviews another officer's societies for some days. */
export interface Substitution {
	readonly id: number;
	readonly of: Text;
	readonly by: Text;
	readonly startsOn: string;
	readonly endsOn: string;
	/** Whether the reader is the one who is stood in for. */
	readonly isMine: boolean;
}

/** An officer one can ask or name. */
export interface Colleague extends Text {
	readonly id: number;
}

const DAYS_AT_MOST = 366;

const day = z.iso.date(said({ ar: 'اكتبوا تاريخًا صحيحًا.', en: 'Write a day that exists.' }));

/** Who stands in for the reader, and for whom the reader does: what holds or is to come; and who could. */
export const readSubstitutions = defineQuery<
	Record<string, never>,
	{ readonly list: Substitution[]; readonly colleagues: Colleague[] }
>({
	action: 'review.read',
	probe: () => ({}),
	async run({ db, viewer, today }) {
		const me = viewer.accountId ?? -1;
		const rows = await db
			.selectFrom('substitution as x')
			.innerJoin('account as a', 'a.id', 'x.account_id')
			.innerJoin('account as b', 'b.id', 'x.substitute_id')
			.select(['x.id', 'x.account_id as account', 'x.starts_on as startsOn', 'x.ends_on as endsOn'])
			.select(['a.name_ar as ofAr', 'a.name_en as ofEn', 'b.name_ar as byAr', 'b.name_en as byEn'])
			.where('x.withdrawn_at', 'is', null)
			.where('x.ends_on', '>=', today)
			.where((eb) => eb.or([eb('x.account_id', '=', me), eb('x.substitute_id', '=', me)]))
			.orderBy('x.starts_on')
			.limit(100)
			.execute();
		const colleagues = await db
			.selectFrom('account')
			.select(['id', 'name_ar as ar', 'name_en as en'])
			.where('role', '=', 'officer')
			.where('disabled_at', 'is', null)
			.where('id', '<>', me)
			.orderBy('name_ar')
			.limit(500)
			.execute();
		return {
			list: rows.map((row) => ({
				id: row.id,
				of: { ar: row.ofAr, en: row.ofEn },
				by: { ar: row.byAr, en: row.byEn },
				startsOn: row.startsOn,
				endsOn: row.endsOn,
				isMine: row.account === me,
			})),
			colleagues: viewer.role === 'officer' ? colleagues : [],
		};
	},
});

/** An officer names who reviews in their place from a day to a day. */
export const nameSubstitute = defineCommand({
	action: 'review.substitute',
	input: z.strictObject({ substituteId: z.number().int().positive(), startsOn: day, endsOn: day }),
	probe: () => ({ substituteId: 1, startsOn: '2026-07-01', endsOn: '2026-07-10' }),
	owner: () => Promise.resolve(null),
	async run({ trx, viewer, now, today, audit }, { substituteId, startsOn, endsOn }) {
		if (viewer.accountId === null) throw denied();
		if (startsOn < today)
			throw wrongDay('startsOn', 'لا تبدأ النيابة قبل اليوم.', 'It cannot begin before today.');
		if (endsOn < startsOn || daysBetween(startsOn, endsOn) > DAYS_AT_MOST) {
			throw wrongDay(
				'endsOn',
				'اختاروا يومًا بعد البداية وخلال سنة منها.',
				'Choose a day after the first and within a year of it.',
			);
		}
		const colleague = await trx
			.selectFrom('account')
			.select('id')
			.where('id', '=', substituteId)
			.where('id', '<>', viewer.accountId)
			.where('role', '=', 'officer')
			.where('disabled_at', 'is', null)
			.executeTakeFirst();
		if (!colleague) throw wrongColleague('substituteId');
		const { id } = await trx
			.insertInto('substitution')
			.values({
				account_id: viewer.accountId,
				substitute_id: substituteId,
				starts_on: startsOn,
				ends_on: endsOn,
				set_by: viewer.accountId,
				set_at: now.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await audit({ objectType: 'substitution', objectId: id, after: { substituteId, startsOn, endsOn } });
		return { id };
	},
});

function wrongDay(place: string, ar: string, en: string) {
	return invalid({ ar, en }, [{ place, text: { ar, en } }]);
}

/** An officer ends their own substitution: one to come is taken back, a running one ended yesterday. */
export const endSubstitution = defineCommand({
	action: 'review.substitute',
	input: z.strictObject({ id: z.number().int().positive() }),
	probe: () => ({ id: 1 }),
	owner: () => Promise.resolve(null),
	async run({ trx, viewer, now, today, audit }, { id }) {
		const row = await trx
			.selectFrom('substitution')
			.select(['starts_on as startsOn', 'ends_on as endsOn', 'withdrawn_at as withdrawnAt'])
			.where('id', '=', id)
			.where('account_id', '=', viewer.accountId ?? -1)
			.executeTakeFirst();
		if (!row) throw missing();
		if (row.withdrawnAt !== null || row.endsOn < today) {
			throw conflict({ ar: 'انتهت هذه النيابة من قبل.', en: 'This substitution has already ended.' });
		}
		const isRunning = row.startsOn < today;
		const endsOn = addDays(today, -1);
		await trx
			.updateTable('substitution')
			.set(isRunning ? { ends_on: endsOn } : { withdrawn_at: now.toISOString() })
			.where('id', '=', id)
			.execute();
		await audit({
			objectType: 'substitution',
			objectId: id,
			before: { endsOn: row.endsOn, withdrawn: false },
			after: isRunning ? { endsOn, withdrawn: false } : { endsOn: row.endsOn, withdrawn: true },
		});
	},
});

import type { Kysely } from 'kysely';
import type { Pack as PackRow, Schema } from '#db/schema.ts';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import { applyIn, holdsMoney } from './apply.server.ts';
import { Checks, formInput, notBefore, readReason } from './checks.server.ts';
import { changeLines, type ChangeLine } from './entries.server.ts';
import { readChanges, type Values } from './references.server.ts';

const NAMES = ['name_ar', 'name_en', 'ministry_ar', 'ministry_en', 'currency_ar'] as const;

/** The country values as stored, without their number. */
export type PackValues = Pick<
	PackRow,
	(typeof NAMES)[number] | 'code' | 'currency' | 'currency_digits' | 'time_zone'
>;

const readRow = (db: Kysely<Schema>): Promise<PackValues> =>
	db
		.selectFrom('pack')
		.select([...NAMES, 'code', 'currency', 'currency_digits', 'time_zone'])
		.executeTakeFirstOrThrow();

/** The country values, whether the currency is fixed, and their changes. */
export const readPackSettings = defineQuery<
	undefined,
	{ values: PackValues; isFixed: boolean; changes: ChangeLine[] }
>({
	action: 'settings.read',
	probe: () => undefined,
	async run({ db }) {
		const isFixed = await holdsMoney(db);
		return { values: await readRow(db), isFixed, changes: await changeLines(db, 'pack') };
	},
});

/** The fields of the form. */
export const PACK_FIELDS = [
	'nameAr', 'nameEn', 'ministryAr', 'ministryEn', 'currencyAr', 'currency', 'digits', 'startsOn',
] as const; // prettier-ignore

type PackFields = Readonly<Record<(typeof PACK_FIELDS)[number], string>>;

async function checkPack(db: Kysely<Schema>, today: string, checks: Checks, fields: PackFields) {
	const now = await readRow(db);
	const wanted: Values = {
		name_ar: checks.text('nameAr', fields.nameAr, 2, 120),
		name_en: checks.text('nameEn', fields.nameEn, 2, 120),
		ministry_ar: checks.text('ministryAr', fields.ministryAr, 2, 120),
		ministry_en: checks.text('ministryEn', fields.ministryEn, 2, 120),
		currency_ar: checks.text('currencyAr', fields.currencyAr, 1, 20),
		currency: fields.currency.trim().toUpperCase(),
		currency_digits: checks.number('digits', fields.digits, { most: 3 }),
	};
	if (!/^[A-Z]{3}$/.test(String(wanted.currency))) {
		checks.wrong(
			'currency',
			'رمز العملة ثلاثة حروف لاتينية كبيرة.',
			'A currency code is three capital Latin letters.',
		);
	}
	const isOther = wanted.currency !== now.currency || wanted.currency_digits !== now.currency_digits;
	if (isOther && (await holdsMoney(db))) {
		checks.wrong(
			'currency',
			'في قاعدة البيانات مبالغ محفوظة بالوحدة الصغرى لهذه العملة؛ تغيير العملة أو منازلها يغيّر قيمتها كلها، فهي ثابتة.',
			'The database holds sums in this currency’s minor units; another currency or other decimals would change all of them, so both are fixed.',
		);
	}
	const startsOn = checks.day('startsOn', fields.startsOn, notBefore(today));
	const changed = Object.entries(wanted).filter(([column, value]) => now[column as 'currency'] !== value);
	if (!changed.length) checks.wrong('nameAr', 'لم تغيّروا شيئًا.', 'Nothing was changed.');
	const waiting = (await readChanges(db, 'pack')).some(
		(one) => one.applied_at === null && one.withdrawn_at === null && one.starts_on === startsOn,
	);
	if (waiting) {
		checks.wrong(
			'startsOn',
			'ثمة تغيير آخر في اليوم نفسه؛ اسحبوه أولًا أو اختاروا يومًا آخر.',
			'Another change begins on that day; withdraw it first or choose another day.',
		);
	}
	const before: Values = Object.fromEntries(changed.map(([column]) => [column, now[column as 'currency']]));
	return { startsOn, before, after: Object.fromEntries(changed) as Values };
}

/** What a change of the country values would do. */
export interface PackPreview {
	readonly startsOn: string;
	readonly before: Values;
	readonly after: Values;
}

const probeFields: PackFields = {
	nameAr: 'تجربة', nameEn: 'Probe', ministryAr: 'تجربة', ministryEn: 'Probe', currencyAr: 'د.ب', currency: 'BHD',
	digits: '3', startsOn: '2026-07-01',
}; // prettier-ignore

/** What a change of the country values would do; nothing is written. */
export const previewPack = defineQuery<PackFields, PackPreview>({
	action: 'settings.write',
	probe: () => probeFields,
	async run({ db, today }, _scope, fields) {
		const checks = new Checks();
		const seen = await checkPack(db, today, checks, fields);
		checks.done();
		return seen;
	},
});

/** Records a change of the country values for its day; one that begins today is applied at once. */
export const setPackValues = defineCommand({
	action: 'settings.write',
	isGuarded: true,
	input: formInput([...PACK_FIELDS, 'reason']),
	probe: () => ({ ...probeFields, reason: 'A probe of the rules' }),
	owner: () => Promise.resolve(null),
	async run(write, fields) {
		const { trx, today, now, viewer, audit, pack } = write;
		const checks = new Checks();
		const { startsOn, before, after } = await checkPack(trx, today, checks, fields);
		const reason = readReason(checks, fields.reason);
		checks.done();
		const { id } = await trx
			.insertInto('reference_change')
			.values({
				list: 'pack',
				code: pack.code,
				before: JSON.stringify(before),
				after: JSON.stringify(after),
				starts_on: startsOn,
				reason,
				set_by: viewer.accountId,
				set_at: now.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await audit({
			objectType: 'reference_change',
			objectId: id,
			before,
			after: { ...after, startsOn, reason },
		});
		if (startsOn === today) await applyIn(write, id);
		return { id };
	},
});

import { sql, type Selectable } from 'kysely';
import type { Society } from '#db/schema.ts';
import { matchKey } from '#lib/i18n/fold.ts';
import type { AuditNote, WriteContext } from '#lib/platform/context.ts';
import { conflict, invalid, missing, type Expected, type Problem } from '#lib/platform/errors.ts';
import type { Text } from '#lib/i18n/text.ts';
import { isStanding } from './model.ts';

/** Which society a command is about, and the version of it that the person saw. */
export interface Seen {
	readonly id: number;
	readonly version: number;
}

/** The society a command is about belongs to itself; undefined when there is none. */
export async function ownSociety({ trx }: WriteContext, { id }: { readonly id: number }) {
	const row = await trx.selectFrom('society').select('id').where('id', '=', id).executeTakeFirst();
	return row?.id;
}

const CHANGED: Text = {
	ar: 'غيّر شخص آخر بيانات هذه الجمعية بعد أن فتحتموها. ما كتبتموه باقٍ أمامكم، وبجانبه القيمة المحفوظة الآن؛ راجعوا ثم احفظوا من جديد.',
	en: 'Somebody else changed this society after you opened it. What you typed is still here, beside the value saved now; look at both, then save again.',
};
const FINAL: Text = {
	ar: 'انتهت هذه الجمعية بالدمج أو الحل، فلا يتغير سجلها.',
	en: 'This society was merged or dissolved; its record no longer changes.',
};

/**
 * Takes a society for a change: its version goes up by one where it is still the one the person saw (409 otherwise),
 * and the row as it was is returned. A society that was merged or dissolved changes no more.
 */
export async function takeSociety({ trx }: WriteContext, seen: Seen): Promise<Selectable<Society>> {
	const before = await trx.selectFrom('society').selectAll().where('id', '=', seen.id).executeTakeFirst();
	if (!before) throw missing();
	if (!isStanding(before.status)) throw conflict(FINAL);
	const taken = await trx
		.updateTable('society')
		.set({ version: sql`version + 1` })
		.where('id', '=', seen.id)
		.where('version', '=', seen.version)
		.executeTakeFirst();
	if (taken.numUpdatedRows !== 1n) throw conflict(CHANGED);
	return before;
}

/** 422 with one problem at a field. */
export function wrong(place: string, text: Text): Expected {
	return invalidAt([{ place, text }]);
}

/** 422 with the problems at their fields. */
export function invalidAt(problems: readonly Problem[]): Expected {
	return invalid(
		{ ar: 'في المدخلات ما يحتاج إلى تصحيح.', en: 'Some of what was entered needs correcting.' },
		problems,
	);
}

/** Refuses a day that has not come yet. */
export function notAfterToday(place: string, on: string, today: string): void {
	if (on <= today) return;
	throw wrong(place, {
		ar: 'لم يأتِ هذا التاريخ بعد. سجّلوا ما حدث يوم حدوثه.',
		en: 'This date has not come yet. Record what happened once it has.',
	});
}

/** What changed, by field, for the audit trail; undefined when nothing did. */
export function changes<Row extends object>(
	before: Row,
	after: Partial<Row>,
): Required<Pick<AuditNote, 'before' | 'after'>> | undefined {
	const keys = (Object.keys(after) as (keyof Row & string)[]).filter((key) => before[key] !== after[key]);
	if (!keys.length) return undefined;
	const pick = (row: Partial<Row>) => Object.fromEntries(keys.map((key) => [key, row[key] ?? null]));
	return { before: pick(before), after: pick(after) };
}

/** Another society with the same Arabic name, however it is spelled. */
export async function twinOf(
	trx: WriteContext['trx'],
	nameAr: string,
	except = 0,
): Promise<{ id: number; name_ar: string; name_en: string } | undefined> {
	return trx
		.selectFrom('society')
		.select(['id', 'name_ar', 'name_en'])
		.where('match_key', '=', matchKey(nameAr))
		.where('id', '<>', except)
		.executeTakeFirst();
}

/** Refuses a registration number under which another society is registered now. */
export async function freeNumber(
	trx: WriteContext['trx'],
	number: string,
	except = 0,
): Promise<Problem | undefined> {
	const holder = await trx
		.selectFrom('society_registration')
		.select('id')
		.where('number', '=', number)
		.where('ends_on', 'is', null)
		.where('society_id', '<>', except)
		.limit(1)
		.executeTakeFirst();
	return (
		holder && {
			place: 'number',
			text: {
				ar: 'هذا الرقم لجمعية أخرى. تحققوا منه.',
				en: 'This number belongs to another society. Check it.',
			},
		}
	);
}

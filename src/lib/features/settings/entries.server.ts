import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { reachOf } from '#lib/access/grants.ts';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Context } from '#lib/platform/context.ts';
import { missing } from '#lib/platform/errors.ts';
import { applyIn } from './apply.server.ts';
import { Checks, formInput, notBefore, readReason } from './checks.server.ts';
import type { Phase, Trail } from './model.ts';
import {
	LISTS,
	readChanges,
	readEntries,
	USES,
	type Entry,
	type List,
	type Values,
} from './references.server.ts';

/** How many rows of a kind use an entry, and the page that shows them. */
export interface Used {
	readonly label: Text;
	readonly rows: number;
	readonly href: string | null;
}

/** An entry with what uses it. */
export interface EntryLine extends Entry {
	readonly used: readonly Used[];
}

/** A recorded change of a list with its trail. */
export interface ChangeLine extends Trail {
	readonly code: string;
	readonly before: Values | null;
	readonly after: Values;
}

const isList = (text: string): text is List => (LISTS as readonly string[]).includes(text);

/** What uses each entry; the way to the rows only for whom it leads there. */
async function usesOf(
	{ db, viewer }: Pick<Context, 'db' | 'viewer'>,
	list: List,
): Promise<Map<number, Used[]>> {
	const mayOpen = reachOf(viewer.role, 'society.read') && reachOf(viewer.role, 'program.read');
	const codes = new Map((await readEntries(db, list)).map((entry) => [entry.id, entry.code]));
	const found = new Map<number, Used[]>();
	for (const { table, column, label, href } of USES[list]) {
		const { rows } = await sql<{ id: number; n: number }>`
			select ${sql.ref(column)} as id, count(*) as n from ${sql.table(table)}
			where ${sql.ref(column)} is not null group by 1`.execute(db);
		for (const { id, n } of rows) {
			const code = codes.get(id);
			if (code === undefined) continue;
			found.set(id, [...(found.get(id) ?? []), { label, rows: n, href: (mayOpen && href?.(code)) || null }]);
		}
	}
	return found;
}

/** How recorded changes stand: applied ones hold or were the past, the others wait or were withdrawn. */
export async function changeLines(db: Kysely<Schema>, list: List | 'pack'): Promise<ChangeLine[]> {
	return (await readChanges(db, list)).map((row) => {
		const phase: Phase =
			row.withdrawn_at !== null ? 'withdrawn' : row.applied_at === null ? 'coming' : 'holds';
		return {
			id: row.id,
			code: row.code,
			before: row.before,
			after: row.after,
			startsOn: row.starts_on,
			reason: row.reason,
			by: row.byAr !== null && row.byEn !== null ? { ar: row.byAr, en: row.byEn } : null,
			at: row.set_at,
			withdrawnAt: row.withdrawn_at,
			phase,
		};
	});
}

/** A list with its entries, what uses them, and its changes. */
export const readList = defineQuery<
	{ readonly list: string },
	{ list: List; entries: EntryLine[]; changes: ChangeLine[]; places: Entry[] }
>({
	action: 'settings.read',
	probe: () => ({ list: 'category' }),
	async run(ctx, _scope, { list }) {
		if (!isList(list)) throw missing();
		const { db } = ctx;
		const uses = await usesOf(ctx, list);
		const entries = await readEntries(db, list);
		return {
			list,
			entries: entries.map((entry) => ({ ...entry, used: uses.get(entry.id) ?? [] })),
			changes: await changeLines(db, list),
			places: list === 'town' ? await readEntries(db, 'governorate') : [],
		};
	},
});

const CHANGES = ['add', 'edit', 'retire', 'restore'] as const;

/** The fields of the form; the last five only matter for a new entry of the list that has them. */
export const LIST_FIELDS = [
	'list', 'change', 'code', 'nameAr', 'nameEn', 'sort', 'startsOn', 'parent', 'minAge', 'maxAge', 'isContact',
] as const; // prettier-ignore

type ListFields = Readonly<Record<(typeof LIST_FIELDS)[number], string>>;

/** Columns that only a new entry of these lists has. */
async function ownColumns(
	db: Kysely<Schema>,
	checks: Checks,
	list: List,
	fields: ListFields,
): Promise<Values> {
	if (list === 'town') {
		const places = await readEntries(db, 'governorate');
		const code = checks.choice(
			'parent',
			fields.parent,
			places.map((place) => place.code),
		);
		return { governorate_id: places.find((place) => place.code === code)?.id ?? null };
	}
	if (list === 'governorate') return { kind: 'governorate' };
	if (list === 'unit') return { is_contact: fields.isContact === '1' ? 1 : 0 };
	if (list !== 'age_band') return {};
	const age = (place: 'minAge' | 'maxAge') =>
		fields[place].trim() ? checks.number(place, fields[place], { most: 130 }) : null;
	const [min, max] = [age('minAge'), age('maxAge')];
	if (min !== null && max !== null && min > max) {
		checks.wrong('maxAge', 'العمر الأعلى أصغر من الأدنى.', 'The highest age is below the lowest.');
	}
	return { min_age: min, max_age: max };
}

async function checkEntry(db: Kysely<Schema>, today: string, checks: Checks, fields: ListFields) {
	const list = checks.choice('list', fields.list, LISTS);
	const change = checks.choice('change', fields.change, CHANGES);
	const code = change === 'add' ? fields.code.trim().toLowerCase() : fields.code;
	const entries = await readEntries(db, list);
	const entry = entries.find((one) => one.code === code);
	const startsOn = checks.day('startsOn', fields.startsOn, notBefore(today));
	const waiting = (await readChanges(db, list)).filter(
		(one) => one.code === code && one.applied_at === null && one.withdrawn_at === null,
	);
	if (waiting.some((one) => one.starts_on === startsOn)) {
		checks.wrong(
			'startsOn',
			'ثمة تغيير آخر لهذا العنصر في اليوم نفسه؛ اسحبوه أولًا أو اختاروا يومًا آخر.',
			'Another change of this entry begins on that day; withdraw it first or choose another day.',
		);
	}
	if (change === 'add') {
		if (!/^[a-z][a-z0-9_-]{1,39}$/.test(code)) {
			checks.wrong(
				'code',
				'اكتبوا رمزًا من حروف لاتينية صغيرة وأرقام وشرطة سفلية.',
				'Write a code of small Latin letters, digits and underscores.',
			);
		}
		if (entry || waiting.length) checks.wrong('code', 'هذا الرمز مستعمل.', 'This code is taken.');
	} else if (!entry) {
		checks.wrong('code', 'اختاروا عنصرًا من القائمة.', 'Choose an entry of the list.');
	}
	return {
		list,
		change,
		code,
		startsOn,
		entry,
		after: await afterOf(db, checks, fields, list, change, entry, startsOn),
	};
}

async function afterOf(
	db: Kysely<Schema>,
	checks: Checks,
	fields: ListFields,
	list: List,
	change: (typeof CHANGES)[number],
	entry: Entry | undefined,
	startsOn: string,
): Promise<Values> {
	if (change === 'restore') {
		if (entry && entry.retired_on === null) {
			checks.wrong('change', 'هذا العنصر ليس موقوفًا.', 'This entry is not retired.');
		}
		return { retired_on: null };
	}
	if (change === 'retire') {
		if (entry?.retired_on)
			checks.wrong('change', 'هذا العنصر موقوف من قبل.', 'This entry is retired already.');
		return { retired_on: startsOn };
	}
	const names = {
		name_ar: checks.text('nameAr', fields.nameAr),
		name_en: checks.text('nameEn', fields.nameEn),
	};
	const sort = checks.number('sort', fields.sort || '1000', { most: 1_000_000 });
	if (change === 'add') return { ...names, sort, ...(await ownColumns(db, checks, list, fields)) };
	const changed = Object.entries({ ...names, sort }).filter(
		([column, value]) => entry?.[column as 'sort'] !== value,
	);
	if (entry && !changed.length) {
		checks.wrong('nameAr', 'لم تغيّروا شيئًا في هذا العنصر.', 'Nothing of this entry was changed.');
	}
	return Object.fromEntries(changed);
}

const heldBy = (entry: Entry | undefined, after: Values): Values | null =>
	entry ? Object.fromEntries(Object.keys(after).map((column) => [column, entry[column as 'sort']])) : null;

/** What a change of a list would do. */
export interface EntryPreview {
	readonly change: (typeof CHANGES)[number];
	readonly code: string;
	readonly name: Text;
	readonly startsOn: string;
	readonly before: Values | null;
	readonly after: Values;
	readonly used: readonly Used[];
}

/** What a change of a list would do and where the entry is used; nothing is written. */
export const previewEntry = defineQuery<ListFields, EntryPreview>({
	action: 'settings.write',
	probe: () => probeFields,
	async run(ctx, _scope, fields) {
		const checks = new Checks();
		const { list, change, code, startsOn, entry, after } = await checkEntry(
			ctx.db,
			ctx.today,
			checks,
			fields,
		);
		checks.done();
		return {
			change,
			code,
			name: entry ? { ar: entry.name_ar, en: entry.name_en } : { ar: fields.nameAr, en: fields.nameEn },
			startsOn,
			before: heldBy(entry, after),
			after,
			used: entry ? ((await usesOf(ctx, list)).get(entry.id) ?? []) : [],
		};
	},
});

const probeFields: ListFields = {
	list: 'category', change: 'add', code: 'probe', nameAr: 'تجربة', nameEn: 'Probe', sort: '', startsOn: '2026-07-01',
	parent: '', minAge: '', maxAge: '', isContact: '',
}; // prettier-ignore

/** Records a change of a list for its day; one that begins today is applied at once. Entries are never deleted. */
export const setEntry = defineCommand({
	action: 'settings.write',
	isGuarded: true,
	input: formInput([...LIST_FIELDS, 'reason']),
	probe: () => ({ ...probeFields, reason: 'A probe of the rules' }),
	owner: () => Promise.resolve(null),
	async run(write, fields) {
		const { trx, today, now, viewer, audit } = write;
		const checks = new Checks();
		const { list, code, startsOn, entry, after } = await checkEntry(trx, today, checks, fields);
		const reason = readReason(checks, fields.reason);
		checks.done();
		const before = heldBy(entry, after);
		const { id } = await trx
			.insertInto('reference_change')
			.values({
				list,
				code,
				before: before && JSON.stringify(before),
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
			...(before && { before }),
			after: { list, code, ...after, startsOn, reason },
		});
		if (startsOn === today) await applyIn(write, id);
		return { id };
	},
});

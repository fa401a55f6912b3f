import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Comparison } from './parts.ts';
import { partWords, type ListName } from './words.ts';

/** Names behind the ids that stand in parts, by list and id: `sector 3`; files by `file 31`. */
export type PartNames = Readonly<Record<string, Text>>;

const idsIn = (value: unknown) =>
	(Array.isArray(value) ? value : [value]).filter((id): id is number => typeof id === 'number');

/** The names of every listed row and file that compared parts speak of. */
export async function readNames(db: Kysely<Schema>, parts: readonly Comparison[]): Promise<PartNames> {
	const names: Record<string, Text> = {};
	const asked = new Map<ListName, number[]>();
	for (const { key, was, now, next } of parts) {
		const ids = [was, now, next].flatMap(idsIn);
		const { list, type } = partWords(key);
		if (list) asked.set(list, [...(asked.get(list) ?? []), ...ids]);
		if (type !== 'file' || !ids.length) continue;
		const files = await db.selectFrom('stored_file').select(['id', 'name']).where('id', 'in', ids).execute();
		for (const { id, name } of files) names[`file ${id}`] = { ar: name, en: name };
	}
	for (const [list, ids] of asked) {
		if (!ids.length) continue;
		const rows = await db
			.selectFrom(list)
			.select(['id', 'name_ar as ar', 'name_en as en'])
			.where('id', 'in', [...new Set(ids)])
			.execute();
		for (const { id, ar, en } of rows) names[`${list} ${id}`] = { ar, en };
	}
	return names;
}

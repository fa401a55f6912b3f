import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { describeSchema } from '#db/describe.ts';
import { MIGRATIONS } from '#db/migrate.ts';
import { sourceFiles, sourceText } from '../support/tree.ts';
import { freshDatabase } from '../support/world.ts';

/**
 * SHA-256 of each migration that reached somebody's data; its text never changes again. A change of the schema is
 * a new migration and a new line here.
 */
const RELEASED: Readonly<Record<string, string>> = {
	'0001_first_slice': '192c30e59021d9e9b46c68784928a673142257e6ec250348b8fb290e7d5b7981',
	'0002_people_settings_register': '2cf419ddf04a003f8876f4a722dced67f4c7df7bdeb4400057dd37aa6ccd32db',
	'0003_search': '5318eba5e2625904defd6216cbf0f8d8b62fccc6b4f4d7c880096cb7b5391a66',
	'0004_reporting': '2910fd72312c1db8f9d37e2b1105f568fa478a88b16bfaf8ed74f5a95391ea10',
};

let database: Database;
beforeAll(async () => {
	database = await freshDatabase();
});
afterAll(() => database.close());

async function rows<T>(query: string): Promise<T[]> {
	return (await sql.raw<T>(query).execute(database.reader)).rows;
}

test('schema.ts is what the migrations make (npm run cli -- schema writes it)', async () => {
	expect(sourceText('db/schema.ts')).toBe(await describeSchema(database.reader as never));
});

test('released migrations are frozen', () => {
	const digest = (name: string) =>
		createHash('sha256')
			.update(sourceText(`db/migrations/${name}.ts`))
			.digest('hex');
	for (const [name, hash] of Object.entries(RELEASED)) expect(digest(name), name).toBe(hash);
});

test('migrations are numbered without a gap, and each file is known', () => {
	const names = sourceFiles(/^db\/migrations\//).map((file) =>
		file.replace(/^db\/migrations\/(.*)\.ts$/, '$1'),
	);
	expect(Object.keys(MIGRATIONS)).toEqual(names);
	expect(names.map((name) => name.slice(0, 4))).toEqual(names.map((_, i) => String(i + 1).padStart(4, '0')));
});

test('every foreign key can be followed backwards through an index', async () => {
	const missing = await rows<{ place: string }>(`
		select t.name || '.' || f."from" as place
		from sqlite_schema t, pragma_foreign_key_list(t.name) f
		where t.type = 'table' and f.seq = 0 and not exists (
			select 1 from pragma_index_list(t.name) i, pragma_index_info(i.name) c
			where c.seqno = 0 and c.name = f."from" and i.partial = 0)
		and not exists (
			select 1 from pragma_table_info(t.name) k where k.pk = 1 and k.name = f."from")`);
	expect(missing).toEqual([]);
});

test('every table is named in the singular, in small letters', async () => {
	const tables = await rows<{ name: string }>(`
		select name from pragma_table_list
		where schema = 'main' and type = 'table' and name not like 'sqlite%' and name not like 'kysely%'`);
	expect(tables.length).toBeGreaterThan(20);
	const odd = tables.filter(({ name }) => !/^[a-z]+(_[a-z]+)*$/.test(name) || /(?<!statu|s)s$/.test(name));
	expect(odd).toEqual([]);
});

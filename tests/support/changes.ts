import { sql } from 'kysely';
import type { Database } from '#db/connection.server.ts';

type Row = Readonly<Record<string, unknown>>;

/** Every row of every plain table by its table and text. */
export type Picture = ReadonlyMap<string, ReadonlyMap<string, Row>>;

interface Parent {
	readonly column: string;
	readonly table: string;
}

/** What a database's tables are, read once. */
export interface Tables {
	readonly names: readonly string[];
	readonly parents: ReadonlyMap<string, readonly Parent[]>;
}

/** The plain tables of a database and whom their rows belong to; search indexes follow what they are made from. */
export async function readTables({ reader }: Database): Promise<Tables> {
	const { rows } = await sql<{ name: string }>`select name from pragma_table_list where schema = 'main'
		and type = 'table' and name not like 'sqlite%' order by name`.execute(reader);
	const parents = new Map<string, Parent[]>();
	for (const { name } of rows) {
		const keys =
			await sql<Parent>`select "from" as "column", "table" from pragma_foreign_key_list(${name})`.execute(
				reader,
			);
		parents.set(name, keys.rows);
	}
	return { names: rows.map(({ name }) => name), parents };
}

/** A number that differs once anybody wrote. */
export async function readPulse({ reader }: Database): Promise<number> {
	const { rows } = await sql<{ data_version: number }>`pragma data_version`.execute(reader);
	return rows[0]!.data_version;
}

/** The whole database as it is now. */
export async function takePicture({ reader }: Database, { names }: Tables): Promise<Picture> {
	const picture = new Map<string, Map<string, Row>>();
	for (const name of names) {
		const { rows } = await sql<Row>`select * from ${sql.table(name)}`.execute(reader);
		picture.set(name, new Map(rows.map((row) => [JSON.stringify(row), row])));
	}
	return picture;
}

/** One row that is gone, came, or is different (then both). */
export interface Change {
	readonly table: string;
	readonly row: Row;
	readonly kind: 'gone' | 'came';
}

/** What differs between two pictures. */
export function changesBetween(before: Picture, after: Picture): Change[] {
	const changes: Change[] = [];
	for (const [table, rows] of after) {
		const old = before.get(table)!;
		for (const [text, row] of rows) if (!old.has(text)) changes.push({ table, row, kind: 'came' });
		for (const [text, row] of old) if (!rows.has(text)) changes.push({ table, row, kind: 'gone' });
	}
	return changes;
}

/** The societies a row belongs to, by way of every key it has. */
export function ownersOf(
	{ table, row }: Pick<Change, 'table' | 'row'>,
	{ parents }: Tables,
	pictures: readonly Picture[],
	seen: ReadonlySet<string> = new Set(),
): Set<number> {
	const owners = new Set<number>();
	if (table === 'society') owners.add(Number(row.id));
	for (const parent of parents.get(table) ?? []) {
		const id = row[parent.column];
		const key = `${parent.table} ${String(id)}`;
		if (id === null || seen.has(key)) continue;
		if (parent.table === 'society') {
			owners.add(Number(id));
			continue;
		}
		const column = parent.table === 'report_draft' ? 'report_id' : 'id';
		for (const picture of pictures) {
			for (const above of picture.get(parent.table)?.values() ?? []) {
				if (above[column] !== id) continue;
				const next = { table: parent.table, row: above };
				for (const owner of ownersOf(next, { names: [], parents }, pictures, new Set([...seen, key])))
					owners.add(owner);
			}
		}
	}
	return owners;
}

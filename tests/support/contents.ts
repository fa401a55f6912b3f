import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '#db/connection.server.ts';

/**
 * A fingerprint of every row of every table, whatever their order, except the tables named. Two equal ones mean
 * that nothing a person could ever read has changed.
 */
export async function contentsOf(
	database: Database,
	except: readonly string[] = [],
): Promise<Record<string, string>> {
	const tables = await sql<{ name: string }>`select name from pragma_table_list
		where schema = 'main' and type in ('table', 'virtual') and name not like 'sqlite%'
		order by name`.execute(database.reader);
	const prints: Record<string, string> = {};
	for (const { name } of tables.rows.filter((table) => !except.includes(table.name))) {
		const columns = await sql<{ name: string }>`select name from pragma_table_info(${name})`.execute(
			database.reader,
		);
		const names = sql.join(columns.rows.map((column) => sql.ref(column.name)));
		const { rows } = await sql<{ n: number; text: string | null }>`
			select count(*) as n, group_concat(line, char(10)) as text from (
				select json_array(${names}) as line from ${sql.table(name)} order by line)`.execute(database.reader);
		prints[name] = `${rows[0]!.n} ${createHash('sha256')
			.update(rows[0]!.text ?? '')
			.digest('hex')}`;
	}
	return prints;
}

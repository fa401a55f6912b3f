import { sql, type Kysely } from 'kysely';

// Search: names folded for searching, and their index by groups of three letters, kept by triggers so that it moves
// with the rows in the same transaction, whoever writes them.

/** A registration number without what people write differently: `١٢/ج/خ`, `12-ج-خ` and `12 ج خ` are `12جخ`. */
function bareNumber(column: string): string {
	const digits = [...'٠١٢٣٤٥٦٧٨٩', ...'۰۱۲۳۴۵۶۷۸۹'].map((digit, i) => [digit, String(i % 10)] as const);
	const between = ['/', '-', '–', '_', '.', ',', '(', ')', ' ', '\\', 'ـ'].map((mark) => [mark, ''] as const);
	const letters = ['أ', 'إ', 'آ'].map((letter) => [letter, 'ا'] as const);
	return [...digits, ...between, ...letters, ['ة', 'ه'] as const].reduce(
		(text, [from, to]) => `replace(${text}, '${from}', '${to}')`,
		`lower(${column})`,
	);
}

const names = (key: string) => `'| ' || ${key} || ' |'`;
const former = (society: string) =>
	`coalesce((select group_concat(${names('x.search_key')}, ' ') from society_name x where x.society_id = ${society}), '')`;
const numbers = (society: string) =>
	`coalesce((select group_concat(' ' || ${bareNumber('x.number')} || ' ', '') from society_registration x
		where x.society_id = ${society}), '')`;
const society = (id: string) => `(select ${names('x.search_key')} from society x where x.id = ${id})`;

/** Refreshes one column of a society's entry after any change of a table that belongs to it. */
function follows(table: string, column: string, value: (society: string) => string): string[] {
	const refresh = (id: string) =>
		`update search_society set ${column} = ${value(id)} where rowid = ${id};`;
	return [
		`create trigger ${table}_search_added after insert on ${table} begin ${refresh('new.society_id')} end`,
		`create trigger ${table}_search_changed after update on ${table}
		begin ${refresh('old.society_id')} ${refresh('new.society_id')} end`,
		`create trigger ${table}_search_gone after delete on ${table} begin ${refresh('old.society_id')} end`,
	];
}

const TOKENS = `tokenize = 'trigram case_sensitive 1'`;

const statements = [
	`create virtual table search_society using fts5 (name, former, number, ${TOKENS})`,
	`create virtual table search_program using fts5 (name, society, ${TOKENS})`,
	`insert into search_society (rowid, name, former, number)
	select s.id, ${names('s.search_key')}, ${former('s.id')}, ${numbers('s.id')} from society s`,
	`insert into search_program (rowid, name, society)
	select p.id, ${names('p.search_key')}, ${society('p.society_id')} from program p`,
	`create trigger society_search_added after insert on society begin
	insert into search_society (rowid, name, former, number) values (new.id, ${names('new.search_key')}, '', '');
	end`,
	`create trigger society_search_changed after update of search_key on society
	when new.search_key is not old.search_key begin
	update search_society set name = ${names('new.search_key')} where rowid = new.id;
	update search_program set society = ${names('new.search_key')}
		where rowid in (select id from program where society_id = new.id);
	end`,
	`create trigger society_search_gone after delete on society begin
	delete from search_society where rowid = old.id;
	end`,
	...follows('society_name', 'former', former),
	...follows('society_registration', 'number', numbers),
	`create trigger program_search_added after insert on program begin
	insert into search_program (rowid, name, society)
		values (new.id, ${names('new.search_key')}, ${society('new.society_id')});
	end`,
	`create trigger program_search_changed after update of search_key, society_id on program begin
	update search_program set name = ${names('new.search_key')}, society = ${society('new.society_id')}
		where rowid = new.id;
	end`,
	`create trigger program_search_gone after delete on program begin
	delete from search_program where rowid = old.id;
	end`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of statements) await sql.raw(statement).execute(db);
}

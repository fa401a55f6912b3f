import { sql, type Kysely } from 'kysely';

// Second factors, dated settings, the officers' register work, saved views. Plain SQL, as in the first.

const isDate = (column: string) => `${column} is date(${column})`;

/** To whom a setting applies: the country, or exactly one category, society or program. */
const place = `
  level text not null check (level in ('country', 'category', 'society', 'program')),
  category_id integer references category (id),
  society_id integer references society (id),
  program_id integer references program (id),`;

const oneSubject = `check ((category_id is not null) = (level = 'category')
    and (society_id is not null) = (level = 'society') and (program_id is not null) = (level = 'program'))`;

/** Who set it and why; null where the pack or the first release did. A withdrawn row never holds. */
const trail = `
  reason text check (reason <> ''),
  set_by integer references account (id),
  set_at text,
  withdrawn_at text,`;

const placeIndexes = (table: string) => [
	`create index ${table}_category on ${table} (category_id)`,
	`create index ${table}_society on ${table} (society_id)`,
	`create index ${table}_program on ${table} (program_id)`,
	`create index ${table}_set_by on ${table} (set_by)`,
];

const LISTS = ['category', 'governorate', 'town', 'sector', 'segment', 'age_band', 'aid_type', 'unit', 'pack'];

const statements = [
	// Sessions know a second factor, and when their person last proved to be present.
	`create table session_next (
  id text primary key check (length(id) = 64),
  account_id integer not null references account (id) on delete cascade,
  public_id text not null unique,
  created_at integer not null,
  expires_at integer not null,
  authz_version integer not null,
  auth_level text not null check (auth_level in ('password', 'totp', 'demo')),
  confirmed_at integer,
  address_prefix text,
  agent text
) strict, without rowid`,
	`insert into session_next (id, account_id, public_id, created_at, expires_at, authz_version, auth_level,
    address_prefix, agent)
  select id, account_id, public_id, created_at, expires_at, authz_version, auth_level, address_prefix, agent
  from session`,
	'drop table session',
	'alter table session_next rename to session',
	'create index session_account on session (account_id)',
	'create index session_expiry on session (expires_at)',
	`create table totp (
  account_id integer primary key references account (id) on delete cascade,
  secret text not null,
  last_step integer not null default 0,
  confirmed_at text not null
) strict`,
	`create table recovery_code (
  id integer primary key,
  account_id integer not null references account (id) on delete cascade,
  prefix text not null,
  hash text not null,
  used_at text
) strict`,
	'create index recovery_code_account on recovery_code (account_id, prefix)',
	`create table login_challenge (
  id text primary key check (length(id) = 64),
  account_id integer not null references account (id) on delete cascade,
  authz_version integer not null,
  expires_at integer not null,
  tries integer not null default 0 check (tries between 0 and 5),
  secret text
) strict, without rowid`,
	'create index login_challenge_account on login_challenge (account_id)',
	'drop table sign_in_attempt',
	`create table sign_in_attempt (
  id integer primary key,
  axis text not null check (axis in ('account', 'address', 'factor')),
  key text not null,
  at integer not null,
  failed integer not null check (failed in (0, 1))
) strict`,
	'create index sign_in_attempt_key on sign_in_attempt (axis, key, at)',
	`create table sign_in (
  id integer primary key,
  account_id integer references account (id) on delete cascade,
  at text not null,
  outcome text not null check (outcome in ('in', 'wrong_password', 'wrong_factor', 'later', 'disabled')),
  auth_level text check (auth_level in ('password', 'totp', 'recovery', 'demo')),
  address_prefix text,
  agent text
) strict`,
	'create index sign_in_account on sign_in (account_id, at)',
	`create table form_key (
  key text not null,
  input_hash text not null check (length(input_hash) = 64),
  action text not null,
  account_id integer references account (id) on delete cascade,
  result text,
  created_at text not null,
  primary key (key, input_hash)
) strict, without rowid`,
	'create index form_key_account on form_key (account_id)',
	'create index form_key_created on form_key (created_at)',

	// Settings hold from a date; a change is a further row.
	`create table kpi_threshold_next (
  id integer primary key,
  kpi text not null,${place}
  good real not null,
  watch real not null,
  starts_on text not null check (${isDate('starts_on')}),
  source text not null,${trail}
  ${oneSubject}
) strict`,
	`insert into kpi_threshold_next (id, kpi, level, good, watch, starts_on, source)
  select id, kpi, 'country', good, watch, starts_on, source from kpi_threshold`,
	'drop table kpi_threshold',
	'alter table kpi_threshold_next rename to kpi_threshold',
	'create unique index kpi_threshold_pack on kpi_threshold (kpi, starts_on) where set_at is null',
	'create index kpi_threshold_kpi on kpi_threshold (kpi, starts_on)',
	...placeIndexes('kpi_threshold'),
	`create table kpi_target (
  id integer primary key,
  kpi text not null,${place}
  year integer not null check (year between 1990 and 2200),
  value_milli integer not null check (value_milli >= 0),
  profile text not null default 'linear' check (profile in ('linear', 'seasonal', 'stepped')),
  shares text,
  starts_on text not null check (${isDate('starts_on')}),${trail}
  check ((shares is null) = (profile = 'linear')),
  check (shares is null or json_array_length(shares) = 12),
  ${oneSubject}
) strict`,
	'create index kpi_target_kpi on kpi_target (kpi, level, year, starts_on)',
	...placeIndexes('kpi_target'),
	`insert into kpi_target (kpi, level, program_id, year, value_milli, starts_on)
  select 'K-B7', 'program', program_id, year, people * 1000, '2000-01-01' from program_target`,
	'drop table program_target',
	`create table period_rule_next (
  id integer primary key,
  code text not null,
  days integer not null check (days >= 0),
  day_kind text not null check (day_kind in ('calendar', 'working')),
  starts_on text not null check (${isDate('starts_on')}),
  name_ar text not null,
  name_en text not null,
  source text not null,
  own_choice integer not null default 0 check (own_choice in (0, 1)),
  reason text check (reason <> ''),
  set_by integer references account (id),
  set_at text,
  withdrawn_at text
) strict`,
	`insert into period_rule_next (id, code, days, day_kind, starts_on, name_ar, name_en, source, own_choice)
  select id, code, days, day_kind, starts_on, name_ar, name_en, source, own_choice from period_rule`,
	'drop table period_rule',
	'alter table period_rule_next rename to period_rule',
	'create unique index period_rule_start on period_rule (code, starts_on) where withdrawn_at is null',
	'create index period_rule_set_by on period_rule (set_by)',
	`create table holiday_next (
  id integer primary key,
  held_on text not null check (${isDate('held_on')}),
  name_ar text not null,
  name_en text not null,
  source text not null,
  reason text check (reason <> ''),
  set_by integer references account (id),
  set_at text,
  withdrawn_at text
) strict`,
	`insert into holiday_next (held_on, name_ar, name_en, source)
  select held_on, name_ar, name_en, source from holiday`,
	'drop table holiday',
	'alter table holiday_next rename to holiday',
	'create unique index holiday_day on holiday (held_on) where withdrawn_at is null',
	'create index holiday_set_by on holiday (set_by)',
	// Lists and pack values are changed on their day; what the ministry edited, a newer pack leaves alone.
	...LISTS.map((list) => `alter table ${list} add column edited_at text`),
	`create table reference_change (
  id integer primary key,
  list text not null check (list in (${LISTS.map((list) => `'${list}'`).join(', ')})),
  code text not null,
  before text,
  after text not null,
  starts_on text not null check (${isDate('starts_on')}),
  reason text not null check (reason <> ''),
  set_by integer references account (id),
  set_at text not null,
  applied_at text,
  withdrawn_at text
) strict`,
	'create index reference_change_due on reference_change (starts_on) where applied_at is null',
	'create index reference_change_list on reference_change (list, code)',
	'create index reference_change_set_by on reference_change (set_by)',

	// The register as officers keep it.
	`create table stored_file (
  id integer primary key,
  sha256 text not null check (length(sha256) = 64),
  name text not null check (name <> ''),
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'text/csv')),
  bytes integer not null check (bytes between 1 and 10485760),
  society_id integer references society (id),
  uploaded_by integer references account (id),
  uploaded_at text not null
) strict`,
	'create index stored_file_society on stored_file (society_id)',
	'create index stored_file_uploader on stored_file (uploaded_by)',
	'create index stored_file_content on stored_file (sha256)',
	'alter table society_status add column file_id integer references stored_file (id)',
	'create index society_status_file on society_status (file_id)',
	'alter table board_term add column file_id integer references stored_file (id)',
	'create index board_term_file on board_term (file_id)',
	`create table society_name (
  id integer primary key,
  society_id integer not null references society (id),
  name_ar text not null check (name_ar <> ''),
  name_en text not null check (name_en <> ''),
  search_key text not null check (search_key <> ''),
  ended_on text not null check (${isDate('ended_on')})
) strict`,
	'create index society_name_society on society_name (society_id)',
	`create table board_member (
  id integer primary key,
  term_id integer not null references board_term (id),
  name_ar text not null check (name_ar <> ''),
  name_en text not null check (name_en <> ''),
  position text not null check (position in ('chair', 'deputy', 'secretary', 'treasurer', 'member')),
  starts_on text not null check (${isDate('starts_on')}),
  ends_on text check (${isDate('ends_on')} and ends_on >= starts_on)
) strict`,
	'create index board_member_term on board_member (term_id)',
	`create table contact (
  id integer primary key,
  society_id integer not null references society (id),
  name_ar text not null check (name_ar <> ''),
  name_en text not null check (name_en <> ''),
  duty_ar text,
  duty_en text,
  email text,
  phone text,
  starts_on text not null check (${isDate('starts_on')}),
  ends_on text check (${isDate('ends_on')} and ends_on >= starts_on),
  version integer not null default 1
) strict`,
	'create index contact_society on contact (society_id)',
	`create table society_link (
  id integer primary key,
  kind text not null check (kind in ('merge', 'split')),
  from_society_id integer not null references society (id),
  to_society_id integer not null references society (id),
  happened_on text not null check (${isDate('happened_on')}),
  decision text not null check (decision <> ''),
  file_id integer references stored_file (id),
  account_id integer references account (id),
  created_at text not null,
  unique (from_society_id, to_society_id, happened_on),
  check (from_society_id <> to_society_id)
) strict`,
	'create index society_link_to on society_link (to_society_id)',
	'create index society_link_file on society_link (file_id)',
	'create index society_link_account on society_link (account_id)',
	'alter table program add column continues_id integer references program (id)',
	'create index program_continues on program (continues_id)',
	`create table program_judgement (
  id integer primary key,
  program_id integer not null references program (id),
  judgement text not null check (judgement in ('on_track', 'at_risk', 'off_track')),
  note text,
  judged_on text not null check (${isDate('judged_on')}),
  account_id integer references account (id)
) strict`,
	'create index program_judgement_program on program_judgement (program_id, judged_on)',
	'create index program_judgement_account on program_judgement (account_id)',
	`insert into program_judgement (program_id, judgement, note, judged_on)
  select id, judgement, judgement_note, starts_on from program where judgement is not null`,

	// What the audit page filters by.
	'create index audit_entry_at on audit_entry (at)',
	'create index audit_entry_action on audit_entry (action)',
	'create index audit_entry_request on audit_entry (request_id)',

	// How each person likes their lists.
	`create table saved_view (
  id integer primary key,
  account_id integer not null references account (id) on delete cascade,
  page text not null check (page <> ''),
  name text not null check (name <> ''),
  query text not null,
  is_shared integer not null default 0 check (is_shared in (0, 1)),
  is_default integer not null default 0 check (is_default in (0, 1)),
  created_at text not null,
  unique (account_id, page, name)
) strict`,
	'create unique index saved_view_default on saved_view (account_id, page) where is_default = 1',
	'create index saved_view_shared on saved_view (page) where is_shared = 1',
	`create table table_choice (
  account_id integer not null references account (id) on delete cascade,
  table_id text not null,
  columns text not null,
  primary key (account_id, table_id)
) strict, without rowid`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of statements) await sql.raw(statement).execute(db);
}

import { sql, type Kysely } from 'kysely';

// Forward only and frozen once released. Plain SQL: what SQLite checks (STRICT, CHECK, partial
// indexes, triggers) is the point of this file, and no builder says it more clearly.

const reference = (name: string, extra = '') => `
create table ${name} (
  id integer primary key,
  code text not null unique check (code <> ''),
  name_ar text not null check (name_ar <> ''),
  name_en text not null check (name_en <> ''),
  ${extra}
  sort integer not null default 0,
  source text not null,
  own_choice integer not null default 0 check (own_choice in (0, 1)),
  retired_on text check (retired_on is date(retired_on))
) strict`;

const isMonth = (column: string) =>
	`${column} glob '[0-9][0-9][0-9][0-9]-[0-1][0-9]' and ${column} is strftime('%Y-%m', ${column} || '-01')`;

const isDate = (column: string) => `${column} is date(${column})`;

const statements = [
	`create table pack (
  id integer primary key check (id = 1),
  code text not null,
  name_ar text not null,
  name_en text not null,
  currency text not null check (length(currency) = 3),
  currency_digits integer not null check (currency_digits between 0 and 3),
  currency_ar text not null,
  time_zone text not null,
  ministry_ar text not null,
  ministry_en text not null
) strict`,
	reference('category'),
	reference(
		'governorate',
		`kind text not null check (kind in ('governorate', 'camp', 'several', 'unspecified')),
  population integer check (population > 0),
  population_year integer,
  population_source text,`,
	),
	reference('town', 'governorate_id integer not null references governorate (id),'),
	'create index town_governorate on town (governorate_id)',
	reference('sector'),
	reference('segment'),
	reference('age_band', 'min_age integer, max_age integer,'),
	reference('aid_type'),
	reference('unit', 'is_contact integer not null default 0 check (is_contact in (0, 1)),'),
	`create table period_rule (
  id integer primary key,
  code text not null,
  days integer not null check (days >= 0),
  day_kind text not null check (day_kind in ('calendar', 'working')),
  starts_on text not null check (${isDate('starts_on')}),
  name_ar text not null,
  name_en text not null,
  source text not null,
  own_choice integer not null default 0 check (own_choice in (0, 1)),
  unique (code, starts_on)
) strict`,
	`create table holiday (
  held_on text primary key check (${isDate('held_on')}),
  name_ar text not null,
  name_en text not null,
  source text not null
) strict`,
	`create table kpi_threshold (
  id integer primary key,
  kpi text not null,
  good real not null,
  watch real not null,
  starts_on text not null check (${isDate('starts_on')}),
  source text not null,
  unique (kpi, starts_on)
) strict`,

	`create table society (
  id integer primary key,
  name_ar text not null check (name_ar <> ''),
  name_en text not null check (name_en <> ''),
  match_key text not null unique,
  search_key text not null check (search_key <> ''),
  category_id integer not null references category (id),
  governorate_id integer not null references governorate (id),
  town_id integer references town (id),
  scope_ar text,
  scope_en text,
  founded_on text check (${isDate('founded_on')}),
  status text not null check (status in ('active', 'suspended', 'temporary_board', 'merged', 'dissolved')),
  size_band text check (size_band in ('small', 'medium', 'large')),
  email text,
  phone text,
  import_batch_id integer references import_batch (id),
  version integer not null default 1
) strict`,
	'create index society_category on society (category_id)',
	'create index society_governorate on society (governorate_id)',
	'create index society_town on society (town_id)',
	'create index society_batch on society (import_batch_id)',
	`create table society_registration (
  id integer primary key,
  society_id integer not null references society (id),
  number text not null check (number <> ''),
  starts_on text not null check (${isDate('starts_on')}),
  ends_on text check (${isDate('ends_on')} and ends_on >= starts_on),
  unique (society_id, starts_on)
) strict`,
	`create table society_status (
  id integer primary key,
  society_id integer not null references society (id),
  status text not null check (status in ('active', 'suspended', 'temporary_board', 'merged', 'dissolved')),
  starts_on text not null check (${isDate('starts_on')}),
  decision text,
  unique (society_id, starts_on)
) strict`,
	`create table board_term (
  id integer primary key,
  society_id integer not null references society (id),
  starts_on text not null check (${isDate('starts_on')}),
  ends_on text not null check (${isDate('ends_on')} and ends_on > starts_on),
  is_temporary integer not null default 0 check (is_temporary in (0, 1)),
  decision text,
  unique (society_id, starts_on)
) strict`,

	`create table program (
  id integer primary key,
  society_id integer not null references society (id),
  name_ar text not null check (name_ar <> ''),
  name_en text not null check (name_en <> ''),
  match_key text not null,
  search_key text not null check (search_key <> ''),
  sector_id integer not null references sector (id),
  governorate_id integer not null references governorate (id),
  purpose_ar text,
  purpose_en text,
  is_abroad integer not null default 0 check (is_abroad in (0, 1)),
  starts_on text not null check (${isDate('starts_on')}),
  ends_on text check (${isDate('ends_on')} and ends_on >= starts_on),
  status text not null check (status in ('planned', 'running', 'completed', 'stopped')),
  frequency text not null check (frequency in ('monthly', 'quarterly')),
  budget_minor integer check (budget_minor >= 0),
  judgement text check (judgement in ('on_track', 'at_risk', 'off_track')),
  judgement_note text,
  import_batch_id integer references import_batch (id),
  version integer not null default 1,
  unique (society_id, match_key)
) strict`,
	'create index program_sector on program (sector_id)',
	'create index program_main_governorate on program (governorate_id)',
	'create index program_batch on program (import_batch_id)',
	`create table program_governorate (
  program_id integer not null references program (id),
  governorate_id integer not null references governorate (id),
  primary key (program_id, governorate_id)
) strict, without rowid`,
	'create index program_governorate_governorate on program_governorate (governorate_id)',
	`create table program_segment (
  program_id integer not null references program (id),
  segment_id integer not null references segment (id),
  primary key (program_id, segment_id)
) strict, without rowid`,
	'create index program_segment_segment on program_segment (segment_id)',
	`create table program_target (
  program_id integer not null references program (id),
  year integer not null check (year between 1990 and 2200),
  people integer not null check (people >= 0),
  primary key (program_id, year)
) strict, without rowid`,
	`create table indicator (
  id integer primary key,
  program_id integer not null references program (id),
  name_ar text not null,
  name_en text not null,
  unit_ar text not null,
  unit_en text not null,
  direction text not null check (direction in ('increase', 'reduce')),
  is_ratio integer not null check (is_ratio in (0, 1)),
  baseline_milli integer,
  success_test_ar text,
  success_test_en text,
  unique (program_id, name_en)
) strict`,
	`create table indicator_target (
  indicator_id integer not null references indicator (id),
  period text not null check (${isMonth('period')}),
  profile text not null check (profile in ('linear', 'seasonal', 'stepped')),
  target_milli integer not null,
  primary key (indicator_id, period)
) strict, without rowid`,

	`create table account (
  id integer primary key,
  login text not null unique check (login = lower(trim(login)) and login <> ''),
  name_ar text not null,
  name_en text not null,
  role text not null check (role in ('leadership', 'officer', 'society', 'auditor', 'admin')),
  society_id integer references society (id),
  password_hash text,
  is_demo integer not null default 0 check (is_demo in (0, 1)),
  authz_version integer not null default 1,
  disabled_at text,
  created_at text not null,
  check ((role = 'society') = (society_id is not null)),
  check (is_demo = 0 or password_hash is null)
) strict`,
	'create index account_society on account (society_id)',
	`create table session (
  id text primary key check (length(id) = 64),
  account_id integer not null references account (id) on delete cascade,
  public_id text not null unique,
  created_at integer not null,
  expires_at integer not null,
  authz_version integer not null,
  auth_level text not null check (auth_level in ('password', 'demo')),
  address_prefix text,
  agent text
) strict, without rowid`,
	'create index session_account on session (account_id)',
	'create index session_expiry on session (expires_at)',
	`create table sign_in_attempt (
  id integer primary key,
  axis text not null check (axis in ('account', 'address')),
  key text not null,
  at integer not null,
  failed integer not null check (failed in (0, 1))
) strict`,
	'create index sign_in_attempt_key on sign_in_attempt (axis, key, at)',
	`create table setup_token (
  hash text primary key check (length(hash) = 64),
  account_id integer references account (id) on delete cascade,
  expires_at integer not null,
  used_at integer
) strict, without rowid`,
	'create index setup_token_account on setup_token (account_id)',
	`create table portfolio (
  account_id integer not null references account (id),
  society_id integer not null references society (id),
  starts_on text not null check (${isDate('starts_on')}),
  primary key (account_id, society_id)
) strict, without rowid`,
	'create index portfolio_society on portfolio (society_id)',

	`create table import_batch (
  id integer primary key,
  adapter text not null,
  file_name text not null,
  sha256 text not null check (length(sha256) = 64),
  rows_read integer not null check (rows_read >= 0),
  rows_accepted integer not null check (rows_accepted >= 0),
  rows_rejected integer not null check (rows_rejected >= 0),
  account_id integer references account (id),
  created_at text not null,
  undone_at text,
  check (rows_read = rows_accepted + rows_rejected)
) strict`,
	'create index import_batch_account on import_batch (account_id)',
	'create unique index import_batch_file on import_batch (adapter, sha256) where undone_at is null',

	`create table expected_report (
  id integer primary key,
  program_id integer not null references program (id),
  period text not null check (${isMonth('period')}),
  opens_on text not null check (${isDate('opens_on')}),
  due_on text not null check (${isDate('due_on')} and due_on >= opens_on),
  unique (program_id, period)
) strict`,
	'create index expected_report_due on expected_report (due_on)',
	'create index expected_report_period on expected_report (period, program_id)',
	`create table report (
  id integer primary key,
  program_id integer not null references program (id),
  period text not null check (${isMonth('period')}),
  state text not null check (state in ('draft', 'submitted', 'verified', 'returned')),
  first_submitted_on text check (${isDate('first_submitted_on')}),
  import_batch_id integer references import_batch (id),
  version integer not null default 1,
  unique (program_id, period),
  check (state = 'draft' or first_submitted_on is not null)
) strict`,
	'create index report_batch on report (import_batch_id)',
	'create index report_period on report (period, program_id)',
	`create table report_version (
  id integer primary key,
  report_id integer not null references report (id),
  number integer not null check (number >= 1),
  created_at text not null,
  submitted_at text,
  verified_from text,
  verified_until text,
  verified_by integer references account (id),
  spend_minor integer check (spend_minor >= 0),
  volunteers integer check (volunteers >= 0),
  volunteer_hours integer check (volunteer_hours >= 0),
  nothing_to_report integer not null default 0 check (nothing_to_report in (0, 1)),
  achievements text,
  challenges text,
  next_steps text,
  returned_reason text,
  unique (report_id, number),
  check (verified_until is null or verified_from is not null)
) strict`,
	'create index report_version_verifier on report_version (verified_by)',
	'create index report_version_verified on report_version (verified_from)',
	`create unique index report_version_in_force on report_version (report_id)
  where verified_from is not null and verified_until is null`,
	`create table reach_line (
  id integer primary key,
  version_id integer not null references report_version (id) on delete cascade,
  governorate_id integer not null references governorate (id),
  segment_id integer not null references segment (id),
  sex text not null check (sex in ('female', 'male', 'unknown')),
  age_band_id integer not null references age_band (id),
  people integer not null check (people >= 0),
  people_new integer check (people_new between 0 and people),
  unique (version_id, governorate_id, segment_id, sex, age_band_id)
) strict`,
	'create index reach_line_governorate on reach_line (governorate_id)',
	'create index reach_line_segment on reach_line (segment_id)',
	'create index reach_line_age_band on reach_line (age_band_id)',
	`create table delivery_line (
  id integer primary key,
  version_id integer not null references report_version (id) on delete cascade,
  governorate_id integer not null references governorate (id),
  aid_type_id integer not null references aid_type (id),
  unit_id integer not null references unit (id),
  quantity_milli integer not null check (quantity_milli >= 0),
  value_minor integer check (value_minor >= 0),
  unique (version_id, governorate_id, aid_type_id, unit_id)
) strict`,
	'create index delivery_line_governorate on delivery_line (governorate_id)',
	'create index delivery_line_aid_type on delivery_line (aid_type_id)',
	'create index delivery_line_unit on delivery_line (unit_id)',
	`create table outcome_result (
  version_id integer not null references report_version (id) on delete cascade,
  indicator_id integer not null references indicator (id),
  value_milli integer,
  numerator_milli integer,
  denominator_milli integer check (denominator_milli > 0),
  primary key (version_id, indicator_id),
  check ((numerator_milli is null) = (denominator_milli is null)),
  check ((value_milli is null) <> (numerator_milli is null))
) strict, without rowid`,
	'create index outcome_result_indicator on outcome_result (indicator_id)',

	`create table audit_entry (
  seq integer primary key,
  at text not null,
  actor_id integer references account (id),
  role text not null,
  action text not null,
  object_type text not null,
  object_id text not null,
  before text,
  after text,
  request_id text not null,
  prev_hash text not null check (length(prev_hash) = 64),
  hash text not null unique check (length(hash) = 64)
) strict`,
	'create index audit_entry_actor on audit_entry (actor_id)',
	'create index audit_entry_object on audit_entry (object_type, object_id)',
	`create trigger audit_entry_no_update before update on audit_entry
  begin select raise(abort, 'audit entries are never changed'); end`,
	`create trigger audit_entry_no_delete before delete on audit_entry
  begin select raise(abort, 'audit entries are never deleted'); end`,

	// Rollups: verified versions in force only. Maintained in the transaction that changes a report.
	`create table rollup_reach (
  month text not null,
  category_id integer not null references category (id),
  sector_id integer not null references sector (id),
  governorate_id integer not null references governorate (id),
  segment_id integer not null references segment (id),
  sex text not null,
  age_band_id integer not null references age_band (id),
  people integer not null check (people >= 0),
  lines integer not null check (lines >= 0),
  primary key (month, category_id, sector_id, governorate_id, segment_id, sex, age_band_id)
) strict, without rowid`,
	'create index rollup_reach_category on rollup_reach (category_id)',
	'create index rollup_reach_sector on rollup_reach (sector_id)',
	'create index rollup_reach_governorate on rollup_reach (governorate_id)',
	'create index rollup_reach_segment on rollup_reach (segment_id)',
	'create index rollup_reach_age_band on rollup_reach (age_band_id)',
	`create table rollup_program_reach (
  month text not null,
  program_id integer not null references program (id),
  governorate_id integer not null references governorate (id),
  segment_id integer not null references segment (id),
  people integer not null check (people >= 0),
  lines integer not null check (lines >= 0),
  primary key (month, program_id, governorate_id, segment_id)
) strict, without rowid`,
	'create index rollup_program_reach_program on rollup_program_reach (program_id, month)',
	'create index rollup_program_reach_governorate on rollup_program_reach (governorate_id)',
	'create index rollup_program_reach_segment on rollup_program_reach (segment_id)',
	`create table rollup_report (
  month text not null,
  program_id integer not null references program (id),
  reports integer not null check (reports >= 0),
  reports_reached integer not null check (reports_reached between 0 and reports),
  reports_spent integer not null check (reports_spent between 0 and reports),
  reports_spent_reached integer not null check (reports_spent_reached between 0 and reports_spent),
  reports_hours integer not null check (reports_hours between 0 and reports),
  spend_minor integer not null,
  spend_reached_minor integer not null,
  people integer not null,
  volunteers integer not null,
  volunteer_hours integer not null,
  primary key (month, program_id)
) strict, without rowid`,
	'create index rollup_report_program on rollup_report (program_id, month)',
	`create table data_version (
  id integer primary key check (id = 1),
  value integer not null
) strict`,
	'insert into data_version (id, value) values (1, 1)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of statements) await sql.raw(statement).execute(db);
}

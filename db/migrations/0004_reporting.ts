import { sql, type Kysely } from 'kysely';

// The monthly work: drafts and what is submitted, review and its comments, deadlines with exceptions, proposals,
// notices and mails, files that are imported through the screen. Plain SQL, as before.

const isDate = (column: string) => `${column} is date(${column})`;

const CELL_STATES = `('value', 'zero', 'not_reported', 'inapplicable')`;

const statements = [
	'alter table account add column email text',
	// Whether reports of this country ask for ages; imported history may tell them anyway.
	'alter table pack add column asks_ages integer not null default 0 check (asks_ages in (0, 1))',

	// Deadlines: an exception gives more days to reports whose own date lies between its two days.
	`create table deadline_exception (
  id integer primary key,
  name_ar text not null check (name_ar <> ''),
  name_en text not null check (name_en <> ''),
  society_id integer references society (id),
  program_id integer references program (id),
  starts_on text not null check (${isDate('starts_on')}),
  expires_on text not null check (${isDate('expires_on')} and expires_on >= starts_on),
  extra_days integer not null check (extra_days between 1 and 366),
  reason text not null check (reason <> ''),
  set_by integer references account (id),
  set_at text not null,
  withdrawn_at text,
  check (society_id is null or program_id is null)
) strict`,
	'create index deadline_exception_society on deadline_exception (society_id)',
	'create index deadline_exception_program on deadline_exception (program_id)',
	'create index deadline_exception_setter on deadline_exception (set_by)',
	`alter table expected_report add column rule_due_on text check (${isDate('rule_due_on')})`,
	'alter table expected_report add column exception_id integer references deadline_exception (id)',
	'create index expected_report_exception on expected_report (exception_id)',

	// The day on which a program's dates were last changed: what had fallen due before it is the past of the program.
	`alter table program add column settled_on text check (${isDate('settled_on')})`,

	// A draft is what people typed, cell by cell and save by save; the newest save of a cell is its text. It becomes a
	// version when it is submitted, and goes.
	`create table report_draft (
  report_id integer primary key references report (id) on delete cascade,
  based_on integer references report_version (id),
  saves integer not null default 0 check (saves >= 0),
  started_by integer references account (id),
  saved_by integer references account (id),
  started_at text not null,
  saved_at text not null
) strict`,
	'create index report_draft_base on report_draft (based_on)',
	'create index report_draft_starter on report_draft (started_by)',
	'create index report_draft_saver on report_draft (saved_by)',
	`create table report_draft_cell (
  report_id integer not null references report_draft (report_id) on delete cascade,
  cell text not null check (cell <> '' and length(cell) <= 200),
  save integer not null check (save >= 1),
  text text not null check (length(text) <= 20000),
  saved_by integer references account (id),
  saved_at text not null,
  primary key (report_id, cell, save)
) strict, without rowid`,
	'create index report_draft_cell_saver on report_draft_cell (saved_by)',

	// What a submitted version says beyond its lines.
	'alter table report_version add column people_new integer check (people_new >= 0)',
	'alter table report_version add column nothing_reason text',
	'alter table report_version add column no_evidence_reason text',
	'alter table report_version add column cells_required integer check (cells_required >= 0)',
	'alter table report_version add column cells_filled integer check (cells_filled between 0 and cells_required)',
	'alter table report_version add column submitted_by integer references account (id)',
	'create index report_version_submitter on report_version (submitted_by)',
	`create table report_cell (
  version_id integer not null references report_version (id) on delete cascade,
  cell text not null check (cell <> ''),
  section text not null
    check (section in ('reach', 'delivery', 'spending', 'volunteers', 'outcomes', 'narrative', 'evidence')),
  state text not null check (state in ${CELL_STATES}),
  is_required integer not null check (is_required in (0, 1)),
  primary key (version_id, cell)
) strict, without rowid`,
	`create table report_finding (
  id integer primary key,
  version_id integer not null references report_version (id) on delete cascade,
  rule text not null,
  cell text,
  severity text not null check (severity in ('justify', 'inform')),
  facts text not null check (json_valid(facts)),
  justification text,
  check (severity <> 'justify' or justification <> '')
) strict`,
	'create index report_finding_version on report_finding (version_id)',
	`create table report_evidence (
  version_id integer not null references report_version (id) on delete cascade,
  file_id integer not null references stored_file (id),
  primary key (version_id, file_id)
) strict, without rowid`,
	'create index report_evidence_file on report_evidence (file_id)',
	// For which report a file was sent: staff may open it once a submitted version names it.
	'alter table stored_file add column report_id integer references report (id)',
	'create index stored_file_report on stored_file (report_id)',

	// Review: everything that happened to a report, in order; comments on cells; questions to a colleague.
	`create table review_event (
  id integer primary key,
  report_id integer not null references report (id) on delete cascade,
  version_id integer not null references report_version (id) on delete cascade,
  kind text not null check (kind in ('submitted', 'resubmitted', 'first_read', 'verified', 'returned', 'reopened')),
  at text not null,
  account_id integer references account (id),
  reason_code text,
  text text,
  due_on text check (${isDate('due_on')}),
  check (kind <> 'returned' or (reason_code <> '' and text <> '')),
  check (kind <> 'reopened' or text <> '')
) strict`,
	'create index review_event_report on review_event (report_id, id)',
	'create index review_event_version on review_event (version_id)',
	'create index review_event_account on review_event (account_id)',
	'create index review_event_kind on review_event (kind, at)',
	'alter table report add column first_read_by integer references account (id)',
	'create index report_first_reader on report (first_read_by)',
	'create index report_state on report (state, period)',
	`create table report_comment (
  id integer primary key,
  report_id integer not null references report (id) on delete cascade,
  version_id integer references report_version (id) on delete cascade,
  cell text,
  text text not null check (text <> ''),
  author_id integer references account (id),
  at text not null,
  done_at text,
  done_by integer references account (id)
) strict`,
	'create index report_comment_report on report_comment (report_id)',
	'create index report_comment_version on report_comment (version_id)',
	'create index report_comment_author on report_comment (author_id)',
	'create index report_comment_doer on report_comment (done_by)',
	`create table colleague_question (
  id integer primary key,
  report_id integer not null references report (id) on delete cascade,
  asked_by integer not null references account (id),
  asked_of integer not null references account (id),
  question text not null check (question <> ''),
  asked_at text not null,
  answer text,
  answered_at text,
  closed_at text,
  check (asked_by <> asked_of),
  check ((answer is null) = (answered_at is null))
) strict`,
	'create index colleague_question_report on colleague_question (report_id)',
	'create index colleague_question_asker on colleague_question (asked_by)',
	'create index colleague_question_asked on colleague_question (asked_of)',
	`create table substitution (
  id integer primary key,
  account_id integer not null references account (id),
  substitute_id integer not null references account (id),
  starts_on text not null check (${isDate('starts_on')}),
  ends_on text not null check (${isDate('ends_on')} and ends_on >= starts_on),
  set_by integer references account (id),
  set_at text not null,
  withdrawn_at text,
  check (account_id <> substitute_id)
) strict`,
	'create index substitution_account on substitution (account_id)',
	'create index substitution_substitute on substitution (substitute_id)',
	'create index substitution_setter on substitution (set_by)',
	// Amounts above which a second person decides, from a day on; null means no second person.
	`create table decision_limit (
  id integer primary key,
  code text not null check (code in ('report_second_reader')),
  amount_minor integer check (amount_minor >= 0),
  starts_on text not null check (${isDate('starts_on')}),
  reason text check (reason <> ''),
  set_by integer references account (id),
  set_at text,
  withdrawn_at text
) strict`,
	'create index decision_limit_setter on decision_limit (set_by)',

	// What a society proposes and an officer decides.
	`create table proposal (
  id integer primary key,
  kind text not null check (kind in ('profile', 'contact', 'board', 'program')),
  society_id integer not null references society (id),
  program_id integer references program (id),
  content text not null check (json_valid(content)),
  base_version integer,
  state text not null check (state in ('proposed', 'approved', 'refused', 'withdrawn')),
  note text,
  proposed_by integer references account (id),
  proposed_at text not null,
  decided_by integer references account (id),
  decided_at text,
  decision_note text,
  version integer not null default 1,
  check (program_id is null or kind = 'program'),
  check ((state in ('approved', 'refused')) = (decided_at is not null)),
  check (state <> 'refused' or decision_note <> '')
) strict`,
	'create index proposal_society on proposal (society_id)',
	'create index proposal_program on proposal (program_id)',
	'create index proposal_proposer on proposal (proposed_by)',
	'create index proposal_decider on proposal (decided_by)',
	'create index proposal_state on proposal (state, proposed_at)',

	// Notices in the list of a person, and mails as they went out (or would have, where no server is set).
	`create table notice (
  id integer primary key,
  account_id integer not null references account (id) on delete cascade,
  kind text not null,
  object_type text not null,
  object_id integer not null,
  facts text not null check (json_valid(facts)),
  due_on text check (${isDate('due_on')}),
  is_urgent integer not null default 0 check (is_urgent in (0, 1)),
  once text not null,
  created_at text not null,
  read_at text,
  stopped_at text,
  mailed_at text,
  unique (account_id, once)
) strict`,
	'create index notice_account on notice (account_id, created_at)',
	'create index notice_object on notice (object_type, object_id)',
	`create index notice_unmailed on notice (account_id)
  where mailed_at is null and read_at is null and stopped_at is null`,
	'create index notice_unstopped on notice (kind, object_type) where stopped_at is null',
	`create table mail (
  id integer primary key,
  account_id integer not null references account (id) on delete cascade,
  kind text not null check (kind in ('digest', 'urgent')),
  day text not null check (${isDate('day')}),
  once text not null,
  address text,
  locale text not null check (locale in ('ar', 'en')),
  subject text not null,
  body text not null,
  state text not null check (state in ('kept', 'waiting', 'sent', 'failed')),
  tries integer not null default 0,
  try_at text,
  error text,
  created_at text not null,
  sent_at text,
  check ((state = 'waiting') = (try_at is not null)),
  unique (account_id, once)
) strict`,
	'create index mail_state on mail (state, created_at)',
	`create table notice_choice (
  account_id integer primary key references account (id) on delete cascade,
  by_mail integer not null check (by_mail in (0, 1)),
  locale text not null check (locale in ('ar', 'en')),
  muted text not null check (json_valid(muted))
) strict`,

	// Files on their way in through the screen: staged and judged row by row before anything is changed.
	`create table import_job (
  id integer primary key,
  kind text not null check (kind in ('societies', 'programs', 'reports')),
  account_id integer not null references account (id),
  society_id integer references society (id),
  file_name text not null,
  sha256 text not null check (length(sha256) = 64),
  bytes integer not null check (bytes > 0),
  encoding text,
  delimiter text,
  adapter text,
  headers text check (json_valid(headers)),
  mapping text check (json_valid(mapping)),
  state text not null
    check (state in ('uploaded', 'mapped', 'checking', 'checked', 'applying', 'applied', 'failed', 'dropped')),
  done_rows integer not null default 0,
  total_rows integer,
  failure text,
  batch_id integer references import_batch (id),
  created_at text not null,
  changed_at text not null,
  version integer not null default 1
) strict`,
	'create index import_job_account on import_job (account_id)',
	'create index import_job_society on import_job (society_id)',
	'create index import_job_batch on import_job (batch_id)',
	`create table import_row (
  job_id integer not null references import_job (id) on delete cascade,
  row integer not null check (row >= 1),
  verdict text not null check (verdict in ('created', 'updated', 'unchanged', 'rejected')),
  target text,
  content text not null check (json_valid(content)),
  problems text not null default '[]' check (json_valid(problems)),
  primary key (job_id, row),
  check ((verdict = 'rejected') = (problems <> '[]'))
) strict, without rowid`,
	'create index import_row_verdict on import_row (job_id, verdict, row)',
	`create table import_profile (
  id integer primary key,
  kind text not null,
  society_id integer references society (id),
  account_id integer not null references account (id) on delete cascade,
  headers_key text not null,
  mapping text not null check (json_valid(mapping)),
  used_at text not null,
  unique (account_id, kind, headers_key)
) strict`,
	'create index import_profile_society on import_profile (society_id)',
	'alter table import_batch add column kind text',
	'alter table import_batch add column society_id integer references society (id)',
	'create index import_batch_society on import_batch (society_id)',
	// What a batch changed, so that it can be taken back: the row as it was before; null where it came with the batch.
	`create table import_change (
  batch_id integer not null references import_batch (id) on delete cascade,
  number integer not null,
  table_name text not null,
  row_id integer not null,
  before text check (json_valid(before)),
  after_version integer,
  primary key (batch_id, number)
) strict, without rowid`,

	// What older files already know of the review: who submitted when is kept, who returned when is in the trail.
	`insert into review_event (report_id, version_id, kind, at)
  select report_id, id, iif(number = 1, 'submitted', 'resubmitted'), submitted_at
  from report_version where submitted_at is not null`,
	`insert into review_event (report_id, version_id, kind, at, account_id)
  select report_id, id, 'verified', verified_from, verified_by from report_version v where verified_from is not null
    and not exists (select 1 from report t where t.id = v.report_id and t.import_batch_id is not null)`,
	`insert into review_event (report_id, version_id, kind, at, reason_code, text)
  select v.report_id, v.id, 'returned', coalesce((select max(a.at) from audit_entry a
    where a.object_type = 'report' and a.object_id = cast(v.report_id as text) and a.action = 'report.return'),
    v.submitted_at, v.created_at), 'other', v.returned_reason
  from report_version v where v.returned_reason <> ''`,
	`insert into review_event (report_id, version_id, kind, at, text)
  select report_id, id, 'reopened', verified_until, 'لم يُذكر' from report_version where verified_until is not null`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of statements) await sql.raw(statement).execute(db);
}

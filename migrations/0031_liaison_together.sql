-- What the city does together with organisations and departments: exchange with their liaison officers, agreements,
-- standing meetings, and each department's yearly feedback.
create schema if not exists liaison;

-- One thing said between an organisation and the city. A request for a member is shown to nobody of the city until that
-- member agreed; where they did not, its words are taken away.
create table liaison.exchange_item (
  id uuid primary key,
  organisation_id uuid not null references people.organisation (id),
  direction text not null check (direction in ('to_city', 'to_organisation')),
  kind text not null check (kind in ('news', 'need', 'request')),
  title text not null,
  body text not null,
  -- by when it is needed
  due_on date,
  -- the department it concerns; null: the liaison office
  department_id uuid references people.department (id),
  state text not null check (state in ('awaiting_consent', 'open', 'taken', 'answered', 'done', 'declined', 'withdrawn', 'refused', 'lapsed')),
  -- the member for whom it is asked
  member_id uuid references people.account (id),
  consent_by date,
  consented_at timestamptz,
  consent_wording text,
  -- who of the staff sees to it
  owner_id uuid references people.account (id),
  -- a member's request goes on as a matter of theirs
  matter_id uuid,
  said_by uuid references people.account (id),
  said_at timestamptz not null,
  settled_at timestamptz,
  check ((kind = 'request') = (member_id is not null)),
  check (kind <> 'request' or direction = 'to_city'),
  check (kind = 'news' or due_on is not null or state in ('refused', 'lapsed')),
  check (kind <> 'request' or state in ('awaiting_consent', 'refused', 'lapsed', 'withdrawn') or consented_at is not null),
  check (state not in ('refused', 'lapsed') or (title = '' and body = ''))
);
create index exchange_item_organisation_idx on liaison.exchange_item (organisation_id, id);
create index exchange_item_department_idx on liaison.exchange_item (department_id, id);
create index exchange_item_member_idx on liaison.exchange_item (member_id) where member_id is not null;
create unique index exchange_item_matter_idx on liaison.exchange_item (matter_id) where matter_id is not null;
create index exchange_item_open_idx on liaison.exchange_item (due_on, id) where state in ('awaiting_consent', 'open', 'taken', 'answered');

create table liaison.exchange_answer (
  id uuid primary key,
  item_id uuid not null references liaison.exchange_item (id),
  side text not null check (side in ('city', 'organisation')),
  body text not null,
  said_by uuid references people.account (id),
  said_at timestamptz not null
);
create index exchange_answer_item_idx on liaison.exchange_answer (item_id, id);

create table liaison.agreement (
  id uuid primary key,
  -- H2026-003
  number text not null unique,
  department_id uuid not null references people.department (id),
  title text not null,
  state text not null check (state in ('draft', 'sent', 'signed', 'in_force', 'ended')),
  -- version of the text that stands, and of the row as forms hold it
  text_version integer not null default 1,
  revision integer not null default 1,
  -- term in force, or the first one proposed; renewals move it on
  term_no integer not null default 1,
  starts_on date not null,
  ends_on date not null,
  end_kind text check (end_kind in ('expired', 'terminated', 'not_signed')),
  end_reason text not null default '',
  ended_at timestamptz,
  made_by uuid references people.account (id),
  made_at timestamptz not null,
  check (ends_on > starts_on),
  check ((state = 'ended') = (ended_at is not null and end_kind is not null))
);
create index agreement_department_idx on liaison.agreement (department_id, id);
create index agreement_ends_idx on liaison.agreement (ends_on, id) where state in ('signed', 'in_force');

create table liaison.agreement_party (
  agreement_id uuid not null references liaison.agreement (id),
  organisation_id uuid not null references people.organisation (id),
  primary key (agreement_id, organisation_id)
);
create index agreement_party_organisation_idx on liaison.agreement_party (organisation_id, agreement_id);

-- Every wording that stood; the newest is the one of agreement.text_version.
create table liaison.agreement_text (
  agreement_id uuid not null references liaison.agreement (id),
  version integer not null,
  body text not null,
  by uuid references people.account (id),
  at timestamptz not null,
  primary key (agreement_id, version)
);

create table liaison.agreement_term (
  agreement_id uuid not null references liaison.agreement (id),
  no integer not null check (no >= 1),
  starts_on date not null,
  ends_on date not null,
  text_version integer not null,
  state text not null check (state in ('open', 'agreed', 'dropped')),
  note text not null default '',
  by uuid references people.account (id),
  at timestamptz not null,
  settled_at timestamptz,
  primary key (agreement_id, no),
  check (ends_on > starts_on),
  check ((state = 'open') = (settled_at is null))
);
-- One term waits for signatures at a time.
create unique index agreement_term_open_idx on liaison.agreement_term (agreement_id) where state = 'open';

-- Each party says yes once to each term: the department, and every organisation.
create table liaison.agreement_signature (
  agreement_id uuid not null,
  term_no integer not null,
  party_kind text not null check (party_kind in ('department', 'organisation')),
  party_id uuid not null,
  text_version integer not null,
  by uuid not null references people.account (id),
  by_name text not null,
  at timestamptz not null,
  primary key (agreement_id, term_no, party_kind, party_id),
  foreign key (agreement_id, term_no) references liaison.agreement_term (agreement_id, no)
);

create table liaison.agreement_duty (
  id uuid primary key,
  agreement_id uuid not null references liaison.agreement (id),
  -- null: the department's duty; otherwise that organisation's
  organisation_id uuid references people.organisation (id),
  what text not null,
  -- who sees to it, as the parties wrote it
  who text not null default '',
  due_on date not null,
  every text not null check (every in ('once', 'month', 'quarter', 'half_year', 'year')),
  sort integer not null default 0,
  removed_at timestamptz
);
create index agreement_duty_agreement_idx on liaison.agreement_duty (agreement_id);

-- A duty that repeats is shown to be done for each of its days, once.
create table liaison.agreement_duty_done (
  duty_id uuid not null references liaison.agreement_duty (id),
  due_on date not null,
  evidence text not null,
  by uuid references people.account (id),
  at timestamptz not null,
  primary key (duty_id, due_on)
);

create table liaison.agreement_file (
  agreement_id uuid not null references liaison.agreement (id),
  file_id uuid not null,
  duty_id uuid references liaison.agreement_duty (id),
  duty_due_on date,
  by uuid references people.account (id),
  at timestamptz not null,
  primary key (agreement_id, file_id)
);
create index agreement_file_file_idx on liaison.agreement_file (file_id);

create table liaison.agreement_step (
  id uuid primary key,
  agreement_id uuid not null references liaison.agreement (id),
  act text not null,
  note text not null default '',
  party_kind text,
  party_id uuid,
  by uuid references people.account (id),
  at timestamptz not null
);
create index agreement_step_agreement_idx on liaison.agreement_step (agreement_id, id);

create table liaison.meeting_series (
  id uuid primary key,
  kind text not null check (kind in ('joint_conference', 'site_meeting', 'other')),
  title text not null,
  rhythm text not null check (rhythm in ('none', 'month', 'quarter', 'half_year', 'year')),
  -- who invites; null: the liaison office
  department_id uuid references people.department (id),
  chair_id uuid references people.account (id),
  revision integer not null default 1,
  made_by uuid references people.account (id),
  made_at timestamptz not null,
  closed_at timestamptz
);

create table liaison.series_member (
  id uuid primary key,
  series_id uuid not null references liaison.meeting_series (id),
  account_id uuid references people.account (id),
  department_id uuid references people.department (id),
  organisation_id uuid references people.organisation (id),
  check (num_nonnulls(account_id, department_id, organisation_id) = 1)
);
create unique index series_member_idx on liaison.series_member (series_id, coalesce(account_id, department_id, organisation_id));
create index series_member_account_idx on liaison.series_member (account_id) where account_id is not null;
create index series_member_department_idx on liaison.series_member (department_id) where department_id is not null;
create index series_member_organisation_idx on liaison.series_member (organisation_id) where organisation_id is not null;

create table liaison.meeting (
  id uuid primary key,
  series_id uuid not null references liaison.meeting_series (id),
  -- the how many-th of its series
  no integer not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text not null,
  chair_id uuid not null references people.account (id),
  state text not null check (state in ('planned', 'invited', 'held', 'cancelled')),
  cancel_reason text not null default '',
  -- of the calendar entry, one more with each change that was sent out
  sequence integer not null default 0,
  revision integer not null default 1,
  minutes text not null default '',
  minutes_revision integer not null default 0,
  minutes_by uuid references people.account (id),
  minutes_confirmed_by uuid references people.account (id),
  minutes_confirmed_at timestamptz,
  made_by uuid references people.account (id),
  made_at timestamptz not null,
  unique (series_id, no),
  check (ends_at > starts_at),
  check ((minutes_confirmed_by is null) = (minutes_confirmed_at is null)),
  check (minutes_confirmed_at is null or state = 'held')
);
create index meeting_starts_idx on liaison.meeting (starts_at, id);

create table liaison.decision (
  id uuid primary key,
  meeting_id uuid not null references liaison.meeting (id),
  no integer not null,
  text text not null,
  department_id uuid references people.department (id),
  organisation_id uuid references people.organisation (id),
  -- who sees to it there
  person_id uuid references people.account (id),
  due_on date not null,
  state text not null check (state in ('open', 'done', 'dropped')),
  evidence text not null default '',
  settled_by uuid references people.account (id),
  settled_at timestamptz,
  made_at timestamptz not null,
  unique (meeting_id, no),
  check (num_nonnulls(department_id, organisation_id) = 1),
  check ((state = 'open') = (settled_at is null))
);
create index decision_open_idx on liaison.decision (due_on, id) where state = 'open';
create index decision_department_idx on liaison.decision (department_id) where department_id is not null;
create index decision_organisation_idx on liaison.decision (organisation_id) where organisation_id is not null;

create table liaison.decision_progress (
  id uuid primary key,
  decision_id uuid not null references liaison.decision (id),
  text text not null,
  by uuid references people.account (id),
  at timestamptz not null
);
create index decision_progress_decision_idx on liaison.decision_progress (decision_id, id);

create table liaison.agenda_item (
  id uuid primary key,
  meeting_id uuid not null references liaison.meeting (id),
  title text not null,
  note text not null default '',
  presenter text not null default '',
  sort integer not null,
  -- an open decision of an earlier meeting, carried on by itself
  decision_id uuid references liaison.decision (id)
);
create unique index agenda_item_decision_idx on liaison.agenda_item (meeting_id, decision_id) where decision_id is not null;
create index agenda_item_meeting_idx on liaison.agenda_item (meeting_id, sort);

create table liaison.meeting_file (
  meeting_id uuid not null references liaison.meeting (id),
  file_id uuid not null,
  agenda_item_id uuid references liaison.agenda_item (id),
  decision_id uuid references liaison.decision (id),
  by uuid references people.account (id),
  at timestamptz not null,
  primary key (meeting_id, file_id)
);
create index meeting_file_file_idx on liaison.meeting_file (file_id);

create table liaison.attendance (
  meeting_id uuid not null references liaison.meeting (id),
  member_id uuid not null references liaison.series_member (id),
  state text not null check (state in ('present', 'represented', 'excused', 'absent')),
  -- who came for it
  note text not null default '',
  primary key (meeting_id, member_id)
);

create table liaison.minutes_addition (
  id uuid primary key,
  meeting_id uuid not null references liaison.meeting (id),
  text text not null,
  by uuid references people.account (id),
  at timestamptz not null
);
create index minutes_addition_meeting_idx on liaison.minutes_addition (meeting_id, id);

create table liaison.feedback_round (
  year integer primary key check (year between 2000 and 2200),
  due_on date not null,
  opened_by uuid references people.account (id),
  opened_at timestamptz not null
);

create table liaison.feedback_report (
  id uuid primary key,
  year integer not null references liaison.feedback_round (year),
  department_id uuid not null references people.department (id),
  state text not null check (state in ('draft', 'signed', 'sent')),
  revision integer not null default 0,
  summary text not null default '',
  progress text not null default '',
  problems text not null default '',
  plans text not null default '',
  examples text not null default '',
  -- as they stood when the leader signed; while it is a draft they are counted anew
  figures jsonb,
  sent_by uuid references people.account (id),
  sent_at timestamptz,
  unique (year, department_id),
  check ((state = 'draft') = (figures is null)),
  check ((state = 'sent') = (sent_at is not null))
);

-- Every wording of the parts, so that nothing that somebody wrote is lost.
create table liaison.feedback_revision (
  report_id uuid not null references liaison.feedback_report (id),
  revision integer not null,
  texts jsonb not null,
  by uuid references people.account (id),
  at timestamptz not null,
  primary key (report_id, revision)
);

-- A report is signed once.
create table liaison.feedback_signature (
  report_id uuid primary key references liaison.feedback_report (id),
  revision integer not null,
  by uuid not null references people.account (id),
  by_name text not null,
  at timestamptz not null
);

-- Appointments: special inspectors and advisors whom departments ask for a term, with their consent; what they see and
-- advise, and what the department answers. Seats that members hold in public bodies. The record of what members took part in.

create table people.appointment (
  id uuid primary key,
  -- YYYY-NNNN, given when it is accepted
  number text unique check (number ~ '^[0-9]{4}-[0-9]{4,}$'),
  -- null: their account is erased
  account_id uuid references people.account (id),
  department_id uuid not null references people.department (id),
  kind text not null check (kind in ('inspector', 'advisor')),
  -- the matters that they are asked to look at
  field text not null,
  -- why the department asks; for the person and the staff
  reason text not null default '',
  state text not null check (state in ('proposed', 'declined', 'withdrawn', 'held', 'ended')),
  -- the name under which everybody sees them, chosen when accepting
  public_name text not null default '',
  starts_on date not null,
  ends_on date not null,
  proposed_by uuid,
  proposed_at timestamptz not null,
  answered_at timestamptz,
  -- a further term that waits for the person's answer: its last day
  renewal_ends_on date,
  renewal_by uuid,
  renewed_at timestamptz,
  -- told that the term ends soon
  reminded_at timestamptz,
  ended_at timestamptz,
  ended_on date,
  end_kind text check (end_kind in ('resigned', 'recalled', 'term_over', 'merged', 'erased')),
  end_reason text not null default '',
  -- pieces that were given a number
  pieces integer not null default 0,
  check (ends_on > starts_on),
  check ((state in ('held', 'ended')) = (number is not null)),
  check ((state = 'ended') = (ended_at is not null and ended_on is not null and end_kind is not null)),
  check (renewal_ends_on is null or (state = 'held' and renewal_ends_on > ends_on)),
  check (account_id is not null or state <> 'held')
);
-- One department asks the same person for the same once.
create unique index appointment_once_idx on people.appointment (account_id, department_id, kind)
  where state in ('proposed', 'held');
create index appointment_account_idx on people.appointment (account_id);
create index appointment_department_idx on people.appointment (department_id, id);
create index appointment_ends_idx on people.appointment (ends_on) where state = 'held';
create index appointment_list_idx on people.appointment (number desc) where state in ('held', 'ended');

-- Every term that was accepted; the first too.
create table people.appointment_term (
  appointment_id uuid not null references people.appointment (id),
  starts_on date not null,
  ends_on date not null,
  accepted_at timestamptz not null,
  primary key (appointment_id, starts_on),
  check (ends_on > starts_on)
);

-- An inspection made, or advice given.
create table people.appointment_piece (
  id uuid primary key,
  appointment_id uuid not null references people.appointment (id),
  -- 1, 2, ... within the appointment
  n integer not null,
  kind text not null check (kind in ('inspection', 'advice')),
  title text not null,
  -- inspections: when and where
  held_on date,
  place text not null default '',
  -- inspections: what was seen
  seen text not null default '',
  advice text not null,
  hours numeric(5, 2),
  state text not null check (state in ('sent', 'answered', 'published', 'withdrawn')),
  sent_at timestamptz not null,
  due_at timestamptz not null,
  -- the light for which the department was last reminded
  reminded text not null default '',
  published_at timestamptz,
  -- taken from the public again by the secretariat, with the reason
  hidden_at timestamptz,
  hidden_by uuid,
  hidden_reason text not null default '',
  unique (appointment_id, n),
  check (hours > 0 and hours <= 24),
  check ((kind = 'inspection') = (held_on is not null)),
  check ((state = 'published') = (published_at is not null)),
  check ((hidden_at is null) = (hidden_by is null))
);
create index appointment_piece_due_idx on people.appointment_piece (due_at) where state = 'sent';
create index appointment_piece_public_idx on people.appointment_piece (published_at desc, id) where state = 'published';

-- The department's answer: one for each piece.
create table people.appointment_answer (
  piece_id uuid primary key references people.appointment_piece (id),
  department_id uuid not null references people.department (id),
  text text not null,
  answered_by uuid not null,
  answered_at timestamptz not null
);

-- Deputies' and committee members' seats: entered by the member, confirmed by the secretariat, public if the member says so.
create table people.seat (
  id uuid primary key,
  account_id uuid not null references people.account (id),
  -- name of the body
  body text not null,
  level text not null check (level in ('national', 'provincial', 'city', 'county', 'township')),
  kind text not null check (kind in ('deputy', 'committee_member', 'counsellor')),
  starts_on date not null,
  ends_on date,
  shown boolean not null default false,
  state text not null check (state in ('entered', 'confirmed', 'declined')),
  entered_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decline_reason text not null default '',
  check (ends_on is null or ends_on > starts_on),
  check ((state = 'entered') = (decided_at is null)),
  check (decided_by <> account_id)
);
create index seat_account_idx on people.seat (account_id);
create index seat_open_idx on people.seat (entered_at, id) where state = 'entered';

-- Trainings, as the secretariat enters them.
create table people.training (
  id uuid primary key,
  title text not null,
  held_on date not null,
  hours numeric(5, 2) not null check (hours > 0 and hours <= 200),
  place text not null default '',
  entered_by uuid,
  entered_at timestamptz not null
);
create index training_list_idx on people.training (held_on desc, id desc);

-- What members took part in: only they and the secretariat see it, and nobody is compared by it.
create table people.activity (
  id uuid primary key,
  account_id uuid not null references people.account (id),
  kind text not null,
  title text not null,
  at timestamptz not null,
  hours numeric(6, 2) check (hours > 0),
  -- what it comes from: the same source is recorded once for a person
  source text not null,
  source_id text not null,
  unique (source, source_id, account_id)
);
create index activity_account_idx on people.activity (account_id, at desc, id desc);
create index activity_at_idx on people.activity (at);

-- Figures about members as they are published: once a quarter, with what would single somebody out already left out.
create table people.member_figures (
  on_day date primary key,
  -- tables of member-statistics: cells, totals, and which cells are hidden
  figures jsonb not null,
  taken_at timestamptz not null
);

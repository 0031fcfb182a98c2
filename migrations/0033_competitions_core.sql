-- Competitions: everything that is entered, judged or voted on. A competition is a sequence of stages; entries go through them.
create schema competitions;

alter table people.role_grant drop constraint role_grant_role_check;
alter table people.role_grant add constraint role_grant_role_check check (role in ('operator', 'dispatcher', 'handler', 'reviewer',
  'supervisor', 'liaison_officer', 'editor', 'moderator', 'programme_manager', 'leader', 'auditor', 'administrator',
  'secretary', 'committee', 'organiser'));

create table competitions.competition (
  id uuid primary key,
  -- in addresses: small letters, digits and hyphens
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,58}[a-z0-9]$'),
  -- the template it was made from
  format text not null check (format in ('top_ten', 'trade_show', 'essay', 'short_film', 'gala', 'start_up', 'blank')),
  title text not null check (length(title) between 2 and 60),
  -- what it is, in one or two sentences
  summary text not null default '' check (length(summary) <= 300),
  -- rules and eligibility, as written by the organiser
  rules text not null default '' check (length(rules) <= 20000),
  eligibility text not null default '' check (length(eligibility) <= 4000),
  department_id uuid not null references people.department (id),
  -- whoever organises it together with the department, as shown
  co_organisers text not null default '' check (length(co_organisers) <= 300),
  -- an award of a public body names its approval; without one it is a showcase, which ranks nobody
  mode text not null check (mode in ('award', 'showcase')),
  approval_number text not null default '' check (length(approval_number) <= 60),
  complaint_phone text not null default '' check (length(complaint_phone) <= 40),
  complaint_email text not null default '' check (length(complaint_email) <= 120),
  -- draft: seen by its organisers alone; open: published; final: results cannot change any more
  state text not null default 'draft' check (state in ('draft', 'open', 'final', 'cancelled')),
  cancel_reason text not null default '' check (length(cancel_reason) <= 1000),
  created_by uuid,
  created_at timestamptz not null,
  opened_at timestamptz,
  final_at timestamptz,
  -- numbers given to entries so far
  last_number integer not null default 0,
  version integer not null default 1,
  check (state = 'draft' or mode = 'showcase' or approval_number <> ''),
  check ((state = 'draft') = (opened_at is null) or state = 'cancelled'),
  check ((state = 'final') = (final_at is not null)),
  check (state <> 'cancelled' or cancel_reason <> '')
);
create index competition_listed_idx on competitions.competition (opened_at desc, id desc) where state <> 'draft';
create index competition_department_idx on competitions.competition (department_id, created_at desc);

create table competitions.category (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  position integer not null,
  name text not null check (length(name) between 1 and 40),
  description text not null default '' check (length(description) <= 500),
  unique (competition_id, position),
  unique (competition_id, name)
);

-- A stage runs from starts_at until before ends_at; settings by its kind, see competitions.rules.ts.
create table competitions.stage (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  position integer not null,
  kind text not null check (kind in ('entry', 'screening', 'jury', 'ballot', 'pitch', 'announcement', 'results')),
  -- instead of the usual name of its kind: 复赛, 决赛
  title text not null default '' check (length(title) <= 30),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  settings jsonb not null default '{}',
  -- what came of it was settled: standings are written
  closed_at timestamptz,
  unique (competition_id, position),
  check (ends_at > starts_at)
);
create index stage_ending_idx on competitions.stage (ends_at) where closed_at is null;

-- Who does what in a competition, beside the department's organisers. It counts once the person has accepted it.
create table competitions.duty (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  account_id uuid not null references people.account (id),
  duty text not null check (duty in ('organiser', 'screener', 'juror', 'chair', 'observer')),
  -- as shown on the page: name and what they do
  shown_as text not null check (length(shown_as) between 1 and 80),
  asked_by uuid,
  asked_at timestamptz not null,
  accepted_at timestamptz,
  -- declined, taken back or laid down
  ended_at timestamptz,
  end_reason text check (end_reason in ('declined', 'taken_back', 'laid_down', 'erased')),
  check ((ended_at is null) = (end_reason is null))
);
create unique index duty_open_idx on competitions.duty (competition_id, account_id, duty) where ended_at is null;
create unique index duty_chair_idx on competitions.duty (competition_id) where duty = 'chair' and ended_at is null;
create index duty_account_idx on competitions.duty (account_id) where ended_at is null;

-- What was changed after the competition was opened, as everybody reads it. Never changed or taken away.
create table competitions.public_note (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  at timestamptz not null,
  text text not null check (length(text) between 1 and 2000),
  -- field → [before, after], as shown
  changes jsonb not null default '[]'
);
create index public_note_idx on competitions.public_note (competition_id, at desc, id desc);

-- Everything that was done in a competition, by whom and in which part: read by organisers, chair, observers and auditors.
create table competitions.step (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  stage_id uuid,
  entry_id uuid,
  at timestamptz not null,
  -- null: the clock
  by_id uuid,
  by_as text not null check (by_as in ('organiser', 'screener', 'juror', 'chair', 'observer', 'entrant', 'public', 'system')),
  act text not null,
  -- ids, numbers, states and reasons given; no contact data
  details jsonb not null default '{}'
);
create index step_competition_idx on competitions.step (competition_id, at desc, id desc);
create index step_entry_idx on competitions.step (entry_id, at desc, id desc) where entry_id is not null;

create table competitions.entry (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  category_id uuid not null references competitions.category (id),
  -- given when it was handed in; public lists are in this order
  number integer,
  way text not null check (way in ('self', 'nominated', 'organisation', 'team')),
  -- who answers for it; null once their account was erased
  account_id uuid references people.account (id),
  organisation_id uuid,
  title text not null default '' check (length(title) <= 60),
  -- who made it, as shown: 程伞庄，渡口街
  by_line text not null default '' check (length(by_line) <= 80),
  summary text not null default '' check (length(summary) <= 300),
  body text not null default '' check (length(body) <= 20000),
  -- a picture for the gallery
  cover_file_id uuid,
  -- draft; submitted (waits for screening); mend (sent back once); accepted (in the gallery); rejected; withdrawn; disqualified
  state text not null default 'draft' check (state in ('draft', 'submitted', 'mend', 'accepted', 'rejected', 'withdrawn',
    'disqualified')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  submitted_at timestamptz,
  -- handed in after the stage's end, under its late rule
  late boolean not null default false,
  version integer not null default 1,
  unique (competition_id, number),
  check (state in ('draft', 'withdrawn') or (number is not null and submitted_at is not null)),
  check (state in ('draft', 'withdrawn') or title <> '')
);
create index entry_listed_idx on competitions.entry (competition_id, number) where state = 'accepted';
create index entry_category_idx on competitions.entry (category_id, number) where state = 'accepted';
create index entry_account_idx on competitions.entry (account_id, created_at desc) where account_id is not null;
create index entry_state_idx on competitions.entry (competition_id, state, number);

-- What a closed stage came to, for each entry that was in it. Written once, when the stage is closed.
create table competitions.standing (
  stage_id uuid not null references competitions.stage (id),
  entry_id uuid not null references competitions.entry (id),
  competition_id uuid not null references competitions.competition (id),
  -- 0 to 100 with two decimals; null where the stage gives none
  score numeric(5, 2) check (score between 0 and 100),
  -- ballots that counted for it; null but for ballots
  votes integer check (votes >= 0),
  -- within the category; the same for equals
  rank integer not null check (rank >= 1),
  advances boolean not null,
  primary key (stage_id, entry_id)
);
create index standing_competition_idx on competitions.standing (competition_id, stage_id, rank);

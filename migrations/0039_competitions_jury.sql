-- Juries: who scores what, the sheets with their whole history, and how a jury's or pitch day's scores were settled.

-- What a juror agreed to before their first sheet of a stage.
create table competitions.jury_confirmation (
  stage_id uuid not null references competitions.stage (id),
  juror_id uuid not null references people.account (id),
  competition_id uuid not null references competitions.competition (id),
  confirmed_at timestamptz not null,
  primary key (stage_id, juror_id)
);

-- Categories that a juror scores in a stage; no row: all of them.
create table competitions.juror_category (
  stage_id uuid not null references competitions.stage (id),
  juror_id uuid not null references people.account (id),
  category_id uuid not null references competitions.category (id),
  competition_id uuid not null references competitions.competition (id),
  primary key (stage_id, juror_id, category_id)
);

create table competitions.assignment (
  stage_id uuid not null references competitions.stage (id),
  juror_id uuid not null references people.account (id),
  entry_id uuid not null references competitions.entry (id),
  competition_id uuid not null references competitions.competition (id),
  assigned_at timestamptz not null,
  -- recused; left: the juror's duty ended before the sheet was handed in; struck: the chair closed without this sheet;
  -- moved: no longer theirs by category
  ended_at timestamptz,
  end_reason text check (end_reason in ('recused', 'left', 'struck', 'moved')),
  -- why the chair struck it
  end_words text not null default '' check (length(end_words) <= 500),
  primary key (stage_id, juror_id, entry_id),
  check ((ended_at is null) = (end_reason is null)),
  check (end_reason <> 'struck' or end_words <> '')
);
create index assignment_entry_idx on competitions.assignment (stage_id, entry_id);
create index assignment_juror_idx on competitions.assignment (juror_id) where ended_at is null;

-- A juror who does not score an entry, or a category, in any stage of the competition from then on.
create table competitions.recusal (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  -- where it was said
  stage_id uuid not null references competitions.stage (id),
  juror_id uuid not null references people.account (id),
  entry_id uuid references competitions.entry (id),
  category_id uuid references competitions.category (id),
  -- own and team were found by the system, employer sometimes
  kind text not null check (kind in ('own', 'team', 'relative', 'colleague', 'employer', 'business', 'other')),
  -- in the juror's own words, or the reason of the organiser or chair
  words text not null default '' check (length(words) <= 500),
  by_id uuid,
  by_as text not null check (by_as in ('juror', 'organiser', 'chair', 'system')),
  at timestamptz not null,
  check ((entry_id is null) <> (category_id is null)),
  check (by_as not in ('organiser', 'chair') or words <> '')
);
create unique index recusal_entry_idx on competitions.recusal (competition_id, juror_id, entry_id) where entry_id is not null;
create unique index recusal_category_idx on competitions.recusal (competition_id, juror_id, category_id)
  where category_id is not null;

create table competitions.sheet (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  stage_id uuid not null references competitions.stage (id),
  juror_id uuid not null references people.account (id),
  entry_id uuid not null references competitions.entry (id),
  -- draft: the juror's alone; reopened: the chair asked to look again, it does not count until it is handed in anew;
  -- void: the juror was recused
  state text not null default 'draft' check (state in ('draft', 'handed_in', 'reopened', 'void')),
  -- 0 to 100 by the criteria's weights; null while points are missing
  total numeric(5, 2) check (total between 0 and 100),
  comment text not null default '' check (length(comment) <= 2000),
  version integer not null default 1,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  -- when it was handed in last; stays when it is reopened
  handed_in_at timestamptz,
  -- what became of it when the stage was closed
  outcome text check (outcome in ('counted', 'highest', 'lowest', 'left_out')),
  unique (stage_id, juror_id, entry_id),
  check (state <> 'handed_in' or (total is not null and handed_in_at is not null)),
  check (state <> 'draft' or handed_in_at is null),
  check (outcome is null or outcome = 'left_out' or state = 'handed_in')
);
create index sheet_entry_idx on competitions.sheet (stage_id, entry_id);
create index sheet_juror_idx on competitions.sheet (juror_id);

-- Points of one criterion, 0 to 100 in steps of a half.
create table competitions.sheet_point (
  sheet_id uuid not null references competitions.sheet (id),
  criterion text not null check (criterion ~ '^[a-z0-9]{1,12}$'),
  points numeric(4, 1) not null check (points between 0 and 100 and points * 2 = trunc(points * 2)),
  primary key (sheet_id, criterion)
);

-- Every change of a sheet. Never changed or taken away.
create table competitions.sheet_change (
  id uuid primary key,
  sheet_id uuid not null references competitions.sheet (id),
  at timestamptz not null,
  by_id uuid,
  act text not null check (act in ('draft', 'hand_in', 'change', 'reopen', 'void')),
  -- points by criterion and the comment, of what changed alone
  before jsonb not null default '{}',
  after jsonb not null default '{}',
  -- given by whoever changed it after it was handed in
  reason text not null default '' check (length(reason) <= 500),
  check (act not in ('change', 'reopen', 'void') or reason <> '')
);
create index sheet_change_idx on competitions.sheet_change (sheet_id, id);

-- What the jurors of an entry and the chair say to each other about it.
create table competitions.jury_message (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  stage_id uuid not null references competitions.stage (id),
  entry_id uuid not null references competitions.entry (id),
  -- null once the account was erased
  by_id uuid references people.account (id),
  text text not null check (length(text) between 1 and 2000),
  at timestamptz not null
);
create index jury_message_idx on competitions.jury_message (stage_id, entry_id, id);

-- The chair's order of entries that are equal; it counts while they are equal at this score. The newest stands.
create table competitions.tie_decision (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  stage_id uuid not null references competitions.stage (id),
  category_id uuid not null references competitions.category (id),
  -- the total at which they are equal
  total numeric(5, 2) not null,
  -- the better one first
  entry_ids uuid[] not null check (cardinality(entry_ids) >= 2),
  reason text not null check (length(reason) between 1 and 500),
  by_id uuid not null,
  at timestamptz not null
);
create index tie_decision_idx on competitions.tie_decision (stage_id, id);

-- How a stage's scores were settled, written once.
create table competitions.jury_closing (
  stage_id uuid primary key references competitions.stage (id),
  competition_id uuid not null references competitions.competition (id),
  by_id uuid not null,
  at timestamptz not null,
  entries integer not null,
  sheets integer not null,
  -- SHA-256 of all sheets as they counted, in hexadecimal
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  remark text not null default '' check (length(remark) <= 1000)
);

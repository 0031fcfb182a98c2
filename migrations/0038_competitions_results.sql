-- Screening of what was handed in, and results: notice, complaints, what is final, certificates.

-- Each decision on an entry: accepted, rejected for a published ground, or sent back once to be mended. Never changed.
create table competitions.screening_decision (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  entry_id uuid not null references competitions.entry (id),
  -- 1: as handed in; 2: after it was mended, or was not
  round integer not null check (round in (1, 2)),
  decision text not null check (decision in ('accepted', 'rejected', 'mend')),
  ground text check (ground in ('incomplete', 'not_eligible', 'wrong_category', 'not_own', 'repeated', 'unlawful', 'quality',
    'not_mended')),
  -- reasons in words, as the entrant reads them; what to mend
  words text not null default '' check (length(words) <= 1000),
  -- null: the clock
  by_id uuid,
  at timestamptz not null,
  check ((decision = 'rejected') = (ground is not null)),
  check (decision = 'accepted' or words <> '' or ground = 'not_mended'),
  check (decision <> 'mend' or round = 1),
  -- the second of two screeners learns what the first decided
  constraint screening_decision_once unique (entry_id, round)
);
create index screening_decision_competition_idx on competitions.screening_decision (competition_id, at desc, id desc);

-- An entrant objects to a rejection, once; somebody else rules. The answer is published without names.
create table competitions.objection (
  entry_id uuid primary key references competitions.entry (id),
  competition_id uuid not null references competitions.competition (id),
  ground text not null,
  -- read by the organisers and the entrant alone; empty once the account was erased
  text text not null check (length(text) <= 2000),
  by_id uuid,
  at timestamptz not null,
  ruled_at timestamptz,
  ruled_by uuid,
  upheld boolean,
  answer text not null default '' check (length(answer) <= 1000),
  check ((ruled_at is null) = (upheld is null)),
  check (ruled_at is null or answer <> ''),
  constraint objection_other_person check (ruled_by is null or by_id is null or ruled_by <> by_id)
);
create index objection_competition_idx on competitions.objection (competition_id, ruled_at, entry_id);

-- Where nothing is scored: whom the organiser chose, with the reason as published.
create table competitions.choice (
  entry_id uuid primary key references competitions.entry (id),
  competition_id uuid not null references competitions.competition (id),
  -- position in the levels of the results stage; null in a showcase: invited
  level integer check (level >= 0),
  reason text not null check (length(reason) between 2 and 500),
  chosen_by uuid,
  chosen_at timestamptz not null
);
create index choice_competition_idx on competitions.choice (competition_id);

-- What was announced: the whole calculation as it stood. A notice that is published anew begins its period again.
create table competitions.result_notice (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  version integer not null check (version >= 1),
  words text not null default '' check (length(words) <= 4000),
  published_at timestamptz not null,
  published_by uuid,
  -- complaints are taken and nothing is final until then; null: a competition without announcement, final at once
  ends_at timestamptz,
  -- ids, numbers, parts, scores and places; no names
  result jsonb not null,
  replaced_at timestamptz,
  unique (competition_id, version),
  check (ends_at > published_at)
);
create unique index result_notice_current_idx on competitions.result_notice (competition_id) where replaced_at is null;

-- A complaint about the announced results. Whoever complained is in no other table: record and audit log name nobody.
create table competitions.complaint (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  notice_id uuid not null references competitions.result_notice (id),
  number integer not null check (number >= 1),
  -- what it is about; null: the whole
  entry_id uuid references competitions.entry (id),
  -- read by whoever handles it alone; emptied with the account
  text text not null check (length(text) <= 4000),
  contact text not null default '' check (length(contact) <= 120),
  -- null: without an account; then whoever has the code sees the state
  account_id uuid,
  code_hash bytea,
  at timestamptz not null,
  answered_at timestamptz,
  answered_by uuid,
  upheld boolean,
  -- published, without names
  answer text not null default '' check (length(answer) <= 2000),
  unique (competition_id, number),
  unique (code_hash),
  check ((answered_at is null) = (upheld is null)),
  check (answered_at is null or answer <> ''),
  constraint complaint_other_person check (answered_by is null or account_id is null or answered_by <> account_id)
);
create index complaint_open_idx on competitions.complaint (competition_id, number) where answered_at is null;
create index complaint_account_idx on competitions.complaint (account_id, at desc) where account_id is not null;

-- Entries taken out of the results, each with its published reason.
create table competitions.disqualification (
  entry_id uuid primary key references competitions.entry (id),
  competition_id uuid not null references competitions.competition (id),
  complaint_id uuid references competitions.complaint (id),
  reason text not null check (length(reason) between 2 and 1000),
  by_id uuid,
  at timestamptz not null
);
create index disqualification_competition_idx on competitions.disqualification (competition_id);

-- What is final: written once when the competition becomes final, never changed.
create table competitions.award (
  entry_id uuid primary key references competitions.entry (id),
  competition_id uuid not null references competitions.competition (id),
  category_id uuid not null references competitions.category (id),
  -- its name, as the levels stood
  level_name text not null default '' check (length(level_name) <= 20),
  level integer,
  -- null where nobody is ranked
  rank integer check (rank >= 1),
  score numeric(5, 2),
  at timestamptz not null
);
create index award_competition_idx on competitions.award (competition_id);

create table competitions.certificate (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  entry_id uuid not null references competitions.entry (id),
  kind text not null check (kind in ('award', 'participation', 'invited')),
  -- within the competition, as printed
  number integer not null check (number >= 1),
  -- in the address of the check page; nobody can guess it
  code text not null unique check (code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  -- printed on it; empty once the account was erased
  holder text not null check (length(holder) <= 80),
  -- part in a team, as printed
  role text not null default '' check (length(role) <= 40),
  -- of whom it is about; downloads it
  account_id uuid,
  -- '' for the entry itself, else the account of a member of its team
  member text not null default '',
  issued_at timestamptz not null,
  revoked_at timestamptz,
  revoke_reason text not null default '' check (length(revoke_reason) <= 300),
  unique (competition_id, number),
  constraint certificate_once unique (entry_id, member),
  check (revoked_at is null or revoke_reason <> '')
);
create index certificate_account_idx on competitions.certificate (account_id, issued_at desc) where account_id is not null;

-- The clock rejects what was not mended in time.
create index entry_mending_idx on competitions.entry (mend_until) where state = 'mend';

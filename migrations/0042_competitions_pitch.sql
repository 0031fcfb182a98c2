-- A pitch day: who speaks when, the clock that all phones follow, and what contestants signed.

-- The order by lot, drawn once; anybody can draw it again from the seed.
create table competitions.pitch_draw (
  stage_id uuid primary key references competitions.stage (id),
  competition_id uuid not null references competitions.competition (id),
  -- 32 hexadecimal digits; null where the order is that of numbers
  seed text check (seed ~ '^[0-9a-f]{32}$'),
  at timestamptz not null
);

create table competitions.pitch_slot (
  stage_id uuid not null references competitions.stage (id),
  entry_id uuid not null references competitions.entry (id),
  competition_id uuid not null references competitions.competition (id),
  position integer not null check (position >= 1),
  -- absent: did not come; gone: withdrawn or disqualified meanwhile
  state text not null default 'waiting' check (state in ('waiting', 'pitching', 'questions', 'scoring', 'done', 'absent', 'gone')),
  -- of the phase that runs
  started_at timestamptz,
  paused_at timestamptz,
  -- how long it stood still before
  paused_ms integer not null default 0,
  -- the contestant's signature under the sheet
  signed_at timestamptz,
  signed_by uuid references people.account (id),
  signed_name text not null default '' check (length(signed_name) <= 40),
  -- SHA-256 of the totals they signed, in hexadecimal
  signed_digest text check (signed_digest ~ '^[0-9a-f]{64}$'),
  -- what they have to say against it
  remark text not null default '' check (length(remark) <= 1000),
  primary key (stage_id, entry_id),
  unique (stage_id, position) deferrable initially immediate,
  check ((state in ('pitching', 'questions', 'scoring')) = (started_at is not null)),
  check (paused_at is null or started_at is not null),
  check ((signed_at is null) = (signed_digest is null))
);
-- One speaks at a time.
create unique index pitch_slot_current_idx on competitions.pitch_slot (stage_id)
  where state in ('pitching', 'questions', 'scoring');

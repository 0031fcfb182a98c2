-- Bursts: many ballots from one range of addresses within ten minutes. Only ranges with many voters get a row, so it points
-- at nobody; which ballots they were is in competitions.mark, by the burst's number.
create table competitions.burst (
  competition_id uuid not null,
  stage_id uuid not null,
  mark integer not null check (mark > 0),
  -- 203.0.113.0/24 or 2001:db8:1::/48
  address_range text not null,
  since timestamptz not null,
  -- ballots asked for from there in these ten minutes, and of those how many had to prove work and how many were refused
  asked integer not null,
  proved integer not null,
  refused integer not null,
  primary key (competition_id, stage_id, mark)
);
create index burst_since_idx on competitions.burst (competition_id, stage_id, since);

-- Ballots are invalidated by two people, with a reason that everybody reads. Rows are decided once and never taken away.
create table competitions.invalidation (
  id uuid primary key,
  competition_id uuid not null,
  stage_id uuid not null,
  mark integer not null,
  -- of the burst's ballots only those with exactly these choices; null: all
  choices integer[],
  -- as everybody reads it
  reason text not null check (length(reason) between 10 and 1000),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'rejected', 'withdrawn')),
  decided_by uuid,
  decided_as text check (decided_as in ('organiser', 'observer')),
  decided_at timestamptz,
  decision_reason text not null default '' check (length(decision_reason) <= 1000),
  -- leaves that it names, once confirmed: inclusive ranges [[first, last], ...], and how many ballots
  positions jsonb,
  ballots integer,
  check ((state = 'proposed') = (decided_at is null)),
  check ((state in ('confirmed', 'rejected')) = (decided_by is not null and decided_as is not null)),
  check ((state = 'confirmed') = (positions is not null and ballots is not null)),
  constraint invalidation_two_people check (decided_by is null or decided_by <> proposed_by),
  check (state <> 'rejected' or decision_reason <> '')
);
create unique index invalidation_open_idx on competitions.invalidation (stage_id, mark) where state = 'proposed';
create index invalidation_stage_idx on competitions.invalidation (stage_id, proposed_at desc, id desc);

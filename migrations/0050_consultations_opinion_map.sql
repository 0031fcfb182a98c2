-- The opinion map: short statements, and who agreed to which. Who somebody is and what they agreed to are kept apart: a
-- participant is a keyed pseudonym of an account, or of a random number in a cookie; the key is destroyed when the map is
-- answered. Groups of participants are computed, published as sizes and counts, and written down beside nobody.

-- What a statement has beside its contribution; its number and its text stand there.
create table consultations.statement (
  contribution_id uuid primary key references consultations.contribution (id),
  consultation_id uuid not null references consultations.consultation (id),
  -- in which it was written: zh-CN, zh-TW, en
  language text not null,
  -- came with an older conversation in which it had been moderated out: kept so that figures add up, shown to nobody
  left_out boolean not null default false
);
create index statement_map_idx on consultations.statement (consultation_id);

create table consultations.statement_translation (
  consultation_id uuid not null references consultations.consultation (id),
  contribution_id uuid not null references consultations.statement (contribution_id),
  language text not null,
  text text not null check (length(text) between 1 and 400),
  primary key (consultation_id, contribution_id, language)
);

-- One row a map; written by every commit of votes, so that commits of one map have an order.
create table consultations.map (
  consultation_id uuid primary key,
  -- number of the last commit of votes; a computation says up to which it read
  batch bigint not null default 0,
  -- participants so far; the next one gets this number
  participants integer not null default 0,
  -- grows when votes were taken back or two participants became one: what was kept in memory is read anew
  epoch integer not null default 0,
  -- makes pseudonyms, encrypted with the city's secret; taken away when the map is answered
  participant_key bytea,
  -- gives participants other numbers in open data
  shuffle_key bytea not null,
  -- came from an older conversation, as everybody reads it
  source text not null default '' check (length(source) <= 300),
  -- no vote is taken after this
  closed_at timestamptz
);

create table consultations.participant (
  consultation_id uuid not null,
  -- HMAC with participant_key, 16 bytes
  key bytea not null check (length(key) = 16),
  number integer not null,
  primary key (consultation_id, key),
  unique (consultation_id, number)
);

create table consultations.vote (
  consultation_id uuid not null,
  participant integer not null,
  -- number of the statement
  statement integer not null,
  -- 1 agrees, -1 disagrees, 0 passes; the last one counts
  vote smallint not null check (vote between -1 and 1),
  -- the commit that wrote it
  batch bigint not null,
  primary key (consultation_id, participant, statement)
);
create index vote_batch_idx on consultations.vote (consultation_id, batch);

-- The map as it was computed last, and what the next computation goes on from.
create table consultations.map_state (
  consultation_id uuid primary key,
  -- goes up with every computation
  version integer not null,
  -- votes up to this commit are in it
  batch bigint not null,
  epoch integer not null,
  -- statements that were left out
  left_out integer[] not null,
  computed_at timestamptz not null,
  seconds real not null,
  -- computed afresh from all votes after the end: anybody gets the same from open data
  final boolean not null,
  -- sizes, counts and outlines; no participant
  result jsonb not null,
  -- null once it is final
  keeper bytea
);

-- What the department says to the result: 0 to the whole, else to one statement.
create table consultations.map_answer (
  consultation_id uuid not null references consultations.consultation (id),
  statement integer not null check (statement >= 0),
  text text not null check (length(text) between 1 and 10000),
  primary key (consultation_id, statement)
);

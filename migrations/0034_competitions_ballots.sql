-- The ballot. Who has voted (roll) and what ballots say (urn, leaf) are kept apart: no column joins them; the urn is emptied
-- into the log in an order of its own, and the roll is written anew, sorted by pseudonym, when the ballot is closed.
-- docs/decisions/0050 says what an operator could and could not learn.

-- One row a ballot stage: its keys and how far its log has come.
create table competitions.ballot (
  competition_id uuid not null,
  stage_id uuid not null,
  hash text not null check (hash in ('sha256', 'sm3')),
  -- names the log in its heads; fixed when it was begun
  origin text not null,
  -- Ed25519; the private key is encrypted with the city's secret
  public_key bytea not null,
  private_key bytea not null,
  -- makes pseudonyms of accounts on the roll, encrypted with the city's secret; taken away when the results are final
  roll_key bytea,
  -- leaves in the log; ballots among them, how many of those were replaced, and how many more an invalidation names
  size integer not null default 0,
  ballots integer not null default 0,
  replaced integer not null default 0,
  invalidated integer not null default 0,
  sealed_at timestamptz,
  -- no ballot is taken after this
  closed_at timestamptz,
  -- first line of the published file, as it was when the ballot was closed
  header text,
  -- first ballots on the roll, counted at the close
  roll integer,
  -- what the recount found different from what was rolled up; null: nothing
  alarm jsonb,
  roll_rewritten_at timestamptz,
  primary key (competition_id, stage_id)
);

-- Who has voted. voter = HMAC of the account with roll_key, 16 bytes; slot = which of the ballots that one may cast:
-- (day × times + which) × 1000 + category. The pseudonym comes first in the key because it alone tells rows apart.
create table competitions.roll (
  competition_id uuid not null,
  stage_id uuid not null,
  voter bytea not null,
  slot integer not null,
  primary key (voter, slot, stage_id, competition_id)
);

-- Ballots that were acknowledged and are not in the log yet: one row a commit, its ballots in an order without meaning.
create table competitions.urn (
  competition_id uuid not null,
  stage_id uuid not null,
  -- random: says neither when nor in which order
  id uuid not null,
  n integer not null check (n > 0),
  -- the leaves, one a line
  leaves text not null,
  -- beside each leaf its mark (0: none); null: none has one
  marks integer[],
  primary key (competition_id, stage_id, id)
);
-- Ids are random: compressing them costs time and saves nothing.
alter table competitions.urn alter column leaves set storage external;

-- The log: append-only. kind: b ballot, v invalidation.
create table competitions.leaf (
  competition_id uuid not null,
  stage_id uuid not null,
  position integer not null check (position >= 0),
  kind text not null check (kind in ('b', 'v')),
  -- hash of the receipt's secret, first 16 bytes; null for an invalidation
  ballot_id bytea,
  -- what is hashed and published, without the line's end; UTF-8
  bytes bytea not null,
  primary key (competition_id, stage_id, position),
  constraint leaf_once unique (ballot_id, stage_id, competition_id),
  check ((kind = 'b') = (ballot_id is not null))
);
create index leaf_invalidation_idx on competitions.leaf (competition_id, stage_id, position) where kind = 'v';

-- Hashes of the tree, 256 of one level in a row: a whole row never changes. Level n holds roots of 256 to the power of n leaves.
create table competitions.tile (
  competition_id uuid not null,
  stage_id uuid not null,
  level integer not null,
  position integer not null,
  hashes bytea not null,
  primary key (competition_id, stage_id, level, position)
);
alter table competitions.tile alter column hashes set storage external;

-- A ballot is replaced once; what the receipt proved.
create table competitions.replaced (
  competition_id uuid not null,
  stage_id uuid not null,
  ballot_id bytea not null,
  primary key (ballot_id, stage_id, competition_id)
);

-- Signed heads, as published.
create table competitions.head (
  competition_id uuid not null,
  stage_id uuid not null,
  size integer not null,
  kind text not null check (kind in ('running', 'close', 'invalidation')),
  root bytea not null,
  at timestamptz not null,
  -- the signed note, as text
  note text not null,
  -- of the leaves under it: ballots, and those of them that were replaced
  ballots integer not null,
  replaced integer not null,
  primary key (competition_id, stage_id, size, kind)
);

-- Ballots counted so far for each entry, rolled up with every head. Can be recomputed from the leaves.
create table competitions.ballot_count (
  competition_id uuid not null,
  stage_id uuid not null,
  entry_number integer not null,
  votes integer not null,
  primary key (competition_id, stage_id, entry_number)
);

-- Ballots that came in bursts: only where a burst is large enough that it points at nobody (see ballots/integrity).
create table competitions.mark (
  competition_id uuid not null,
  stage_id uuid not null,
  position integer not null,
  mark integer not null,
  primary key (competition_id, stage_id, position)
);
create index mark_of_idx on competitions.mark (competition_id, stage_id, mark);

-- Voters of a ballot for an invited list: a keyed hash of an address that was invited.
create table competitions.invited_voter (
  competition_id uuid not null,
  stage_id uuid not null,
  address_hash bytea not null,
  primary key (competition_id, stage_id, address_hash)
);

-- The ballot. Who has voted (roll) and what ballots say (urn, leaf) are kept apart: no column joins them; the urn is emptied
-- into the log in an order of its own, and the roll is written anew, sorted by pseudonym, when the ballot is closed.
-- docs/decisions/0050 says what an operator could and could not learn.

-- One row a ballot stage: its keys and how far its log has come.
create table competitions.ballot (
  competition_id uuid not null,
  stage_id uuid not null,
  hash text not null check (hash in ('sha256', 'sm3')),
  -- Ed25519; the private key is encrypted with the city's secret
  public_key bytea not null,
  private_key bytea not null,
  -- makes pseudonyms of accounts on the roll; taken away when the results are final
  roll_key bytea,
  -- leaves in the log, ballots among them (a ballot that replaces another counts as one), and what the last head said
  size integer not null default 0,
  sealed_at timestamptz,
  -- no ballot is taken after this; its last head is the close
  closed_at timestamptz,
  roll_rewritten_at timestamptz,
  primary key (competition_id, stage_id)
);

-- Who has voted. voter = HMAC of the account with roll_key, 16 bytes; slot = which of the ballots that one may cast: day × times, category.
create table competitions.roll (
  competition_id uuid not null,
  stage_id uuid not null,
  voter bytea not null,
  slot integer not null,
  primary key (competition_id, stage_id, voter, slot)
);

-- Ballots that were acknowledged and are not in the log yet: one row a commit, its ballots in an order without meaning.
create table competitions.urn (
  competition_id uuid not null,
  stage_id uuid not null,
  id uuid not null,
  -- the bytes of each leaf, see ballots/log/leaf.ts, and beside it its mark (0: none)
  leaves bytea[] not null,
  ballot_ids bytea[] not null,
  marks integer[] not null,
  primary key (competition_id, stage_id, id)
);

-- The log: append-only. kind: b ballot, v invalidation.
create table competitions.leaf (
  competition_id uuid not null,
  stage_id uuid not null,
  position integer not null check (position >= 0),
  kind text not null check (kind in ('b', 'v')),
  -- SHA-256 of the receipt's secret, first 16 bytes; null for an invalidation
  ballot_id bytea,
  bytes bytea not null,
  primary key (competition_id, stage_id, position),
  unique (competition_id, stage_id, ballot_id),
  check ((kind = 'b') = (ballot_id is not null))
);

-- Hashes of the tree, 256 of one level in a row: whole rows never change.
create table competitions.tile (
  competition_id uuid not null,
  stage_id uuid not null,
  level integer not null,
  position integer not null,
  hashes bytea not null,
  primary key (competition_id, stage_id, level, position)
);

-- A ballot is replaced once; what the receipt proved.
create table competitions.replaced (
  competition_id uuid not null,
  stage_id uuid not null,
  ballot_id bytea not null,
  primary key (competition_id, stage_id, ballot_id)
);

-- Signed heads, as published.
create table competitions.head (
  competition_id uuid not null,
  stage_id uuid not null,
  size integer not null,
  root bytea not null,
  at timestamptz not null,
  -- the signed note, as text
  note text not null,
  kind text not null check (kind in ('running', 'close', 'invalidation')),
  primary key (competition_id, stage_id, size)
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

-- Voters of a ballot for an invited list: the account, or a keyed hash of an address that was invited.
create table competitions.invited_voter (
  competition_id uuid not null,
  stage_id uuid not null,
  address_hash bytea not null,
  primary key (competition_id, stage_id, address_hash)
);

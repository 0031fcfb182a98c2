-- Ways into an account (outside providers, joined accounts, recovery of a lost address), and departments that went into another.

alter table people.department add column merged_into uuid references people.department (id);
alter table people.department add column merged_at timestamptz;
alter table people.department add constraint department_merged check (
  (merged_into is null) = (merged_at is null) and (merged_into is null or (not active and merged_into <> id)));
create index department_merged_idx on people.department (merged_into) where merged_into is not null;

-- One of a provider's people is in one account; the pair stays unique (0002). Nothing of the provider is kept but the identity.
alter table people.login add column last_used_at timestamptz;
-- When whoever holds a session last proved to be its person: changing the ways in asks for a recent proof.
alter table people.session add column proven_at timestamptz;

alter table people.one_time_code drop constraint one_time_code_purpose_check;
alter table people.one_time_code add constraint one_time_code_purpose_check
  check (purpose in ('sign_in', 'add_address', 'confirm', 'join_account', 'recovery', 'guardian'));

-- Somebody on the way to a provider and back: found by the state that comes back, used once, in the browser that left.
create table people.outside_sign_in (
  id uuid primary key,
  state_hash bytea not null unique,
  browser_hash bytea not null,
  provider_id text not null,
  purpose text not null check (purpose in ('sign_in', 'add', 'confirm', 'join')),
  -- who adds, confirms or joins; null: whoever signs in is not known yet
  account_id uuid references people.account (id) on delete cascade,
  nonce text not null,
  verifier text not null,
  back text not null,
  expires_at timestamptz not null,
  check ((account_id is null) = (purpose = 'sign_in'))
);
create index outside_sign_in_expires_idx on people.outside_sign_in (expires_at);

-- An identity that a provider has proved and that is in no account: waits for its person to say new account or their own.
create table people.waiting_login (
  id uuid primary key,
  token_hash bytea not null unique,
  provider_id text not null,
  provider_account_id text not null,
  back text not null,
  expires_at timestamptz not null
);
create index waiting_login_expires_idx on people.waiting_login (expires_at);

-- Both accounts of one person were proved; waits for the person to look at what moves and say yes.
create table people.account_join (
  id uuid primary key,
  account_id uuid not null references people.account (id) on delete cascade,
  other_id uuid not null references people.account (id) on delete cascade,
  expires_at timestamptz not null,
  unique (account_id),
  check (account_id <> other_id)
);
create index account_join_expires_idx on people.account_join (expires_at);
-- The account that went into another stays as an empty row.
alter table people.account add column joined_into uuid references people.account (id);
alter table people.account add constraint account_joined check (joined_into is null or (disabled_at is not null and joined_into <> id));

-- Somebody who has lost their address asks for a new one in its place.
create table people.recovery (
  id uuid primary key,
  -- what the person brings to the counter, instead of the address of an account
  number text not null unique,
  name text not null,
  lost_channel text not null check (lost_channel in ('email', 'sms')),
  lost_address text not null,
  new_channel text not null check (new_channel in ('email', 'sms')),
  new_address text not null,
  -- the account that has the lost address; null: none has, and the request looks and lasts the same
  account_id uuid references people.account (id) on delete cascade,
  state text not null check (state in ('asked', 'checked', 'waiting', 'done', 'stopped', 'refused', 'expired')),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  checked_by uuid,
  checked_at timestamptz,
  -- a second administrator, for accounts of staff
  confirmed_by uuid,
  confirmed_at timestamptz,
  -- when the new address takes the place of the lost one
  runs_at timestamptz,
  -- of the token in the link "this was not me"
  stop_hash bytea unique,
  ended_at timestamptz,
  check (checked_by is distinct from confirmed_by or checked_by is null),
  check ((state = 'waiting') <= (runs_at is not null and checked_by is not null))
);
-- one at a time for an account
create unique index recovery_running_idx on people.recovery (account_id) where state in ('checked', 'waiting');
create index recovery_list_idx on people.recovery (state, asked_at desc, id desc);
create index recovery_runs_idx on people.recovery (runs_at) where state = 'waiting';
create index recovery_expires_idx on people.recovery (expires_at);

-- One-time codes, and what people agreed to.

-- A code opens only for the browser that asked for it: the row is found by that browser's token, never by the address,
-- so that nobody can use up the tries of somebody else's code.
create table people.one_time_code (
  id uuid primary key,
  token_hash bytea not null unique,
  purpose text not null check (purpose in ('sign_in', 'add_address')),
  -- who adds an address; null: whoever signs in is not known yet
  account_id uuid references people.account (id) on delete cascade,
  channel text not null check (channel in ('email', 'sms')),
  address text not null,
  code_hash bytea not null,
  attempts smallint not null default 0,
  sent_at timestamptz not null,
  expires_at timestamptz not null
);
create index one_time_code_expires_idx on people.one_time_code (expires_at);

-- What somebody agreed to, when, and in which wording.
create table people.consent (
  id uuid primary key,
  account_id uuid not null references people.account (id) on delete cascade,
  purpose text not null,
  wording text not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz
);
create unique index consent_open_idx on people.consent (account_id, purpose) where withdrawn_at is null;

alter table people.account add column deleted_at timestamptz;

-- better-auth's columns that only its own code plugins and second factor would use.
alter table people.account drop column two_factor_enabled;

-- A secret being set up waits beside the one in force until its first code was right.
alter table people.second_factor alter column secret drop not null;
alter table people.second_factor add column draft bytea;
alter table people.second_factor add constraint second_factor_confirmed check (confirmed_at is null or secret is not null);

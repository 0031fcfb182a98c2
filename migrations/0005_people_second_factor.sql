-- Passkeys, and the second factor of staff: a time-based code with recovery codes.
create table people.passkey (
  id uuid primary key,
  name text,
  public_key text not null,
  account_id uuid not null references people.account (id) on delete cascade,
  credential_id text not null unique,
  counter integer not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz default now()
);
create index passkey_account_idx on people.passkey (account_id);

create table people.second_factor (
  account_id uuid primary key references people.account (id) on delete cascade,
  -- encrypted with the city's key
  secret bytea not null,
  confirmed_at timestamptz,
  -- the last time step that was accepted: a code opens once
  last_step bigint not null default 0,
  failures integer not null default 0,
  locked_until timestamptz
);

create table people.recovery_code (
  account_id uuid not null references people.account (id) on delete cascade,
  hash bytea not null,
  used_at timestamptz,
  primary key (account_id, hash)
);

-- What people ask about their own data, and guardians of people under fourteen.

-- What somebody handed in goes into the copy of their data, and is disowned when the account is closed.
create index file_owner_idx on kernel.file (owner_id) where owner_id is not null;

create table people.data_request (
  id uuid primary key,
  -- how the person and the office speak of it
  number integer generated always as identity unique,
  account_id uuid not null references people.account (id),
  kind text not null check (kind in ('access', 'correction', 'deletion', 'copy', 'restriction', 'withdraw', 'explain')),
  -- in the person's own words; emptied when the account is closed
  text text not null check (length(text) <= 4000),
  received_at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'answered')),
  -- the light at which the administrators were reminded last
  reminded text not null default '' check (reminded in ('', 'blue', 'yellow', 'red'))
);
create index data_request_open_idx on people.data_request (due_at, number) where state = 'open';
create index data_request_account_idx on people.data_request (account_id, number desc);

-- One answer a request: the key decides between two administrators who answer at once.
create table people.data_request_answer (
  request_id uuid primary key references people.data_request (id) on delete cascade,
  outcome text not null check (outcome in ('done', 'partly', 'refused')),
  text text not null check (length(text) <= 4000),
  answered_by uuid not null references people.account (id),
  answered_at timestamptz not null
);
create index data_request_answer_at_idx on people.data_request_answer (answered_at);

-- The guardian of somebody under fourteen. Deleted with the account, and when the child turns fourteen.
create table people.guardian (
  account_id uuid primary key references people.account (id) on delete cascade,
  -- the first day of the month of the child's birth: all that is needed to know when this ends
  birth_month date not null check (extract(day from birth_month) = 1),
  name text not null,
  channel text not null check (channel in ('email', 'sms')),
  address text not null,
  state text not null default 'asked' check (state in ('asked', 'consented')),
  asked_at timestamptz not null,
  consented_at timestamptz,
  -- the wording that the guardian agreed to
  wording text not null default '',
  check ((state = 'consented') = (consented_at is not null))
);
create index guardian_address_idx on people.guardian (address);

-- A link that was sent to a guardian. It opens nothing by itself: a code proves that the address is theirs.
create table people.guardian_link (
  id uuid primary key,
  account_id uuid not null references people.guardian (account_id) on delete cascade,
  token_hash bytea not null unique,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  -- of the browser in which the code was right, and until when that counts
  browser_hash bytea,
  proven_until timestamptz,
  check ((browser_hash is null) = (proven_until is null))
);
create index guardian_link_account_idx on people.guardian_link (account_id);
create index guardian_link_expires_idx on people.guardian_link (expires_at);

-- The kernel's own tables: settings, the working calendar, the outbox, the audit log, files, rate limits.
create schema kernel;

create table kernel.setting (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now(),
  updated_by uuid
);

-- A year without a row here is unknown: computing a deadline in it is an error, never a guess.
create table kernel.calendar_year (
  year integer primary key check (year between 2000 and 2100),
  provisional boolean not null default false,
  source text not null default '',
  updated_at timestamptz not null default now()
);

create table kernel.calendar_day (
  day date primary key,
  kind text not null check (kind in ('holiday', 'workday')),
  name text not null default ''
);

-- Outbox: written in the transaction of the fact. `xid` lets the relay read only below the oldest running
-- transaction, so that an event committed late is never passed over.
create table kernel.event (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  type text not null,
  subject text not null,
  actor_id uuid,
  payload jsonb not null default '{}'
);
create index event_xid_idx on kernel.event (xid, id);
create index event_subject_idx on kernel.event (subject, id);

create table kernel.event_cursor (
  consumer text primary key,
  xid xid8 not null default '0',
  id bigint not null default 0,
  updated_at timestamptz not null default now()
);

-- A delivery that failed; the relay goes on with the other events and comes back to it.
create table kernel.event_failure (
  subscriber text not null,
  event_id bigint not null references kernel.event (id) on delete cascade,
  attempts integer not null,
  next_at timestamptz not null,
  error text not null,
  primary key (subscriber, event_id)
);
create index event_failure_next_idx on kernel.event_failure (next_at);

-- Append-only. Entries are written in the transaction of the fact; `audit_link` chains them afterwards, in order,
-- so that the chain is no lock that every write of the city has to queue for.
create table kernel.audit_entry (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  actor_id uuid,
  actor_name text not null default '',
  action text not null,
  object_type text not null,
  object_id text not null,
  department_id uuid,
  details jsonb not null default '{}'
);
create index audit_entry_object_idx on kernel.audit_entry (object_type, object_id, id);
create index audit_entry_actor_idx on kernel.audit_entry (actor_id, id);
create index audit_entry_xid_idx on kernel.audit_entry (xid, id);

create table kernel.audit_link (
  seq bigint primary key,
  entry_id bigint not null unique references kernel.audit_entry (id),
  previous bytea not null,
  hash bytea not null
);

create function kernel.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entry_append_only before update or delete on kernel.audit_entry
  for each row execute function kernel.refuse_change();
create trigger audit_entry_no_truncate before truncate on kernel.audit_entry
  for each statement execute function kernel.refuse_change();
create trigger audit_link_append_only before update or delete on kernel.audit_link
  for each row execute function kernel.refuse_change();
create trigger audit_link_no_truncate before truncate on kernel.audit_link
  for each statement execute function kernel.refuse_change();

-- People's uploads: bytes lie under their digest on disk or S3; a row here is one upload.
create table kernel.file (
  id uuid primary key,
  digest text not null,
  media_type text not null,
  name text not null,
  size_bytes bigint not null check (size_bytes >= 0),
  width integer,
  height integer,
  owner_id uuid,
  purpose text not null,
  created_at timestamptz not null default now(),
  -- an upload that no fact refers to by then is swept away
  expires_at timestamptz
);
create index file_digest_idx on kernel.file (digest);
create index file_expires_idx on kernel.file (expires_at) where expires_at is not null;

create table kernel.api_key (
  id uuid primary key,
  name text not null,
  hash bytea not null unique,
  scopes text[] not null default '{}',
  created_at timestamptz not null default now(),
  created_by uuid,
  last_used_at timestamptz,
  revoked_at timestamptz
);

create table kernel.rate_limit (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);

-- Long work that a person set going (an import, a check of the audit chain): what it is, how far it is, what came of it.
create table kernel.run (
  id uuid primary key,
  kind text not null,
  state text not null check (state in ('draft', 'queued', 'running', 'done', 'failed')),
  -- the file it works on; its bytes are wiped when the run expires
  file_name text not null default '',
  bytes bytea,
  options jsonb not null default '{}',
  done integer not null default 0,
  report jsonb,
  by_id uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  expires_at timestamptz not null
);
create index run_kind_idx on kernel.run (kind, created_at desc, id desc);
create index run_expires_idx on kernel.run (expires_at);

-- The audit page narrows by action and by date; it reads newest first, by id.
create index audit_entry_action_idx on kernel.audit_entry (action, id);
create index audit_entry_at_idx on kernel.audit_entry (at, id);

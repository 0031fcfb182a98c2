-- Notifications: what was said to whom (the inbox), how it went out, and what each person wants.

create table kernel.notification (
  id uuid primary key,
  -- null: somebody without an account, reached at `recipient`
  account_id uuid,
  -- {email, phone, locale, name}; emptied when everything has gone out
  recipient jsonb,
  kind text not null,
  params jsonb not null default '{}',
  link text not null,
  urgent boolean not null default false,
  dedupe text,
  created_at timestamptz not null,
  read_at timestamptz
);
create index notification_inbox_idx on kernel.notification (account_id, created_at desc, id desc) where account_id is not null;
create index notification_unread_idx on kernel.notification (account_id) where read_at is null and account_id is not null;
create unique index notification_dedupe_idx on kernel.notification (account_id, dedupe) nulls not distinct where dedupe is not null;
create index notification_created_idx on kernel.notification (created_at);

create table kernel.delivery (
  id uuid primary key,
  notification_id uuid not null references kernel.notification (id) on delete cascade,
  channel text not null check (channel in ('email', 'sms', 'push')),
  state text not null check (state in ('queued', 'held', 'sent', 'failed', 'skipped')),
  -- held for quiet hours or a digest until then
  due_at timestamptz not null,
  digest boolean not null default false,
  attempts integer not null default 0,
  provider_id text,
  -- code of the failure or of why it was not sent; never a name, a number or an address
  reason text not null default '',
  updated_at timestamptz not null,
  unique (notification_id, channel)
);

create table kernel.notify_preference (
  account_id uuid primary key,
  -- {group: {email?, sms?, push?}}; what is not named is the kind's default
  groups jsonb not null default '{}',
  quiet_from time,
  quiet_to time,
  digest text not null default 'now' check (digest in ('now', 'daily', 'weekly')),
  digest_hour smallint not null default 8 check (digest_hour between 0 and 23),
  digest_weekday smallint not null default 1 check (digest_weekday between 1 and 7),
  updated_at timestamptz not null,
  check ((quiet_from is null) = (quiet_to is null))
);

create table kernel.push_subscription (
  id uuid primary key,
  account_id uuid not null,
  endpoint text not null unique,
  p256dh text not null,
  auth text not null,
  device text not null default '',
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index push_subscription_account_idx on kernel.push_subscription (account_id);

-- What the loopback adapters were given instead of a person: read by the demo and by tests.
create table kernel.loopback_message (
  id bigint generated always as identity primary key,
  channel text not null check (channel in ('email', 'sms', 'push')),
  recipient text not null,
  subject text not null default '',
  text text not null,
  at timestamptz not null
);
create index loopback_message_recipient_idx on kernel.loopback_message (recipient, id);

-- Consultations: drafts that are discussed before they are decided, calls for ideas, and maps of what people think. They share
-- one row: who convenes it, what it is about, and when it runs.
create schema consultations;

alter table people.role_grant drop constraint role_grant_role_check;
alter table people.role_grant add constraint role_grant_role_check check (role in ('operator', 'dispatcher', 'handler', 'reviewer',
  'supervisor', 'liaison_officer', 'editor', 'moderator', 'programme_manager', 'leader', 'auditor', 'administrator',
  'secretary', 'committee', 'organiser', 'convener'));

create table consultations.consultation (
  id uuid primary key,
  -- in addresses: small letters, digits and hyphens; one list for all three kinds
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,58}[a-z0-9]$'),
  -- draft: a text with paragraphs; ideas: a call for ideas; map: short statements that people agree or disagree with
  kind text not null check (kind in ('draft', 'ideas', 'map')),
  title text not null check (length(title) between 2 and 80),
  -- in one or two sentences, on lists
  summary text not null default '' check (length(summary) <= 300),
  -- why it is put before the city, what is asked, as Markdown
  explanation text not null default '' check (length(explanation) <= 40000),
  department_id uuid not null references people.department (id),
  -- whom it is for or concerns most, as shown: 全体市民, 沿街商户
  audience text not null default '' check (length(audience) <= 200),
  -- how to reach whoever works on it, as shown
  contact text not null default '' check (length(contact) <= 300),
  starts_on date not null,
  -- the last day on which something is taken, in the city's time zone
  ends_on date not null,
  -- why the period is under 30 days
  short_reason text not null default '' check (length(short_reason) <= 500),
  -- by kind, see consultations.rules.ts
  settings jsonb not null default '{}',
  -- draft: seen by its conveners alone; open: published (whether it runs now follows from the days); answered: what became of it
  -- is published
  state text not null default 'draft' check (state in ('draft', 'open', 'answered', 'cancelled')),
  cancel_reason text not null default '' check (length(cancel_reason) <= 1000),
  created_by uuid,
  created_at timestamptz not null,
  opened_at timestamptz,
  answered_at timestamptz,
  version integer not null default 1,
  check (ends_on >= starts_on),
  check (kind <> 'draft' or state = 'draft' or ends_on - starts_on >= 29 or short_reason <> ''),
  check ((state = 'draft') = (opened_at is null) or state = 'cancelled'),
  check ((state = 'answered') = (answered_at is not null)),
  check (state <> 'cancelled' or cancel_reason <> '')
);
create index consultation_listed_idx on consultations.consultation (ends_on desc, id desc) where state <> 'draft';
create index consultation_department_idx on consultations.consultation (department_id, created_at desc);

-- What was changed after it was opened (a longer period, a correction, a new version), as everybody reads it.
create table consultations.public_note (
  id uuid primary key,
  consultation_id uuid not null references consultations.consultation (id),
  at timestamptz not null,
  text text not null check (length(text) between 1 and 2000)
);
create index public_note_idx on consultations.public_note (consultation_id, at desc, id desc);

-- Everything that was done, by whom: read by its conveners and by auditors.
create table consultations.step (
  id uuid primary key,
  consultation_id uuid not null references consultations.consultation (id),
  -- the comment, idea, statement, version or hearing it was about
  subject_id uuid,
  at timestamptz not null,
  -- null: the clock
  by_id uuid,
  by_as text not null check (by_as in ('convener', 'moderator', 'resident', 'system')),
  act text not null,
  -- ids, numbers, states and reasons given; no contact data
  details jsonb not null default '{}'
);
create index step_consultation_idx on consultations.step (consultation_id, at desc, id desc);
create index step_subject_idx on consultations.step (subject_id, at desc, id desc) where subject_id is not null;

-- The register of members, and organisations. Whoever stands in the register applied, or accepted a nomination.
alter table people.role_grant drop constraint role_grant_role_check;
alter table people.role_grant add constraint role_grant_role_check check (role in ('operator', 'dispatcher', 'handler', 'reviewer',
  'supervisor', 'liaison_officer', 'editor', 'moderator', 'programme_manager', 'leader', 'auditor', 'administrator', 'secretary',
  'committee'));

create table people.organisation (
  id uuid primary key,
  slug text not null unique,
  kind text not null check (kind in ('association', 'site', 'company', 'partner')),
  name text not null,
  short_name text not null default '',
  -- unified social credit code, GB 32100, its check character right
  credit_code text unique check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  district_id uuid references people.district (id),
  website text not null default '',
  about text not null default '',
  public_contact text not null default '',
  verified_at timestamptz,
  verified_by uuid,
  registered_by uuid references people.account (id),
  closed_at timestamptz,
  created_at timestamptz not null,
  check ((verified_at is null) = (verified_by is null))
);

-- What somebody is in an organisation: three parts, each held once at a time.
create table people.organisation_person (
  id uuid primary key,
  organisation_id uuid not null references people.organisation (id),
  account_id uuid not null references people.account (id),
  part text not null check (part in ('administrator', 'liaison_officer', 'member')),
  -- asked: the person asks to join; offered: the organisation asks them; held by both saying yes
  state text not null check (state in ('asked', 'offered', 'held', 'ended')),
  since timestamptz not null,
  until timestamptz,
  by uuid,
  check ((until is null) = (state <> 'ended'))
);
create unique index organisation_person_idx on people.organisation_person (organisation_id, account_id, part) where until is null;
create index organisation_person_account_idx on people.organisation_person (account_id);

-- What a member (or somebody who applies) says about themself. Gone when they leave or are declined.
create table people.register_entry (
  account_id uuid primary key references people.account (id),
  pen_name text not null default '',
  intro text not null default '',
  -- what they do online; codes of register.rules.ts
  categories text[] not null default '{}',
  -- one of the four national groups of the new social strata, or none
  stratum text,
  field text not null default '',
  organisation_id uuid references people.organisation (id),
  organisation_name text not null default '',
  post text not null default '',
  skills text[] not null default '{}',
  district_id uuid references people.district (id),
  -- where members may be written to; shown publicly only if they say so
  contact_email text not null default '',
  contact_phone text not null default '',
  photo_file_id uuid,
  -- which of the fields everybody may see; empty: not in the directory
  public_fields text[] not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table people.register_account (
  id uuid primary key,
  account_id uuid not null references people.register_entry (account_id) on delete cascade,
  platform text not null,
  name text not null,
  url text not null default '',
  sort integer not null default 0
);
create index register_account_idx on people.register_account (account_id);

create table people.register_work (
  id uuid primary key,
  account_id uuid not null references people.register_entry (account_id) on delete cascade,
  title text not null,
  kind text not null default 'text',
  url text not null default '',
  year integer,
  note text not null default '',
  sort integer not null default 0
);
create index register_work_idx on people.register_work (account_id);

-- Somebody's place in the register. The row stays after they left, without anything about them.
create table people.membership (
  id uuid primary key,
  account_id uuid not null references people.account (id),
  number text not null unique,
  state text not null check (state in ('active', 'suspended', 'ended')),
  since date not null,
  -- last day of the term in force
  ends_on date not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('left', 'term_over', 'excluded', 'erased')),
  check ((state = 'ended') = (ended_at is not null and end_reason is not null))
);
create unique index membership_account_idx on people.membership (account_id) where state <> 'ended';
create index membership_ends_idx on people.membership (ends_on) where state <> 'ended';

create table people.membership_term (
  id uuid primary key,
  membership_id uuid not null references people.membership (id),
  starts_on date not null,
  ends_on date not null,
  granted_by uuid,
  granted_at timestamptz not null,
  unique (membership_id, starts_on),
  check (ends_on > starts_on)
);

-- What everybody sees of a member: written in the transaction that changes an entry, a membership or a consent, from
-- the public fields alone. Public pages, feeds and search read this table and never the entry.
create table people.directory_entry (
  account_id uuid primary key references people.account (id),
  slug text not null unique,
  -- as shown, and its pinyin to sort and find by
  name text not null,
  sort_key text not null,
  search text not null,
  categories text[] not null default '{}',
  district_id uuid,
  organisation_id uuid,
  -- the public fields as the page shows them
  shown jsonb not null,
  updated_at timestamptz not null
);
create index directory_entry_sort_idx on people.directory_entry (sort_key, account_id);

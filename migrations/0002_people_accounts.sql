-- Accounts, departments, districts and roles. Sessions, codes, passkeys and second factors are kept by better-auth
-- in the tables below, under its own field names in snake case.
create schema people;

create table people.district (
  id uuid primary key,
  code text not null unique,
  name jsonb not null,
  lon double precision,
  lat double precision,
  streets text[] not null default '{}',
  sort integer not null default 0
);

create table people.department (
  id uuid primary key,
  code text not null unique,
  parent_id uuid references people.department (id),
  name jsonb not null,
  short_name jsonb not null,
  kind text not null check (kind in ('office', 'bureau', 'district', 'street', 'utility', 'hotline')),
  phone text not null default '',
  district_id uuid references people.district (id),
  active boolean not null default true,
  sort integer not null default 0,
  created_at timestamptz not null default now(),
  check (parent_id <> id)
);
create index department_parent_idx on people.department (parent_id);

create table people.account (
  id uuid primary key,
  name text not null,
  display_name text not null default '',
  email text not null unique,
  email_verified boolean not null default false,
  phone text unique,
  phone_verified boolean not null default false,
  image text,
  locale text not null default 'zh-CN' check (locale in ('zh-CN', 'zh-TW', 'en')),
  two_factor_enabled boolean not null default false,
  -- set when better-auth made up the address of somebody who signed in by phone
  email_placeholder boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table people.session (
  id uuid primary key,
  token text not null unique,
  account_id uuid not null references people.account (id) on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  second_factor_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_account_idx on people.session (account_id);

create table people.login (
  id uuid primary key,
  account_id uuid not null references people.account (id) on delete cascade,
  provider_id text not null,
  provider_account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, provider_account_id)
);
create index login_account_idx on people.login (account_id);

create table people.verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier_idx on people.verification (identifier);

create table people.role_grant (
  id uuid primary key,
  account_id uuid not null references people.account (id) on delete cascade,
  role text not null check (role in ('operator', 'dispatcher', 'handler', 'reviewer', 'supervisor', 'liaison_officer', 'editor',
    'moderator', 'programme_manager', 'leader', 'auditor', 'administrator')),
  -- null: for the whole city
  department_id uuid references people.department (id),
  granted_by uuid,
  granted_at timestamptz not null default now(),
  unique nulls not distinct (account_id, role, department_id)
);
create index role_grant_department_idx on people.role_grant (department_id, role);

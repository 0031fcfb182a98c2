-- Nominations with the invitations they lead to, and the checks of organisations.

-- found by name and by the letters of its pronunciation; listed in the order of these
alter table people.organisation
  add column sort_key text not null default '',
  add column search text not null default '';
create index organisation_sort_idx on people.organisation (sort_key, id);
-- Whoever only claims a code must not keep its owner out: one verified organisation has it.
alter table people.organisation drop constraint organisation_credit_code_key;
create unique index organisation_credit_code_idx on people.organisation (credit_code)
  where verified_at is not null and closed_at is null;

-- An organisation asks to be verified; decided once.
create table people.organisation_check (
  id uuid primary key,
  organisation_id uuid not null references people.organisation (id),
  asked_by uuid,
  asked_at timestamptz not null,
  -- the licence; seen by the secretariat alone, taken away unless it was granted
  file_id uuid,
  -- dropped: asked anew, renamed or closed before it was decided
  state text not null check (state in ('waiting', 'granted', 'refused', 'dropped')),
  decided_by uuid,
  decided_at timestamptz,
  reason text not null default '',
  check ((state in ('granted', 'refused')) = (decided_by is not null)),
  check ((state = 'waiting') = (decided_at is null)),
  check (state <> 'refused' or reason <> '')
);
create unique index organisation_check_waiting_idx on people.organisation_check (organisation_id) where state = 'waiting';
create index organisation_check_asked_idx on people.organisation_check (organisation_id, asked_at);

-- Days in which the city asks for nominations; never two at once. One can nominate at any other time too.
create table people.nomination_round (
  id uuid primary key,
  title text not null,
  opens_on date not null,
  closes_on date not null,
  note text not null default '',
  created_by uuid,
  created_at timestamptz not null,
  check (closes_on >= opens_on),
  constraint nomination_round_apart exclude using gist (daterange(opens_on, closes_on, '[]') with &&)
);

-- A table of nominees that an organisation, or the secretariat for it, handed in.
create table people.nomination_batch (
  id uuid primary key,
  organisation_id uuid not null references people.organisation (id),
  round_id uuid references people.nomination_round (id),
  handed_in_by uuid,
  by_secretariat boolean not null,
  handed_in_at timestamptz not null,
  -- the letter of recommendation names people: it goes when one of them does not accept
  letter_file_id uuid,
  rows integer not null,
  rejected integer not null
);
create index nomination_batch_handed_in_idx on people.nomination_batch (handed_in_at desc, id desc);
create index nomination_batch_organisation_idx on people.nomination_batch (organisation_id);

-- A nomination, and the invitation that goes out for it. Of somebody who did not accept nothing is left but that there
-- was one: not who, not why it ended, not when.
create table people.nomination (
  id uuid primary key,
  -- how the recommender tells theirs apart
  number bigint generated always as identity unique,
  round_id uuid references people.nomination_round (id),
  batch_id uuid references people.nomination_batch (id),
  line integer,
  recommender_id uuid references people.account (id),
  organisation_id uuid references people.organisation (id),
  -- taken: an application carries it
  state text not null check (state in ('open', 'accepted', 'taken', 'ended')),
  ended_as text check (ended_as in ('not_accepted', 'withdrawn', 'done')),
  name text,
  email text,
  phone text,
  locale text check (locale in ('zh-CN', 'zh-TW', 'en')),
  categories text[],
  words text,
  -- SHA-256 of what stands in the link
  token_hash bytea unique,
  -- who accepted it
  account_id uuid references people.account (id),
  created_at timestamptz not null,
  sent_at timestamptz,
  reminded_at timestamptz,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  constraint nomination_forgotten check (state <> 'ended' or (name is null and email is null and phone is null
    and locale is null and categories is null and words is null and token_hash is null and account_id is null
    and sent_at is null and reminded_at is null)),
  -- whoever did not accept never did
  check (ended_as is distinct from 'not_accepted' or accepted_at is null),
  check ((state = 'ended') = (ended_as is not null)),
  check (state <> 'open' or (name is not null and words is not null and categories is not null and locale is not null
    and (email is not null or phone is not null) and token_hash is not null)),
  constraint nomination_accepted check ((state in ('accepted', 'taken')) = (account_id is not null)),
  check (state not in ('accepted', 'taken') or (email is null and phone is null and token_hash is null
    and accepted_at is not null)),
  check ((batch_id is null) = (line is null))
);
-- One invitation at a time.
create unique index nomination_email_idx on people.nomination (email) where state = 'open';
create unique index nomination_phone_idx on people.nomination (phone) where state = 'open';
create index nomination_due_idx on people.nomination (expires_at) where state in ('open', 'accepted');
create index nomination_recommender_idx on people.nomination (recommender_id, number desc);
create index nomination_organisation_idx on people.nomination (organisation_id, number desc) where organisation_id is not null;
create index nomination_account_idx on people.nomination (account_id) where account_id is not null;
create index nomination_round_idx on people.nomination (round_id, state);
create index nomination_batch_idx on people.nomination (batch_id) where batch_id is not null;

-- Who does not want to be asked again: a keyed hash of the address and nothing else, kept because they wish it.
create table people.nomination_refusal (
  address_hash bytea primary key
);

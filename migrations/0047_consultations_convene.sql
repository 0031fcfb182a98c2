-- Papers that go with a consultation: what the draft replaces, a calculation, a map, the record of a hearing.
create table consultations.annex (
  id uuid primary key,
  consultation_id uuid not null references consultations.consultation (id),
  title text not null check (length(title) between 1 and 100),
  file_id uuid not null unique,
  added_by uuid,
  added_at timestamptz not null
);
create index annex_consultation_idx on consultations.annex (consultation_id, added_at, id);

-- A hearing: announced with its papers at least seven days ahead.
create table consultations.hearing (
  id uuid primary key,
  consultation_id uuid not null references consultations.consultation (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text not null check (length(place) between 2 and 200),
  -- what is heard, and how it goes
  agenda text not null default '' check (length(agenda) <= 4000),
  seats integer not null check (seats between 1 and 2000),
  announced_at timestamptz not null,
  -- the last day on which people sign up or stay away
  sign_up_until date not null,
  cancelled_at timestamptz,
  cancel_reason text not null default '' check (length(cancel_reason) <= 1000),
  check (ends_at > starts_at),
  check (starts_at >= announced_at + interval '7 days'),
  check ((cancelled_at is null) = (cancel_reason = ''))
);
create index hearing_consultation_idx on consultations.hearing (consultation_id, starts_at);

-- Who comes. Seats are given in the order of signing up; whoever comes later waits until one is free.
create table consultations.hearing_place (
  hearing_id uuid not null references consultations.hearing (id),
  account_id uuid not null references people.account (id),
  consultation_id uuid not null references consultations.consultation (id),
  -- the real name, as it is called at the door
  name text not null check (length(name) between 1 and 60),
  -- phone or e-mail, to be told of changes
  contact text not null check (length(contact) between 3 and 120),
  speaks boolean not null,
  -- what they want to speak about
  about text not null default '' check (length(about) <= 500),
  state text not null check (state in ('seated', 'waiting', 'left')),
  signed_up_at timestamptz not null,
  -- its place in the order of signing up
  turn integer not null,
  primary key (hearing_id, account_id),
  unique (hearing_id, turn)
);
create index hearing_place_account_idx on consultations.hearing_place (account_id);

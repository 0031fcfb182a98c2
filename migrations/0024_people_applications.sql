-- From application to membership, and what may happen to a membership: renewal, suspension with a hearing.
create table people.application (
  id uuid primary key,
  number text not null unique,
  account_id uuid not null references people.account (id),
  -- the accepted nomination that it answers, once at most
  nomination_id uuid unique,
  -- who nominated; they neither check nor decide
  nominated_by uuid[] not null default '{}',
  state text not null check (state in ('submitted', 'returned', 'checked', 'approved', 'declined', 'withdrawn')),
  -- how many times it was handed in
  round integer not null default 1 check (round > 0),
  -- who can tell of the person's work, in their own words; gone with the entry
  referees text not null default '',
  handed_in_at timestamptz not null,
  -- each time it was handed in again, completed
  again_at timestamptz[] not null default '{}',
  -- since when it stands in its state
  state_since timestamptz not null,
  -- a declined one: the day on which what was said in it is erased; null afterwards
  erase_on date,
  check (erase_on is null or state = 'declined')
);
-- One open application per person: this index decides.
create unique index application_open_idx on people.application (account_id) where state in ('submitted', 'returned', 'checked');
create index application_account_idx on people.application (account_id, handed_in_at);
create index application_queue_idx on people.application (state, state_since, id);
create index application_erase_idx on people.application (erase_on) where erase_on is not null;

-- What the secretariat found, once for each time it was handed in.
create table people.application_check (
  id uuid primary key,
  application_id uuid not null references people.application (id),
  round integer not null,
  checked_by uuid not null references people.account (id),
  checked_at timestamptz not null,
  outcome text not null check (outcome in ('returned', 'passed')),
  name_ok boolean not null,
  name_note text not null default '',
  contact_ok boolean not null,
  contact_note text not null default '',
  category_ok boolean not null,
  category_note text not null default '',
  works_ok boolean not null,
  works_note text not null default '',
  references_ok boolean not null,
  references_note text not null default '',
  recommendation text check (recommendation in ('approve', 'decline')),
  note text not null default '',
  unique (application_id, round),
  check ((outcome = 'passed') = (recommendation is not null))
);

-- One decision on an application: the key decides between two people who decide at once.
create table people.application_decision (
  application_id uuid primary key references people.application (id),
  approved boolean not null,
  reasons text not null,
  decided_by uuid not null references people.account (id),
  decided_at timestamptz not null
);

create table people.renewal (
  id uuid primary key,
  membership_id uuid not null references people.membership (id),
  state text not null check (state in ('asked', 'granted', 'declined', 'withdrawn')),
  -- what the member wants to say with it
  note text not null default '',
  asked_at timestamptz not null,
  decided_by uuid references people.account (id),
  decided_at timestamptz,
  reasons text not null default '',
  check ((state in ('granted', 'declined')) = (decided_by is not null and decided_at is not null))
);
create unique index renewal_open_idx on people.renewal (membership_id) where state = 'asked';
create index renewal_queue_idx on people.renewal (asked_at, id) where state = 'asked';
create index renewal_membership_idx on people.renewal (membership_id, asked_at);

create table people.suspension (
  id uuid primary key,
  membership_id uuid not null references people.membership (id),
  state text not null check (state in ('proposed', 'suspended', 'dismissed', 'lifted', 'dropped')),
  -- the published rule; codes of suspension.rules.ts
  rule text not null,
  facts text not null,
  proposed_by uuid not null references people.account (id),
  proposed_at timestamptz not null,
  hearing_on date not null,
  -- what the member says to it
  statement text not null default '',
  stated_at timestamptz,
  decided_by uuid references people.account (id),
  decided_at timestamptz,
  reasons text not null default '',
  -- last day of the suspension
  until date,
  lifted_by uuid references people.account (id),
  lifted_at timestamptz,
  lift_reasons text not null default '',
  check (decided_by is null or decided_by <> proposed_by),
  check ((state in ('suspended', 'dismissed', 'lifted')) = (decided_by is not null and decided_at is not null)),
  check (state <> 'suspended' or until is not null)
);
create unique index suspension_open_idx on people.suspension (membership_id) where state in ('proposed', 'suspended');
create index suspension_hearing_idx on people.suspension (hearing_on, id) where state = 'proposed';
create index suspension_membership_idx on people.suspension (membership_id, proposed_at);
create index suspension_until_idx on people.suspension (until) where state = 'suspended';

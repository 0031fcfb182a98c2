-- Calls for ideas: what an idea has beside its words, the office's answer, what was done, and the merging of ideas that are one.

create table consultations.idea_category (
  id uuid primary key,
  consultation_id uuid not null references consultations.consultation (id),
  position integer not null check (position > 0),
  name text not null check (length(name) between 1 and 40),
  -- no longer offered on the form; ideas that have it keep it
  closed boolean not null default false,
  unique (consultation_id, name)
);

create table consultations.idea (
  contribution_id uuid primary key references consultations.contribution (id),
  consultation_id uuid not null references consultations.consultation (id),
  title text not null check (length(title) between 2 and 60),
  category_id uuid references consultations.idea_category (id),
  district_id uuid references people.district (id),
  -- as its author wrote it for everybody to read
  place text not null default '' check (length(place) <= 100),
  lon double precision check (lon between -180 and 180),
  lat double precision check (lat between -90 and 90),
  -- open: waits to be looked at; examined: an office has it; answered: the answer is published; done: what it promised is done
  stage text not null default 'open' check (stage in ('open', 'examined', 'answered', 'done')),
  -- of the answer that holds
  outcome text check (outcome in ('taken_up', 'partly', 'not_taken_up')),
  -- who works on it: an office, and somebody of it
  department_id uuid references people.department (id),
  handler_id uuid,
  examined_at timestamptz,
  -- what is being looked into, in words for everybody
  examine_words text not null default '' check (length(examine_words) <= 500),
  -- by when the office says that it answers
  answer_by date,
  answered_at timestamptz,
  -- by when the answer says that it is done
  done_by date,
  done_at timestamptz,
  merged_into uuid references consultations.idea (contribution_id),
  merged_at timestamptz,
  -- the promised day for which somebody was reminded
  reminded_for date,
  search tsvector not null,
  check ((merged_into is null) = (merged_at is null)),
  check (merged_into <> contribution_id),
  check ((stage = 'open') = (examined_at is null)),
  check ((stage in ('answered', 'done')) = (answered_at is not null)),
  check ((answered_at is null) = (outcome is null)),
  check ((stage = 'done') = (done_at is not null)),
  check (outcome <> 'not_taken_up' or (done_by is null and done_at is null))
);
create index idea_call_idx on consultations.idea (consultation_id, contribution_id);
create index idea_merged_idx on consultations.idea (merged_into) where merged_into is not null;
create index idea_search_idx on consultations.idea using gin (search);
create index idea_promised_idx on consultations.idea (done_by) where stage = 'answered';
create index idea_answer_by_idx on consultations.idea (answer_by) where stage = 'examined';
create index idea_department_idx on consultations.idea (department_id);

create table consultations.idea_photo (
  contribution_id uuid not null references consultations.idea (contribution_id),
  file_id uuid not null unique,
  position integer not null,
  primary key (contribution_id, position)
);

-- What an office answers. One is being written at most; a later one that is published holds instead of those before it, which
-- stay to be read.
create table consultations.idea_answer (
  id uuid primary key,
  contribution_id uuid not null references consultations.idea (contribution_id),
  department_id uuid not null references people.department (id),
  outcome text not null check (outcome in ('taken_up', 'partly', 'not_taken_up')),
  text text not null check (length(text) between 1 and 8000),
  done_by date,
  written_by uuid,
  written_at timestamptz not null,
  published_by uuid,
  published_at timestamptz,
  version integer not null default 1,
  check (outcome <> 'not_taken_up' or done_by is null)
);
create unique index idea_answer_draft_key on consultations.idea_answer (contribution_id) where published_at is null;
create index idea_answer_idx on consultations.idea_answer (contribution_id, published_at);

-- What was done since the answer, with its day and evidence.
create table consultations.idea_follow_up (
  id uuid primary key,
  contribution_id uuid not null references consultations.idea (contribution_id),
  department_id uuid not null references people.department (id),
  text text not null check (length(text) between 1 and 4000),
  at timestamptz not null,
  by_id uuid,
  -- everything that was promised is done
  finished boolean not null,
  -- a new day instead of the promised one, with the reason in the text
  done_by date,
  check (not finished or done_by is null)
);
create index idea_follow_up_idx on consultations.idea_follow_up (contribution_id, at, id);

create table consultations.idea_evidence (
  follow_up_id uuid not null references consultations.idea_follow_up (id),
  file_id uuid not null unique,
  position integer not null,
  primary key (follow_up_id, position)
);

-- Support that a merged idea brought to the one that it was merged into, so that each person counts there once and a split
-- gives both back what they had.
create table consultations.idea_carried (
  from_id uuid not null references consultations.idea (contribution_id),
  account_id uuid not null references people.account (id),
  lead_id uuid not null references consultations.idea (contribution_id),
  -- as in the support that was added there
  at timestamptz not null,
  -- the support there is this one's; false: the person supported the other idea already
  added boolean not null,
  primary key (from_id, account_id)
);
create index idea_carried_lead_idx on consultations.idea_carried (lead_id, account_id);
create index idea_carried_account_idx on consultations.idea_carried (account_id);

-- Where an idea stood before it was moved to another call: its old address goes on to the new one.
create table consultations.idea_moved (
  from_consultation_id uuid not null references consultations.consultation (id),
  from_number integer not null,
  contribution_id uuid not null references consultations.idea (contribution_id),
  at timestamptz not null,
  primary key (from_consultation_id, from_number)
);
create index idea_moved_idx on consultations.idea_moved (contribution_id);

-- Authors who agreed to be thanked by name for an idea that was taken up.
create table consultations.idea_thanks (
  contribution_id uuid primary key references consultations.idea (contribution_id),
  account_id uuid references people.account (id),
  -- as it stands on the page and the certificate; empty: taken back
  shown_as text not null check (length(shown_as) <= 40),
  -- by which anybody checks the certificate
  code text not null unique check (code ~ '^[0-9A-Z]{16}$'),
  agreed_at timestamptz not null,
  revoked_at timestamptz,
  check ((shown_as = '') = (revoked_at is not null)),
  check (account_id is not null or revoked_at is not null)
);
create index idea_thanks_account_idx on consultations.idea_thanks (account_id);

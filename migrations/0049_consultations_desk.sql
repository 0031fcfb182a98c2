-- What was done with each opinion on a draft: who works on it, what was decided and why, which opinions are alike, and the
-- result as it is published.

-- One decision for each opinion; the second of two people learns what the first decided.
create table consultations.decision (
  contribution_id uuid primary key references consultations.contribution (id),
  consultation_id uuid not null references consultations.consultation (id),
  -- noted: not counted, because it is not about the draft or only asks
  outcome text not null check (outcome in ('adopted', 'partly', 'not_adopted', 'noted')),
  ground text check (ground in ('off_topic', 'enquiry')),
  -- as everybody reads it once the result is published
  reason text not null check (length(reason) between 1 and 2000),
  decided_by uuid,
  decided_at timestamptz not null,
  -- grows by one with each change
  revision integer not null default 1,
  -- the version of the text that it changed, and the paragraphs there by their anchors
  version_no integer,
  anchors text[] not null default '{}',
  check ((outcome = 'noted') = (ground is not null)),
  check (version_no is null or outcome in ('adopted', 'partly')),
  check ((version_no is null) = (cardinality(anchors) = 0))
);
create index decision_consultation_idx on consultations.decision (consultation_id, outcome);

-- What was decided before it was changed.
create table consultations.past_decision (
  contribution_id uuid not null references consultations.contribution (id),
  consultation_id uuid not null references consultations.consultation (id),
  revision integer not null,
  outcome text not null,
  ground text,
  reason text not null,
  decided_by uuid,
  decided_at timestamptz not null,
  primary key (contribution_id, revision)
);
create index past_decision_consultation_idx on consultations.past_decision (consultation_id);

-- Who of the department works on an opinion.
create table consultations.assignment (
  contribution_id uuid primary key references consultations.contribution (id),
  consultation_id uuid not null references consultations.consultation (id),
  account_id uuid not null references people.account (id),
  assigned_by uuid,
  assigned_at timestamptz not null
);
create index assignment_account_idx on consultations.assignment (account_id, consultation_id);
create index assignment_consultation_idx on consultations.assignment (consultation_id);

-- Opinions on the same paragraph that say the same: found from their words by a job, anew where something came in or went.
create table consultations.likeness (
  contribution_id uuid primary key references consultations.contribution (id),
  consultation_id uuid not null references consultations.consultation (id),
  -- number of the first opinion of its group; its own where nothing is like it
  head integer not null,
  -- of the text as it was compared
  digest text not null
);
create index likeness_group_idx on consultations.likeness (consultation_id, head);

-- Reasons that a department gives often.
create table consultations.reason_template (
  id uuid primary key,
  department_id uuid not null references people.department (id),
  title text not null check (length(title) between 1 and 40),
  text text not null check (length(text) between 1 and 2000),
  created_by uuid,
  created_at timestamptz not null,
  unique (department_id, title)
);

-- The result: a summary in words above the table of opinions.
create table consultations.result (
  consultation_id uuid primary key references consultations.consultation (id),
  -- Markdown
  summary text not null check (length(summary) between 1 and 20000),
  written_by uuid,
  written_at timestamptz not null,
  version integer not null default 1,
  published_by uuid,
  published_at timestamptz
);

-- What people hand in: comments on a draft, ideas, statements for an opinion map. One table, so that support, moderation,
-- and everybody's own data are the same for all of them; what only one kind has stands in tables of its part.
create table consultations.contribution (
  id uuid primary key,
  consultation_id uuid not null references consultations.consultation (id),
  kind text not null check (kind in ('comment', 'idea', 'statement')),
  -- in the order of coming in, within consultation and kind; public lists say it
  number integer not null check (number > 0),
  -- who answers for it; null: came in by e-mail or on paper, was written by the conveners as a beginning, or the account was erased
  account_id uuid references people.account (id),
  -- in front of the name behind: as everybody reads it
  shown_as text not null check (length(shown_as) between 1 and 40),
  -- spoke for an organisation: it stands on the page
  organisation_id uuid references people.organisation (id),
  -- seed: written by the conveners to begin with
  way text not null check (way in ('web', 'email', 'paper', 'hearing', 'seed')),
  -- member of staff who took it in
  entered_by uuid,
  text text not null check (length(text) between 1 and 10000),
  -- hidden: under a published rule, see consultations.moderation; withdrawn: by its author; merged: see its part
  state text not null default 'visible' check (state in ('visible', 'hidden', 'withdrawn', 'merged')),
  created_at timestamptz not null,
  -- people who support it, rolled up from consultations.support
  supports integer not null default 0,
  -- a form sent twice makes one thing
  form_token text,
  unique (consultation_id, kind, number),
  unique (consultation_id, form_token),
  check (way = 'web' or account_id is null),
  check ((way in ('email', 'paper', 'hearing')) = (entered_by is not null) or way in ('web', 'seed'))
);
create index contribution_account_idx on consultations.contribution (account_id, created_at desc) where account_id is not null;
create index contribution_supported_idx on consultations.contribution (consultation_id, kind, supports desc, id desc);

-- The last number given, apart from the consultation's row: whoever hands in does not wait for its conveners.
create table consultations.numbering (
  consultation_id uuid not null references consultations.consultation (id),
  kind text not null,
  last_number integer not null,
  primary key (consultation_id, kind)
);

create table consultations.support (
  consultation_id uuid not null,
  contribution_id uuid not null references consultations.contribution (id),
  account_id uuid not null references people.account (id),
  at timestamptz not null,
  primary key (consultation_id, contribution_id, account_id)
);
create index support_account_idx on consultations.support (account_id);
create index support_contribution_idx on consultations.support (contribution_id);

-- Where a comment on a draft was made. Answers to comments go one level deep and are not opinions of their own.
create table consultations.comment (
  contribution_id uuid primary key references consultations.contribution (id),
  consultation_id uuid not null references consultations.consultation (id),
  -- the paragraph, by its anchor, and the version that its author read; null: the whole text
  anchor text,
  version_no integer,
  -- the comment that it answers
  parent_id uuid references consultations.comment (contribution_id),
  check (anchor is null or version_no is not null),
  check (parent_id is null or parent_id <> contribution_id)
);
create index comment_place_idx on consultations.comment (consultation_id, anchor, contribution_id);
create index comment_parent_idx on consultations.comment (parent_id) where parent_id is not null;

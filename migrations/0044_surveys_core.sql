-- Surveys: questionnaires with logic. A survey is one row; what it asks stands in forms, one for each wording.
create schema surveys;

create table surveys.survey (
  id uuid primary key,
  -- in addresses: small letters, digits and hyphens
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,58}[a-z0-9]$'),
  -- in its default language
  title text not null check (length(title) between 2 and 80),
  -- the title in its other languages, by locale
  titles jsonb not null default '{}',
  -- in one or two sentences, on lists, in its default language
  summary text not null default '' check (length(summary) <= 300),
  -- what is said before the first question and after the last, by locale
  intro jsonb not null default '{}',
  thanks jsonb not null default '{}',
  department_id uuid not null references people.department (id),
  -- how to reach whoever works on it, as shown
  contact text not null default '' check (length(contact) <= 300),
  -- draft: seen by its conveners alone; open: published (whether it runs now follows from the times); closed: nothing is taken
  -- any more; published: its results are public
  state text not null default 'draft' check (state in ('draft', 'open', 'closed', 'published', 'cancelled')),
  starts_at timestamptz,
  -- answers are taken before, not at, this moment
  ends_at timestamptz,
  -- anonymous: whoever comes; account: signed in, one answer each; invited: whoever has an invitation, one answer each
  way text not null default 'anonymous' check (way in ('anonymous', 'account', 'invited')),
  -- true: an answer carries its account, as is said on the first page; false: who answered and what was answered are kept apart
  named boolean not null default false,
  -- when results are public: never, once they are published, or while it runs
  results text not null default 'after' check (results in ('none', 'after', 'live')),
  -- groups with fewer answers are not shown
  smallest_group integer not null default 5 check (smallest_group between 2 and 50),
  default_language text not null default 'zh-CN' check (default_language ~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$'),
  -- the form that is answered now
  form_version integer not null default 1 check (form_version between 1 and 1000),
  cancel_reason text not null default '' check (length(cancel_reason) <= 1000),
  created_by uuid,
  created_at timestamptz not null,
  opened_at timestamptz,
  closed_at timestamptz,
  published_at timestamptz,
  version integer not null default 1,
  check (way <> 'anonymous' or not named),
  check (ends_at > starts_at),
  check (state in ('draft', 'cancelled') or (opened_at is not null and starts_at is not null and ends_at is not null)),
  check (state not in ('closed', 'published') or closed_at is not null),
  check ((state = 'published') = (published_at is not null)),
  check (state <> 'cancelled' or cancel_reason <> '')
);
create index survey_listed_idx on surveys.survey (ends_at desc, id desc) where state <> 'draft';
create index survey_department_idx on surveys.survey (department_id, created_at desc, id desc);
create index survey_running_idx on surveys.survey (ends_at) where state = 'open';

-- What is asked. Once a survey was opened its form stays as it is; corrected wording is a form of its own, with the same names.
create table surveys.form (
  survey_id uuid not null references surveys.survey (id),
  version integer not null check (version between 1 and 1000),
  -- see questionnaire.schema.ts
  definition jsonb not null check (octet_length(definition::text) <= 2097152),
  -- what it was before the last change of a draft, to go back to
  previous jsonb,
  created_at timestamptz not null,
  primary key (survey_id, version)
);

-- What was changed after it was opened (a longer period, corrected wording), as everybody reads it.
create table surveys.public_note (
  id uuid primary key,
  survey_id uuid not null references surveys.survey (id),
  at timestamptz not null,
  text text not null check (length(text) between 1 and 2000)
);
create index public_note_idx on surveys.public_note (survey_id, at desc, id desc);

-- Everything that was done, by whom: read by its conveners and by auditors.
create table surveys.step (
  id uuid primary key,
  survey_id uuid not null references surveys.survey (id),
  -- the invitation, paper answer or text answer it was about
  subject_id uuid,
  at timestamptz not null,
  -- null: the clock
  by_id uuid,
  by_as text not null check (by_as in ('convener', 'moderator', 'resident', 'system')),
  act text not null,
  -- ids, numbers, states and reasons given; no contact data, no answers
  details jsonb not null default '{}'
);
create index step_survey_idx on surveys.step (survey_id, at desc, id desc);

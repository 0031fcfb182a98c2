-- Answers to surveys. Who has answered (participation) and what was answered (response) are kept apart unless the survey is
-- named: no column joins them, participation knows the day alone, answers the hour alone, ids of answers are random, and
-- participation is written anew each night, so that not even the order of rows tells. See surveys/answer/README.md.

-- What was handed in. It never changes afterwards.
create table surveys.response (
  survey_id uuid not null,
  -- random: says neither when nor in which order
  id uuid not null,
  -- the form that was answered
  form_version integer not null,
  way text not null check (way in ('web', 'paper')),
  -- language of the questionnaire at the end
  locale text not null check (locale ~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$'),
  -- see Answers in questionnaire.rules.ts: only what was asked, with hidden questions worked out
  answers jsonb not null,
  -- of surveys that are not named: the beginning of the hour
  handed_in_at timestamptz not null,
  -- from the first page to handing in; null: on paper, or on more than one day
  seconds integer check (seconds >= 0),
  -- of named surveys alone: whose it is; null again once the account is erased
  account_id uuid,
  invitation_id uuid,
  primary key (survey_id, id)
);
create index response_account_idx on surveys.response (account_id) where account_id is not null;

-- Answers that were handed in and are not rolled up yet: one row a commit, ids in random order. Whoever rolls them up takes the
-- row away in the same transaction.
create table surveys.fresh_batch (
  survey_id uuid not null,
  id uuid not null,
  response_ids uuid[] not null check (cardinality(response_ids) between 1 and 5000),
  primary key (survey_id, id)
);

-- One answer each: whoever is in here has answered.
create table surveys.participation (
  survey_id uuid not null,
  kind text not null check (kind in ('account', 'invitation')),
  who_id uuid not null,
  day date not null,
  -- an account that asked to be told of the results
  tell boolean not null default false,
  primary key (survey_id, who_id)
);
create index participation_account_idx on surveys.participation (who_id) where kind = 'account';
create index participation_tell_idx on surveys.participation (survey_id, who_id) where tell;

-- Begun and not handed in. Held by an account, an invitation, or whoever has the token (in a cookie, or in a link to go on
-- elsewhere). Gone in the transaction that hands in.
create table surveys.draft (
  survey_id uuid not null references surveys.survey (id),
  id uuid not null,
  account_id uuid,
  invitation_id uuid,
  -- SHA-256
  token_hash bytea,
  form_version integer not null,
  locale text not null,
  -- the order of questions and choices is drawn from it
  seed text not null,
  -- as typed: may hold what is not asked any more
  answers jsonb not null default '{}' check (octet_length(answers::text) <= 1048576),
  -- section reached
  page text not null default '',
  started_at timestamptz not null,
  saved_at timestamptz not null,
  version integer not null default 1,
  primary key (survey_id, id),
  check (num_nonnulls(account_id, invitation_id, token_hash) = 1)
);
create unique index draft_account_idx on surveys.draft (survey_id, account_id) where account_id is not null;
create unique index draft_invitation_idx on surveys.draft (survey_id, invitation_id) where invitation_id is not null;
create unique index draft_token_idx on surveys.draft (survey_id, token_hash) where token_hash is not null;
create index draft_of_account_idx on surveys.draft (account_id) where account_id is not null;

-- Who is invited. Codes are worked out from the id and the city's secret; here stands only what they are found by.
create table surveys.invitation (
  survey_id uuid not null references surveys.survey (id),
  id uuid not null,
  -- SHA-256 of the code
  code_hash bytea not null,
  -- counts how often the code was replaced
  issue integer not null default 0,
  -- position in the list, as printed on letters
  number integer not null check (number > 0),
  -- null: a code that is handed out to whoever asks, or the survey is long over
  name text check (length(name) between 1 and 60),
  email text check (length(email) <= 254),
  made_at timestamptz not null,
  -- the last letter sent by mail, and how many
  sent_at timestamptz,
  sent integer not null default 0,
  -- not valid any more
  revoked_at timestamptz,
  primary key (survey_id, id),
  unique (survey_id, code_hash),
  unique (survey_id, number)
);
create unique index invitation_email_idx on surveys.invitation (survey_id, lower(email)) where email is not null;

-- Files in answers: of a draft first, of a response once it is handed in.
create table surveys.response_file (
  survey_id uuid not null,
  -- the upload; stands in the answer
  file_id uuid not null,
  draft_id uuid,
  response_id uuid,
  question text not null,
  -- as the device called it: may hold a name
  name text not null check (length(name) <= 120),
  media_type text not null,
  size_bytes integer not null,
  primary key (survey_id, file_id),
  check (num_nonnulls(draft_id, response_id) = 1)
);
-- whose a file is, known by its id alone
create index response_file_file_idx on surveys.response_file (file_id);
create index response_file_draft_idx on surveys.response_file (survey_id, draft_id) where draft_id is not null;
create index response_file_response_idx on surveys.response_file (survey_id, response_id) where response_id is not null;

-- Sheets of paper that were typed in: none twice.
create table surveys.paper (
  survey_id uuid not null,
  -- as written on the sheet
  serial text not null check (length(serial) between 1 and 40),
  response_id uuid not null,
  entered_by uuid,
  entered_at timestamptz not null,
  primary key (survey_id, serial)
);
create index paper_entered_idx on surveys.paper (survey_id, entered_at desc, serial desc);

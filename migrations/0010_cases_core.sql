-- The mailbox. A case carries its present state and its clocks; every verb that happened to it is a row of its own
-- (a dispatch, a return, an extension, a reply ...) and a step of its public or internal timeline.
create schema cases;

-- 事项目录, the dispatch catalogue: category, who leads by default, which limit applies.
create table cases.category (
  id uuid primary key,
  code text not null unique,
  parent_id uuid references cases.category (id),
  level smallint not null check (level between 1 and 3),
  name jsonb not null,
  department_id uuid references people.department (id),
  co_handler_ids uuid[] not null default '{}',
  limit_kind text check (limit_kind in ('emergency', 'utility', 'enquiry', 'general', 'difficult')),
  active boolean not null default true,
  sort integer not null default 0
);
create index category_parent_idx on cases.category (parent_id);

create table cases.ground (
  code text primary key,
  name jsonb not null,
  lawful_way jsonb not null,
  active boolean not null default true,
  sort integer not null default 0
);

-- Numbers run per local day: 2026-1119-0127.
create table cases.number_series (
  day date primary key,
  last integer not null
);

create table cases.case (
  id uuid primary key,
  number text not null unique,
  kind text not null check (kind in ('enquiry', 'help', 'complaint', 'report', 'suggestion', 'thanks', 'other')),
  channel text not null check (channel in ('web', 'phone', 'walk_in', 'forum', 'mobile', 'api')),
  state text not null check (state in ('submitted', 'accepted', 'declined', 'merged', 'dispatched', 'return_requested', 'signed',
    'in_progress', 'replied', 'reviewed', 'rated', 'sent_back', 'closed', 'archived', 'withdrawn', 'ended')),
  -- the state that a closed matter had before it was archived, that a return was asked from, ...
  state_before text,
  title text not null check (length(title) between 1 and 200),
  body text not null check (length(body) <= 20000),
  district_id uuid references people.district (id),
  address text not null default '' check (length(address) <= 300),
  lon double precision check (lon between -180 and 180),
  lat double precision check (lat between -90 and 90),
  category_id uuid references cases.category (id),
  confidential boolean not null default false,
  -- hidden from the public under a published rule; see cases.moderation
  hidden boolean not null default false,
  urgent boolean not null default false,
  limit_kind text not null default 'general' check (limit_kind in ('emergency', 'utility', 'enquiry', 'general', 'difficult')),
  round smallint not null default 1,
  lead_department_id uuid references people.department (id),
  merged_into_id uuid references cases.case (id),
  return_ruled boolean not null default false,
  supervised boolean not null default false,
  submitted_at timestamptz not null,
  accepted_at timestamptz,
  dispatched_at timestamptz,
  sign_due_at timestamptz,
  signed_at timestamptz,
  return_due_at timestamptz,
  contact_due_at timestamptz,
  contacted_at timestamptz,
  due_at timestamptz,
  -- the due time before any extension
  first_due_at timestamptz,
  replied_at timestamptz,
  reviewed_at timestamptz,
  rated_at timestamptz,
  closed_at timestamptz,
  archived_at timestamptz,
  updated_at timestamptz not null,
  -- where an imported or foreign message came from; the pair is unique, so a second import doubles nothing
  source text,
  source_ref text,
  search tsvector,
  unique (source, source_ref),
  check ((lon is null) = (lat is null)),
  check ((state = 'merged') = (merged_into_id is not null) or state = 'archived')
);
create index case_search_idx on cases.case using gin (search);
create index case_submitted_idx on cases.case (submitted_at desc, id desc);
create index case_public_idx on cases.case (submitted_at desc, id desc) where not confidential and not hidden and state not in ('submitted', 'withdrawn');
create index case_state_idx on cases.case (state, submitted_at, id);
create index case_lead_idx on cases.case (lead_department_id, state, due_at, id);
create index case_due_idx on cases.case (due_at, id) where closed_at is null and due_at is not null;
create index case_category_idx on cases.case (category_id, submitted_at desc, id desc);
create index case_district_idx on cases.case (district_id, submitted_at desc, id desc);
create index case_kind_idx on cases.case (kind, submitted_at desc, id desc);
create index case_merged_idx on cases.case (merged_into_id) where merged_into_id is not null;

-- Who wrote. Kept apart from the letter, so that reading it is a deed of its own that is checked and recorded.
create table cases.author (
  case_id uuid primary key references cases.case (id) on delete cascade,
  account_id uuid references people.account (id),
  name text not null default '',
  -- how the author is addressed in public: 许女士
  display_name text not null default '',
  phone text not null default '',
  email text not null default '',
  locale text not null default 'zh-CN',
  -- SHA-256 of the tracking code; the code itself is shown once
  tracking_hash bytea unique
);
create index author_account_idx on cases.author (account_id) where account_id is not null;
create index author_phone_idx on cases.author (phone) where phone <> '';

-- The timeline. `public` steps are seen by everybody who may see the case, the others by staff only.
create table cases.step (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  at timestamptz not null,
  act text not null,
  actor_id uuid,
  department_id uuid references people.department (id),
  public boolean not null default true,
  text text not null default '',
  data jsonb not null default '{}',
  primary key (id, case_id)
);
create index step_case_idx on cases.step (case_id, at, id);

create table cases.decline (
  case_id uuid primary key references cases.case (id) on delete cascade,
  ground_code text not null references cases.ground (code),
  explanation text not null,
  by_id uuid,
  at timestamptz not null
);

create table cases.forum_source (
  case_id uuid primary key references cases.case (id) on delete cascade,
  url text not null unique,
  site text not null default '',
  handle text not null default '',
  posted_at timestamptz,
  answered_at timestamptz,
  answer_url text,
  answer_text text
);

create table cases.dispatch (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  round smallint not null,
  lead_department_id uuid not null references people.department (id),
  opinion text not null default '',
  by_id uuid,
  at timestamptz not null,
  sign_due_at timestamptz not null,
  due_at timestamptz not null,
  signed_at timestamptz,
  signed_by_id uuid,
  -- null while it stands; else reassigned, done
  ended_how text check (ended_how in ('reassigned', 'done', 'withdrawn')),
  ended_at timestamptz,
  primary key (id, case_id)
);
create index dispatch_case_idx on cases.dispatch (case_id, at);
create index dispatch_department_idx on cases.dispatch (lead_department_id, at);
-- one standing dispatch a case: two dispatchers at once, one wins
create unique index dispatch_standing_idx on cases.dispatch (case_id) where ended_at is null;

create table cases.co_handler (
  case_id uuid not null references cases.case (id) on delete cascade,
  department_id uuid not null references people.department (id),
  added_at timestamptz not null,
  added_by_id uuid,
  opinion text not null default '',
  opinion_at timestamptz,
  opinion_by_id uuid,
  primary key (case_id, department_id)
);
create index co_handler_department_idx on cases.co_handler (department_id, case_id);

create table cases.return_request (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  dispatch_id uuid not null,
  department_id uuid not null references people.department (id),
  reason text not null,
  suggested_department_id uuid references people.department (id),
  by_id uuid,
  at timestamptz not null,
  ruling text check (ruling in ('reassigned', 'refused')),
  ruling_reason text not null default '',
  ruled_by_id uuid,
  ruled_at timestamptz,
  foreign key (dispatch_id, case_id) references cases.dispatch (id, case_id),
  primary key (id, case_id)
);
create unique index return_request_open_idx on cases.return_request (case_id) where ruling is null;
create index return_request_case_idx on cases.return_request (case_id, at);

create table cases.extension (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  department_id uuid not null references people.department (id),
  working_days smallint not null check (working_days between 1 and 10),
  reason text not null,
  by_id uuid,
  at timestamptz not null,
  granted boolean,
  ruling_reason text not null default '',
  ruled_by_id uuid,
  ruled_at timestamptz,
  due_before timestamptz not null,
  due_after timestamptz,
  primary key (id, case_id)
);
create unique index extension_open_idx on cases.extension (case_id) where granted is null;
create index extension_case_idx on cases.extension (case_id, at);

create table cases.supervision (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  order_text text not null,
  supervisor_id uuid not null references people.account (id),
  at timestamptz not null,
  due_at timestamptz not null,
  lifted_at timestamptz,
  lifted_by_id uuid,
  result text not null default '',
  primary key (id, case_id)
);
create unique index supervision_open_idx on cases.supervision (case_id) where lifted_at is null;

-- 响应: the first contact with the author and each one after it.
create table cases.contact (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  department_id uuid not null references people.department (id),
  by_id uuid,
  at timestamptz not null,
  how text not null check (how in ('phone', 'visit', 'message', 'meeting')),
  note text not null default '',
  primary key (id, case_id)
);
create index contact_case_idx on cases.contact (case_id, at);

create table cases.reply (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  round smallint not null,
  department_id uuid not null references people.department (id),
  text text not null default '',
  -- what is promised in it, until it is published: [{text, dueOn}]
  promises jsonb not null default '[]',
  state text not null check (state in ('draft', 'for_review', 'published')),
  -- raised at every save of a shared draft: who saves an older one is told
  version integer not null default 1,
  author_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by_id uuid,
  sent_at timestamptz,
  reviewer_id uuid,
  review_note text not null default '',
  published_at timestamptz,
  primary key (id, case_id)
);
create unique index reply_working_idx on cases.reply (case_id) where state <> 'published';
create index reply_case_idx on cases.reply (case_id, created_at);
create index reply_published_idx on cases.reply (published_at desc, id desc) where published_at is not null;

-- 答应的事
create table cases.promise (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  reply_id uuid not null,
  department_id uuid not null references people.department (id),
  text text not null,
  made_at timestamptz not null,
  due_on date not null,
  state text not null default 'open' check (state in ('open', 'kept', 'broken')),
  evidence text not null default '',
  settled_at timestamptz,
  settled_by_id uuid,
  foreign key (reply_id, case_id) references cases.reply (id, case_id),
  primary key (id, case_id)
);
create index promise_case_idx on cases.promise (case_id, due_on);
create index promise_open_idx on cases.promise (due_on, id) where state = 'open';

-- Questions back and forth and what the author adds.
create table cases.message (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  direction text not null check (direction in ('question', 'answer', 'addition')),
  department_id uuid references people.department (id),
  by_id uuid,
  text text not null,
  at timestamptz not null,
  answers_id uuid,
  foreign key (answers_id, case_id) references cases.message (id, case_id),
  primary key (id, case_id)
);
create index message_case_idx on cases.message (case_id, at);
create unique index message_answer_idx on cases.message (answers_id, case_id) where answers_id is not null;

-- Internal notes never leave: no public query reads this table.
create table cases.note (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  department_id uuid references people.department (id),
  by_id uuid not null,
  text text not null,
  at timestamptz not null,
  primary key (id, case_id)
);
create index note_case_idx on cases.note (case_id, at);

create table cases.rating (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  round smallint not null,
  outcome smallint not null check (outcome between 1 and 5),
  attitude smallint not null check (attitude between 1 and 5),
  speed smallint not null check (speed between 1 and 5),
  solved boolean not null,
  text text not null default '',
  by text not null check (by in ('author', 'call_back')),
  by_id uuid,
  at timestamptz not null,
  unique (case_id, round),
  primary key (id, case_id)
);

-- 回访: an attempt that reached nobody leaves a row with reached = false and no rating.
create table cases.call_back (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  round smallint not null,
  by_id uuid,
  at timestamptz not null,
  reached boolean not null,
  note text not null default '',
  primary key (id, case_id)
);
create index call_back_case_idx on cases.call_back (case_id, at);

create table cases.closure (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  round smallint not null,
  how text not null check (how in ('rated', 'unrated', 'thanks')),
  by_id uuid,
  at timestamptz not null,
  unique (case_id, round),
  primary key (id, case_id)
);

create table cases.reopening (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  round smallint not null,
  why text not null check (why in ('author', 'promise', 'review', 'supervision')),
  reason text not null,
  by_id uuid,
  at timestamptz not null,
  unique (case_id, round),
  primary key (id, case_id)
);
-- the author may ask once
create unique index reopening_author_idx on cases.reopening (case_id) where why = 'author';

-- 终止办理: asked by the department, ruled on by the hotline office.
create table cases.ending (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  department_id uuid references people.department (id),
  reason text not null,
  by_id uuid,
  at timestamptz not null,
  granted boolean,
  ruling_reason text not null default '',
  ruled_by_id uuid,
  ruled_at timestamptz,
  primary key (id, case_id)
);
create unique index ending_open_idx on cases.ending (case_id) where granted is null;

create table cases.follower (
  case_id uuid not null references cases.case (id) on delete cascade,
  account_id uuid not null references people.account (id) on delete cascade,
  -- why: asked to, met the same thing, or its own letter was merged into this one
  why text not null check (why in ('follow', 'same', 'merged')),
  at timestamptz not null,
  primary key (case_id, account_id)
);
create index follower_account_idx on cases.follower (account_id, at);

create table cases.attachment (
  case_id uuid not null references cases.case (id) on delete cascade,
  file_id uuid not null references kernel.file (id),
  of text not null check (of in ('letter', 'message', 'reply', 'promise', 'note', 'contact')),
  of_id uuid,
  public boolean not null default true,
  sort smallint not null default 0,
  primary key (case_id, file_id)
);

-- Hiding takes a published rule; the author is told and can appeal; the public log reads from here.
create table cases.moderation (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  rule text not null,
  reason text not null,
  by_id uuid,
  at timestamptz not null,
  appeal text,
  appealed_at timestamptz,
  appeal_ruling text check (appeal_ruling in ('upheld', 'restored')),
  appeal_reason text not null default '',
  appeal_ruled_by_id uuid,
  appeal_ruled_at timestamptz,
  primary key (id, case_id)
);
create index moderation_case_idx on cases.moderation (case_id, at);
create index moderation_at_idx on cases.moderation (at desc, id desc);

create table cases.template (
  id uuid primary key,
  department_id uuid references people.department (id),
  title text not null,
  body text not null,
  updated_at timestamptz not null,
  updated_by_id uuid
);

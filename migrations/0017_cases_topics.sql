-- Hot topics: letters of several people about the same matter at the same place, found by jobs from public letters alone.
-- Nothing here is a fact of its own: everything can be found again.
create table cases.topic (
  id uuid primary key,
  -- recent: the last 90 days; all: every letter there is, up to a bound
  span text not null check (span in ('recent', 'all')),
  title text not null,
  -- whose title it is: a topic is shown only while that letter is public
  title_case_id uuid not null references cases.case (id) on delete cascade,
  place text,
  keywords text[] not null default '{}',
  -- what the heat is made of, see topics/heat.ts
  heat double precision not null,
  people integer not null,
  follows integer not null,
  support integer not null,
  concentration double precision not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- by what the topic knows its own
  profile jsonb not null,
  found_at timestamptz not null,
  updated_at timestamptz not null
);
create index topic_heat_idx on cases.topic (span, heat desc, id);
create index topic_title_case_idx on cases.topic (title_case_id);

create table cases.topic_member (
  case_id uuid not null references cases.case (id) on delete cascade,
  span text not null check (span in ('recent', 'all')),
  topic_id uuid not null references cases.topic (id) on delete cascade,
  -- when the letter came in
  at timestamptz not null,
  primary key (case_id, span)
);
create index topic_member_topic_idx on cases.topic_member (topic_id, at desc, case_id);

-- The public directory: found by every public word, narrowed by what the members said of themselves.
alter table people.directory_entry
  add column field text not null default '',
  add column organisation_name text not null default '';
drop index people.directory_entry_sort_idx;
create index directory_entry_order_idx on people.directory_entry (sort_key, slug);
create index directory_entry_search_idx on people.directory_entry using gin (to_tsvector('simple', search));

-- Standing teams of volunteers. A team has exactly one leader as long as it works.
create table people.team (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  -- pinyin, to sort by
  sort_key text not null,
  -- chosen from a list: none of them is about what people say
  purpose text not null check (purpose in ('translation', 'fact_check', 'elderly_phone', 'photo_archive', 'charity', 'festival',
    'tour_guide', 'first_aid', 'environment', 'reading', 'other')),
  about text not null,
  -- proposed, then declined or active; vacant: its leader is gone and the secretariat names another
  state text not null check (state in ('proposed', 'declined', 'active', 'vacant', 'closed')),
  department_id uuid references people.department (id),
  -- null: their account is erased
  proposed_by uuid references people.account (id),
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text not null default '',
  closed_at timestamptz,
  close_reason text not null default '',
  check ((state = 'proposed') = (decided_at is null)),
  check ((state = 'closed') = (closed_at is not null)),
  check (decided_by <> proposed_by)
);
-- Names of teams that stand are not given twice: what a team publishes carries its name.
create unique index team_name_idx on people.team (lower(name)) where state in ('proposed', 'active', 'vacant');
create index team_list_idx on people.team (sort_key, slug) where state = 'active';
create index team_proposed_idx on people.team (proposed_at) where state in ('proposed', 'vacant');

create table people.team_person (
  id uuid primary key,
  team_id uuid not null references people.team (id),
  account_id uuid not null references people.account (id),
  part text not null check (part in ('leader', 'deputy', 'member')),
  -- asked: the person asks to join; offered: the team asks them; held by both saying yes
  state text not null check (state in ('asked', 'offered', 'held', 'ended')),
  -- what somebody who asks says of themself
  note text not null default '',
  since timestamptz not null,
  until timestamptz,
  -- agreed that the team's public page says their name
  shown boolean not null default false,
  -- the leader asked them to take over
  lead_offered_at timestamptz,
  check ((until is null) = (state <> 'ended')),
  check (part = 'member' or state in ('held', 'ended'))
);
create unique index team_person_idx on people.team_person (team_id, account_id) where until is null;
create unique index team_leader_idx on people.team_person (team_id) where part = 'leader' and state = 'held';
create index team_person_account_idx on people.team_person (account_id) where until is null;

-- The index above refuses a second leader; this refuses none, at the end of the transaction.
create function people.team_must_be_led() returns trigger language plpgsql as $$
declare
  given jsonb := coalesce(to_jsonb(new), to_jsonb(old));
  team uuid := coalesce(given ->> 'team_id', given ->> 'id');
begin
  if exists (select 1 from people.team t where t.id = team and t.state = 'active')
    and not exists (select 1 from people.team_person p where p.team_id = team and p.part = 'leader' and p.state = 'held')
  then
    raise exception 'team % has no leader', team using errcode = '23514', constraint = 'team_led_check';
  end if;
  return null;
end $$;
create constraint trigger team_led_check after insert or update on people.team
  deferrable initially deferred for each row execute function people.team_must_be_led();
create constraint trigger team_person_led_check after update or delete on people.team_person
  deferrable initially deferred for each row execute function people.team_must_be_led();

create table people.team_task (
  id uuid primary key,
  team_id uuid not null references people.team (id),
  title text not null,
  about text not null default '',
  place text not null default '',
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null check (state in ('open', 'done', 'cancelled')),
  created_at timestamptz not null,
  check (ends_at > starts_at)
);
create index team_task_idx on people.team_task (team_id, state, starts_at);

-- One row for each person who is wanted: whoever takes a task on takes one of its places.
create table people.team_task_place (
  task_id uuid not null references people.team_task (id),
  place_no integer not null check (place_no between 1 and 200),
  account_id uuid references people.account (id),
  taken_at timestamptz,
  primary key (task_id, place_no),
  check ((account_id is null) = (taken_at is null))
);
create unique index team_task_place_person_idx on people.team_task_place (task_id, account_id);
create index team_task_place_account_idx on people.team_task_place (account_id);

create table people.team_hours (
  id uuid primary key,
  team_id uuid not null references people.team (id),
  task_id uuid references people.team_task (id),
  -- null: their account is erased; the hours stay as a number
  account_id uuid references people.account (id),
  done_on date not null,
  minutes integer not null check (minutes between 15 and 1440 and minutes % 15 = 0),
  note text not null default '',
  state text not null check (state in ('claimed', 'confirmed', 'declined', 'withdrawn')),
  claimed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text not null default '',
  check ((state in ('confirmed', 'declined')) = (decided_at is not null)),
  -- nobody confirms their own
  check (decided_by <> account_id)
);
create index team_hours_team_idx on people.team_hours (team_id, state, done_on);
create index team_hours_account_idx on people.team_hours (account_id);

-- Hours that were confirmed stay as they were beside what they were corrected to.
create table people.team_hours_correction (
  id uuid primary key,
  hours_id uuid not null references people.team_hours (id),
  minutes_before integer not null,
  minutes_after integer not null check (minutes_after between 15 and 1440 and minutes_after % 15 = 0),
  reason text not null,
  by_id uuid,
  at timestamptz not null
);
create index team_hours_correction_idx on people.team_hours_correction (hours_id, at);

-- What a team says in public, under its own name.
create table people.team_post (
  id uuid primary key,
  team_id uuid not null references people.team (id),
  title text not null,
  body text not null,
  -- who wrote it, for the team and the moderator; null: their account is erased
  author_id uuid references people.account (id),
  published_at timestamptz not null,
  withdrawn_at timestamptz,
  hidden boolean not null default false
);
create index team_post_idx on people.team_post (team_id, published_at desc, id desc) where withdrawn_at is null and not hidden;
create index team_post_newest_idx on people.team_post (published_at desc, id desc);
create index team_post_author_idx on people.team_post (author_id);

create table people.team_post_moderation (
  id uuid primary key,
  post_id uuid not null references people.team_post (id),
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
  check ((appeal is null) = (appealed_at is null)),
  check ((appeal_ruling is null) = (appeal_ruled_at is null)),
  check (appeal_ruling is null or appeal is not null),
  -- another moderator looks again
  check (appeal_ruled_by_id <> by_id)
);
create unique index team_post_moderation_standing_idx on people.team_post_moderation (post_id)
  where appeal_ruling is null or appeal_ruling <> 'restored';
create index team_post_moderation_log_idx on people.team_post_moderation (at desc, id desc);

-- Named contacts: who of a department a member of the register can turn to, what they talked about, and every request
-- followed to its end. Nothing here holds what somebody thinks of a person: what was talked about, asked and done.
create schema liaison;

-- One row for each time that somebody was somebody's contact. Rows are ended, never changed.
create table liaison.named_contact (
  id uuid primary key,
  member_id uuid not null references people.account (id),
  contact_id uuid not null references people.account (id),
  department_id uuid not null references people.department (id),
  -- what the contact is in the department, as the member is told: 网络工作科副科长
  post text not null default '' check (length(post) <= 60),
  since timestamptz not null,
  until timestamptz,
  end_reason text check (end_reason in ('left_post', 'handed_over', 'member_left', 'asked', 'consent_withdrawn',
    'department_merged', 'erased')),
  -- what the next contact and the member should know at a hand-over
  note text not null default '' check (length(note) <= 1000),
  assigned_by uuid,
  ended_by uuid,
  check ((until is null) = (end_reason is null)),
  check (member_id <> contact_id)
);
create unique index named_contact_open_idx on liaison.named_contact (member_id) where until is null;
create index named_contact_of_idx on liaison.named_contact (contact_id) where until is null;
create index named_contact_department_idx on liaison.named_contact (department_id) where until is null;
create index named_contact_history_idx on liaison.named_contact (member_id, since desc);

-- A member asks for a contact, or for another one; the liaison office answers.
create table liaison.contact_wish (
  id uuid primary key,
  member_id uuid not null references people.account (id),
  text text not null default '' check (length(text) <= 1000),
  at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'met', 'declined', 'withdrawn')),
  answer text not null default '' check (length(answer) <= 1000),
  decided_at timestamptz,
  decided_by uuid,
  check ((state = 'open') = (decided_at is null))
);
create unique index contact_wish_open_idx on liaison.contact_wish (member_id) where state = 'open';

-- The register of contacts made: one row a visit, call, meeting or message. What is wrong or missing is added, never
-- written over.
create table liaison.entry (
  id uuid primary key,
  member_id uuid not null references people.account (id),
  contact_id uuid not null references people.account (id),
  department_id uuid not null references people.department (id),
  kind text not null check (kind in ('visit', 'call', 'meeting', 'message')),
  side text not null check (side in ('member', 'contact')),
  by_id uuid not null references people.account (id),
  held_at timestamptz not null,
  minutes integer check (minutes between 1 and 1440),
  place text not null default '' check (length(place) <= 100),
  talked text not null check (length(talked) <= 4000),
  asked text not null default '' check (length(asked) <= 2000),
  -- the form it was sent with: sent twice it is written once
  form_token text unique,
  at timestamptz not null,
  -- words taken away when the member's account was erased
  erased boolean not null default false
);
create index entry_member_idx on liaison.entry (member_id, held_at desc, id desc);
create index entry_contact_idx on liaison.entry (contact_id, held_at desc, id desc);
create index entry_department_idx on liaison.entry (department_id, held_at desc, id desc);

create table liaison.entry_addition (
  id uuid primary key,
  entry_id uuid not null references liaison.entry (id) on delete cascade,
  kind text not null check (kind in ('addition', 'correction', 'answer')),
  side text not null check (side in ('member', 'contact')),
  by_id uuid not null references people.account (id),
  text text not null check (length(text) <= 2000),
  form_token text unique,
  at timestamptz not null
);
create index entry_addition_idx on liaison.entry_addition (entry_id, at, id);

create table liaison.matter_series (
  year integer primary key,
  last integer not null
);

-- A request followed to its end.
create table liaison.matter (
  id uuid primary key,
  number text not null unique,
  member_id uuid not null references people.account (id),
  entry_id uuid references liaison.entry (id),
  -- null: whoever had it has left and nobody has taken over
  owner_id uuid references people.account (id),
  department_id uuid not null references people.department (id),
  state text not null check (state in ('open', 'in_progress', 'answered', 'closed', 'dropped')),
  title text not null check (length(title) <= 80),
  text text not null check (length(text) <= 4000),
  side text not null check (side in ('member', 'contact')),
  opened_by uuid not null references people.account (id),
  opened_at timestamptz not null,
  due_at timestamptz not null,
  -- when something last happened to it
  moved_at timestamptz not null,
  answered_at timestamptz,
  closed_at timestamptz,
  closed_how text check (closed_how in ('rated', 'time')),
  -- a matter is taken up again once
  round smallint not null default 1 check (round in (1, 2)),
  case_id uuid unique,
  case_number text,
  form_token text unique,
  erased boolean not null default false,
  check ((state in ('closed', 'dropped')) = (closed_at is not null)),
  check ((state = 'closed') = (closed_how is not null)),
  check ((case_id is null) = (case_number is null))
);
create index matter_member_idx on liaison.matter (member_id, opened_at desc, id desc);
create index matter_owner_idx on liaison.matter (owner_id, due_at, id) where state in ('open', 'in_progress', 'answered');
create index matter_open_idx on liaison.matter (department_id, due_at, id) where state in ('open', 'in_progress', 'answered');
create index matter_opened_idx on liaison.matter (opened_at desc, id desc);

-- What happened to a matter, in order; the member sees all of it.
create table liaison.matter_step (
  id uuid primary key,
  matter_id uuid not null references liaison.matter (id) on delete cascade,
  at timestamptz not null,
  act text not null,
  side text not null check (side in ('member', 'contact', 'office', 'system')),
  by_id uuid references people.account (id),
  department_id uuid references people.department (id),
  text text not null default '' check (length(text) <= 4000),
  -- the event of the mailbox that it came from, so that one heard twice is written once
  event_id bigint unique
);
create index matter_step_idx on liaison.matter_step (matter_id, at, id);

-- A matter offered to another department; it moves when somebody there accepts.
create table liaison.matter_handing (
  id uuid primary key,
  matter_id uuid not null references liaison.matter (id) on delete cascade,
  from_department_id uuid not null references people.department (id),
  to_department_id uuid not null references people.department (id),
  note text not null default '' check (length(note) <= 1000),
  by_id uuid not null references people.account (id),
  at timestamptz not null,
  state text not null default 'offered' check (state in ('offered', 'accepted', 'refused', 'withdrawn')),
  decided_by uuid references people.account (id),
  decided_at timestamptz,
  answer text not null default '' check (length(answer) <= 1000),
  check ((state = 'offered') = (decided_at is null))
);
create unique index matter_handing_open_idx on liaison.matter_handing (matter_id) where state = 'offered';
create index matter_handing_to_idx on liaison.matter_handing (to_department_id) where state = 'offered';

-- What the member says of the outcome; one a round.
create table liaison.matter_rating (
  matter_id uuid not null references liaison.matter (id) on delete cascade,
  round smallint not null check (round in (1, 2)),
  solved boolean not null,
  outcome smallint not null check (outcome between 1 and 5),
  attitude smallint not null check (attitude between 1 and 5),
  speed smallint not null check (speed between 1 and 5),
  text text not null default '' check (length(text) <= 1000),
  at timestamptz not null,
  primary key (matter_id, round)
);

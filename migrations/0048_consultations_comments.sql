-- Answers to a comment that stand on the page, for the order by them; kept with every answer, hiding and taking back.
alter table consultations.comment add column answers integer not null default 0;
create index comment_answered_idx on consultations.comment (consultation_id, answers desc, contribution_id) where parent_id is null;

-- Hiding takes a published rule; the author is told and may appeal once; somebody else rules. The public log reads from here.
create table consultations.moderation (
  id uuid primary key,
  consultation_id uuid not null references consultations.consultation (id),
  contribution_id uuid not null references consultations.contribution (id),
  -- number and words of the rule as they were published on that day
  rule_number text not null,
  rule text not null,
  -- in the public log: nothing of the hidden words, nobody's name
  reason text not null check (length(reason) between 1 and 500),
  by_id uuid,
  at timestamptz not null,
  appeal text check (length(appeal) between 1 and 2000),
  appealed_at timestamptz,
  ruling text check (ruling in ('upheld', 'restored')),
  ruling_reason text not null default '' check (length(ruling_reason) <= 500),
  ruled_by_id uuid,
  ruled_at timestamptz,
  check ((appeal is null) = (appealed_at is null)),
  check ((ruling is null) = (ruled_at is null)),
  check (ruling is null or appealed_at is not null),
  -- another person looks again
  check (ruled_by_id <> by_id)
);
-- One standing decision: two moderators at once, one wins.
create unique index moderation_standing_idx on consultations.moderation (contribution_id) where ruling is distinct from 'restored';
create index moderation_contribution_idx on consultations.moderation (contribution_id);
create index moderation_log_idx on consultations.moderation (at desc, id desc);
create index moderation_appeal_idx on consultations.moderation (appealed_at, id) where appealed_at is not null and ruling is null;

-- Somebody says that a contribution breaks a rule; a moderator looks, and whoever said it hears what came of it.
create table consultations.report (
  id uuid primary key,
  consultation_id uuid not null references consultations.consultation (id),
  contribution_id uuid not null references consultations.contribution (id),
  -- null: the account was erased
  account_id uuid references people.account (id),
  -- number of the published rule that they name; '': none of them
  rule_number text not null default '',
  reason text not null check (length(reason) between 1 and 500),
  at timestamptz not null,
  outcome text check (outcome in ('hidden', 'kept', 'gone')),
  -- why it stays, to whoever reported it
  answer text not null default '' check (length(answer) <= 500),
  settled_at timestamptz,
  settled_by uuid,
  check ((outcome is null) = (settled_at is null))
);
-- The same person says it once as long as nobody has looked.
create unique index report_open_once_idx on consultations.report (contribution_id, account_id) where settled_at is null;
create index report_open_idx on consultations.report (at, id) where settled_at is null;
create index report_contribution_idx on consultations.report (contribution_id);
create index report_account_idx on consultations.report (account_id) where account_id is not null;

-- A letter by e-mail or on paper, as it came. Its opinions become contributions, each with its paragraph and a masked name.
create table consultations.intake (
  id uuid primary key,
  consultation_id uuid not null references consultations.consultation (id),
  way text not null check (way in ('email', 'paper', 'hearing')),
  -- of the e-mail, so that it comes in once; null: entered by hand
  message_id text check (length(message_id) between 1 and 500),
  subject text not null default '' check (length(subject) <= 300),
  -- the whole letter, read by its conveners alone
  text text not null default '' check (length(text) <= 200000),
  received_on date not null,
  -- waiting: nobody has read it out into opinions yet; entered: done; set_aside: no opinion in it
  state text not null check (state in ('waiting', 'entered', 'set_aside')),
  set_aside_reason text not null default '' check (length(set_aside_reason) <= 300),
  -- attachments that were not kept, as the page says them: name and reason
  left_out text[] not null default '{}',
  created_at timestamptz not null,
  -- null: a program brought it
  created_by uuid,
  done_at timestamptz,
  done_by uuid,
  form_token text,
  unique (consultation_id, message_id),
  unique (consultation_id, form_token),
  check (state <> 'set_aside' or set_aside_reason <> ''),
  check ((state = 'waiting') = (done_at is null))
);
create index intake_list_idx on consultations.intake (consultation_id, state, created_at desc, id desc);

-- Who wrote a letter, apart from what they wrote: every look is in the audit log, and it goes when everybody was told.
create table consultations.sender (
  intake_id uuid primary key references consultations.intake (id),
  consultation_id uuid not null references consultations.consultation (id),
  name text not null default '' check (length(name) <= 120),
  email text not null default '' check (length(email) <= 254),
  phone text not null default '' check (length(phone) <= 40),
  address text not null default '' check (length(address) <= 200)
);
create index sender_consultation_idx on consultations.sender (consultation_id);

-- Which letter a contribution was read out of.
create table consultations.taken_in (
  contribution_id uuid primary key references consultations.contribution (id),
  intake_id uuid not null references consultations.intake (id),
  consultation_id uuid not null references consultations.consultation (id)
);
create index taken_in_intake_idx on consultations.taken_in (intake_id);

create table consultations.intake_file (
  intake_id uuid not null references consultations.intake (id),
  file_id uuid not null references kernel.file (id),
  consultation_id uuid not null references consultations.consultation (id),
  name text not null check (length(name) between 1 and 200),
  primary key (intake_id, file_id)
);
create index intake_file_file_idx on consultations.intake_file (file_id);

-- The moderators' list of what came last.
create index contribution_newest_idx on consultations.contribution (created_at desc, id desc) where state = 'visible';

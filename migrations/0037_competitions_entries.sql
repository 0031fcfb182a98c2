-- Entries: their files, teams, and the invitations of nominees and members of teams.

alter table competitions.entry
  -- whoever nominated it; null once their account was erased
  add column nominated_by uuid,
  -- what is to be mended and until when, once it was sent back; mended_at: handed in again
  add column mend_note text not null default '' check (length(mend_note) <= 2000),
  add column mend_until timestamptz,
  add column mended_at timestamptz,
  -- agreed that it may be shown
  add column agreed_at timestamptz,
  -- agreed that by-line and work may stay with final results when the account goes
  add column keep_after boolean not null default false,
  add column withdrawn_at timestamptz,
  -- texts and files are gone: withdrawn long ago, or with the account
  add column emptied_at timestamptz,
  -- reminded of the deadline as a draft
  add column reminded_at timestamptz,
  add constraint entry_emptied check (emptied_at is null or (body = '' and summary = '' and cover_file_id is null));
create index entry_withdrawn_idx on competitions.entry (withdrawn_at) where state = 'withdrawn' and emptied_at is null;

create table competitions.entry_file (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  entry_id uuid not null references competitions.entry (id),
  position integer not null,
  kind text not null check (kind in ('image', 'audio', 'video', 'document', 'link')),
  -- the upload; null for a link
  file_id uuid unique,
  url text check (length(url) <= 500 and url ~ '^https?://'),
  -- what it is, as everybody reads it
  caption text not null default '' check (length(caption) <= 100),
  -- as the entrant's device calls it: may hold a name, seen by the entrant and the organisers alone
  name text not null default '' check (length(name) <= 120),
  media_type text not null default '',
  size_bytes integer not null default 0,
  width integer,
  height integer,
  unique (entry_id, position) deferrable initially deferred,
  check ((kind = 'link') = (url is not null) and (kind = 'link') = (file_id is null))
);

-- Who made an entry together with its owner. A row means: asked, accepted, and may be named. Whoever leaves has none.
create table competitions.entry_member (
  competition_id uuid not null references competitions.competition (id),
  entry_id uuid not null references competitions.entry (id),
  account_id uuid not null references people.account (id),
  role text not null default '' check (length(role) <= 12),
  -- as they want to be named
  shown_as text not null check (length(shown_as) between 1 and 40),
  joined_at timestamptz not null,
  primary key (entry_id, account_id)
);
create index entry_member_account_idx on competitions.entry_member (account_id);

-- Somebody is asked to take over a nomination, or to be named in a team. Once it is answered or has ended nothing of whom
-- it was for is left here: not who, not why it ended.
create table competitions.entry_invitation (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  kind text not null check (kind in ('nominee', 'member')),
  -- of a team, or what came of a nomination that was accepted
  entry_id uuid references competitions.entry (id),
  category_id uuid references competitions.category (id),
  -- who asks
  asked_by uuid references people.account (id),
  state text not null check (state in ('open', 'accepted', 'ended')),
  ended_as text check (ended_as in ('not_accepted', 'withdrawn')),
  name text check (length(name) between 1 and 40),
  email text check (length(email) <= 254),
  phone text check (length(phone) <= 20),
  locale text check (locale in ('zh-CN', 'zh-TW', 'en')),
  -- what is nominated and why; the role in a team
  title text check (length(title) <= 60),
  words text check (length(words) <= 2000),
  role text check (length(role) <= 12),
  -- SHA-256 of what stands in the link
  token_hash bytea unique,
  created_at timestamptz not null,
  sent_at timestamptz,
  expires_at timestamptz not null,
  -- the one who asked heard what became of it
  told_at timestamptz,
  constraint entry_invitation_forgotten check (state = 'open' or (name is null and email is null and phone is null
    and locale is null and title is null and words is null and role is null and token_hash is null and sent_at is null)),
  check (state <> 'open' or (name is not null and locale is not null and token_hash is not null
    and (email is not null or phone is not null))),
  check ((state = 'ended') = (ended_as is not null)),
  check (kind <> 'member' or entry_id is not null or state = 'ended'),
  check (kind <> 'nominee' or state <> 'accepted' or entry_id is not null),
  check (kind <> 'nominee' or category_id is not null)
);
-- One invitation at a time for whoever is nominated, and for whoever is asked into a team.
create unique index entry_invitation_nominee_email_idx on competitions.entry_invitation (competition_id, email)
  where state = 'open' and kind = 'nominee';
create unique index entry_invitation_nominee_phone_idx on competitions.entry_invitation (competition_id, phone)
  where state = 'open' and kind = 'nominee';
create unique index entry_invitation_member_email_idx on competitions.entry_invitation (entry_id, email)
  where state = 'open' and kind = 'member';
create unique index entry_invitation_member_phone_idx on competitions.entry_invitation (entry_id, phone)
  where state = 'open' and kind = 'member';
create index entry_invitation_email_idx on competitions.entry_invitation (email) where state = 'open';
create index entry_invitation_phone_idx on competitions.entry_invitation (phone) where state = 'open';
create index entry_invitation_due_idx on competitions.entry_invitation (expires_at) where told_at is null;
create index entry_invitation_asked_idx on competitions.entry_invitation (asked_by, created_at desc);
create index entry_invitation_entry_idx on competitions.entry_invitation (entry_id) where entry_id is not null;

-- Asking somebody for a duty by an address or by a link that is handed over: nobody learns whether an account belongs to it.
create table competitions.duty_invitation (
  id uuid primary key,
  competition_id uuid not null references competitions.competition (id),
  duty text not null check (duty in ('organiser', 'screener', 'juror', 'chair', 'observer')),
  -- as it would be shown on the page
  shown_as text not null check (length(shown_as) between 1 and 80),
  -- link: for whoever has it; address: for an account that has this address
  way text not null check (way in ('link', 'address')),
  -- keyed hash of the address; the address itself is only in the message that went out
  address_hash bytea,
  -- SHA-256 of what stands in the link
  token_hash bytea not null unique,
  asked_by uuid,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  settled_at timestamptz,
  outcome text check (outcome in ('accepted', 'declined', 'taken_back', 'expired')),
  check ((way = 'address') = (address_hash is not null) or settled_at is not null),
  check ((settled_at is null) = (outcome is null))
);
create unique index duty_invitation_chair_idx on competitions.duty_invitation (competition_id)
  where duty = 'chair' and settled_at is null;
create index duty_invitation_competition_idx on competitions.duty_invitation (competition_id, asked_at desc);
create index duty_invitation_address_idx on competitions.duty_invitation (address_hash) where settled_at is null;

-- Beside changes: why a competition was called off, and what its observers say in public under the name they agreed to.
alter table competitions.public_note add column kind text not null default 'change'
  check (kind in ('change', 'cancel', 'remark'));
alter table competitions.public_note add column author_id uuid references people.account (id);
alter table competitions.public_note add column shown_as text not null default '' check (length(shown_as) <= 80);
create index public_note_author_idx on competitions.public_note (author_id) where author_id is not null;

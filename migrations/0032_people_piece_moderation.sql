-- Taking down what inspectors and advisors published: under a published rule, with a reason; its author may appeal once, and
-- another person rules. Every decision stays in the public log.

create table people.appointment_piece_moderation (
  id uuid primary key,
  piece_id uuid not null references people.appointment_piece (id),
  -- number and words of the rule on that day; empty: from before a rule was asked for
  rule text not null,
  reason text not null,
  by_id uuid not null,
  at timestamptz not null,
  appeal text,
  appealed_at timestamptz,
  ruling text check (ruling in ('upheld', 'restored')),
  ruling_reason text not null default '',
  ruled_by_id uuid,
  ruled_at timestamptz,
  check ((appeal is null) = (appealed_at is null)),
  check ((ruling is null) = (ruled_at is null)),
  check ((ruling is null) = (ruled_by_id is null)),
  check (ruling is null or appeal is not null),
  -- another person looks again
  check (ruled_by_id <> by_id)
);
create unique index appointment_piece_moderation_standing_idx on people.appointment_piece_moderation (piece_id)
  where ruling is null or ruling <> 'restored';
create index appointment_piece_moderation_piece_idx on people.appointment_piece_moderation (piece_id);
create index appointment_piece_moderation_log_idx on people.appointment_piece_moderation (at desc, id desc);

insert into people.appointment_piece_moderation (id, piece_id, rule, reason, by_id, at)
select gen_random_uuid(), id, '', hidden_reason, hidden_by, hidden_at from people.appointment_piece where hidden_at is not null;

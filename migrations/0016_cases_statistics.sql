-- Figures. A case is counted once for each round: the letter, and each time it was taken up again. The clocks of a round
-- that is over are kept here, so that taking a case up again does not wipe out how long the first answer took.
create table cases.past_round (
  case_id uuid not null references cases.case (id) on delete cascade,
  round smallint not null,
  opened_at timestamptz not null,
  lead_department_id uuid references people.department (id),
  dispatched_at timestamptz,
  sign_due_at timestamptz,
  signed_at timestamptz,
  contact_due_at timestamptz,
  contacted_at timestamptz,
  due_at timestamptz,
  answered_at timestamptz,
  primary key (case_id, round)
);
create index past_round_opened_idx on cases.past_round (opened_at);

-- when the present round began; null: with the letter
alter table cases.case add column round_opened_at timestamptz;
create index case_round_opened_idx on cases.case (round_opened_at) where round_opened_at is not null;

-- One line a round, with everything that the published rates are made of. The open data are this view.
create view cases.round_fact as
select c.id as case_id, c.number, c.round, coalesce(c.round_opened_at, c.submitted_at) as opened_at, c.kind, c.channel, c.state, c.category_id,
  c.district_id, c.lead_department_id as department_id, c.confidential, c.hidden, c.urgent, c.source is not null and c.source <> 'open311' as imported,
  c.dispatched_at, c.sign_due_at, c.signed_at, c.contact_due_at, c.contacted_at, c.due_at, c.reviewed_at as answered_at,
  c.closed_at, c.state in ('declined', 'merged', 'withdrawn', 'ended') or coalesce(c.state = 'archived' and c.state_before in ('declined', 'merged', 'withdrawn', 'ended'), false) as let_go,
  r.outcome, r.attitude, r.speed, r.solved
from cases.case c left join cases.rating r on r.case_id = c.id and r.round = c.round
union all
select c.id, c.number, p.round, p.opened_at, c.kind, c.channel, 'sent_back', c.category_id,
  c.district_id, p.lead_department_id, c.confidential, c.hidden, c.urgent, false,
  p.dispatched_at, p.sign_due_at, p.signed_at, p.contact_due_at, p.contacted_at, p.due_at, p.answered_at,
  null, false, r.outcome, r.attitude, r.speed, r.solved
from cases.past_round p join cases.case c on c.id = p.case_id left join cases.rating r on r.case_id = p.case_id and r.round = p.round;

-- Rolled up per day on which a round began; made from the facts, and can be made again at any time.
create table cases.day_figure (
  day date not null,
  department_id uuid,
  district_id uuid,
  channel text not null,
  kind text not null,
  received integer not null,
  dispatched integer not null,
  sign_due integer not null,
  signed_in_time integer not null,
  sign_pending integer not null,
  contact_due integer not null,
  contacted_in_time integer not null,
  contact_pending integer not null,
  due integer not null,
  in_time integer not null,
  late integer not null,
  overdue integer not null,
  pending integer not null,
  no_deadline integer not null,
  let_go integer not null,
  answered integer not null,
  open integer not null,
  rated integer not null,
  solved integer not null,
  satisfied integer not null,
  unique nulls not distinct (day, department_id, district_id, channel, kind)
);

-- Days whose figures have to be made again.
create table cases.stale_day (
  day date primary key,
  since timestamptz not null default now()
);

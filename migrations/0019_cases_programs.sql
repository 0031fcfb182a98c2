-- Letters that programs bring: the link to a picture that lies elsewhere is kept as it was given, and never fetched.
create table cases.media_link (
  case_id uuid primary key references cases.case (id) on delete cascade,
  url text not null check (length(url) <= 500)
);

-- A program's letter carries the program as its source, and is not imported for that.
create or replace view cases.round_fact as
select c.id as case_id, c.number, c.round, coalesce(c.round_opened_at, c.submitted_at) as opened_at, c.kind, c.channel, c.state, c.category_id,
  c.district_id, c.lead_department_id as department_id, c.confidential, c.hidden, c.urgent, c.source is not null and c.channel <> 'api' as imported,
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

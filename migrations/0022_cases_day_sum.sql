-- The figures of a day by one thing at a time. In a large city nearly every letter has a line of its own in day_figure; most
-- questions ask for one dimension and need not read all of those.
create table cases.day_sum (
  day date not null,
  part text not null check (part in ('all', 'department', 'district', 'channel', 'kind')),
  -- id or code; null where the case has none, and for all
  key text,
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
  unique nulls not distinct (part, day, key)
);
insert into cases.day_sum
select day, case when grouping(department_id) = 0 then 'department' when grouping(district_id) = 0 then 'district'
    when grouping(channel) = 0 then 'channel' when grouping(kind) = 0 then 'kind' else 'all' end,
  coalesce(department_id::text, district_id::text, channel, kind), sum(received), sum(dispatched), sum(sign_due), sum(signed_in_time), sum(sign_pending), sum(contact_due), sum(contacted_in_time), sum(contact_pending), sum(due), sum(in_time), sum(late), sum(overdue), sum(pending), sum(no_deadline), sum(let_go), sum(answered), sum(open), sum(rated), sum(solved), sum(satisfied)
from cases.day_figure group by grouping sets ((day), (day, department_id), (day, district_id), (day, channel), (day, kind));

-- Figures of one department over years.
create index day_figure_department_idx on cases.day_figure (department_id, day);

-- The queues of intake and dispatch: urgent first, then in the order of coming; read page by page along the key.
create index case_queue_idx on cases.case (state, (case when urgent then 0 else 1 end), submitted_at, id)
  where state in ('submitted', 'accepted', 'return_requested', 'reviewed', 'rated');
create index case_supervised_idx on cases.case ((case when urgent then 0 else 1 end), submitted_at, id) where supervised;
create index dispatch_at_idx on cases.dispatch (at desc, id desc);
create index supervision_at_idx on cases.supervision (at desc, id desc);
-- How each department did in a category: what the routing suggestion counts.
create index case_category_lead_idx on cases.case (category_id, dispatched_at desc) where lead_department_id is not null;

-- The department's desk. Four eyes: everybody who changed the words of a reply is kept with it, and none of them publishes it.
alter table cases.reply add column writer_ids uuid[] not null default '{}';
update cases.reply set writer_ids = array_remove(array[author_id], null);

-- The queues, in the order in which they are shown: what is due first comes first.
create index case_desk_sign_idx on cases.case (lead_department_id, sign_due_at, id) where state = 'dispatched';
create index case_desk_open_idx on cases.case (lead_department_id, due_at, id)
  where state in ('return_requested', 'signed', 'in_progress', 'sent_back', 'replied');
create index case_desk_review_idx on cases.case (due_at, id) where state = 'replied';
create index case_desk_done_idx on cases.case (lead_department_id, reviewed_at desc, id desc) where reviewed_at is not null;
create index case_desk_done_city_idx on cases.case (reviewed_at desc, id desc) where reviewed_at is not null;
create index reply_returned_idx on cases.reply (department_id, case_id) where state = 'draft' and review_note <> '';
create index promise_desk_idx on cases.promise (department_id, due_on, id) where state in ('open', 'broken');

create index template_department_idx on cases.template (department_id, title);
alter table cases.template add check (length(title) between 1 and 60), add check (length(body) between 1 and 4000);

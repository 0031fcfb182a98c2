-- What people look for: how often a word was searched for on a day and found something. Nobody's name, address or
-- session stands beside it.
create table cases.search_word (
  day date not null,
  word text not null check (length(word) between 2 and 20),
  searches integer not null,
  primary key (day, word)
);

-- The public list narrowed to a department, in the list's order.
create index case_lead_time_idx on cases.case (lead_department_id, submitted_at desc, id desc) where lead_department_id is not null;

-- Promises by their day: the public list.
create index promise_settled_idx on cases.promise (state, due_on desc, id desc);

create index moderation_appeal_idx on cases.moderation (appealed_at) where appeal is not null and appeal_ruling is null;
-- One standing decision a case: two moderators at once, one wins.
create unique index moderation_standing_idx on cases.moderation (case_id) where appeal_ruling is distinct from 'restored';

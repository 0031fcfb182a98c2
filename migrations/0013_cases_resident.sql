-- A form that was sent twice is one letter: the token in it is taken with the letter, in the same transaction.
create table cases.sent_form (
  -- SHA-256 of the form's token
  token_hash bytea primary key,
  case_id uuid not null references cases.case (id) on delete cascade deferrable initially deferred,
  at timestamptz not null
);
create index sent_form_case_idx on cases.sent_form (case_id);
create index sent_form_at_idx on cases.sent_form (at);

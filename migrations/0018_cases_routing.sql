-- What the routing suggestion learned: the newest row counts, older ones are kept to go back to.
create table cases.routing_model (
  id uuid primary key,
  trained_at timestamptz not null,
  -- cases learned from, and categories among them
  rows integer not null,
  labels integer not null,
  train_seconds real not null,
  bytes bytea not null
);
create index routing_model_at_idx on cases.routing_model (trained_at desc);

-- What was suggested and what a person decided: it teaches the next model, and shows how often the suggestion was right.
create table cases.routing_decision (
  id uuid not null,
  case_id uuid not null references cases.case (id) on delete cascade,
  at timestamptz not null,
  by_id uuid,
  suggested_department_id uuid references people.department (id),
  confidence real check (confidence between 0 and 1),
  chosen_department_id uuid not null references people.department (id),
  chosen_category_id uuid references cases.category (id),
  primary key (id, case_id)
);
create index routing_decision_case_idx on cases.routing_decision (case_id, at);
create index routing_decision_at_idx on cases.routing_decision (at desc);

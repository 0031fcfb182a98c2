-- How often works were looked at: by people, once a visitor and day. docs/decisions/0051 says what is counted and what is not.
create table competitions.entry_view (
  entry_id uuid not null references competitions.entry (id) on delete cascade,
  -- in the city's time zone
  day date not null,
  views integer not null check (views > 0),
  primary key (entry_id, day)
);

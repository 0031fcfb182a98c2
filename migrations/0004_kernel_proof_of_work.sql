-- A proof, or an answer to the plain question instead of it, counts once: its id is written here when it is used.
create table kernel.spent_proof (
  id text primary key,
  at timestamptz not null
);
create index spent_proof_at_idx on kernel.spent_proof (at);

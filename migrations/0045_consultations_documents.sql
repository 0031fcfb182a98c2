-- The text of a draft: its versions, each cut into blocks whose anchors stay through all of them.
create table consultations.document_version (
  consultation_id uuid not null references consultations.consultation (id),
  version_no integer not null check (version_no between 1 and 999),
  title text not null check (length(title) between 1 and 120),
  -- what was changed and why, as everybody reads it
  note text not null default '' check (length(note) <= 2000),
  source_kind text not null check (source_kind in ('docx', 'markdown', 'text')),
  -- as the file was called; empty: typed
  source_name text not null default '' check (length(source_name) <= 120),
  -- the file itself, or what was typed
  source_file_id uuid unique,
  source_text text check (length(source_text) <= 1000000),
  -- the original may be downloaded by everybody
  offer_source boolean not null default false,
  -- what was recognised and left out, see structure/block.ts
  report jsonb not null,
  created_by uuid,
  created_at timestamptz not null,
  -- null: imported, seen by its conveners alone
  published_at timestamptz,
  primary key (consultation_id, version_no)
);
create unique index document_version_waiting_idx on consultations.document_version (consultation_id) where published_at is null;

create table consultations.block (
  consultation_id uuid not null,
  version_no integer not null,
  position integer not null check (position >= 0),
  -- the same paragraph has the same one in every version; never given to another
  anchor text not null check (anchor ~ '^[a-z][a-z0-9-]{0,79}$'),
  kind text not null check (kind in ('chapter', 'section', 'article', 'paragraph', 'item', 'table', 'heading')),
  -- 第三条, （一）; empty where it has none
  label text not null check (length(label) <= 80),
  depth integer not null check (depth between 0 and 20),
  -- anchor of the one it lies within
  parent_anchor text,
  -- without the label
  text text not null check (length(text) <= 80000),
  -- made here from the text, safe as it stands
  html text not null,
  primary key (consultation_id, version_no, position),
  unique (consultation_id, version_no, anchor),
  foreign key (consultation_id, version_no) references consultations.document_version (consultation_id, version_no)
    on update cascade on delete cascade
);

-- Anchors that paragraphs had which stand in no later version, so that none is given twice.
create index block_anchor_idx on consultations.block (consultation_id, anchor);

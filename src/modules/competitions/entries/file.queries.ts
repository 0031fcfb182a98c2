import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { CompetitionState, EntryState, MediaKind } from '../competitions.rules.ts';
import type { EntryFile } from './entry.queries.ts';

/** A file with the name that the owner's device gave it, for the owner and the organisers. */
export type OwnFile = EntryFile & { name: string; position: number };

export async function ownFiles(db: Db, entryId: string): Promise<OwnFile[]> {
  const { rows } = await sql<OwnFile>`
    select id, kind, file_id as "fileId", url, caption, name, position, media_type as "mediaType",
      size_bytes as "sizeBytes", width, height
    from competitions.entry_file where entry_id = ${entryId} order by position`.execute(db);
  return rows;
}

export async function insertFile(
  tx: Tx,
  file: {
    competitionId: string;
    entryId: string;
    kind: MediaKind;
    fileId: string | null;
    url: string | null;
    caption: string;
    name: string;
    mediaType: string;
    sizeBytes: number;
    width: number | null;
    height: number | null;
  },
): Promise<string> {
  const id = newId();
  await sql`insert into competitions.entry_file (id, competition_id, entry_id, position, kind, file_id, url, caption, name,
      media_type, size_bytes, width, height)
    values (${id}, ${file.competitionId}, ${file.entryId},
      (select coalesce(max(position), 0) + 1 from competitions.entry_file where entry_id = ${file.entryId}),
      ${file.kind}, ${file.fileId}, ${file.url}, ${file.caption}, ${file.name}, ${file.mediaType}, ${file.sizeBytes},
      ${file.width}, ${file.height})`.execute(tx);
  return id;
}

/** @returns uploads to be released */
export async function deleteFiles(tx: Tx, entryId: string, ids: readonly string[] | 'all'): Promise<string[]> {
  const { rows } = await sql<{ fileId: string | null }>`delete from competitions.entry_file
    where entry_id = ${entryId} and (${ids === 'all'} or id = any(${ids === 'all' ? [] : [...ids]}::uuid[]))
    returning file_id as "fileId"`.execute(tx);
  return rows.flatMap(({ fileId }) => fileId ?? []);
}

/** @param order ids of all files of the entry */
export async function setOrder(tx: Tx, entryId: string, order: readonly string[]): Promise<void> {
  await sql`update competitions.entry_file f set position = o.position
    from unnest(${[...order]}::uuid[]) with ordinality as o(id, position)
    where f.id = o.id and f.entry_id = ${entryId}`.execute(tx);
}

export async function setCaptions(tx: Tx, entryId: string, captions: Readonly<Record<string, string>>): Promise<void> {
  await sql`update competitions.entry_file f set caption = c.caption
    from jsonb_to_recordset(${JSON.stringify(Object.entries(captions).map(([id, caption]) => ({ id, caption })))}::jsonb)
      as c(id uuid, caption text)
    where f.id = c.id and f.entry_id = ${entryId} and f.caption <> c.caption`.execute(tx);
}

/** What decides who may read an upload. */
export type FileFacts = {
  entryId: string;
  entryState: EntryState;
  emptied: boolean;
  accountId: string | null;
  competition: { id: string; departmentId: string; state: CompetitionState };
  /** accounts of the team */
  members: string[];
};

export async function factsOfFile(db: Db, fileId: string): Promise<FileFacts | undefined> {
  const { rows } = await sql<FileFacts>`
    select e.id as "entryId", e.state as "entryState", e.emptied_at is not null as emptied, e.account_id as "accountId",
      jsonb_build_object('id', c.id, 'departmentId', c.department_id, 'state', c.state) as competition,
      array(select m.account_id from competitions.entry_member m where m.entry_id = e.id) as members
    from competitions.entry_file f
    join competitions.entry e on e.id = f.entry_id
    join competitions.competition c on c.id = e.competition_id
    where f.file_id = ${fileId}`.execute(db);
  return rows[0];
}

import { type Db, sql } from '../../../kernel/db/index.ts';
import type { EntryWay, MediaKind } from '../competitions.rules.ts';

/** An accepted entry as everybody reads it. */
export type PublicEntry = {
  id: string;
  number: number;
  categoryId: string;
  way: EntryWay;
  title: string;
  /** empty where whoever made it did not agree to stay named after their account went */
  byLine: string;
  summary: string;
  body: string;
  coverFileId: string | null;
  late: boolean;
  submittedAt: Date;
};

/** Accepted entries alone: whatever is a draft, waits, or was taken back is not there. */
export async function entryByNumber(db: Db, competitionId: string, number: number): Promise<PublicEntry | undefined> {
  if (!Number.isInteger(number) || number < 1 || number > 2_000_000_000) return undefined;
  const { rows } = await sql<PublicEntry>`
    select e.id, e.number, e.category_id as "categoryId", e.way, e.title, e.by_line as "byLine", e.summary, e.body,
      e.cover_file_id as "coverFileId", e.late, e.submitted_at as "submittedAt"
    from competitions.entry e
    where e.competition_id = ${competitionId} and e.number = ${number} and e.state = 'accepted'`.execute(db);
  return rows[0];
}

/** One file or link of an entry, in the order that its owner chose; without the name that the owner's device gave it. */
export type EntryFile = {
  id: string;
  kind: MediaKind;
  /** address by `fileHref`; null for a link */
  fileId: string | null;
  url: string | null;
  caption: string;
  mediaType: string;
  sizeBytes: number;
  width: number | null;
  height: number | null;
};

/** Whoever shows them must have seen that the entry may be shown. */
export async function filesOfEntry(db: Db, entryId: string): Promise<EntryFile[]> {
  const { rows } = await sql<EntryFile>`
    select id, kind, file_id as "fileId", url, caption, media_type as "mediaType", size_bytes as "sizeBytes", width, height
    from competitions.entry_file where entry_id = ${entryId} order by position`.execute(db);
  return rows;
}

/** Somebody of a team, as they want to be named. */
export type TeamMember = { role: string; shownAs: string };

/** Those who have agreed to be named, in the order in which they did; whoever has not answered is not among them. */
export async function teamOfEntry(db: Db, entryId: string): Promise<TeamMember[]> {
  const { rows } = await sql<TeamMember>`
    select role, shown_as as "shownAs" from competitions.entry_member
    where entry_id = ${entryId} order by joined_at, account_id`.execute(db);
  return rows;
}

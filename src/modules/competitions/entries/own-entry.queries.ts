import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { CompetitionState, EntryState, EntryWay } from '../competitions.rules.ts';
import type { EntryFields } from './entry-input.ts';

/** An entry as its owner and the organisers have it. */
export type OwnEntry = {
  id: string;
  competitionId: string;
  categoryId: string;
  number: number | null;
  way: EntryWay;
  accountId: string | null;
  organisationId: string | null;
  nominatedBy: string | null;
  title: string;
  byLine: string;
  summary: string;
  body: string;
  coverFileId: string | null;
  state: EntryState;
  createdAt: Date;
  updatedAt: Date;
  submittedAt: Date | null;
  late: boolean;
  version: number;
  mendNote: string;
  mendUntil: Date | null;
  mendedAt: Date | null;
  agreedAt: Date | null;
  keepAfter: boolean;
  /** a screener has decided on it at least once */
  screened: boolean;
  emptied: boolean;
};

const columns = sql`e.id, e.competition_id as "competitionId", e.category_id as "categoryId", e.number, e.way,
  e.account_id as "accountId", e.organisation_id as "organisationId", e.nominated_by as "nominatedBy", e.title,
  e.by_line as "byLine", e.summary, e.body, e.cover_file_id as "coverFileId", e.state, e.created_at as "createdAt",
  e.updated_at as "updatedAt", e.submitted_at as "submittedAt", e.late, e.version, e.mend_note as "mendNote",
  e.mend_until as "mendUntil", e.mended_at as "mendedAt", e.agreed_at as "agreedAt", e.keep_after as "keepAfter",
  exists (select from competitions.screening_decision d where d.entry_id = e.id) as screened,
  e.emptied_at is not null as emptied`;

/** An entry of any state; who may see it the caller decides. */
export async function entryById(db: Db, id: string): Promise<OwnEntry | undefined> {
  return (await sql<OwnEntry>`select ${columns} from competitions.entry e where e.id = ${id}`.execute(db)).rows[0];
}

/** An entry that was handed in, by its number; drafts have none. */
export async function handedInByNumber(db: Db, competitionId: string, number: number): Promise<OwnEntry | undefined> {
  const { rows } = await sql<OwnEntry>`select ${columns} from competitions.entry e
    where e.competition_id = ${competitionId} and e.number = ${number} and e.state <> 'draft'`.execute(db);
  return rows[0];
}

/** The entry, held until the end of the transaction. */
export async function lockEntryRow(tx: Tx, id: string): Promise<OwnEntry | undefined> {
  await sql`select from competitions.entry where id = ${id} for update`.execute(tx);
  return entryById(tx, id);
}

export type ListedEntry = OwnEntry & {
  slug: string;
  competition: string;
  competitionState: CompetitionState;
  category: string;
  /** owns it, or is named in its team */
  part: 'owner' | 'member';
  /** they have a certificate for it that counts */
  certified: boolean;
};

/** Everything that somebody has entered or is named in, newest first; at most 200. */
export async function entriesOfAccount(db: Db, accountId: string): Promise<ListedEntry[]> {
  const { rows } = await sql<ListedEntry>`
    select ${columns}, c.slug, c.title as competition, c.state as "competitionState", g.name as category,
      case when e.account_id = ${accountId} then 'owner' else 'member' end as part,
      exists (select from competitions.certificate t where t.entry_id = e.id and t.account_id = ${accountId}
        and t.revoked_at is null) as certified
    from competitions.entry e
    join competitions.competition c on c.id = e.competition_id
    join competitions.category g on g.id = e.category_id
    where e.account_id = ${accountId}
      or (e.id in (select entry_id from competitions.entry_member where account_id = ${accountId}))
    order by e.created_at desc, e.id desc limit 200`.execute(db);
  return rows;
}

/** Entries of somebody in one competition that count towards what one person may enter. */
export async function countEntries(db: Db, competitionId: string, accountId: string, but?: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from competitions.entry
    where competition_id = ${competitionId} and account_id = ${accountId} and state <> 'withdrawn'
      and id is distinct from ${but ?? null}::uuid`.execute(db);
  return rows[0]?.count ?? 0;
}

/** A draft in which nothing was written yet: starting twice finds the first one again. */
export async function untouchedDraft(
  db: Db,
  given: { competitionId: string; accountId: string; way: EntryWay; organisationId: string | null },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from competitions.entry
    where competition_id = ${given.competitionId} and account_id = ${given.accountId} and state = 'draft'
      and version = 1 and way = ${given.way} and nominated_by is null
      and organisation_id is not distinct from ${given.organisationId}::uuid
    order by created_at desc limit 1`.execute(db);
  return rows[0]?.id;
}

export async function insertDraft(
  tx: Tx,
  draft: {
    id: string;
    competitionId: string;
    categoryId: string;
    way: EntryWay;
    accountId: string;
    organisationId?: string | null;
    nominatedBy?: string | null;
    title?: string;
    byLine: string;
    body?: string;
    at: Date;
  },
): Promise<void> {
  await sql`insert into competitions.entry (id, competition_id, category_id, way, account_id, organisation_id, nominated_by,
      title, by_line, body, state, created_at, updated_at)
    values (${draft.id}, ${draft.competitionId}, ${draft.categoryId}, ${draft.way}, ${draft.accountId},
      ${draft.organisationId ?? null}, ${draft.nominatedBy ?? null}, ${draft.title ?? ''}, ${draft.byLine},
      ${draft.body ?? ''}, 'draft', ${draft.at}, ${draft.at})`.execute(tx);
}

/** @returns the new version */
export async function updateTexts(
  tx: Tx,
  entry: Pick<OwnEntry, 'id' | 'categoryId'>,
  fields: Omit<EntryFields, 'version'>,
  at: Date,
): Promise<number> {
  const { rows } = await sql<{ version: number }>`update competitions.entry set
      category_id = ${fields.categoryId || entry.categoryId}, title = ${fields.title}, by_line = ${fields.byLine},
      summary = ${fields.summary}, body = ${fields.body}, updated_at = ${at}, version = version + 1
    where id = ${entry.id} returning version`.execute(tx);
  return rows[0]?.version ?? 0;
}

/** Another version of an entry whose files have changed. */
export async function touchEntry(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update competitions.entry set updated_at = ${at}, version = version + 1 where id = ${id}`.execute(tx);
}

export async function setCover(tx: Tx, id: string, fileId: string | null): Promise<void> {
  await sql`update competitions.entry set cover_file_id = ${fileId} where id = ${id}`.execute(tx);
}

/** The next number of the competition, whose row is held. */
export async function drawNumber(tx: Tx, competitionId: string): Promise<number> {
  const { rows } = await sql<{ number: number }>`update competitions.competition set last_number = last_number + 1
    where id = ${competitionId} returning last_number as number`.execute(tx);
  return rows[0]?.number ?? 0;
}

export async function setHandedIn(
  tx: Tx,
  id: string,
  given: { number: number; state: EntryState; late: boolean; mended: boolean; keepAfter: boolean; at: Date },
): Promise<void> {
  await sql`update competitions.entry set number = ${given.number}, state = ${given.state}, late = ${given.late},
      submitted_at = case when ${given.mended} then submitted_at else ${given.at} end,
      mended_at = case when ${given.mended} then ${given.at} else mended_at end,
      agreed_at = ${given.at}, keep_after = ${given.keepAfter}, withdrawn_at = null, updated_at = ${given.at},
      version = version + 1
    where id = ${id}`.execute(tx);
}

export async function setWithdrawn(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update competitions.entry set state = 'withdrawn', withdrawn_at = ${at}, updated_at = ${at},
      version = version + 1 where id = ${id}`.execute(tx);
}

/** A draft goes as if it had never been; its files and invitations must have gone before. */
export async function deleteDraft(tx: Tx, id: string): Promise<void> {
  await sql`delete from competitions.entry_member where entry_id = ${id}`.execute(tx);
  await sql`delete from competitions.entry where id = ${id} and state = 'draft'`.execute(tx);
}

/**
 * Takes out of entries what they say and who made them; what was decided on them stays under their numbers.
 * @param keepTitle where results are final the title stays with its place
 */
export async function emptyEntries(
  tx: Tx,
  ids: readonly string[],
  { at, keepTitle }: { at: Date; keepTitle: boolean },
): Promise<void> {
  if (ids.length === 0) return;
  await sql`delete from competitions.entry_member where entry_id = any(${[...ids]}::uuid[])`.execute(tx);
  await sql`update competitions.entry set title = case when ${keepTitle} then title
        when state in ('draft', 'withdrawn') then '' else '—' end, by_line = '',
      summary = '', body = '', cover_file_id = null, emptied_at = ${at}, version = version + 1
    where id = any(${[...ids]}::uuid[])`.execute(tx);
}

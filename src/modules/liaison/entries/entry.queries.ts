import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';

export const entryKinds = ['visit', 'call', 'meeting', 'message'] as const;
export type EntryKind = (typeof entryKinds)[number];
export type EntrySide = 'member' | 'contact';

export type Entry = {
  id: string;
  memberId: string;
  contactId: string;
  departmentId: string;
  kind: EntryKind;
  side: EntrySide;
  byId: string;
  heldAt: Date;
  minutes: number | null;
  place: string;
  talked: string;
  asked: string;
  at: Date;
  erased: boolean;
};

export type Addition = {
  id: string;
  entryId: string;
  kind: 'addition' | 'correction' | 'answer';
  side: EntrySide;
  byId: string;
  text: string;
  at: Date;
};

const columns = [
  'id',
  'member_id as memberId',
  'contact_id as contactId',
  'department_id as departmentId',
  'kind',
  'side',
  'by_id as byId',
  'held_at as heldAt',
  'minutes',
  'place',
  'talked',
  'asked',
  'at',
  'erased',
] as const;

export async function entryById(db: Db, id: string): Promise<Entry | undefined> {
  return (await db.selectFrom('liaison.entry').select(columns).where('id', '=', id).executeTakeFirst()) as
    | Entry
    | undefined;
}

export async function entryOfForm(db: Db, token: string): Promise<Entry | undefined> {
  return (await db.selectFrom('liaison.entry').select(columns).where('form_token', '=', token).executeTakeFirst()) as
    | Entry
    | undefined;
}

/** A member's entries, the newest first, after (older than) the given one. */
export async function entriesOfMember(
  db: Db,
  memberId: string,
  before: { at: Date; id: string } | null,
  limit: number,
): Promise<Entry[]> {
  let query = db
    .selectFrom('liaison.entry')
    .select(columns)
    .where('member_id', '=', memberId)
    .orderBy('held_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (before) query = query.where(sql<boolean>`(held_at, id) < (${before.at}, ${before.id}::uuid)`);
  return (await query.execute()) as Entry[];
}

export async function additionsOf(db: Db, entryIds: readonly string[]): Promise<Addition[]> {
  if (entryIds.length === 0) return [];
  return (await db
    .selectFrom('liaison.entry_addition')
    .select(['id', 'entry_id as entryId', 'kind', 'side', 'by_id as byId', 'text', 'at'])
    .where('entry_id', 'in', [...entryIds])
    .orderBy('at')
    .orderBy('id')
    .execute()) as Addition[];
}

export async function insertEntry(
  tx: Tx,
  entry: Omit<Entry, 'id' | 'erased'> & { formToken: string | null },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('liaison.entry')
    .values({
      id,
      member_id: entry.memberId,
      contact_id: entry.contactId,
      department_id: entry.departmentId,
      kind: entry.kind,
      side: entry.side,
      by_id: entry.byId,
      held_at: entry.heldAt,
      minutes: entry.minutes,
      place: entry.place,
      talked: entry.talked,
      asked: entry.asked,
      at: entry.at,
      form_token: entry.formToken,
    })
    .execute();
  return id;
}

/** @returns false where the form was sent before */
export async function insertAddition(
  tx: Tx,
  addition: Omit<Addition, 'id'> & { formToken: string | null },
): Promise<boolean> {
  const row = await tx
    .insertInto('liaison.entry_addition')
    .values({
      id: newId(),
      entry_id: addition.entryId,
      kind: addition.kind,
      side: addition.side,
      by_id: addition.byId,
      text: addition.text,
      at: addition.at,
      form_token: addition.formToken,
    })
    .onConflict((conflict) => conflict.column('form_token').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * When each member was last in contact since a moment: a visit, call or meeting, or a message that the contact wrote or
 * answered. Members without any are left out.
 */
export async function lastContacts(db: Db, memberIds: readonly string[], since: Date): Promise<Map<string, Date>> {
  if (memberIds.length === 0) return new Map();
  const { rows } = await sql<{ member_id: string; at: Date }>`
    select e.member_id, max(e.held_at) as at from liaison.entry e
    where e.member_id = any(${[...memberIds]}::uuid[]) and e.held_at >= ${since}
      and (e.kind <> 'message' or e.side = 'contact' or exists (
        select from liaison.entry_addition a where a.entry_id = e.id and a.side = 'contact'))
    group by e.member_id`.execute(db);
  return new Map(rows.map((row) => [row.member_id, row.at]));
}

/** Messages of members that their contact has not answered, by member: when the oldest was written. */
export async function unanswered(db: Db, memberIds: readonly string[]): Promise<Map<string, Date>> {
  if (memberIds.length === 0) return new Map();
  const { rows } = await sql<{ member_id: string; at: Date }>`
    select e.member_id, min(e.at) as at from liaison.entry e
    where e.member_id = any(${[...memberIds]}::uuid[]) and e.kind = 'message' and e.side = 'member' and not e.erased
      and not exists (select from liaison.entry_addition a where a.entry_id = e.id and a.side = 'contact')
    group by e.member_id`.execute(db);
  return new Map(rows.map((row) => [row.member_id, row.at]));
}

import { type Db, isDuplicate, newId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';

export type EndReason =
  | 'left_post'
  | 'handed_over'
  | 'member_left'
  | 'asked'
  | 'consent_withdrawn'
  | 'department_merged'
  | 'erased';

/** That somebody is, or was, somebody's contact. */
export type NamedContact = {
  id: string;
  memberId: string;
  contactId: string;
  departmentId: string;
  post: string;
  since: Date;
  until: Date | null;
  endReason: EndReason | null;
  note: string;
};

const columns = [
  'id',
  'member_id as memberId',
  'contact_id as contactId',
  'department_id as departmentId',
  'post',
  'since',
  'until',
  'end_reason as endReason',
  'note',
] as const;

export async function isNamedContact(db: Db, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('liaison.named_contact')
    .select('id')
    .where('contact_id', '=', accountId)
    .where('until', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Departments in which somebody is a named contact now. */
export async function contactDepartments(db: Db, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('liaison.named_contact')
    .select('department_id')
    .distinct()
    .where('contact_id', '=', accountId)
    .where('until', 'is', null)
    .execute();
  return rows.map((row) => row.department_id);
}

export async function contactOf(db: Db, memberId: string): Promise<NamedContact | undefined> {
  return (await db
    .selectFrom('liaison.named_contact')
    .select(columns)
    .where('member_id', '=', memberId)
    .where('until', 'is', null)
    .executeTakeFirst()) as NamedContact | undefined;
}

/** Whose contacts are meant; nothing given: everybody's. */
export type ContactFilter = { contactId?: string; departmentIds?: readonly string[]; memberIds?: readonly string[] };

/** Every contact of now: at most one a member, so never more than the register has members. */
export async function openContacts(db: Db, filter: ContactFilter = {}): Promise<NamedContact[]> {
  let query = db.selectFrom('liaison.named_contact').select(columns).where('until', 'is', null);
  if (filter.contactId) query = query.where('contact_id', '=', filter.contactId);
  if (filter.departmentIds) query = query.where('department_id', 'in', [...filter.departmentIds, noId]);
  if (filter.memberIds) query = query.where('member_id', 'in', [...filter.memberIds, noId]);
  return (await query.orderBy('since').orderBy('id').execute()) as NamedContact[];
}

/** Never the id of anything; keeps a list in SQL from being empty. */
const noId = '00000000-0000-0000-0000-000000000000';

/** Everybody who was a member's contact, the newest first. */
export async function contactHistory(db: Db, memberId: string): Promise<NamedContact[]> {
  return (await db
    .selectFrom('liaison.named_contact')
    .select(columns)
    .where('member_id', '=', memberId)
    .orderBy('since', 'desc')
    .orderBy('id', 'desc')
    .execute()) as NamedContact[];
}

/** @throws AppError liaison.assigned_already where the member has a contact: the unique index decides */
export async function insertContact(
  tx: Tx,
  given: { memberId: string; contactId: string; departmentId: string; post: string; at: Date; by: string | null },
): Promise<string> {
  const id = newId();
  try {
    await tx
      .insertInto('liaison.named_contact')
      .values({
        id,
        member_id: given.memberId,
        contact_id: given.contactId,
        department_id: given.departmentId,
        post: given.post,
        since: given.at,
        assigned_by: given.by,
      })
      .execute();
  } catch (error) {
    if (isDuplicate(error)) fail('liaison.assigned_already');
    throw error;
  }
  return id;
}

/** @returns whether it was still open */
export async function closeContact(
  tx: Tx,
  id: string,
  end: { reason: EndReason; note: string; at: Date; by: string | null },
): Promise<boolean> {
  const done = await tx
    .updateTable('liaison.named_contact')
    .set({ until: end.at, end_reason: end.reason, note: end.note, ended_by: end.by })
    .where('id', '=', id)
    .where('until', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** Members of whom nobody writes a contact down any more; for reminders and figures. */
export async function countContactsAt(db: Db, departmentId: string): Promise<number> {
  const row = await db
    .selectFrom('liaison.named_contact')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('department_id', '=', departmentId)
    .where('until', 'is', null)
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

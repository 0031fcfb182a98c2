import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import { openStates } from '../matters/matters.rules.ts';

export async function openMattersAt(db: Db, departmentId: string): Promise<number> {
  const row = await db
    .selectFrom('liaison.matter')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('department_id', '=', departmentId)
    .where('state', 'in', [...openStates])
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

/** Contacts of the department go on as contacts of the other; that it was this one stays in the history. */
export async function moveContacts(tx: Tx, from: string, to: string, at: Date): Promise<void> {
  const open = await tx
    .selectFrom('liaison.named_contact')
    .select(['id', 'member_id', 'contact_id', 'post'])
    .where('department_id', '=', from)
    .where('until', 'is', null)
    .orderBy('member_id')
    .forUpdate()
    .execute();
  for (const contact of open) {
    await tx
      .updateTable('liaison.named_contact')
      .set({ until: at, end_reason: 'department_merged' })
      .where('id', '=', contact.id)
      .execute();
    await tx
      .insertInto('liaison.named_contact')
      .values({
        id: newId(),
        member_id: contact.member_id,
        contact_id: contact.contact_id,
        department_id: to,
        post: contact.post,
        since: at,
      })
      .execute();
  }
}

/** Open matters and what is offered go on in the other department; what is closed keeps the old one. */
export async function moveDepartmentMatters(tx: Tx, from: string, to: string, at: Date): Promise<void> {
  await tx
    .updateTable('liaison.matter')
    .set({ department_id: to })
    .where('department_id', '=', from)
    .where('state', 'in', [...openStates])
    .execute();
  await tx
    .updateTable('liaison.matter_handing')
    .set({ to_department_id: to })
    .where('to_department_id', '=', from)
    .where('state', '=', 'offered')
    .execute();
  // What one of the two had offered the other has arrived.
  await sql`
    update liaison.matter_handing h set state = 'withdrawn', decided_at = ${at} from liaison.matter m
    where m.id = h.matter_id and h.state = 'offered' and h.to_department_id = ${to} and m.department_id = ${to}`.execute(
    tx,
  );
}

import { newId, sql, type Tx } from '../../../kernel/db/index.ts';

/** Test data: a member whose contact a department's officer is, with one contact made and one matter. */
export async function insertYear(
  tx: Tx,
  given: {
    memberId: string;
    contactId: string;
    departmentId: string;
    at: Date;
    entries: number;
    matter?: { state: 'open' | 'closed' | 'dropped'; title: string; solved?: boolean };
  },
): Promise<void> {
  await sql`insert into liaison.named_contact (id, member_id, contact_id, department_id, since)
    values (${newId()}, ${given.memberId}, ${given.contactId}, ${given.departmentId}, ${given.at}) on conflict do nothing`.execute(
    tx,
  );
  for (let n = 0; n < given.entries; n++)
    await sql`insert into liaison.entry (id, member_id, contact_id, department_id, kind, side, by_id, held_at, talked, at)
      values (${newId()}, ${given.memberId}, ${given.contactId}, ${given.departmentId}, ${n % 2 ? 'call' : 'visit'}, 'contact',
        ${given.contactId}, ${new Date(given.at.getTime() + n * 86_400_000)}, 'talked', ${given.at})`.execute(tx);
  if (!given.matter) return;
  const id = newId();
  const closed = given.matter.state !== 'open';
  await sql`insert into liaison.matter (id, number, member_id, owner_id, department_id, state, title, text, side, opened_by, opened_at, due_at,
      moved_at, answered_at, closed_at, closed_how)
    values (${id}, ${`T-${id.slice(-12)}`}, ${given.memberId}, ${given.contactId}, ${given.departmentId}, ${given.matter.state}, ${given.matter.title}, '',
      'member', ${given.memberId}, ${given.at}, ${new Date(given.at.getTime() + 20 * 86_400_000)}, ${given.at},
      ${given.matter.state === 'closed' ? given.at : null}, ${closed ? given.at : null},
      ${given.matter.state === 'closed' ? (given.matter.solved === undefined ? 'time' : 'rated') : null})`.execute(tx);
  if (given.matter.solved !== undefined)
    await sql`insert into liaison.matter_rating (matter_id, round, solved, outcome, attitude, speed, at)
      values (${id}, 1, ${given.matter.solved}, ${given.matter.solved ? 5 : 2}, 5, 4, ${given.at})`.execute(tx);
}

import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

export async function countAppointmentData(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from people.appointment where account_id = ${accountId})
      + (select count(*) from people.appointment_piece e join people.appointment p on p.id = e.appointment_id
         where p.account_id = ${accountId})
      + (select count(*) from people.seat where account_id = ${accountId}) as n`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/** Published pieces and their answers stay, without a name; what was not published, and why somebody was asked, goes. */
export async function eraseAppointmentData(tx: Tx, accountId: string): Promise<void> {
  await sql`
    update people.appointment_piece e set title = '', place = '', seen = '', advice = '', hours = null,
      state = case when e.state = 'sent' then 'withdrawn' else e.state end
    from people.appointment p where p.id = e.appointment_id and p.account_id = ${accountId} and e.state <> 'published'`.execute(
    tx,
  );
  await sql`
    update people.appointment_answer w set text = '' from people.appointment_piece e join people.appointment p on p.id = e.appointment_id
    where w.piece_id = e.id and p.account_id = ${accountId} and e.state <> 'published'`.execute(tx);
  await sql`
    update people.appointment_piece_moderation m set appeal = '' from people.appointment_piece e
      join people.appointment p on p.id = e.appointment_id
    where m.piece_id = e.id and p.account_id = ${accountId} and m.appeal is not null`.execute(tx);
  await sql`update people.appointment set account_id = null, public_name = '', reason = '', end_reason = ''
    where account_id = ${accountId}`.execute(tx);
  await tx.deleteFrom('people.seat').where('account_id', '=', accountId).execute();
}

/** Takes the name out of what everybody sees of somebody's appointments, past ones too; the rest of them stays. */
export async function takeNameOut(tx: Tx, accountId: string): Promise<void> {
  await tx.updateTable('people.appointment').set({ public_name: '' }).where('account_id', '=', accountId).execute();
}

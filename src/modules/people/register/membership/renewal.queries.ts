import { type Db, newId, sql, type Tx } from '../../../../kernel/db/index.ts';

export type Renewal = {
  id: string;
  membershipId: string;
  state: 'asked' | 'granted' | 'declined' | 'withdrawn';
  note: string;
  askedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  reasons: string;
};

const columns = sql`id, membership_id as "membershipId", state, note, asked_at as "askedAt", decided_by as "decidedBy",
  decided_at as "decidedAt", reasons`;

/** The unique index refuses a second one that is not answered yet. */
export async function insertRenewal(tx: Tx, membershipId: string, note: string, at: Date): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.renewal')
    .values({ id, membership_id: membershipId, state: 'asked', note, asked_at: at })
    .execute();
  return id;
}

export async function renewalsOf(db: Db, membershipId: string): Promise<Renewal[]> {
  const { rows } = await sql<Renewal>`select ${columns} from people.renewal where membership_id = ${membershipId}
    order by asked_at, id limit 50`.execute(db);
  return rows;
}

/** The request that waits for an answer, held until the transaction ends. */
export async function lockOpenRenewal(tx: Tx, membershipId: string): Promise<Renewal | undefined> {
  const { rows } =
    await sql<Renewal>`select ${columns} from people.renewal where membership_id = ${membershipId} and state = 'asked'
    for update`.execute(tx);
  return rows[0];
}

export async function answerRenewal(
  tx: Tx,
  id: string,
  given: { state: 'granted' | 'declined'; by: string; reasons: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('people.renewal')
    .set({ state: given.state, decided_by: given.by, decided_at: given.at, reasons: given.reasons })
    .where('id', '=', id)
    .execute();
}

/** With the membership a request that waits falls away, and what the member wrote is erased; the answers stay theirs to read. */
export async function endRenewals(tx: Tx, membershipId: string): Promise<void> {
  await sql`update people.renewal set note = '', state = case state when 'asked' then 'withdrawn' else state end
    where membership_id = ${membershipId}`.execute(tx);
}

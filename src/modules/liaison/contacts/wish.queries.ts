import { type Db, isDuplicate, newId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';

export type Wish = { id: string; memberId: string; text: string; at: Date; state: string; answer: string };

const columns = ['id', 'member_id as memberId', 'text', 'at', 'state', 'answer'] as const;

export async function latestWish(db: Db, memberId: string): Promise<Wish | undefined> {
  return db
    .selectFrom('liaison.contact_wish')
    .select(columns)
    .where('member_id', '=', memberId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** At most one a member, the oldest first. */
export async function openWishes(db: Db): Promise<Wish[]> {
  return db
    .selectFrom('liaison.contact_wish')
    .select(columns)
    .where('state', '=', 'open')
    .orderBy('at')
    .orderBy('id')
    .execute();
}

export async function wishById(db: Db, id: string): Promise<Wish | undefined> {
  return db.selectFrom('liaison.contact_wish').select(columns).where('id', '=', id).executeTakeFirst();
}

/** @throws AppError liaison.wished_already */
export async function insertWish(tx: Tx, memberId: string, text: string, at: Date): Promise<string> {
  const id = newId();
  try {
    await tx.insertInto('liaison.contact_wish').values({ id, member_id: memberId, text, at }).execute();
  } catch (error) {
    if (isDuplicate(error)) fail('liaison.wished_already');
    throw error;
  }
  return id;
}

/** Settles a member's open wish. @returns whether there was one */
export async function settleWish(
  tx: Tx,
  memberId: string,
  settled: { state: 'met' | 'declined' | 'withdrawn'; answer: string; at: Date; by: string | null },
): Promise<boolean> {
  const done = await tx
    .updateTable('liaison.contact_wish')
    .set({ state: settled.state, answer: settled.answer, decided_at: settled.at, decided_by: settled.by })
    .where('member_id', '=', memberId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

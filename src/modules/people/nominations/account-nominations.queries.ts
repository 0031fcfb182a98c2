import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import { type Nomination, nominations } from './nominations.queries.ts';

/** Nominations that somebody accepted, or that they made; for the person. */
export async function nominationsOfAccount(
  db: Db,
  accountId: string,
): Promise<{ accepted: Nomination[]; made: number }> {
  const accepted = await nominations(db).where('n.account_id', '=', accountId).execute();
  const row = await db
    .selectFrom('people.nomination')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('recommender_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return { accepted: accepted as Nomination[], made: Number(row.n) };
}

/** Ids of what somebody accepted, and of what they made for themself and is open; locked. */
export async function lockNominationsOfAccount(
  tx: Tx,
  accountId: string,
): Promise<{ accepted: string[]; open: string[] }> {
  const accepted = await tx
    .selectFrom('people.nomination')
    .select('id')
    .where('account_id', '=', accountId)
    .forUpdate()
    .execute();
  const open = await tx
    .selectFrom('people.nomination')
    .select('id')
    .where('recommender_id', '=', accountId)
    .where('organisation_id', 'is', null)
    .where('state', '=', 'open')
    .forUpdate()
    .execute();
  return { accepted: accepted.map(({ id }) => id), open: open.map(({ id }) => id) };
}

/** Takes an account out of nominations that it made. */
export async function forgetRecommender(tx: Tx, accountId: string): Promise<void> {
  await tx
    .updateTable('people.nomination')
    .set({ recommender_id: null })
    .where('recommender_id', '=', accountId)
    .execute();
  await tx
    .updateTable('people.nomination_batch')
    .set({ handed_in_by: null })
    .where('handed_in_by', '=', accountId)
    .execute();
}

/** Accepted nominations of an account that no application carries yet, the oldest first. */
export async function acceptedOf(
  db: Db,
  accountId: string,
): Promise<{ id: string; recommenderId: string | null; bySecretariat: boolean }[]> {
  return db
    .selectFrom('people.nomination as n')
    .leftJoin('people.nomination_batch as b', 'b.id', 'n.batch_id')
    .select((eb) => [
      'n.id',
      'n.recommender_id as recommenderId',
      eb.fn.coalesce('b.by_secretariat', eb.val(false)).as('bySecretariat'),
    ])
    .where('n.account_id', '=', accountId)
    .where('n.state', '=', 'accepted')
    .orderBy('n.number')
    .execute();
}

/** The account and the nomination of an application. */
export async function applicationOf(
  db: Db,
  id: string,
): Promise<{ accountId: string; nominationId: string | null } | null> {
  const row = await db
    .selectFrom('people.application')
    .select(['account_id as accountId', 'nomination_id as nominationId'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Puts what one account recommended, accepted and handed in into another, also where an application says who recommended. */
export async function moveNominations(tx: Tx, from: string, to: string): Promise<void> {
  await tx.updateTable('people.nomination').set({ recommender_id: to }).where('recommender_id', '=', from).execute();
  await tx.updateTable('people.nomination').set({ account_id: to }).where('account_id', '=', from).execute();
  await tx.updateTable('people.nomination_batch').set({ handed_in_by: to }).where('handed_in_by', '=', from).execute();
  await sql`update people.application set nominated_by = array_replace(nominated_by, ${from}::uuid, ${to}::uuid)
    where ${from}::uuid = any(nominated_by)`.execute(tx);
}

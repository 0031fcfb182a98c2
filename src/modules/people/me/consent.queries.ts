import { type Db, newId, type Tx } from '../../../kernel/db/index.ts';

export type Consent = { id: string; purpose: string; wording: string; givenAt: Date; withdrawnAt: Date | null };

/** Agreeing twice to the same is one consent. */
export async function recordConsent(
  tx: Tx,
  consent: { accountId: string; purpose: string; wording: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('people.consent')
    .values({
      id: newId(),
      account_id: consent.accountId,
      purpose: consent.purpose,
      wording: consent.wording,
      given_at: consent.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function consentsOf(db: Db, accountId: string): Promise<Consent[]> {
  return db
    .selectFrom('people.consent')
    .select(['id', 'purpose', 'wording', 'given_at as givenAt', 'withdrawn_at as withdrawnAt'])
    .where('account_id', '=', accountId)
    .orderBy('given_at')
    .execute();
}

export async function withdrawConsentById(tx: Tx, accountId: string, id: string, at: Date): Promise<string | null> {
  const row = await tx
    .updateTable('people.consent')
    .set({ withdrawn_at: at })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('withdrawn_at', 'is', null)
    .returning('purpose')
    .executeTakeFirst();
  return row?.purpose ?? null;
}

/** Which of these accounts have agreed to a purpose, and have not withdrawn it. */
export async function consenting(db: Db, purpose: string, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (accountIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('people.consent')
    .select('account_id')
    .where('purpose', '=', purpose)
    .where('account_id', 'in', [...accountIds])
    .where('withdrawn_at', 'is', null)
    .execute();
  return new Set(rows.map((row) => row.account_id));
}

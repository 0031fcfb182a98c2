import type { Tx } from '../../kernel/db/index.ts';

/** Far off, because the session library reads the machine's clock and tests stand still at another time. */
const farOff = new Date('2099-01-01T00:00:00Z');

export async function insertSession(
  tx: Tx,
  session: { id: string; token: string; accountId: string; secondFactorAt: Date | null; provenAt: Date },
): Promise<void> {
  await tx
    .insertInto('people.session')
    .values({
      id: session.id,
      token: session.token,
      account_id: session.accountId,
      expires_at: farOff,
      second_factor_at: session.secondFactorAt,
      proven_at: session.provenAt,
      updated_at: farOff,
    })
    .execute();
}

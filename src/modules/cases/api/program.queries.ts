import type { Db, Tx } from '../../../kernel/db/index.ts';

/** The letter that came from there before. */
export async function caseOfSource(
  db: Db,
  source: { name: string; ref: string },
): Promise<{ id: string; number: string; submittedAt: Date } | undefined> {
  return db
    .selectFrom('cases.case')
    .select(['id', 'number', 'submitted_at as submittedAt'])
    .where('source', '=', source.name)
    .where('source_ref', '=', source.ref)
    .executeTakeFirst();
}

export async function keepMediaLink(tx: Tx, caseId: string, url: string): Promise<void> {
  await tx
    .insertInto('cases.media_link')
    .values({ case_id: caseId, url })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

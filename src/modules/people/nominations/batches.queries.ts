import { type Db, newId, type PageKey, type Tx } from '../../../kernel/db/index.ts';

export type Batch = {
  id: string;
  organisation: string;
  organisationId: string;
  round: string | null;
  bySecretariat: boolean;
  handedInAt: Date;
  letterFileId: string | null;
  rows: number;
  rejected: number;
};

export async function insertBatch(
  tx: Tx,
  batch: {
    organisationId: string;
    roundId: string | null;
    by: string;
    bySecretariat: boolean;
    at: Date;
    letterFileId: string | null;
    rows: number;
    rejected: number;
  },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.nomination_batch')
    .values({
      id,
      organisation_id: batch.organisationId,
      round_id: batch.roundId,
      handed_in_by: batch.by,
      by_secretariat: batch.bySecretariat,
      handed_in_at: batch.at,
      letter_file_id: batch.letterFileId,
      rows: batch.rows,
      rejected: batch.rejected,
    })
    .execute();
  return id;
}

/** The newest first. */
export async function listBatches(db: Db, page: { before: PageKey | null; limit: number }): Promise<Batch[]> {
  let query = db
    .selectFrom('people.nomination_batch as b')
    .innerJoin('people.organisation as o', 'o.id', 'b.organisation_id')
    .leftJoin('people.nomination_round as r', 'r.id', 'b.round_id')
    .select([
      'b.id',
      'o.name as organisation',
      'o.id as organisationId',
      'r.title as round',
      'b.by_secretariat as bySecretariat',
      'b.handed_in_at as handedInAt',
      'b.letter_file_id as letterFileId',
      'b.rows',
      'b.rejected',
    ])
    .orderBy('b.handed_in_at', 'desc')
    .orderBy('b.id', 'desc')
    .limit(page.limit);
  const { before } = page;
  if (before)
    query = query.where((eb) => eb(eb.refTuple('b.handed_in_at', 'b.id'), '<', eb.tuple(before.at, before.id)));
  return query.execute();
}

export async function isLetter(db: Db, fileId: string): Promise<boolean> {
  const row = await db
    .selectFrom('people.nomination_batch')
    .select('id')
    .where('letter_file_id', '=', fileId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Unties the letters of the batches that these nominations came with. @returns the files to let go of */
export async function untieLetters(tx: Tx, nominationIds: readonly string[]): Promise<string[]> {
  const batches = await tx
    .selectFrom('people.nomination_batch')
    .select(['id', 'letter_file_id'])
    .where('letter_file_id', 'is not', null)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('people.nomination')
        .select('batch_id')
        .where('id', 'in', [...nominationIds])
        .where('batch_id', 'is not', null)
        .$castTo<{ batch_id: string }>(),
    )
    .forUpdate()
    .execute();
  if (batches.length > 0)
    await tx
      .updateTable('people.nomination_batch')
      .set({ letter_file_id: null })
      .where(
        'id',
        'in',
        batches.map(({ id }) => id),
      )
      .execute();
  return batches.flatMap((batch) => batch.letter_file_id ?? []);
}

import { type Db, newId, type Tx } from '../../../kernel/db/index.ts';

export type OrganisationCheck = {
  id: string;
  organisationId: string;
  state: 'waiting' | 'granted' | 'refused' | 'dropped';
  askedBy: string | null;
  askedAt: Date;
  fileId: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string;
};

const columns = [
  'id',
  'organisation_id as organisationId',
  'state',
  'asked_by as askedBy',
  'asked_at as askedAt',
  'file_id as fileId',
  'decided_by as decidedBy',
  'decided_at as decidedAt',
  'reason',
] as const;

/** Newest first. */
export async function checksOf(db: Db, organisationId: string): Promise<OrganisationCheck[]> {
  const rows = await db
    .selectFrom('people.organisation_check')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
  return rows as OrganisationCheck[];
}

export async function insertCheck(
  tx: Tx,
  check: { organisationId: string; askedBy: string | null; fileId: string | null; at: Date },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.organisation_check')
    .values({
      id,
      organisation_id: check.organisationId,
      asked_by: check.askedBy,
      asked_at: check.at,
      file_id: check.fileId,
      state: 'waiting',
    })
    .execute();
  return id;
}

/**
 * Decides the check that waits; its file stays tied to it only where it was granted.
 * @returns undefined where none waits: somebody else was first. `fileId`: a file to let go of
 */
export async function decideCheck(
  tx: Tx,
  organisationId: string,
  decision: { state: 'granted' | 'refused' | 'dropped'; by: string | null; reason: string; at: Date },
): Promise<{ id: string; askedBy: string | null; fileId: string | null } | undefined> {
  const before = await tx
    .selectFrom('people.organisation_check')
    .select(['id', 'asked_by as askedBy', 'file_id as fileId'])
    .where('organisation_id', '=', organisationId)
    .where('state', '=', 'waiting')
    .forUpdate()
    .executeTakeFirst();
  if (!before) return undefined;
  await tx
    .updateTable('people.organisation_check')
    .set({
      state: decision.state,
      decided_by: decision.state === 'dropped' ? null : decision.by,
      decided_at: decision.at,
      reason: decision.reason,
      ...(decision.state !== 'granted' && { file_id: null }),
    })
    .where('id', '=', before.id)
    .execute();
  return { ...before, fileId: decision.state === 'granted' ? null : before.fileId };
}

/** Unties every licence of an organisation. @returns the files to let go of */
export async function dropEvidence(tx: Tx, organisationId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('people.organisation_check')
    .select('file_id')
    .where('organisation_id', '=', organisationId)
    .where('file_id', 'is not', null)
    .execute();
  await tx
    .updateTable('people.organisation_check')
    .set({ file_id: null })
    .where('organisation_id', '=', organisationId)
    .execute();
  return rows.flatMap(({ file_id }) => file_id ?? []);
}

/** The organisation whose check a file belongs to. */
export async function organisationOfFile(db: Db, fileId: string): Promise<string | null> {
  const row = await db
    .selectFrom('people.organisation_check')
    .select('organisation_id')
    .where('file_id', '=', fileId)
    .executeTakeFirst();
  return row?.organisation_id ?? null;
}

export type WaitingOrganisation = {
  id: string;
  slug: string;
  name: string;
  kind: string;
  askedAt: Date;
  checkId: string;
};

/** Organisations that wait to be verified, the longest waiting first. */
export async function waitingOrganisations(
  db: Db,
  after: { askedAt: Date; checkId: string } | null,
  limit: number,
): Promise<WaitingOrganisation[]> {
  let query = db
    .selectFrom('people.organisation_check as c')
    .innerJoin('people.organisation as o', 'o.id', 'c.organisation_id')
    .select(['o.id', 'o.slug', 'o.name', 'o.kind', 'c.asked_at as askedAt', 'c.id as checkId'])
    .where('c.state', '=', 'waiting')
    .orderBy('c.asked_at')
    .orderBy('c.id')
    .limit(limit);
  if (after)
    query = query.where((eb) => eb(eb.refTuple('c.asked_at', 'c.id'), '>', eb.tuple(after.askedAt, after.checkId)));
  return query.execute();
}

/** Takes a person out of checks they asked for; for accounts that are erased. */
export async function forgetAsker(tx: Tx, accountId: string): Promise<void> {
  await tx.updateTable('people.organisation_check').set({ asked_by: null }).where('asked_by', '=', accountId).execute();
  await tx
    .updateTable('people.organisation')
    .set({ registered_by: null })
    .where('registered_by', '=', accountId)
    .execute();
}

/** Puts checks that one account asked for into another. */
export async function moveAsked(tx: Tx, from: string, to: string): Promise<void> {
  await tx.updateTable('people.organisation_check').set({ asked_by: to }).where('asked_by', '=', from).execute();
}

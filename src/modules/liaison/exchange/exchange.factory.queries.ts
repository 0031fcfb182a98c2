import { newId, type Tx } from '../../../kernel/db/index.ts';

export async function insertOrganisation(
  tx: Tx,
  given: { slug: string; kind: string; name: string; verified: boolean; at: Date },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.organisation')
    .values({
      id,
      slug: given.slug,
      kind: given.kind,
      name: given.name,
      verified_at: given.verified ? given.at : null,
      verified_by: given.verified ? newId() : null,
      created_at: given.at,
    })
    .execute();
  return id;
}

export async function insertPart(
  tx: Tx,
  given: { organisationId: string; accountId: string; part: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('people.organisation_person')
    .values({
      id: newId(),
      organisation_id: given.organisationId,
      account_id: given.accountId,
      part: given.part,
      state: 'held',
      since: given.at,
    })
    .execute();
}

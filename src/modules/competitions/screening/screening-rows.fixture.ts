import { type Db, inTransaction, newId, sql, type Tx } from '../../../kernel/db/index.ts';

export const inOne = (db: Db, work: (tx: Tx) => Promise<void>): Promise<void> => inTransaction(db, work);

/** Test data: somebody of a team. */
export async function joinTeam(
  db: Db,
  competitionId: string,
  entryId: string,
  accountId: string,
  at: Date,
): Promise<void> {
  await sql`insert into competitions.entry_member (competition_id, entry_id, account_id, role, shown_as, joined_at)
    values (${competitionId}, ${entryId}, ${accountId}, '导演', '队员', ${at})`.execute(db);
}

/** Test data: an entry of an organisation in which somebody has a place. */
export async function belongToOrganisation(db: Db, entryId: string, accountId: string, at: Date): Promise<void> {
  const id = newId();
  await sql`insert into people.organisation (id, slug, name, kind, created_at)
    values (${id}, ${`o-${id.slice(-8)}`}, '竹艺社', 'company', ${at})`.execute(db);
  await sql`insert into people.organisation_person (id, organisation_id, account_id, part, state, since)
    values (${newId()}, ${id}, ${accountId}, 'member', 'held', ${at})`.execute(db);
  await sql`update competitions.entry set organisation_id = ${id} where id = ${entryId}`.execute(db);
}

/** Test data: mended and handed in again. */
export async function mended(db: Db, entryId: string, at: Date): Promise<void> {
  await sql`update competitions.entry set state = 'submitted', mended_at = ${at}, version = version + 1
    where id = ${entryId}`.execute(db);
}

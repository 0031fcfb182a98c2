import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';

export const trainingSource = 'people.training';

export type Training = {
  id: string;
  title: string;
  heldOn: string;
  hours: number;
  place: string;
  enteredAt: Date;
  participants: number;
};

export async function insertTraining(
  tx: Tx,
  given: { title: string; heldOn: string; hours: number; place: string; by: string; at: Date },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.training')
    .values({
      id,
      title: given.title,
      held_on: given.heldOn,
      hours: given.hours.toFixed(2),
      place: given.place,
      entered_by: given.by,
      entered_at: given.at,
    })
    .execute();
  return id;
}

const columns = sql`t.id, t.title, t.held_on as "heldOn", t.hours::float8 as hours, t.place, t.entered_at as "enteredAt",
  (select count(*)::int from people.activity y where y.source = ${trainingSource} and y.source_id = t.id::text) as participants`;

export async function findTraining(db: Db, id: string): Promise<Training | undefined> {
  const { rows } = await sql<Training>`select ${columns} from people.training t where t.id = ${id}`.execute(db);
  return rows[0];
}

/** Holds a training, so that it is not deleted while somebody is added. */
export async function lockTraining(tx: Tx, id: string): Promise<Training | undefined> {
  await tx.selectFrom('people.training').select('id').where('id', '=', id).forUpdate().execute();
  return findTraining(tx, id);
}

/** The newest first, a page after `after`. */
export async function listTrainings(
  db: Db,
  after: { heldOn: string; id: string } | null,
  limit: number,
): Promise<Training[]> {
  const beyond = after ? sql`where (t.held_on, t.id) < (${after.heldOn}::date, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<Training>`select ${columns} from people.training t ${beyond}
    order by t.held_on desc, t.id desc limit ${limit}`.execute(db);
  return rows;
}

export async function deleteTraining(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('people.training').where('id', '=', id).execute();
}

export type Participant = { accountId: string; name: string; number: string | null };

export async function participantsOf(db: Db, trainingId: string): Promise<Participant[]> {
  const { rows } = await sql<Participant>`
    select y.account_id as "accountId", a.name, m.number from people.activity y join people.account a on a.id = y.account_id
      left join people.membership m on m.account_id = y.account_id and m.state <> 'ended'
    where y.source = ${trainingSource} and y.source_id = ${trainingId} order by m.number nulls last, a.name`.execute(
    db,
  );
  return rows;
}

/** Accounts of members, by their numbers; numbers that nobody has are left out. */
export async function membersNumbered(db: Db, numbers: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (numbers.length === 0) return new Map();
  const rows = await db
    .selectFrom('people.membership')
    .select(['number', 'account_id'])
    .where('number', 'in', [...numbers])
    .where('state', '<>', 'ended')
    .execute();
  return new Map(rows.map(({ number, account_id }) => [number, account_id]));
}

import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { SeatKind, SeatLevel } from './appointments.rules.ts';

export type SeatText = {
  body: string;
  level: SeatLevel;
  kind: SeatKind;
  startsOn: string;
  endsOn: string | null;
  shown: boolean;
};

export type Seat = SeatText & {
  id: string;
  accountId: string;
  state: 'entered' | 'confirmed' | 'declined';
  enteredAt: Date;
  declineReason: string;
  name: string;
  memberNumber: string | null;
};

const columns = sql`s.id, s.account_id as "accountId", s.body, s.level, s.kind, s.starts_on as "startsOn", s.ends_on as "endsOn",
  s.shown, s.state, s.entered_at as "enteredAt", s.decline_reason as "declineReason", a.name, m.number as "memberNumber"`;
const from = sql`people.seat s join people.account a on a.id = s.account_id
  left join people.membership m on m.account_id = s.account_id and m.state <> 'ended'`;

export async function seatsOf(db: Db, accountId: string): Promise<Seat[]> {
  const { rows } = await sql<Seat>`select ${columns} from ${from} where s.account_id = ${accountId}
    order by s.starts_on desc, s.id`.execute(db);
  return rows;
}

export async function lockSeat(tx: Tx, id: string): Promise<Seat | undefined> {
  const { rows } = await sql<Seat>`select ${columns} from ${from} where s.id = ${id} for update of s`.execute(tx);
  return rows[0];
}

/** Seats that wait to be confirmed, the oldest first. */
export async function seatsToConfirm(db: Db, limit: number): Promise<Seat[]> {
  const { rows } = await sql<Seat>`select ${columns} from ${from} where s.state = 'entered'
    order by s.entered_at, s.id limit ${limit}`.execute(db);
  return rows;
}

export type PublicSeat = Pick<Seat, 'body' | 'level' | 'kind' | 'startsOn' | 'endsOn'> & { name: string; slug: string };

/** Seats that are confirmed, not over, and of members who said so and stand in the public directory: by their name there. */
export async function publicSeats(db: Db, today: string, limit: number): Promise<PublicSeat[]> {
  const { rows } = await sql<PublicSeat>`
    select s.body, s.level, s.kind, s.starts_on as "startsOn", s.ends_on as "endsOn", d.name, d.slug
    from people.seat s join people.directory_entry d on d.account_id = s.account_id
    where s.state = 'confirmed' and s.shown and s.starts_on <= ${today}::date
      and (s.ends_on is null or s.ends_on >= ${today}::date)
    order by array_position(array['national', 'provincial', 'city', 'county', 'township'], s.level), s.body, d.sort_key
    limit ${limit}`.execute(db);
  return rows;
}

export async function insertSeat(tx: Tx, accountId: string, seat: SeatText, at: Date): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.seat')
    .values({
      id,
      account_id: accountId,
      body: seat.body,
      level: seat.level,
      kind: seat.kind,
      starts_on: seat.startsOn,
      ends_on: seat.endsOn,
      shown: seat.shown,
      state: 'entered',
      entered_at: at,
    })
    .execute();
  return id;
}

export async function decideSeatRow(
  tx: Tx,
  id: string,
  given: { state: 'confirmed' | 'declined'; reason: string; by: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('people.seat')
    .set({ state: given.state, decided_by: given.by, decided_at: given.at, decline_reason: given.reason })
    .where('id', '=', id)
    .execute();
}

export async function setSeatShown(tx: Tx, id: string, shown: boolean): Promise<void> {
  await tx.updateTable('people.seat').set({ shown }).where('id', '=', id).execute();
}

export async function removeSeatRow(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('people.seat').where('id', '=', id).execute();
}

/** Holds an account's seats together: two entered at once are counted one after the other. */
export async function lockSeatsOf(tx: Tx, accountId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`people.seat ${accountId}`}, 0))`.execute(tx);
  return (await seatsOf(tx, accountId)).length;
}

import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';

export type Hearing = {
  id: string;
  consultationId: string;
  startsAt: Date;
  endsAt: Date;
  place: string;
  agenda: string;
  seats: number;
  announcedAt: Date;
  signUpUntil: LocalDate;
  cancelledAt: Date | null;
  cancelReason: string;
  seated: number;
  waiting: number;
};

const columns = sql`h.id, h.consultation_id as "consultationId", h.starts_at as "startsAt", h.ends_at as "endsAt", h.place,
  h.agenda, h.seats, h.announced_at as "announcedAt", to_char(h.sign_up_until, 'YYYY-MM-DD') as "signUpUntil",
  h.cancelled_at as "cancelledAt", h.cancel_reason as "cancelReason",
  (select count(*)::int from consultations.hearing_place p where p.hearing_id = h.id and p.state = 'seated') as seated,
  (select count(*)::int from consultations.hearing_place p where p.hearing_id = h.id and p.state = 'waiting') as waiting`;

export async function hearingsOf(db: Db, consultationId: string): Promise<Hearing[]> {
  const { rows } = await sql<Hearing>`select ${columns} from consultations.hearing h
    where h.consultation_id = ${consultationId} order by h.starts_at, h.id limit 50`.execute(db);
  return rows;
}

export async function hearingById(db: Db, id: string): Promise<Hearing | undefined> {
  const { rows } = await sql<Hearing>`select ${columns} from consultations.hearing h where h.id = ${id}`.execute(db);
  return rows[0];
}

/** Whoever signs up, leaves, or changes the hearing waits for the others. */
export async function lockHearing(tx: Tx, id: string): Promise<Hearing | undefined> {
  await sql`select from consultations.hearing where id = ${id} for no key update`.execute(tx);
  return hearingById(tx, id);
}

export async function insertHearing(
  tx: Tx,
  row: Omit<Hearing, 'cancelledAt' | 'cancelReason' | 'seated' | 'waiting'>,
): Promise<void> {
  await sql`insert into consultations.hearing (id, consultation_id, starts_at, ends_at, place, agenda, seats, announced_at,
      sign_up_until)
    values (${row.id}, ${row.consultationId}, ${row.startsAt}, ${row.endsAt}, ${row.place}, ${row.agenda}, ${row.seats},
      ${row.announcedAt}, ${row.signUpUntil})`.execute(tx);
}

export async function markHearingCancelled(tx: Tx, id: string, at: Date, reason: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update consultations.hearing
    set cancelled_at = ${at}, cancel_reason = ${reason} where id = ${id} and cancelled_at is null`.execute(tx);
  return numAffectedRows === 1n;
}

export type HearingPlace = {
  accountId: string;
  name: string;
  contact: string;
  speaks: boolean;
  about: string;
  state: 'seated' | 'waiting' | 'left';
  signedUpAt: Date;
  turn: number;
};

const placeColumns = sql`account_id as "accountId", name, contact, speaks, about, state, signed_up_at as "signedUpAt", turn`;

/** In the order of signing up; who left is left out. */
export async function placesOf(db: Db, hearingId: string): Promise<HearingPlace[]> {
  const { rows } = await sql<HearingPlace>`select ${placeColumns} from consultations.hearing_place
    where hearing_id = ${hearingId} and state <> 'left' order by turn limit 5000`.execute(db);
  return rows;
}

export async function placeOf(db: Db, hearingId: string, accountId: string): Promise<HearingPlace | undefined> {
  const { rows } = await sql<HearingPlace>`select ${placeColumns} from consultations.hearing_place
    where hearing_id = ${hearingId} and account_id = ${accountId} and state <> 'left'`.execute(db);
  return rows[0];
}

/** Whoever left and comes back stands at the end. @param turn the place that is kept */
export async function writePlace(
  tx: Tx,
  row: Omit<HearingPlace, 'turn'> & { hearingId: string; consultationId: string },
  turn: number | undefined,
): Promise<void> {
  await sql`insert into consultations.hearing_place (hearing_id, account_id, consultation_id, name, contact, speaks, about,
      state, signed_up_at, turn)
    values (${row.hearingId}, ${row.accountId}, ${row.consultationId}, ${row.name}, ${row.contact}, ${row.speaks},
      ${row.about}, ${row.state}, ${row.signedUpAt},
      coalesce(${turn ?? null}::int,
        (select coalesce(max(turn), 0) + 1 from consultations.hearing_place where hearing_id = ${row.hearingId})))
    on conflict (hearing_id, account_id) do update set name = excluded.name, contact = excluded.contact,
      speaks = excluded.speaks, about = excluded.about, state = excluded.state, signed_up_at = excluded.signed_up_at,
      turn = excluded.turn`.execute(tx);
}

/** What is kept of whoever does not come: that they do not. */
export async function leavePlace(tx: Tx, hearingId: string, accountId: string): Promise<void> {
  await sql`update consultations.hearing_place set state = 'left', name = '–', contact = '–––', about = '', speaks = false
    where hearing_id = ${hearingId} and account_id = ${accountId}`.execute(tx);
}

/** The first who waits gets the seat. @returns whose it is */
export async function seatNext(tx: Tx, hearingId: string): Promise<string | undefined> {
  const { rows } = await sql<{ account_id: string }>`update consultations.hearing_place set state = 'seated'
    where hearing_id = ${hearingId} and turn = (select min(turn) from consultations.hearing_place
      where hearing_id = ${hearingId} and state = 'waiting') and state = 'waiting' returning account_id`.execute(tx);
  return rows[0]?.account_id;
}

/** Everything that is held on somebody's coming to hearings. */
export async function hearingDataOf(db: Db, accountId: string) {
  const { rows } = await sql`select c.title, h.starts_at as "startsAt", p.name, p.contact, p.speaks, p.about, p.state,
      p.signed_up_at as "signedUpAt"
    from consultations.hearing_place p join consultations.hearing h on h.id = p.hearing_id
    join consultations.consultation c on c.id = p.consultation_id
    where p.account_id = ${accountId} order by p.signed_up_at, p.hearing_id limit 1000`.execute(db);
  return rows;
}

export async function countHearingData(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from consultations.hearing_place
    where account_id = ${accountId}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Hearings at which somebody has or waits for a place, in the order in which they are held. */
export async function hearingsOfAccount(db: Db, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select hearing_id as id from consultations.hearing_place
    where account_id = ${accountId} and state <> 'left' order by hearing_id`.execute(db);
  return rows.map(({ id }) => id);
}

export async function eraseHearingData(tx: Tx, accountId: string): Promise<void> {
  await sql`delete from consultations.hearing_place where account_id = ${accountId}`.execute(tx);
}

/** Of two accounts that become one, the kept account's own place stands. */
export async function joinHearingPlaces(tx: Tx, from: string, to: string): Promise<void> {
  await sql`delete from consultations.hearing_place p where p.account_id = ${from} and exists (
    select from consultations.hearing_place o where o.hearing_id = p.hearing_id and o.account_id = ${to})`.execute(tx);
  await sql`update consultations.hearing_place set account_id = ${to} where account_id = ${from}`.execute(tx);
}

/** Takes names and addresses out of hearings that ended before a moment; who came is not kept. */
export async function forgetOldHearings(tx: Tx, before: Date): Promise<void> {
  await sql`delete from consultations.hearing_place p using consultations.hearing h
    where h.id = p.hearing_id and h.ends_at < ${before}`.execute(tx);
}

import { randomBytes } from 'node:crypto';
import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';

/** What casting must know of a map, as it is stored. */
export type MapRow = {
  batch: number;
  participants: number;
  epoch: number;
  participantKey: Buffer | null;
  shuffleKey: Buffer;
  source: string;
  closedAt: Date | null;
};

export async function mapRow(db: Db, consultationId: string): Promise<MapRow | undefined> {
  const { rows } = await sql<MapRow>`select batch, participants, epoch, participant_key as "participantKey",
    shuffle_key as "shuffleKey", source, closed_at as "closedAt" from consultations.map
    where consultation_id = ${consultationId}`.execute(db);
  return rows[0];
}

/** Makes the row where there is none yet; of two at once one wins. */
export async function beginMap(db: Db, consultationId: string, participantKey: Buffer): Promise<void> {
  await sql`insert into consultations.map (consultation_id, participant_key, shuffle_key)
    values (${consultationId}, ${participantKey}, ${randomBytes(32)}) on conflict do nothing`.execute(db);
}

/**
 * Takes the number of the next commit of votes; other commits of the map wait until this one is made, so that numbers grow in
 * the order in which votes are seen. Undefined where the map is closed.
 */
export async function nextBatch(
  tx: Tx,
  consultationId: string,
): Promise<Pick<MapRow, 'batch' | 'participants' | 'epoch'> | undefined> {
  const { rows } = await sql<Pick<MapRow, 'batch' | 'participants' | 'epoch'>>`
    update consultations.map set batch = batch + 1 where consultation_id = ${consultationId} and closed_at is null
      and exists (select from consultations.consultation c where c.id = consultation_id and c.state = 'open')
    returning batch, participants, epoch`.execute(tx);
  return rows[0];
}

/** Numbers and votes so far of those among these pseudonyms (hex) who took part. */
export async function participantsByKey(
  db: Db,
  consultationId: string,
  keys: readonly string[],
): Promise<{ key: string; number: number; seen: number[] }[]> {
  const { rows } = await sql<{ key: string; number: number; seen: number[] }>`
    select encode(p.key, 'hex') as key, p.number,
      coalesce((select array_agg(v.statement) from consultations.vote v
        where v.consultation_id = p.consultation_id and v.participant = p.number), '{}') as seen
    from consultations.participant p where p.consultation_id = ${consultationId}
      and p.key = any(${keys.map((key) => Buffer.from(key, 'hex'))}::bytea[])`.execute(db);
  return rows;
}

/** Participants with numbers from `first` on, in this order. The caller holds the map's row. */
export async function insertParticipants(
  tx: Tx,
  consultationId: string,
  first: number,
  keys: readonly string[],
): Promise<void> {
  await sql`insert into consultations.participant (consultation_id, key, number)
    select ${consultationId}, t.key, ${first}::int4 + t.n::int4 - 1
    from unnest(${keys.map((key) => Buffer.from(key, 'hex'))}::bytea[]) with ordinality t (key, n)`.execute(tx);
  await sql`update consultations.map set participants = participants + ${keys.length}
    where consultation_id = ${consultationId}`.execute(tx);
}

/** The row of the map, held until the end of the transaction: no vote comes in meanwhile. */
export async function holdMap(tx: Tx, consultationId: string): Promise<MapRow | undefined> {
  await sql`select from consultations.map where consultation_id = ${consultationId} for update`.execute(tx);
  return mapRow(tx, consultationId);
}

/** Votes were taken away: what is kept of them in memory and by the last computation holds no more. */
export async function nextEpoch(tx: Tx, consultationId: string): Promise<void> {
  await sql`update consultations.map set epoch = epoch + 1, batch = batch + 1 where consultation_id = ${consultationId}`.execute(
    tx,
  );
}

/** Takes a participant and all their votes out. @returns how many votes */
export async function deleteParticipant(tx: Tx, consultationId: string, key: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with gone as (delete from consultations.participant where consultation_id = ${consultationId}
        and key = ${Buffer.from(key, 'hex')} returning number),
      votes as (delete from consultations.vote v using gone
        where v.consultation_id = ${consultationId} and v.participant = gone.number returning 1)
    select count(*)::int as n from votes`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** A participant goes on under another pseudonym. */
export async function changeKey(tx: Tx, consultationId: string, from: string, to: string): Promise<void> {
  await sql`update consultations.participant set key = ${Buffer.from(to, 'hex')} where consultation_id = ${consultationId}
    and key = ${Buffer.from(from, 'hex')}`.execute(tx);
}

/** Two participants are one person: the first one's votes become the second one's, but where that one has voted. */
export async function mergeParticipants(tx: Tx, consultationId: string, from: string, to: string): Promise<void> {
  await sql`update consultations.vote v set participant = t.number, batch = m.batch
    from consultations.participant f, consultations.participant t, consultations.map m
    where m.consultation_id = ${consultationId} and f.consultation_id = ${consultationId}
      and t.consultation_id = ${consultationId} and f.key = ${Buffer.from(from, 'hex')}
      and t.key = ${Buffer.from(to, 'hex')} and v.consultation_id = ${consultationId} and v.participant = f.number
      and not exists (select from consultations.vote o where o.consultation_id = ${consultationId}
        and o.participant = t.number and o.statement = v.statement)`.execute(tx);
  await deleteParticipant(tx, consultationId, from);
}

/** Maps whose pseudonyms can still be made: those that run or wait for their answer. */
export async function keyedMaps(
  db: Db,
): Promise<{ consultationId: string; slug: string; title: string; participantKey: Buffer }[]> {
  const { rows } = await sql<{ consultationId: string; slug: string; title: string; participantKey: Buffer }>`
    select m.consultation_id as "consultationId", c.slug, c.title, m.participant_key as "participantKey"
    from consultations.map m join consultations.consultation c on c.id = m.consultation_id
    where m.participant_key is not null order by m.consultation_id`.execute(db);
  return rows;
}

/** Closes a map for good: from now on no pseudonym can be made any more. */
export async function closeMap(tx: Tx, consultationId: string, at: Date): Promise<void> {
  await sql`update consultations.map set closed_at = coalesce(closed_at, ${at}), participant_key = null
    where consultation_id = ${consultationId}`.execute(tx);
}

export async function setSource(tx: Tx, consultationId: string, source: string): Promise<void> {
  await sql`update consultations.map set source = ${source} where consultation_id = ${consultationId}`.execute(tx);
}

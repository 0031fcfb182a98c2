import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Address } from '../sign-in/address.ts';

export const recoveryStates = ['asked', 'checked', 'waiting', 'done', 'stopped', 'refused', 'expired'] as const;
export type RecoveryState = (typeof recoveryStates)[number];

export type Recovery = {
  id: string;
  number: string;
  name: string;
  lost: Address;
  fresh: Address;
  accountId: string | null;
  state: RecoveryState;
  askedAt: Date;
  expiresAt: Date;
  checkedBy: string | null;
  confirmedBy: string | null;
  runsAt: Date | null;
  endedAt: Date | null;
};

type Row = Omit<Recovery, 'lost' | 'fresh'> & {
  lostChannel: Address['channel'];
  lostAddress: string;
  newChannel: Address['channel'];
  newAddress: string;
};

const columns = sql`id, number, name, lost_channel as "lostChannel", lost_address as "lostAddress", new_channel as "newChannel",
  new_address as "newAddress", account_id as "accountId", state, asked_at as "askedAt", expires_at as "expiresAt",
  checked_by as "checkedBy", confirmed_by as "confirmedBy", runs_at as "runsAt", ended_at as "endedAt"`;

function made({ lostChannel, lostAddress, newChannel, newAddress, ...row }: Row): Recovery {
  return {
    ...row,
    lost: { channel: lostChannel, to: lostAddress },
    fresh: { channel: newChannel, to: newAddress },
  };
}

/** The account that is found by the lost address, in the one statement that is run whether there is one or not. */
export async function insertRecovery(
  tx: Tx,
  given: { number: string; name: string; lost: Address; fresh: Address; at: Date; expiresAt: Date },
): Promise<void> {
  const holder =
    given.lost.channel === 'email'
      ? sql`email = ${given.lost.to} and not email_placeholder`
      : sql`phone = ${given.lost.to}`;
  await sql`
    insert into people.recovery (id, number, name, lost_channel, lost_address, new_channel, new_address, account_id, state, asked_at, expires_at)
    values (${newId()}, ${given.number}, ${given.name}, ${given.lost.channel}, ${given.lost.to}, ${given.fresh.channel}, ${given.fresh.to},
      (select id from people.account where disabled_at is null and ${holder}),
      'asked', ${given.at}, ${given.expiresAt})`.execute(tx);
}

export async function findRecovery(db: Db, id: string): Promise<Recovery | undefined> {
  const { rows } = await sql<Row>`select ${columns} from people.recovery where id = ${id}`.execute(db);
  return rows[0] && made(rows[0]);
}

export async function lockRecovery(tx: Tx, id: string): Promise<Recovery | undefined> {
  const { rows } = await sql<Row>`select ${columns} from people.recovery where id = ${id} for update`.execute(tx);
  return rows[0] && made(rows[0]);
}

export async function recoveryByStop(db: Db, stopHash: Buffer): Promise<Recovery | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from people.recovery where stop_hash = ${stopHash} and state in ('checked', 'waiting')`.execute(
    db,
  );
  return rows[0] && made(rows[0]);
}

/** One page of them, newest first; `open`: those that somebody still has to do with. */
export async function listRecoveries(
  db: Db,
  filter: { open: boolean; number?: string; before?: { at: Date; id: string } },
  limit: number,
): Promise<Recovery[]> {
  const { open, number, before } = filter;
  const { rows } = await sql<Row>`
    select ${columns} from people.recovery
    where ${open ? sql`state in ('asked', 'checked', 'waiting')` : sql`state not in ('asked', 'checked', 'waiting')`}
      ${number ? sql`and number = ${number}` : sql``}
      ${before ? sql`and (asked_at, id) < (${before.at}, ${before.id}::uuid)` : sql``}
    order by asked_at desc, id desc limit ${limit}`.execute(db);
  return rows.map(made);
}

export async function markChecked(
  tx: Tx,
  id: string,
  given: { by: string; at: Date; runsAt: Date | null; stopHash: Buffer | null },
): Promise<void> {
  await tx
    .updateTable('people.recovery')
    .set({
      state: given.runsAt ? 'waiting' : 'checked',
      checked_by: given.by,
      checked_at: given.at,
      runs_at: given.runsAt,
      stop_hash: given.stopHash,
    })
    .where('id', '=', id)
    .execute();
}

export async function markConfirmed(
  tx: Tx,
  id: string,
  given: { by: string; at: Date; runsAt: Date; stopHash: Buffer },
): Promise<void> {
  await tx
    .updateTable('people.recovery')
    .set({
      state: 'waiting',
      confirmed_by: given.by,
      confirmed_at: given.at,
      runs_at: given.runsAt,
      stop_hash: given.stopHash,
    })
    .where('id', '=', id)
    .execute();
}

/** Ends a request and forgets name and addresses: what is left says that there was one, and how it ended. */
export async function endRecovery(tx: Tx, id: string, state: RecoveryState, at: Date): Promise<void> {
  await tx
    .updateTable('people.recovery')
    .set({ state, ended_at: at, name: '', lost_address: '', new_address: '', stop_hash: null })
    .where('id', '=', id)
    .execute();
}

export async function dueRecoveries(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from people.recovery where state = 'waiting' and runs_at <= ${now} order by runs_at limit 100`.execute(
    db,
  );
  return rows.map((row) => row.id);
}

/** What nobody brought to its end in time; and what ended long ago goes away. */
export async function expireRecoveries(tx: Tx, now: Date, forgetBefore: Date): Promise<void> {
  await sql`
    update people.recovery set state = 'expired', ended_at = ${now}, name = '', lost_address = '', new_address = '', stop_hash = null
    where state in ('asked', 'checked') and expires_at <= ${now}`.execute(tx);
  await sql`delete from people.recovery where ended_at < ${forgetBefore}`.execute(tx);
}

/** Every way in but addresses: sessions, passkeys, providers, second factor, codes on their way. */
export async function endWaysIn(tx: Tx, accountId: string): Promise<void> {
  const tables = ['session', 'passkey', 'login', 'second_factor', 'recovery_code', 'one_time_code', 'outside_sign_in'];
  for (const table of [...tables, 'account_join'])
    await sql`delete from ${sql.table(`people.${table}`)} where account_id = ${accountId}`.execute(tx);
}

export async function ownsAddress(db: Db, { channel, to }: Address): Promise<string | undefined> {
  const row = await db
    .selectFrom('people.account')
    .select('id')
    .where(channel === 'email' ? 'email' : 'phone', '=', to)
    .executeTakeFirst();
  return row?.id;
}

export async function countOwnRecoveries(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from people.recovery where account_id = ${accountId}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

export async function ownRecoveries(db: Db, accountId: string): Promise<unknown> {
  return db
    .selectFrom('people.recovery')
    .select([
      'number',
      'state',
      'asked_at as askedAt',
      'checked_at as checkedAt',
      'runs_at as runsAt',
      'ended_at as endedAt',
    ])
    .where('account_id', '=', accountId)
    .orderBy('asked_at')
    .execute();
}

export async function runningFor(db: Db, accountId: string): Promise<{ id: string; runsAt: Date | null } | undefined> {
  return db
    .selectFrom('people.recovery')
    .select(['id', 'runs_at as runsAt'])
    .where('account_id', '=', accountId)
    .where('state', 'in', ['checked', 'waiting'])
    .executeTakeFirst();
}

export async function eraseRecoveries(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('people.recovery').where('account_id', '=', accountId).execute();
}

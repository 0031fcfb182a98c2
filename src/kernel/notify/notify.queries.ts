import { type Db, sql, type Tx } from '../db/index.ts';
import type { Channel, PushSubscription, Recipient } from './channels.ts';
import type { Plan, Preference } from './preference.ts';
import type { NotifyParams } from './words.ts';

export type NotificationRow = {
  id: string;
  account_id: string | null;
  recipient: Omit<Recipient, 'accountId'> | null;
  kind: string;
  params: NotifyParams;
  link: string;
  urgent: boolean;
  created_at: Date;
  read_at: Date | null;
};

type NewNotification = {
  id: string;
  account_id: string | null;
  recipient: string | null;
  kind: string;
  params: string;
  link: string;
  urgent: boolean;
  dedupe: string | null;
  created_at: Date;
  read_at: Date | null;
};

export type DeliveryRow = {
  id: string;
  notification_id: string;
  channel: Channel;
  state: string;
  digest: boolean;
  attempts: number;
  due_at: Date;
};

/** Returns the ids that were new; one that repeats a `dedupe` of the same recipient is left out. */
export async function insertNotifications(tx: Tx, rows: NewNotification[]): Promise<string[]> {
  const inserted = await tx
    .insertInto('kernel.notification')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return inserted.map((row) => row.id);
}

export async function notificationsById(db: Db, ids: string[]): Promise<NotificationRow[]> {
  const rows = await db
    .selectFrom('kernel.notification')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows as unknown as NotificationRow[];
}

/** Adds a delivery per plan; null where there is one already (the same job ran before). */
export async function insertDelivery(
  tx: Tx,
  id: string,
  notificationId: string,
  plan: Plan,
  at: Date,
): Promise<boolean> {
  const row = await tx
    .insertInto('kernel.delivery')
    .values({
      id,
      notification_id: notificationId,
      channel: plan.channel,
      state: plan.held ? 'held' : 'queued',
      due_at: plan.dueAt,
      digest: plan.digest,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.columns(['notification_id', 'channel']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function openDelivery(db: Db, id: string): Promise<DeliveryRow | undefined> {
  const row = await db
    .selectFrom('kernel.delivery')
    .selectAll()
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'held'])
    .executeTakeFirst();
  return row as DeliveryRow | undefined;
}

/** The e-mails of one person that a digest now gathers, oldest first. */
export async function dueForDigest(
  db: Db,
  accountId: string,
  now: Date,
): Promise<(DeliveryRow & { read_at: Date | null })[]> {
  const rows = await db
    .selectFrom('kernel.delivery as d')
    .innerJoin('kernel.notification as n', 'n.id', 'd.notification_id')
    .selectAll('d')
    .select('n.read_at')
    .where('n.account_id', '=', accountId)
    .where('d.state', 'in', ['held', 'queued'])
    .where('d.digest', '=', true)
    .where('d.due_at', '<=', now)
    .orderBy('n.created_at')
    .orderBy('n.id')
    .execute();
  return rows as (DeliveryRow & { read_at: Date | null })[];
}

export type Settlement = {
  state: 'sent' | 'failed' | 'skipped' | 'queued';
  reason?: string;
  providerId?: string | null;
  attempts: number;
};

/** Records how deliveries ended, and empties the addresses of notifications that have nothing left to send. */
export async function settleDeliveries(
  tx: Tx,
  ids: string[],
  { state, reason = '', providerId = null, attempts }: Settlement,
  at: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('kernel.delivery')
    .set({ state, reason, provider_id: providerId, attempts, updated_at: at })
    .where('id', 'in', ids)
    .execute();
  await sql`
    update kernel.notification n set recipient = null
    where n.recipient is not null and n.id in (select notification_id from kernel.delivery where id = any(${ids}::uuid[]))
      and not exists (select from kernel.delivery d where d.notification_id = n.id and d.state in ('queued', 'held'))`.execute(
    tx,
  );
}

export async function forgetRecipient(tx: Tx, notificationId: string): Promise<void> {
  await tx.updateTable('kernel.notification').set({ recipient: null }).where('id', '=', notificationId).execute();
}

export async function inboxPage(
  db: Db,
  accountId: string,
  before: { at: Date; id: string } | undefined,
  limit: number,
): Promise<NotificationRow[]> {
  const rows = await db
    .selectFrom('kernel.notification')
    .selectAll()
    .where('account_id', '=', accountId)
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(created_at, id) < (${before?.at}, ${before?.id}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows as unknown as NotificationRow[];
}

/** Counted up to 100: a badge says 99+. */
export async function countUnread(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select from kernel.notification where account_id = ${accountId} and read_at is null limit 100) as unread`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

export async function markRead(
  tx: Tx,
  accountId: string,
  which: { ids?: string[] | undefined; link?: string | undefined },
  at: Date,
): Promise<void> {
  await tx
    .updateTable('kernel.notification')
    .set({ read_at: at })
    .where('account_id', '=', accountId)
    .where('read_at', 'is', null)
    .$if(which.ids !== undefined, (query) =>
      query.where('id', 'in', which.ids?.length ? which.ids : ['00000000-0000-0000-0000-000000000000']),
    )
    .$if(which.link !== undefined, (query) => query.where('link', '=', which.link ?? ''))
    .execute();
}

export async function preferencesOf(db: Db, accountIds: string[]): Promise<Map<string, Preference>> {
  if (accountIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('kernel.notify_preference')
    .selectAll()
    .where('account_id', 'in', accountIds)
    .execute();
  return new Map(
    rows.map((row) => [
      row.account_id,
      {
        groups: row.groups as Preference['groups'],
        quiet:
          row.quiet_from && row.quiet_to ? { from: row.quiet_from.slice(0, 5), to: row.quiet_to.slice(0, 5) } : null,
        digest: row.digest as Preference['digest'],
        digestHour: row.digest_hour,
        digestWeekday: row.digest_weekday,
      },
    ]),
  );
}

export async function savePreference(tx: Tx, accountId: string, preference: Preference, at: Date): Promise<void> {
  const values = {
    groups: JSON.stringify(preference.groups),
    quiet_from: preference.quiet?.from ?? null,
    quiet_to: preference.quiet?.to ?? null,
    digest: preference.digest,
    digest_hour: preference.digestHour,
    digest_weekday: preference.digestWeekday,
    updated_at: at,
  };
  await tx
    .insertInto('kernel.notify_preference')
    .values({ account_id: accountId, ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
    .execute();
}

type SubscriptionRow = PushSubscription & { id: string; device: string; created_at: Date };

export async function subscriptionsOf(db: Db, accountId: string): Promise<SubscriptionRow[]> {
  return db
    .selectFrom('kernel.push_subscription')
    .select(['id', 'endpoint', 'p256dh', 'auth', 'device', 'created_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute();
}

/** Which of these accounts have a subscription. */
export async function accountsWithPush(db: Db, accountIds: string[]): Promise<Set<string>> {
  if (accountIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('kernel.push_subscription')
    .select('account_id')
    .distinct()
    .where('account_id', 'in', accountIds)
    .execute();
  return new Set(rows.map((row) => row.account_id));
}

/** An endpoint belongs to a browser: whoever signed in there last has it. */
export async function saveSubscription(
  tx: Tx,
  id: string,
  accountId: string,
  subscription: PushSubscription,
  device: string,
  at: Date,
): Promise<void> {
  const { endpoint, p256dh, auth } = subscription;
  await tx
    .insertInto('kernel.push_subscription')
    .values({ id, account_id: accountId, endpoint, p256dh, auth, device, created_at: at })
    .onConflict((conflict) => conflict.column('endpoint').doUpdateSet({ account_id: accountId, p256dh, auth, device }))
    .execute();
}

/** Keeps the newest `most` subscriptions of an account. */
export async function trimSubscriptions(tx: Tx, accountId: string, most: number): Promise<void> {
  await sql`
    delete from kernel.push_subscription where id in (
      select id from kernel.push_subscription where account_id = ${accountId} order by created_at desc, id desc offset ${most})`.execute(
    tx,
  );
}

export async function dropSubscription(tx: Tx, where: { endpoint: string; accountId?: string }): Promise<void> {
  await tx
    .deleteFrom('kernel.push_subscription')
    .where('endpoint', '=', where.endpoint)
    .$if(where.accountId !== undefined, (query) => query.where('account_id', '=', where.accountId ?? ''))
    .execute();
}

/** Inbox, devices and wishes of one account become the other's; what only one can have stays the other's. */
export async function joinAccounts(tx: Tx, from: string, to: string): Promise<void> {
  await sql`
    update kernel.notification f set account_id = ${to} where f.account_id = ${from} and not exists
      (select from kernel.notification t where t.account_id = ${to} and t.dedupe = f.dedupe)`.execute(tx);
  await sql`
    update kernel.notify_preference set account_id = ${to} where account_id = ${from} and not exists
      (select from kernel.notify_preference where account_id = ${to})`.execute(tx);
  await tx.updateTable('kernel.push_subscription').set({ account_id: to }).where('account_id', '=', from).execute();
  await forgetAccount(tx, from);
}

export async function forgetAccount(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('kernel.notification').where('account_id', '=', accountId).execute();
  await tx.deleteFrom('kernel.notify_preference').where('account_id', '=', accountId).execute();
  await tx.deleteFrom('kernel.push_subscription').where('account_id', '=', accountId).execute();
}

/** Deletes what was created before; at most a batch, so that one transaction stays short. */
export async function sweepNotifications(tx: Tx, before: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with gone as (delete from kernel.notification where id in (
      select id from kernel.notification where created_at < ${before} limit 5000) returning 1)
    select count(*) as n from gone`.execute(tx);
  await sql`delete from kernel.loopback_message where at < ${before}`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** How deliveries stand since then, by channel and state; for metrics and the administrator. */
export async function countDeliveries(
  db: Db,
  since: Date,
): Promise<{ channel: string; state: string; reason: string; n: number }[]> {
  const { rows } = await sql<{ channel: string; state: string; reason: string; n: number }>`
    select channel, state, reason, count(*) as n from kernel.delivery where updated_at >= ${since}
    group by channel, state, reason order by channel, state, reason`.execute(db);
  return rows;
}

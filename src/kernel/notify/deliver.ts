import type { Logger } from 'pino';
import type { Config } from '../config/index.ts';
import { type Db, inTransaction, newId } from '../db/index.ts';
import type { I18n } from '../i18n/index.ts';
import type { JobContext, Jobs } from '../jobs/index.ts';
import type { Clock } from '../time/index.ts';
import { type Channel, DeliveryError, type Recipient } from './channels.ts';
import type { Kinds } from './kinds.ts';
import { mailOf } from './mail.ts';
import {
  accountsWithPush,
  type DeliveryRow,
  dropSubscription,
  dueForDigest,
  forgetRecipient,
  insertDelivery,
  type NotificationRow,
  notificationsById,
  openDelivery,
  preferencesOf,
  type Settlement,
  settleDeliveries,
  subscriptionsOf,
  sweepNotifications,
} from './notify.queries.ts';
import type { Notify } from './notify.ts';
import { planDeliveries } from './preference.ts';

type DeliveryDeps = {
  db: Db;
  jobs: Jobs;
  i18n: I18n;
  clock: Clock;
  config: Config;
  log: Logger;
  notify: Notify;
  kinds: Kinds;
};

export const jobNames = {
  route: 'notify.route',
  email: 'notify.email',
  sms: 'notify.sms',
  push: 'notify.push',
  digest: 'notify.digest',
  sweep: 'notify.sweep',
} as const;

const keep_days = 180;
const day_ms = 86_400_000;

/** The jobs that take notifications out of the house. */
export function defineDeliveryJobs(d: DeliveryDeps): void {
  d.jobs.define<{ ids: string[] }>(jobNames.route, { concurrency: 2 }, ({ ids }) => route(d, ids));
  for (const channel of ['email', 'sms', 'push'] as const) {
    d.jobs.define<{ id: string }>(
      jobNames[channel],
      { concurrency: 4, retryLimit: 8, expireSeconds: 120 },
      ({ id }, job) => deliver(d, id, job),
    );
  }
  d.jobs.define<{ accountId: string }>(jobNames.digest, { retryLimit: 8 }, ({ accountId }, job) =>
    sendDigest(d, accountId, job),
  );
  d.jobs.define(jobNames.sweep, { cron: '40 3 * * *', tz: d.config.TIME_ZONE }, () => sweep(d));
}

/** Decides for each notification on which channels it goes and when, and sends a job for each. */
async function route(d: DeliveryDeps, ids: string[]): Promise<void> {
  const rows = await notificationsById(d.db, ids);
  const accountIds = [...new Set(rows.flatMap((row) => row.account_id ?? []))];
  const recipients = await recipientsOf(d, rows);
  const preferences = await preferencesOf(d.db, accountIds);
  const withPush = await accountsWithPush(d.db, accountIds);
  const now = d.clock.now();
  for (const row of rows) {
    const recipient = recipients.get(row.id);
    const reach = {
      email: Boolean(recipient?.email),
      sms: Boolean(recipient?.phone),
      push: row.account_id !== null && withPush.has(row.account_id),
    };
    const plans = planDeliveries({
      reach,
      kind: d.kinds.get(row.kind),
      preference: preferences.get(row.account_id ?? '') ?? null,
      urgent: row.urgent,
      now,
      zone: d.config.TIME_ZONE,
    });
    await inTransaction(d.db, async (tx) => {
      for (const plan of plans) {
        const id = newId();
        if (!(await insertDelivery(tx, id, row.id, plan, now))) continue;
        const startAfter = plan.held ? { startAfter: plan.dueAt } : {};
        if (plan.digest)
          await d.jobs.send(
            tx,
            jobNames.digest,
            { accountId: row.account_id },
            { ...startAfter, singletonKey: `${row.account_id}:${plan.dueAt.getTime()}` },
          );
        else await d.jobs.send(tx, jobNames[plan.channel], { id }, startAfter);
      }
      if (plans.length === 0 && row.recipient) await forgetRecipient(tx, row.id);
    });
  }
}

/** Recipients by id of the notification. */
async function recipientsOf(d: DeliveryDeps, rows: NotificationRow[]): Promise<Map<string, Recipient>> {
  const accountIds = [...new Set(rows.flatMap((row) => row.account_id ?? []))];
  const accounts = accountIds.length > 0 ? await d.notify.resolveAccounts(d.db, accountIds) : [];
  const byAccount = new Map(accounts.map((account) => [account.accountId, account]));
  const found = new Map<string, Recipient>();
  for (const row of rows) {
    const recipient = row.account_id
      ? byAccount.get(row.account_id)
      : row.recipient && { ...row.recipient, accountId: null };
    if (recipient) found.set(row.id, recipient);
  }
  return found;
}

async function deliver(d: DeliveryDeps, id: string, job: JobContext): Promise<void> {
  const delivery = await openDelivery(d.db, id);
  const [row] = delivery ? await notificationsById(d.db, [delivery.notification_id]) : [];
  if (!delivery || !row) return;
  // Held over night and read here meanwhile.
  if (delivery.state === 'held' && row.read_at) return settle(d, [delivery], { state: 'skipped', reason: 'read' });
  const recipient = (await recipientsOf(d, [row])).get(row.id);
  if (!recipient) return settle(d, [delivery], { state: 'skipped', reason: 'no_recipient' });
  await attempt(d, [delivery], job, () => handOver[delivery.channel](d, row, recipient, delivery.id));
}

/**
 * One try: sent, failed for good (quietly: an address that does not exist is nothing an operator can mend), or thrown
 * for the queue to try again.
 */
async function attempt(
  d: DeliveryDeps,
  deliveries: DeliveryRow[],
  job: JobContext,
  work: () => Promise<string | null>,
): Promise<void> {
  let providerId: string | null;
  try {
    providerId = await work();
  } catch (error) {
    const known = error instanceof DeliveryError ? error : undefined;
    const reason = known?.code ?? 'unexpected';
    if (known?.permanent) return settle(d, deliveries, { state: known.gone ? 'skipped' : 'failed', reason });
    await settle(d, deliveries, { state: job.last ? 'failed' : 'queued', reason });
    throw error;
  }
  await settle(d, deliveries, { state: 'sent', providerId });
}

function settle(d: DeliveryDeps, deliveries: DeliveryRow[], settlement: Omit<Settlement, 'attempts'>): Promise<void> {
  const ids = deliveries.map((delivery) => delivery.id);
  const attempts = (deliveries[0]?.attempts ?? 0) + (settlement.state === 'skipped' ? 0 : 1);
  return inTransaction(d.db, (tx) => settleDeliveries(tx, ids, { ...settlement, attempts }, d.clock.now()));
}

type HandOver = (
  d: DeliveryDeps,
  row: NotificationRow,
  recipient: Recipient,
  deliveryId: string,
) => Promise<string | null>;

const handOver: Record<Channel, HandOver> = {
  email: async (d, row, recipient, deliveryId) => {
    if (!recipient.email) throw new DeliveryError('no_address', { gone: true });
    const { locale, name } = recipient;
    const { title, text } = d.notify.words(locale, { kind: row.kind, params: row.params, name });
    const items = [{ title, text, url: d.notify.url(row.link) }];
    return d.notify.adapters.email.send(mail(d, recipient, recipient.email, title, items, deliveryId));
  },
  sms: async (d, row, { phone, locale, name }) => {
    if (!phone) throw new DeliveryError('no_number', { gone: true });
    const { sms, params } = d.notify.words(locale, { kind: row.kind, params: row.params, name });
    const url = d.notify.url(row.link);
    return d.notify.adapters.sms.send({
      to: phone,
      text: `${sms} ${url}`,
      kind: row.kind,
      params: { ...params, link: url },
    });
  },
  push: async (d, row, { accountId, locale, name }) => {
    const { title, text } = d.notify.words(locale, { kind: row.kind, params: row.params, name });
    const message = { title, text, url: row.link, tag: row.id, urgent: row.urgent, locale };
    let last: DeliveryError | undefined;
    let sent = 0;
    for (const subscription of await subscriptionsOf(d.db, accountId ?? '')) {
      try {
        await d.notify.adapters.push.send({ subscription, ...message });
        sent++;
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        if (error.gone) await inTransaction(d.db, (tx) => dropSubscription(tx, { endpoint: subscription.endpoint }));
        if (!last || !error.permanent) last = error;
      }
    }
    // A second try would ring the browsers that were reached a second time.
    if (sent > 0) return null;
    throw last ?? new DeliveryError('no_subscription', { gone: true });
  },
};

function mail(
  d: DeliveryDeps,
  recipient: Recipient,
  to: string,
  subject: string,
  items: { title: string; text: string; url: string }[],
  id: string,
) {
  const { locale, name, accountId } = recipient;
  return mailOf(d.i18n.t(locale), {
    to,
    subject,
    items,
    name,
    city: d.notify.cityName(locale),
    locale,
    messageId: d.notify.messageId(id),
    preferencesUrl: accountId ? d.notify.url(d.notify.preferencesPath) : undefined,
  });
}

/** One e-mail of everything that waited for it and was not read here meanwhile. */
async function sendDigest(d: DeliveryDeps, accountId: string, job: JobContext): Promise<void> {
  const due = await dueForDigest(d.db, accountId, d.clock.now());
  const read = due.filter((delivery) => delivery.read_at);
  const deliveries = due.filter((delivery) => !delivery.read_at);
  if (read.length > 0) await settle(d, read, { state: 'skipped', reason: 'read' });
  const [first] = deliveries;
  if (!first) return;
  const [recipient] = await d.notify.resolveAccounts(d.db, [accountId]);
  const address = recipient?.email;
  if (!address) return settle(d, deliveries, { state: 'skipped', reason: 'no_address' });
  await attempt(d, deliveries, job, async () => {
    const rows = await notificationsById(
      d.db,
      deliveries.map((delivery) => delivery.notification_id),
    );
    const { locale, name } = recipient;
    const items = rows.map((row) => {
      const { title, text } = d.notify.words(locale, { kind: row.kind, params: row.params, name });
      return { title, text, url: d.notify.url(row.link) };
    });
    const subject =
      items.length === 1
        ? (items[0]?.title ?? '')
        : d.i18n.t(locale)('notify.digest.subject', { n: items.length, city: d.notify.cityName(locale) });
    return d.notify.adapters.email.send(mail(d, recipient, address, subject, items, first.id));
  });
}

/** Inboxes reach half a year back. */
async function sweep(d: DeliveryDeps): Promise<void> {
  const before = new Date(d.clock.now().getTime() - keep_days * day_ms);
  while ((await inTransaction(d.db, (tx) => sweepNotifications(tx, before))) > 0);
}

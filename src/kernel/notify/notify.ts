import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '../config/index.ts';
import { type Db, newId, type Tx } from '../db/index.ts';
import { declareErrors, fail } from '../errors/index.ts';
import type { I18n, Locale } from '../i18n/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Clock } from '../time/index.ts';
import { type Adapters, adaptersOf } from './adapters.ts';
import { DeliveryError, type PushSubscription, type Recipient } from './channels.ts';
import { defineDeliveryJobs, jobNames } from './deliver.ts';
import { type KindDeclaration, Kinds } from './kinds.ts';
import { Loopback } from './loopback.ts';
import { mailOf } from './mail.ts';
import {
  countDeliveries,
  countUnread,
  dropSubscription,
  forgetAccount,
  inboxPage,
  insertNotifications,
  joinAccounts,
  markRead,
  type NotificationRow,
  preferencesOf,
  savePreference,
  saveSubscription,
  subscriptionsOf,
  trimSubscriptions,
} from './notify.queries.ts';
import { isCallable } from './outgoing.ts';
import { type Preference, preferenceSchema } from './preference.ts';
import { type NotifyParams, type Words, wordsOf } from './words.ts';

declareErrors({ 'notify.not_sent': 503, 'notify.bad_address': 422, 'notify.bad_subscription': 422 });

/** What is older, of an import or of the demo's past, lies in the inbox as read and is sent to nobody. */
const wakesFor_ms = 7 * 86_400_000;

/** Somebody with an account is reached as they wish; somebody without one by e-mail, else by text message. */
export type NotifyTo =
  | { accountId: string }
  | { email?: string | null; phone?: string | null; locale: Locale; name?: string };

export type Notification = {
  to: NotifyTo;
  /** declared with `declareKinds` */
  kind: string;
  /** Values for the words. Nothing of other people, and of this one only what they wrote themself. */
  params?: NotifyParams;
  /** path on this site, `/cases/…` */
  link: string;
  /** passes quiet hours and digests */
  urgent?: boolean;
  /** the same recipient is told only once under one key */
  dedupe?: string;
};

export type DirectMessage = {
  channel: 'email' | 'sms';
  /** address, or number as E.164 */
  to: string;
  kind: string;
  params?: NotifyParams;
  locale: Locale;
  name?: string;
  /** path on this site that the message leads to */
  link?: string;
};

/** One line of a person's inbox, in words. */
export type InboxItem = {
  id: string;
  kind: string;
  title: string;
  text: string;
  link: string;
  urgent: boolean;
  at: Date;
  read: boolean;
};

export type NotifyOptions = {
  db: Db;
  jobs: Jobs;
  i18n: I18n;
  clock: Clock;
  config: Config;
  log: Logger;
  secret: string;
  /** instead of those that the configuration asks for */
  adapters?: Partial<Adapters>;
  /** origins of push services that may be private addresses */
  trusted?: readonly string[];
};

const mostSubscriptions = 10;

/**
 * Tells people what happened: in their inbox here, and by e-mail, text message and web push as they wish. Knows no
 * module: whoever keeps the accounts sets `resolveAccounts`, whoever sends declares its kinds.
 */
export class Notify {
  readonly loopback: Loopback;
  readonly adapters: Adapters;
  /** Where accounts can be reached now; ones that are closed are left out. Set by the module that keeps them. */
  resolveAccounts: (db: Db, ids: string[]) => Promise<Recipient[]> = async () => [];
  /** The city's name as messages are signed. */
  cityName: (locale: Locale) => string;
  /** Page on which a person chooses what they get. */
  preferencesPath = '/me/notifications';

  readonly #o: NotifyOptions;
  readonly #kinds = new Kinds();

  constructor(options: NotifyOptions) {
    this.#o = options;
    this.loopback = new Loopback(options.db, options.clock);
    this.adapters = {
      ...adaptersOf(options.config, this.loopback, options.secret, options.clock),
      ...options.adapters,
    };
    this.cityName = (locale) => options.i18n.t(locale)('notify.city');
    defineDeliveryJobs({ ...options, notify: this, kinds: this.#kinds });
  }

  /** Says which kinds a module sends. In every process, before the first is sent. */
  declareKinds(kinds: readonly KindDeclaration[]): void {
    this.#kinds.declare(kinds);
  }

  kinds(): KindDeclaration[] {
    return this.#kinds.all();
  }

  /** What a person turns on and off together, for the page of preferences; `label` is a message key. */
  groups(): { group: string; label: string; mandatory: boolean }[] {
    return this.#kinds.groups();
  }

  /**
   * Records notifications in the transaction of their fact, with a job that sends them out after the commit.
   * @returns the ids of those that were new
   */
  async send(tx: Tx, at: Date, ...notifications: Notification[]): Promise<string[]> {
    const ids: string[] = [];
    const past = this.#o.clock.now().getTime() - at.getTime() > wakesFor_ms;
    for (let start = 0; start < notifications.length; start += 500) {
      const rows = notifications.slice(start, start + 500).map((notification) => this.#row(notification, at, past));
      const inserted = await insertNotifications(tx, rows);
      if (inserted.length > 0 && !past) await this.#o.jobs.send(tx, jobNames.route, { ids: inserted });
      ids.push(...inserted);
    }
    return ids;
  }

  /**
   * Sends one message here and now: one-time codes, links that only their reader may have. Nothing of it is stored or
   * logged (but by the loopback adapters).
   * @throws AppError notify.bad_address (422), notify.not_sent (503)
   */
  async sendNow({ channel, to, kind, params = {}, locale, name = '', link }: DirectMessage): Promise<void> {
    this.#kinds.get(kind);
    const words = this.words(locale, { kind, params, name });
    const url = link === undefined ? undefined : this.url(link);
    try {
      if (channel === 'sms') {
        const text = url ? `${words.sms} ${url}` : words.sms;
        await this.adapters.sms.send({ to, text, kind, params: { ...words.params, ...(url && { link: url }) } });
      } else {
        const items = [{ title: words.title, text: words.text, url }];
        const messageId = this.messageId(newId());
        await this.adapters.email.send(
          mailOf(this.#o.i18n.t(locale), {
            to,
            subject: words.title,
            items,
            name,
            city: this.cityName(locale),
            locale,
            messageId,
          }),
        );
      }
    } catch (error) {
      const { code, permanent } = error instanceof DeliveryError ? error : { code: 'unexpected', permanent: false };
      this.#o.log.warn({ channel, kind, reason: code }, 'a message could not be sent');
      fail(permanent ? 'notify.bad_address' : 'notify.not_sent');
    }
  }

  /** The newest first; `before` is the last of the page before. */
  async inbox(
    db: Db,
    accountId: string,
    locale: Locale,
    { before, limit = 30 }: { before?: { at: Date; id: string }; limit?: number } = {},
  ): Promise<InboxItem[]> {
    const rows = await inboxPage(db, accountId, before, limit);
    return rows.map((row) => this.#item(row, locale));
  }

  /** At most 100. */
  unread(db: Db, accountId: string): Promise<number> {
    return countUnread(db, accountId);
  }

  /** Of these ids, of this link (whoever opens the page has read of it), or all. */
  markRead(tx: Tx, accountId: string, which: { ids?: string[]; link?: string }, at: Date): Promise<void> {
    return markRead(tx, accountId, which, at);
  }

  /** What an account wants; the defaults where it never said. */
  async preference(db: Db, accountId: string): Promise<Preference> {
    return (
      (await preferencesOf(db, [accountId])).get(accountId) ??
      preferenceSchema.parse({ quiet: { from: '22:00', to: '07:00' } })
    );
  }

  /** @throws ZodError when it is not a preference */
  async setPreference(tx: Tx, accountId: string, preference: Preference, at: Date): Promise<void> {
    await savePreference(tx, accountId, preferenceSchema.parse(preference), at);
  }

  /** Public VAPID key that browsers subscribe with (base64url). */
  get pushKey(): string {
    return this.adapters.push.publicKey;
  }

  /**
   * A browser that wants notifications; of one account the newest ten are kept. `device` is a name for the person.
   * @throws AppError notify.bad_subscription (422) where it is not one of a public push service
   */
  async subscribePush(
    tx: Tx,
    accountId: string,
    subscription: PushSubscription,
    device: string,
    at: Date,
  ): Promise<void> {
    if (!isCallable(subscription.endpoint, this.#o.trusted)) fail('notify.bad_subscription');
    if (
      Buffer.from(subscription.p256dh, 'base64url').length !== 65 ||
      Buffer.from(subscription.auth, 'base64url').length !== 16
    )
      fail('notify.bad_subscription');
    await saveSubscription(tx, newId(), accountId, subscription, device.slice(0, 100), at);
    await trimSubscriptions(tx, accountId, mostSubscriptions);
  }

  unsubscribePush(tx: Tx, accountId: string, endpoint: string): Promise<void> {
    return dropSubscription(tx, { endpoint, accountId });
  }

  async pushDevices(
    db: Db,
    accountId: string,
  ): Promise<{ id: string; endpoint: string; device: string; since: Date }[]> {
    const rows = await subscriptionsOf(db, accountId);
    return rows.map(({ id, endpoint, device, created_at }) => ({ id, endpoint, device, since: created_at }));
  }

  /** Deletes everything kept here of an account. */
  forget(tx: Tx, accountId: string): Promise<void> {
    return forgetAccount(tx, accountId);
  }

  /** Puts everything kept here of one account into another, of the same person. */
  join(tx: Tx, from: string, to: string): Promise<void> {
    return joinAccounts(tx, from, to);
  }

  /** Closes connections to the mail server. */
  stop(): void {
    this.adapters.email.close();
  }

  /** How deliveries ended since then, by channel, state and reason. */
  outcomes(db: Db, since: Date): Promise<{ channel: string; state: string; reason: string; n: number }[]> {
    return countDeliveries(db, since);
  }

  /** The texts of a notification in a language. */
  words(locale: Locale, { kind, params, name }: { kind: string; params: NotifyParams; name: string }): Words {
    return wordsOf(this.#o.i18n, {
      kind,
      params,
      locale,
      name,
      city: this.cityName(locale),
      now: this.#o.clock.now(),
      zone: this.#o.config.TIME_ZONE,
    });
  }

  /** A path of this site as links in messages have it. */
  url(path: string): string {
    return `${this.#o.config.publicUrl}${path}`;
  }

  messageId(id: string): string {
    return `<${id}@${new URL(this.#o.config.publicUrl).hostname}>`;
  }

  #row({ to, kind, params = {}, link, urgent = false, dedupe }: Notification, at: Date, past: boolean) {
    this.#kinds.get(kind);
    if (!/^\/(?![/\\])/.test(link)) throw new Error(`a notification leads to a path of this site, not to ${link}`);
    const account = 'accountId' in to ? to.accountId : null;
    const recipient =
      'accountId' in to
        ? null
        : { email: to.email || null, phone: to.phone || null, locale: to.locale, name: to.name ?? '' };
    return {
      id: newId(),
      account_id: account,
      recipient: recipient && JSON.stringify(recipient),
      kind,
      params: JSON.stringify(params),
      link,
      urgent,
      dedupe:
        dedupe === undefined
          ? null
          : recipient
            ? `${dedupe}:${digestOf(recipient.email ?? recipient.phone ?? '')}`
            : dedupe,
      created_at: at,
      read_at: past ? at : null,
    };
  }

  #item({ id, kind, params, link, urgent, created_at, read_at }: NotificationRow, locale: Locale): InboxItem {
    const { title, text } = this.words(locale, { kind, params, name: '' });
    return { id, kind, title, text, link, urgent, at: created_at, read: read_at !== null };
  }
}

function digestOf(address: string): string {
  return createHash('sha256').update(address).digest('base64url').slice(0, 22);
}

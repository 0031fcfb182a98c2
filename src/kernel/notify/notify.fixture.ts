import { readFileSync } from 'node:fs';
import pino from 'pino';
import { readConfig } from '../config/index.ts';
import { type Db, inTransaction, sql, type Tx } from '../db/index.ts';
import { createI18n, type Locale } from '../i18n/index.ts';
import { freshDatabase } from '../jobs/fresh-database.fixture.ts';
import { Jobs } from '../jobs/index.ts';
import { fixedClock } from '../time/index.ts';
import type { Recipient } from './channels.ts';
import { Notify, type NotifyOptions } from './notify.ts';

const own = (locale: Locale) =>
  JSON.parse(readFileSync(new URL(`messages/${locale}.json`, import.meta.url), 'utf8')) as Record<string, string>;
const chinese = {
  ...own('zh-CN'),
  'test.notify.replied.title': '{department}答复了您的信',
  'test.notify.replied.text': '《{title}》在{when}有了答复，{day}前可以评价。',
  'test.notify.replied.sms': '{department}答复了《{title}》',
  'test.notify.due.title': '今天到期：{title}',
  'test.notify.due.text': '{title}',
  'test.notify.code.title': '验证码 {code}',
  'test.notify.code.text': '验证码是 {code}，十分钟内有效。',
  'test.notify.code.sms': '验证码 {code}，十分钟内有效。',
  'test.bureau': '城管局',
};
const english = {
  ...own('en'),
  'test.notify.replied.title': '{department} replied',
  'test.notify.replied.text': '“{title}” was answered {when}; rate it by {day}.',
  'test.notify.replied.sms': '{department} replied to “{title}”',
  'test.notify.due.title': 'Due today: {title}',
  'test.notify.due.text': '{title}',
  'test.notify.code.title': 'Code {code}',
  'test.notify.code.text': 'Your code is {code}.',
  'test.notify.code.sms': 'Code {code}',
  'test.bureau': 'City Management',
};

export const now = new Date('2026-11-19T10:00:00+08:00');
export const ids = {
  li: '019a9000-0000-7000-8000-000000000001',
  han: '019a9000-0000-7000-8000-000000000002',
  wu: '019a9000-0000-7000-8000-000000000003',
};
export const people: Recipient[] = [
  { accountId: ids.li, email: 'li@example.org', phone: '+8613800000001', locale: 'zh-CN', name: '李雷' },
  { accountId: ids.han, email: 'han@example.org', phone: null, locale: 'en', name: 'Han Meimei' },
  { accountId: ids.wu, email: null, phone: '+8613800000003', locale: 'zh-CN', name: '' },
];

/** A Notify on a database of its own, with two kinds and three people, loopback adapters unless given others. */
export async function notifyOnFreshDatabase(options: Partial<NotifyOptions> = {}) {
  const { pool, db } = await freshDatabase();
  const clock = fixedClock(now);
  const log = options.log ?? pino({ level: 'silent' });
  const jobs = new Jobs({ pool, log, clock });
  const i18n = createI18n({ messages: { 'zh-CN': chinese, 'zh-TW': chinese, en: english }, onProblem: 'throw' });
  const config = readConfig({ PUBLIC_URL: 'http://tongxin.test' });
  const notify = new Notify({
    db,
    jobs,
    i18n,
    clock,
    config,
    log,
    secret: 'a secret of the city that is long enough',
    ...options,
  });
  notify.declareKinds([
    { kind: 'test.replied', group: 'test.mine' },
    { kind: 'test.due', group: 'test.desk', mandatory: true },
    { kind: 'test.code', group: 'test.account', mandatory: true, channels: [] },
  ]);
  notify.resolveAccounts = async (_: Db, wanted) =>
    people.filter(({ accountId }) => accountId !== null && wanted.includes(accountId));
  const write = <R>(work: (tx: Tx) => Promise<R>) => inTransaction(db, work);
  const clear = async () => {
    clock.set(now);
    await sql`truncate kernel.notification, kernel.delivery, kernel.notify_preference, kernel.push_subscription, kernel.loopback_message, jobs.job`.execute(
      db,
    );
  };
  return { db, pool, clock, jobs, notify, write, clear };
}

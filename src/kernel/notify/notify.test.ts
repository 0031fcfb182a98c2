import pino from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../db/index.ts';
import { DeliveryError } from './channels.ts';
import { ids, notifyOnFreshDatabase, now } from './notify.fixture.ts';
import type { Notification } from './notify.ts';
import { preferenceSchema } from './preference.ts';

const logged: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
let smsAnswer: () => Promise<string | null> = async () => 'sms-1';
const { db, clock, jobs, notify, write, clear } = await notifyOnFreshDatabase({ log });
const loopbackSms = notify.adapters.sms;
beforeEach(async () => {
  logged.length = 0;
  notify.adapters.sms = loopbackSms;
  await clear();
});

/** An SMS gateway that answers as the test says. */
function withGateway(answer: () => Promise<string | null>): void {
  smsAnswer = answer;
  notify.adapters.sms = { real: true, send: () => smsAnswer() };
}

const params = {
  title: '路灯不亮',
  department: { key: 'test.bureau' },
  when: { at: '2026-11-19T01:05:00Z' },
  day: { day: '2026-11-26' },
};
const replied = (accountId: string, more: Partial<Notification> = {}): Notification => ({
  to: { accountId },
  kind: 'test.replied',
  params,
  link: '/cases/1',
  ...more,
});
const send = (...notifications: Notification[]) => write((tx) => notify.send(tx, clock.now(), ...notifications));
const sent = async () =>
  (await notify.loopback.list()).reverse().map(({ channel, to, subject }) => ({ channel, to, subject }));
const deliveries = async () =>
  (await sql`select channel, state, reason, attempts from kernel.delivery order by channel`.execute(db)).rows;

describe('sending', () => {
  test('each is told in their language and on their channel, with a link, and finds it in the inbox', async () => {
    await send(replied(ids.li), replied(ids.han), replied(ids.wu));
    expect(await notify.loopback.list()).toEqual([]);
    await jobs.drain();
    const [li, han, wu] = (await notify.loopback.list()).sort((a, b) => a.to.localeCompare(b.to)).reverse();
    expect(li).toMatchObject({ channel: 'email', to: 'li@example.org', subject: '城管局答复了您的信', at: now });
    expect(li?.text).toBe(
      '李雷，您好：\n\n《路灯不亮》在今天 9:05有了答复，11 月 26 日 周四前可以评价。\nhttp://tongxin.test/cases/1\n\n--\n这封邮件由同心自动发出，请不要直接回复。\n选择收哪些通知、什么时候收\nhttp://tongxin.test/me/notifications\n',
    );
    expect(han).toMatchObject({ channel: 'email', to: 'han@example.org', subject: 'City Management replied' });
    expect(han?.text).toContain('“路灯不亮” was answered today 9:05; rate it by Thu 26 Nov.');
    expect(wu).toMatchObject({
      channel: 'sms',
      to: '+8613800000003',
      text: '城管局答复了《路灯不亮》 http://tongxin.test/cases/1',
    });
    expect(await notify.inbox(db, ids.li, 'en')).toMatchObject([
      { title: 'City Management replied', link: '/cases/1', read: false, at: now },
    ]);
    expect(await notify.unread(db, ids.li)).toBe(1);
  });

  test('nothing is sent of what was rolled back', async () => {
    await expect(
      write(async (tx) => {
        await notify.send(tx, now, replied(ids.li));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await jobs.drain();
    expect(await sent()).toEqual([]);
    expect(await notify.unread(db, ids.li)).toBe(0);
  });

  test('somebody without an account gets mail without a page of preferences, and their address is kept no longer than needed', async () => {
    await send({
      to: { email: 'guest@example.org', phone: '+8613800000009', locale: 'zh-CN', name: '访客' },
      kind: 'test.replied',
      params,
      link: '/cases/1',
    });
    await send({ to: { phone: '+8613800000009', locale: 'zh-CN' }, kind: 'test.replied', params, link: '/cases/1' });
    await send({ to: { locale: 'zh-CN' }, kind: 'test.replied', params, link: '/cases/1' });
    await jobs.drain();
    expect((await sent()).map(({ to }) => to).sort()).toEqual(['+8613800000009', 'guest@example.org']);
    const [mail] = await notify.loopback.list({ channel: 'email' });
    expect(mail?.text).not.toContain('/me/notifications');
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from kernel.notification where recipient is not null`.execute(db);
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('one recipient is told once under one key, another under the same key too', async () => {
    const guest = (email: string): Notification => ({
      ...replied(ids.li),
      to: { email, locale: 'zh-CN' },
      dedupe: 'case-1',
    });
    await send(replied(ids.li, { dedupe: 'case-1' }), replied(ids.han, { dedupe: 'case-1' }), guest('a@example.org'));
    expect(
      await send(replied(ids.li, { dedupe: 'case-1' }), guest('a@example.org'), guest('b@example.org')),
    ).toHaveLength(1);
    await jobs.drain();
    expect((await sent()).map(({ to }) => to).sort()).toEqual([
      'a@example.org',
      'b@example.org',
      'han@example.org',
      'li@example.org',
    ]);
  });

  test('many at once', async () => {
    await send(...Array.from({ length: 1_200 }, (_, n) => replied(ids.wu, { link: `/cases/${n}` })));
    const { rows } = await sql<{ n: number }>`select count(*) as n from jobs.job`.execute(db);
    expect(rows).toEqual([{ n: 3 }]);
    expect(await notify.unread(db, ids.wu)).toBe(100);
  });

  test('what happened more than a week ago lies in the inbox as read and wakes nobody', async () => {
    const unread = await notify.unread(db, ids.wu);
    const before = new Date(clock.now().getTime() - 8 * 86_400_000);
    const [id] = await write((tx) => notify.send(tx, before, replied(ids.wu, { link: '/cases/past' })));
    expect(id).toBeDefined();
    expect(await notify.unread(db, ids.wu)).toBe(unread);
    const { rows } = await sql`select 1 from kernel.delivery where notification_id = ${id}`.execute(db);
    expect(rows).toEqual([]);
  });

  test('a mistake in the program is told to the programmer', async () => {
    await expect(send(replied(ids.li, { kind: 'test.unknown' }))).rejects.toThrow('test.unknown');
    for (const link of ['https://evil.example', '//evil.example', '/\\evil.example', 'cases'])
      await expect(send(replied(ids.li, { link }))).rejects.toThrow('path of this site');
    expect(() => notify.declareKinds([{ kind: 'test.replied', group: 'x' }])).toThrow('twice');
  });
});

describe('what a person wants', () => {
  const prefer = (accountId: string, given: object) =>
    write((tx) => notify.setPreference(tx, accountId, preferenceSchema.parse(given), now));

  test('is kept, and has defaults before', async () => {
    expect(await notify.preference(db, ids.li)).toMatchObject({
      quiet: { from: '22:00', to: '07:00' },
      digest: 'now',
      groups: {},
    });
    const wish = {
      groups: { 'test.mine': { sms: true } },
      quiet: { from: '12:00', to: '13:30' },
      digest: 'weekly' as const,
      digestHour: 18,
      digestWeekday: 5,
    };
    await prefer(ids.li, { digest: 'daily' });
    await prefer(ids.li, wish);
    expect(await notify.preference(db, ids.li)).toEqual(wish);
    expect(notify.groups()).toContainEqual({ group: 'test.mine', label: 'test.notify.group.mine', mandatory: false });
  });

  test('off is off, but for what is mandatory', async () => {
    await prefer(ids.li, { groups: { 'test.mine': { email: false }, 'test.desk': { email: false, sms: false } } });
    await send(replied(ids.li), {
      to: { accountId: ids.li },
      kind: 'test.due',
      params: { title: '甲' },
      link: '/desk',
    });
    await jobs.drain();
    expect(await sent()).toEqual([{ channel: 'email', to: 'li@example.org', subject: '今天到期：甲' }]);
  });

  test('quiet hours hold a message until they end, urgent ones pass, and what was read meanwhile is not sent', async () => {
    clock.set('2026-11-19T23:10:00+08:00');
    await send(
      replied(ids.wu, { link: '/cases/1' }),
      replied(ids.wu, { link: '/cases/2' }),
      replied(ids.wu, { link: '/cases/3', urgent: true }),
    );
    await jobs.drain();
    expect((await notify.loopback.list()).map(({ text }) => text)).toEqual([expect.stringContaining('/cases/3')]);
    await write((tx) => notify.markRead(tx, ids.wu, { link: '/cases/2' }, clock.now()));
    clock.set('2026-11-20T06:59:59+08:00');
    expect(await jobs.drain()).toBe(0);
    clock.set('2026-11-20T07:00:00+08:00');
    await jobs.drain();
    expect((await notify.loopback.list({ since: clock.now() })).map(({ text }) => text)).toEqual([
      expect.stringContaining('/cases/1'),
    ]);
    expect(await sql`select state, reason from kernel.delivery order by state`.execute(db)).toMatchObject({
      rows: [
        { state: 'sent', reason: '' },
        { state: 'sent', reason: '' },
        { state: 'skipped', reason: 'read' },
      ],
    });
  });

  test('a digest gathers mail into one, without what was read, and starts anew the next day', async () => {
    await prefer(ids.li, { digest: 'daily', digestHour: 18 });
    await send(replied(ids.li, { link: '/cases/1' }), replied(ids.li, { link: '/cases/2' }));
    await send(replied(ids.li, { link: '/cases/3' }), {
      to: { accountId: ids.li },
      kind: 'test.due',
      params: { title: '乙' },
      link: '/desk',
    });
    await jobs.drain();
    expect(await sent()).toEqual([]);
    await write((tx) => notify.markRead(tx, ids.li, { link: '/cases/2' }, now));
    clock.set('2026-11-19T18:00:00+08:00');
    expect(await jobs.drain()).toBe(1);
    const [mail, ...others] = await notify.loopback.list();
    expect(others).toEqual([]);
    expect(mail?.subject).toBe('同心：3 件事有了新进展');
    expect(mail?.text.match(/^■ .*$/gm)).toEqual(['■ 城管局答复了您的信', '■ 城管局答复了您的信', '■ 今天到期：乙']);
    expect(mail?.text).not.toContain('/cases/2');
    await send(replied(ids.li, { link: '/cases/4' }));
    await jobs.drain();
    clock.set('2026-11-20T18:00:00+08:00');
    await jobs.drain();
    expect((await sent()).map(({ subject }) => subject)).toEqual(['同心：3 件事有了新进展', '城管局答复了您的信']);
  });

  test('a digest whose mail fails is tried again whole', async () => {
    await prefer(ids.li, { digest: 'daily', digestHour: 18 });
    await send(replied(ids.li, { link: '/cases/1' }), replied(ids.li, { link: '/cases/2' }));
    await jobs.drain();
    const email = notify.adapters.email;
    notify.adapters.email = { real: true, close: () => {}, send: () => Promise.reject(new DeliveryError('smtp_421')) };
    clock.set('2026-11-19T18:00:00+08:00');
    await expect(jobs.drain()).rejects.toThrow('smtp_421');
    notify.adapters.email = email;
    clock.advance(3_600_000);
    await sql`update jobs.job set start_after = now() where state = 'retry'`.execute(db);
    await jobs.drain();
    expect((await sent()).map(({ subject }) => subject)).toEqual(['同心：2 件事有了新进展']);
    expect(await deliveries()).toEqual(
      [1, 2].map(() => ({ channel: 'email', state: 'sent', reason: '', attempts: 2 })),
    );
  });
});

describe('what goes wrong', () => {
  test('a message that fails for now is tried again and sent once', async () => {
    let tries = 0;
    withGateway(async () => {
      if (++tries < 3) throw new DeliveryError('sms_isv.BUSINESS_LIMIT_CONTROL');
      return 'biz-3';
    });
    await send(replied(ids.wu));
    for (let n = 0; n < 5; n++) {
      await jobs.drain({ tolerate: true });
      await sql`update jobs.job set start_after = now() where state = 'retry'`.execute(db);
    }
    expect(tries).toBe(3);
    expect(await sql`select state, attempts, provider_id from kernel.delivery`.execute(db)).toMatchObject({
      rows: [{ state: 'sent', attempts: 3, provider_id: 'biz-3' }],
    });
  });

  test('what cannot be mended by trying again is not tried again', async () => {
    let tries = 0;
    withGateway(() => {
      tries++;
      return Promise.reject(new DeliveryError('bad_number', { permanent: true }));
    });
    await send(replied(ids.wu));
    await jobs.drain();
    expect(tries).toBe(1);
    expect(await deliveries()).toEqual([{ channel: 'sms', state: 'failed', reason: 'bad_number', attempts: 1 }]);
    expect(await notify.outcomes(db, now)).toEqual([{ channel: 'sms', state: 'failed', reason: 'bad_number', n: 1 }]);
  });

  test('what fails to the last stands among the failed, with no number or address in any table or log but the loopback', async () => {
    withGateway(() => Promise.reject(new DeliveryError('sms_http_503 +8613800000003')));
    await send({
      to: { phone: '+8613800000003', locale: 'zh-CN', name: '吴敏' },
      kind: 'test.replied',
      params,
      link: '/cases/1',
    });
    for (let n = 0; n < 12; n++) {
      await jobs.drain({ tolerate: true });
      await sql`update jobs.job set start_after = now() where state = 'retry'`.execute(db);
    }
    expect(await deliveries()).toMatchObject([{ state: 'failed', attempts: 9 }]);
    expect(await jobs.failed(10)).toMatchObject([{ name: 'notify.sms', attempts: 9 }]);
    const { rows } =
      await sql`select row_to_json(n)::text as row from kernel.notification n union all select row_to_json(j)::text from jobs.job j`.execute(
        db,
      );
    expect(JSON.stringify(rows)).not.toContain('吴敏');
    expect(logged.join('')).not.toContain('吴敏');
  });

  test('an account that is closed meanwhile gets nothing more', async () => {
    clock.set('2026-11-19T23:10:00+08:00');
    await send(replied(ids.wu));
    await jobs.drain();
    const resolve = notify.resolveAccounts;
    notify.resolveAccounts = async () => [];
    clock.set('2026-11-20T07:00:00+08:00');
    await jobs.drain();
    notify.resolveAccounts = resolve;
    expect(await sent()).toEqual([]);
    expect(await deliveries()).toMatchObject([{ state: 'skipped', reason: 'no_recipient' }]);
  });
});

describe('one-time codes', () => {
  const code = { kind: 'test.code', params: { code: '482913' }, locale: 'zh-CN' as const };

  test('go out at once and are kept nowhere but in the loopback', async () => {
    await notify.sendNow({ ...code, channel: 'sms', to: '+8613800000001' });
    await notify.sendNow({ ...code, channel: 'email', to: 'li@example.org' });
    const messages = await notify.loopback.list();
    expect(messages.map(({ channel, to }) => [channel, to])).toEqual([
      ['email', 'li@example.org'],
      ['sms', '+8613800000001'],
    ]);
    expect(messages[1]?.text).toBe('验证码 482913，十分钟内有效。');
    const { rows } = await sql<{
      n: number;
    }>`select (select count(*) from kernel.notification) + (select count(*) from kernel.delivery) + (select count(*) from jobs.job) as n`.execute(
      db,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('that do not go out say so, without the code in the log', async () => {
    withGateway(() => Promise.reject(new DeliveryError('sms_http_503')));
    await expect(notify.sendNow({ ...code, channel: 'sms', to: '+8613800000001' })).rejects.toMatchObject({
      code: 'notify.not_sent',
      status: 503,
    });
    withGateway(() => Promise.reject(new DeliveryError('bad_number', { permanent: true })));
    await expect(notify.sendNow({ ...code, channel: 'sms', to: '+8613800000001' })).rejects.toMatchObject({
      code: 'notify.bad_address',
      status: 422,
    });
    expect(logged.join('')).toContain('sms_http_503');
    expect(logged.join('')).not.toMatch(/482913|13800000001/);
  });
});

describe('the inbox', () => {
  test('pages from the newest, is marked read by id, link or all, and is one person’s own', async () => {
    for (let n = 0; n < 5; n++) {
      await send(replied(ids.li, { link: `/cases/${n}` }));
      clock.advance(n === 2 ? 0 : 1_000);
    }
    await send(replied(ids.han));
    const first = await notify.inbox(db, ids.li, 'zh-CN', { limit: 3 });
    const last = first.at(-1);
    const second = await notify.inbox(db, ids.li, 'zh-CN', {
      limit: 3,
      before: { at: last?.at ?? now, id: last?.id ?? '' },
    });
    expect([...first, ...second].map(({ link }) => link)).toEqual([
      '/cases/4',
      '/cases/3',
      '/cases/2',
      '/cases/1',
      '/cases/0',
    ]);
    await write((tx) => notify.markRead(tx, ids.han, { ids: first.map(({ id }) => id) }, now));
    await write((tx) => notify.markRead(tx, ids.li, { ids: [] }, now));
    expect(await notify.unread(db, ids.li)).toBe(5);
    await write((tx) => notify.markRead(tx, ids.li, { ids: [first[0]?.id ?? ''] }, now));
    await write((tx) => notify.markRead(tx, ids.li, { link: '/cases/0' }, now));
    expect(await notify.unread(db, ids.li)).toBe(3);
    await write((tx) => notify.markRead(tx, ids.li, {}, now));
    expect([await notify.unread(db, ids.li), await notify.unread(db, ids.han)]).toEqual([0, 1]);
  });

  test('is forgotten with its account, and swept after half a year', async () => {
    await send(replied(ids.li), replied(ids.han));
    await write((tx) => notify.setPreference(tx, ids.li, preferenceSchema.parse({}), now));
    await jobs.drain();
    await write((tx) => notify.forget(tx, ids.li));
    expect(await notify.inbox(db, ids.li, 'zh-CN')).toEqual([]);
    expect(await notify.inbox(db, ids.han, 'zh-CN')).toHaveLength(1);
    clock.advance(181 * 86_400_000);
    await jobs.runNow('notify.sweep', {});
    expect(await notify.inbox(db, ids.han, 'zh-CN')).toEqual([]);
    expect(await notify.loopback.list()).toEqual([]);
  });
});

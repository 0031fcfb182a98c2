import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { cookiesOf, postForm } from '../form-post.fixture.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';
import { identify } from '../session.ts';
import { recordConsent } from './consent.queries.ts';
import { deviceOf } from './device.ts';
import { declarePersonalData } from './personal-data.ts';

let k: TestKernel;
let app: App;
const erased: string[] = [];
beforeAll(async () => {
  k = await testKernel();
  declarePersonalData(k, {
    module: 'sample',
    held: 'people.profile.title',
    count: async () => 3,
    export: async (_db, accountId) => ({ of: accountId }),
    erase: async (_tx, accountId) => {
      erased.push(accountId);
    },
  });
  app = await testApp(k);
  app.get('/_who', async (request) => (await identify(k, request)) ?? { nobody: true });
});
beforeEach(() => k.clock.advance(3_600_000));

const get = (url: string, cookie: string) => app.inject({ url, headers: { cookie } });
const post = (url: string, fields: Record<string, string | string[]>, cookie: string) =>
  postForm(app, url, fields, { cookie });
const pages = [
  '/me',
  '/me/profile',
  '/me/sessions',
  '/me/passkeys',
  '/me/notifications',
  '/me/preferences',
  '/me/data',
];

async function resident(given: Parameters<typeof makeAccount>[1] = {}) {
  const actor = await makeAccount(k, given);
  return { actor, cookie: await sessionCookie(k, actor, false) };
}

async function code(to: string): Promise<string> {
  const [message] = await k.notify.loopback.list({ to, limit: 1 });
  return /\d{6}/.exec(message?.text ?? '')?.[0] ?? '';
}

async function addressesOf(accountId: string) {
  return k.db
    .selectFrom('people.account')
    .select(['email', 'email_placeholder', 'phone'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
}

it.each(pages)('%s is for whoever is signed in, in every language, and never cached', async (page) => {
  const away = await app.inject({ url: page });
  expect([away.statusCode, away.headers.location]).toEqual([303, `/sign-in?back=${encodeURIComponent(page)}`]);
  const { cookie } = await resident();
  for (const look of ['zh-CN.default.light', 'zh-TW.elder.auto', 'en.default.dark']) {
    const answer = await get(page, `${cookie}; look=${look}`);
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'private, no-store']);
    expect(answer.body).not.toMatch(/ style=|people\.[a-z_]+\.[a-z_]+</);
  }
});

describe('addresses', () => {
  it('take the place of the one before once the code is right, and the one that is left hears of it', async () => {
    const { actor, cookie } = await resident();
    const asked = await post('/me/addresses', { address: 'New@Example.test' }, cookie);
    expect(asked.headers.location).toBe('/me/addresses/code');
    const jar = `${cookie}; ${cookiesOf(asked)}`;
    expect((await post('/me/addresses/code', { code: 'x' }, jar)).statusCode).toBe(422);
    expect((await addressesOf(actor.accountId)).email).toBe(actor.email);
    const done = await post('/me/addresses/code', { code: await code('new@example.test') }, jar);
    expect(done.headers.location).toBe('/me/profile?done=address');
    expect((await addressesOf(actor.accountId)).email).toBe('new@example.test');
    await k.jobs.drain();
    const told = (await k.notify.loopback.list({ limit: 10 })).filter((message) =>
      message.subject.includes('换了收验证码的地址'),
    );
    expect(told.map((message) => message.to).sort()).toEqual([actor.email, 'new@example.test'].sort());
  });

  it('are not taken from another account', async () => {
    const other = await makeAccount(k);
    const { actor, cookie } = await resident();
    const asked = await post('/me/addresses', { address: other.email }, cookie);
    const refused = await post(
      '/me/addresses/code',
      { code: await code(other.email) },
      `${cookie}; ${cookiesOf(asked)}`,
    );
    expect(refused.statusCode).toBe(409);
    expect((await addressesOf(actor.accountId)).email).toBe(actor.email);
  });

  it('cannot be added with a code for signing in, nor the other way round, nor by somebody else', async () => {
    const { cookie } = await resident();
    const signIn = await postForm(app, '/sign-in', { address: 'third@example.test' });
    expect(
      (await post('/me/addresses/code', { code: await code('third@example.test') }, `${cookie}; ${cookiesOf(signIn)}`))
        .statusCode,
    ).toBe(410);
    const adding = await post('/me/addresses', { address: 'fourth@example.test' }, cookie);
    const given = await code('fourth@example.test');
    expect((await post('/sign-in/code', { code: given }, cookiesOf(adding))).statusCode).toBe(410);
    const thief = await resident();
    expect(
      (await post('/me/addresses/code', { code: given }, `${thief.cookie}; ${cookiesOf(adding)}`)).statusCode,
    ).toBe(410);
  });

  it('can be removed while another is left', async () => {
    const { actor, cookie } = await resident();
    expect((await post('/me/addresses/email/remove', {}, cookie)).statusCode).toBe(303);
    expect(await addressesOf(actor.accountId)).toMatchObject({
      email: `${actor.accountId}@phone.invalid`,
      email_placeholder: true,
    });
    const refused = await post('/me/addresses/sms/remove', {}, cookie);
    expect(refused.statusCode).toBe(409);
    expect((await addressesOf(actor.accountId)).phone).not.toBeNull();
  });
});

describe('details', () => {
  it('are corrected, and wrong ones are said beside the field with what was typed', async () => {
    const { actor, cookie } = await resident();
    const refused = await post('/me/profile', { name: '  ', displayName: '许<b>女士', locale: 'xx' }, cookie);
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('value="许&lt;b>女士"');
    expect((refused.body.match(/class="err"/g) ?? []).length).toBe(3);
    await post('/me/profile', { name: '许\u00a0 文心', displayName: '许女士', locale: 'en' }, cookie);
    const row = await k.db
      .selectFrom('people.account')
      .select(['name', 'display_name', 'locale'])
      .where('id', '=', actor.accountId)
      .executeTakeFirst();
    expect(row).toEqual({ name: '许 文心', display_name: '许女士', locale: 'en' });
  });
});

describe('sessions', () => {
  it('are listed and ended, one or all others, and never another person’s', async () => {
    const { actor, cookie } = await resident();
    const second = await sessionCookie(k, actor, false);
    const third = await sessionCookie(k, actor, false);
    const stranger = await resident();
    const ids = async (accountId: string) =>
      (
        await k.db.selectFrom('people.session').select('id').where('account_id', '=', accountId).orderBy('id').execute()
      ).map((row) => row.id);
    const [, one = ''] = await ids(actor.accountId);
    expect((await post(`/me/sessions/${one}/end`, {}, stranger.cookie)).statusCode).toBe(404);
    expect((await post('/me/sessions/nonsense/end', {}, cookie)).statusCode).toBe(404);
    expect((await post(`/me/sessions/${one}/end`, {}, cookie)).statusCode).toBe(303);
    expect((await get('/_who', second)).json()).toEqual({ nobody: true });
    await post('/me/sessions/end-others', {}, cookie);
    expect((await get('/_who', third)).json()).toEqual({ nobody: true });
    expect((await get('/_who', cookie)).json()).toMatchObject({ accountId: actor.accountId });
    expect((await get('/_who', stranger.cookie)).json()).toMatchObject({ accountId: stranger.actor.accountId });
  });

  it.each([
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49',
      'iPhone WeChat',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; ELS-AN00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0 Mobile Safari/537.36 HuaweiBrowser/15.0',
      'Android Huawei Browser',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0',
      'Windows Edge',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
      'Mac Safari',
    ],
    ['', ' '],
  ])('are named by their device: %s', (userAgent, words) => {
    const { browser, system } = deviceOf(userAgent);
    expect(`${system} ${browser}`).toBe(words);
  });
});

describe('notifications', () => {
  it('are in the inbox, are read by opening them, and are nobody else’s', async () => {
    const { actor, cookie } = await resident();
    const stranger = await resident();
    const [id = ''] = await inTransaction(k.db, (tx) =>
      k.notify.send(tx, k.clock.now(), {
        to: { accountId: actor.accountId },
        kind: 'people.security',
        params: { what: 'passkey' },
        link: '/me/passkeys',
      }),
    );
    expect((await get('/me/notifications', cookie)).body).toContain('您的账号添加了通行密钥');
    expect(await k.notify.unread(k.db, actor.accountId)).toBe(1);
    expect((await get(`/me/notifications/${id}`, stranger.cookie)).statusCode).toBe(404);
    expect((await get(`/me/notifications/${id}`, cookie)).headers.location).toBe('/me/passkeys');
    expect(await k.notify.unread(k.db, actor.accountId)).toBe(0);
  });

  it('are paged', async () => {
    const { actor, cookie } = await resident();
    await inTransaction(k.db, async (tx) => {
      for (let n = 0; n < 35; n++)
        await k.notify.send(tx, k.clock.now(), {
          to: { accountId: actor.accountId },
          kind: 'people.security',
          params: { what: 'address' },
          link: '/me',
        });
    });
    const first = await get('/me/notifications', cookie);
    const href = /href="(\/me\/notifications\?before=[^"]+)"/.exec(first.body)?.[1] ?? '';
    const count = (body: string) => (body.match(/href="\/me\/notifications\/[0-9a-f-]{36}"/g) ?? []).length;
    expect([count(first.body), count((await get(href, cookie)).body)]).toEqual([30, 5]);
    expect((await get('/me/notifications?before=nonsense', cookie)).statusCode).toBe(200);
  });

  it('come as somebody wishes', async () => {
    const { actor, cookie } = await resident();
    const group = k.notify.groups().find((each) => !each.mandatory)?.group ?? '';
    const form = {
      wanted: [`${group}/sms`],
      quiet: 'yes',
      quietFrom: '21:30',
      quietTo: '06:15',
      digest: 'weekly',
      digestHour: '9',
      digestWeekday: '3',
    };
    expect((await post('/me/preferences', form, cookie)).statusCode).toBe(303);
    const stored = await k.notify.preference(k.db, actor.accountId);
    expect(stored).toMatchObject({
      quiet: { from: '21:30', to: '06:15' },
      digest: 'weekly',
      digestHour: 9,
      digestWeekday: 3,
    });
    expect(stored.groups[group]).toEqual({ email: false, sms: true, push: false });
    const refused = await post('/me/preferences', { ...form, quietFrom: '25:99' }, cookie);
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('请填几点几分');
  });

  it('go to a browser that asked, and to no private address', async () => {
    const { actor, cookie } = await resident();
    const subscribe = (endpoint: string) =>
      app.inject({
        method: 'POST',
        url: '/me/push',
        headers: { cookie, 'sec-fetch-site': 'same-origin', accept: 'application/json' },
        payload: {
          endpoint,
          p256dh: Buffer.alloc(65, 4).toString('base64url'),
          auth: Buffer.alloc(16, 7).toString('base64url'),
        },
      });
    expect((await subscribe('https://127.0.0.1/push')).statusCode).toBe(422);
    expect((await subscribe('https://push.example.com/abc')).statusCode).toBe(200);
    expect(await k.notify.pushDevices(k.db, actor.accountId)).toHaveLength(1);
    await post('/me/push/remove', { endpoint: 'https://push.example.com/abc' }, cookie);
    expect(await k.notify.pushDevices(k.db, actor.accountId)).toHaveLength(0);
  });
});

describe('data', () => {
  it('show which staff looked, and nobody else’s', async () => {
    const { actor, cookie } = await resident();
    const other = await resident();
    const clerk = await makeAccount(k, { name: '看过的人', roles: [{ role: 'administrator' }] });
    await inTransaction(k.db, (tx) =>
      audit(tx, k.clock.now(), {
        actorId: clerk.accountId,
        actorName: clerk.name,
        action: 'people.personal_data_read',
        objectType: 'account',
        objectId: actor.accountId,
      }),
    );
    expect((await get('/me/data', cookie)).body).toContain('看过的人');
    expect((await get('/me/data', other.cookie)).body).not.toContain('看过的人');
  });

  it('are taken away as one file with every module’s part, and that is recorded', async () => {
    const { actor, cookie } = await resident({ name: '带走的人' });
    const answer = await get('/me/data/export.json', cookie);
    expect(answer.headers['content-disposition']).toContain('attachment');
    expect(answer.json()).toMatchObject({
      format: 'tongxin-personal-data-1',
      account: { name: '带走的人', email: actor.email },
      sample: { of: actor.accountId },
      sessions: [{}],
    });
    expect(answer.body).not.toContain('token');
    const entry = await k.db
      .selectFrom('kernel.audit_entry')
      .select('actor_name')
      .where('actor_id', '=', actor.accountId)
      .where('action', '=', 'people.data_exported')
      .execute();
    expect(entry).toEqual([{ actor_name: '' }]);
  });

  it('leave with the account: nothing of the person is left in it', async () => {
    const { actor, cookie } = await resident({ name: '要走的人甲' });
    await inTransaction(k.db, (tx) =>
      recordConsent(tx, { accountId: actor.accountId, purpose: 'people.account', wording: 'w', at: k.clock.now() }),
    );
    expect((await post('/me/data/delete', {}, cookie)).statusCode).toBe(422);
    const gone = await post('/me/data/delete', { sure: 'yes' }, cookie);
    expect([gone.statusCode, gone.headers.location]).toEqual([303, '/']);
    expect((await get('/_who', cookie)).json()).toEqual({ nobody: true });
    expect(erased).toContain(actor.accountId);
    const row = await k.db
      .selectFrom('people.account')
      .selectAll()
      .where('id', '=', actor.accountId)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toMatch(/要走的人甲|example\.test|\+86198/);
    expect([row.disabled_at, row.deleted_at]).toEqual([k.clock.now(), k.clock.now()]);
    // The address is free for a new account.
    const asked = await postForm(app, '/sign-in', { address: actor.email });
    const again = await postForm(app, '/sign-in/code', { code: await code(actor.email) }, { cookie: cookiesOf(asked) });
    expect(again.headers.location).toBe('/welcome?back=%2F');
  });

  it('are taken away, and the account closed, only after a sign-in of a moment ago', async () => {
    const { actor, cookie } = await resident();
    k.clock.advance(16 * 60_000);
    for (const url of ['/me/data/export.zip', '/me/data/export.json']) {
      const answer = await app.inject({ url, headers: { cookie, accept: 'text/html' } });
      expect([answer.statusCode, answer.headers.location]).toEqual([
        303,
        `/me/logins/confirm?back=${encodeURIComponent(url)}`,
      ]);
    }
    const refused = await post('/me/data/delete', { sure: 'yes' }, cookie);
    expect([refused.statusCode, refused.body.includes('/me/logins/confirm?back=')]).toEqual([403, true]);
    expect((await get('/_who', cookie)).json()).toMatchObject({ accountId: actor.accountId });
    const sent = await post('/me/logins/confirm', { channel: 'email', back: '/me/data' }, cookie);
    const both = `${cookie}; ${cookiesOf(sent)}`;
    const proven = await post('/me/logins/confirm/code', { code: await code(actor.email), back: '/me/data' }, both);
    expect(proven.headers.location).toBe('/me/data');
    expect((await get('/me/data/export.json', cookie)).statusCode).toBe(200);
    expect((await post('/me/data/delete', { sure: 'yes' }, cookie)).headers.location).toBe('/');
  });

  it('of staff stay while they hold a role', async () => {
    const clerk = await makeAccount(k, { roles: [{ role: 'dispatcher' }] });
    const cookie = await sessionCookie(k, clerk);
    expect((await post('/me/data/delete', { sure: 'yes' }, cookie)).statusCode).toBe(409);
    expect((await get('/_who', cookie)).json()).toMatchObject({ accountId: clerk.accountId });
  });

  it('are held by consent that can be withdrawn by its owner alone', async () => {
    const { actor, cookie } = await resident();
    const stranger = await resident();
    await inTransaction(k.db, (tx) =>
      recordConsent(tx, { accountId: actor.accountId, purpose: 'people.account', wording: 'w', at: k.clock.now() }),
    );
    const { id } = await k.db
      .selectFrom('people.consent')
      .select('id')
      .where('account_id', '=', actor.accountId)
      .executeTakeFirstOrThrow();
    expect((await post(`/me/data/consents/${id}/withdraw`, {}, stranger.cookie)).statusCode).toBe(404);
    expect((await post(`/me/data/consents/${id}/withdraw`, {}, cookie)).statusCode).toBe(303);
    expect((await post(`/me/data/consents/${id}/withdraw`, {}, cookie)).statusCode).toBe(404);
  });
});

it('lets no session without the second factor touch what opens a member of staff’s account', async () => {
  const clerk = await makeAccount(k, { roles: [{ role: 'dispatcher' }] });
  const cookie = await sessionCookie(k, clerk, false);
  for (const url of ['/me/addresses', '/me/profile', '/me/data/delete', '/me/sessions/end-others', '/me/preferences']) {
    expect([url, (await post(url, { address: 'thief@example.test', sure: 'yes' }, cookie)).statusCode]).toEqual([
      url,
      403,
    ]);
  }
  const options = await app.inject({ url: '/auth/passkey/add', headers: { cookie, accept: 'application/json' } });
  expect(options.json()).toMatchObject({ error: { code: 'kernel.second_factor_first' } });
});

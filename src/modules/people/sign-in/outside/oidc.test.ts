import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { disableAccount } from '../../admin/accounts/change-account.ts';
import { audited } from '../../admin/admin.factory.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../../people.factory.ts';
import { Browser } from './browser.fixture.ts';
import { startOidcProvider } from './oidc-provider.fixture.ts';

let k: TestKernel;
let app: App;
let provider: Awaited<ReturnType<typeof startOidcProvider>>;
const back = 'http://tongxin.test/sign-in/oidc/back';
beforeAll(async () => {
  provider = await startOidcProvider(back);
  k = await testKernel({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: 'tongxin',
    OIDC_CLIENT_SECRET: 'not a real secret',
    OIDC_SCOPE: 'openid email',
    OIDC_NAME: '省统一身份认证',
  });
  app = await testApp(k);
});
afterAll(() => provider.stop());
beforeEach(() => {
  k.clock.advance(3_600_000);
});

let serial = 0;
/** Somebody new at the provider. */
function somebody(): string {
  provider.state.who = `person-${++serial}`;
  return provider.state.who;
}
const accountsNow = async () =>
  Number(
    (
      await k.db
        .selectFrom('people.account')
        .select((eb) => eb.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  );
/** Away and back. */
async function pass(browser: Browser, from = '/sign-in/oidc?back=/promises') {
  const away = await browser.get(from);
  expect(away.status).toBe(303);
  return browser.get(await provider.pass(away.location), 'cross-site');
}
async function newAccount(browser: Browser): Promise<string> {
  expect((await pass(browser)).location).toBe('/sign-in/outside');
  expect((await browser.post('/sign-in/outside/new')).location).toBe('/welcome?back=%2Fpromises');
  const row = await k.db
    .selectFrom('people.login')
    .select('account_id')
    .where('provider_account_id', '=', `${provider.issuer} ${provider.state.who}`)
    .executeTakeFirstOrThrow();
  return row.account_id;
}
const lastCode = async (to: string) =>
  /\d{6}/.exec((await k.notify.loopback.list({ to, limit: 1 }))[0]?.text ?? '')?.[0] ?? '';

describe('signing in at an OpenID provider', () => {
  it('asks whoever is new, makes an account that goes through the welcome page, and knows them the next time', async () => {
    somebody();
    const browser = new Browser(app);
    expect((await browser.get('/sign-in')).text).toContain('用省统一身份认证登录');
    const away = await browser.get('/sign-in/oidc?back=/promises');
    const asked = new URL(away.location).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      redirect_uri: back,
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid email',
    });
    expect([asked.get('state')?.length, asked.get('nonce')?.length]).toEqual([64, 64]);
    const before = await accountsNow();
    const returned = await browser.get(await provider.pass(away.location), 'cross-site');
    expect([returned.status, returned.location]).toEqual([303, '/sign-in/outside']);
    expect(await accountsNow()).toBe(before);
    const page = await browser.get('/sign-in/outside');
    expect(page.text).toContain('您有账号了吗');
    const made = await browser.post('/sign-in/outside/new');
    expect(made.location).toBe('/welcome?back=%2Fpromises');
    const welcomed = await browser.post('/welcome', {
      name: '许文心',
      displayName: '许女士',
      agreed: 'yes',
      birthMonth: '',
      back: '/promises',
    });
    expect(welcomed.status).toBeLessThan(500);
    const again = new Browser(app);
    await pass(again);
    expect(again.jar.has('tongxin.session_token')).toBe(true);
    expect(await accountsNow()).toBe(before + 1);
    const kept = JSON.stringify(await k.db.selectFrom('people.login').selectAll().execute());
    // Nothing of the person but the identifier: not the address that the provider offers.
    expect(kept).not.toContain('example.test');
  });

  it('never joins by an e-mail address, not even one that the provider has verified', async () => {
    const who = somebody();
    const victim = await makeAccount(k, { email: `${who}@example.test` });
    const browser = new Browser(app);
    expect((await pass(browser)).location).toBe('/sign-in/outside');
    expect(browser.jar.has('tongxin.session_token')).toBe(false);
    // Their own account: signed in to first, then asked, then joined.
    expect((await browser.get('/sign-in/outside/join')).location).toContain('/sign-in?back=');
    await browser.post('/sign-in', { address: victim.email, back: '/sign-in/outside/join' });
    const signedIn = await browser.post('/sign-in/code', {
      code: await lastCode(victim.email),
      back: '/sign-in/outside/join',
    });
    expect(signedIn.location).toBe('/sign-in/outside/join');
    expect((await browser.get('/sign-in/outside/join')).text).toContain('以后用省统一身份认证也能进');
    expect((await browser.post('/sign-in/outside/join')).location).toBe('/me/logins?done=added');
    await settle(k);
    const notices = await k.notify.loopback.list({ to: victim.email, limit: 3 });
    expect(notices.some(({ subject }) => subject.includes('登录方式'))).toBe(true);
    const again = new Browser(app);
    expect((await pass(again)).location).toBe('/promises');
    expect((await audited(k, 'people.login_added')).at(-1)).toMatchObject({ object_id: victim.accountId });
  });

  it('asks staff for the second factor all the same, and shows nobody their desk before', async () => {
    somebody();
    const browser = new Browser(app);
    const accountId = await newAccount(browser);
    const departmentId = await makeDepartment(k);
    await k.db.updateTable('people.account').set({ name: '周测' }).where('id', '=', accountId).execute();
    const { grantRole } = await import('../../admin/accounts/change-roles.ts');
    const admin = await makeAccount(k, { roles: [{ role: 'administrator' }] });
    await grantRole(k, admin, accountId, { role: 'handler', departmentId });
    const staff = new Browser(app);
    expect((await pass(staff)).location).toBe('/second-factor?back=%2Fpromises');
    expect((await staff.get('/desk')).location).toContain('/second-factor');
    expect((await staff.get('/me/logins')).location).toContain('/second-factor');
  });

  it('opens a session of its own: the one before, and its token, end', async () => {
    somebody();
    await newAccount(new Browser(app));
    const browser = new Browser(app);
    await pass(browser);
    const first = browser.jar.get('tongxin.session_token');
    const other = new Browser(app, `tongxin.session_token=${first}`);
    expect((await other.get('/welcome')).status).toBe(200);
    await browser.post('/sign-out');
    await pass(browser);
    expect(browser.jar.get('tongxin.session_token')).not.toBe(first);
    expect((await other.get('/welcome')).status).not.toBe(200);
  });

  it('refuses accounts that are closed', async () => {
    somebody();
    const accountId = await newAccount(new Browser(app));
    const admin = await makeAccount(k, { roles: [{ role: 'administrator' }] });
    await disableAccount(k, admin, accountId, true);
    const browser = new Browser(app);
    const refused = await pass(browser);
    expect([refused.status, refused.text.includes('已经停用'), browser.jar.has('tongxin.session_token')]).toEqual([
      403,
      true,
      false,
    ]);
  });

  it('says so when the person refuses there', async () => {
    provider.state.who = null;
    const refused = await pass(new Browser(app));
    expect([refused.status, refused.text.includes('没有同意')]).toEqual([403, true]);
  });
});

describe('what others try', () => {
  it('takes a way back once, in the browser that left, within ten minutes', async () => {
    somebody();
    const browser = new Browser(app);
    const way = await provider.pass((await browser.get('/sign-in/oidc')).location);
    const stranger = await new Browser(app).get(way, 'cross-site');
    expect([stranger.status, stranger.text.includes('从头再来')]).toEqual([410, true]);
    const second = new Browser(app);
    const own = await provider.pass((await second.get('/sign-in/oidc')).location);
    expect((await second.get(own, 'cross-site')).status).toBe(303);
    expect((await second.get(own, 'cross-site')).status).toBe(410);
    const late = await provider.pass((await second.get('/sign-in/oidc')).location);
    k.clock.advance(11 * 60_000);
    expect((await second.get(late, 'cross-site')).status).toBe(410);
    for (const url of [
      '/sign-in/oidc/back',
      '/sign-in/oidc/back?state=x&code=y',
      `/sign-in/oidc/back?state=${'9'.repeat(5000)}`,
    ])
      expect((await browser.get(url, 'cross-site')).status).toBe(410);
  });

  it('refuses a code that was used with another state', async () => {
    somebody();
    const browser = new Browser(app);
    const first = new URL(await provider.pass((await browser.get('/sign-in/oidc')).location));
    await browser.get(first.href, 'cross-site');
    const second = new URL(await provider.pass((await browser.get('/sign-in/oidc')).location));
    second.searchParams.set('code', first.searchParams.get('code') ?? '');
    const refused = await browser.get(second.href, 'cross-site');
    expect([refused.status, refused.text.includes('从头再来')]).toEqual([410, true]);
  });

  it('refuses a token with the nonce of another sign-in, and one without PKCE', async () => {
    somebody();
    for (const [name, value] of [
      ['nonce', 'f'.repeat(64)],
      ['code_challenge', 'A'.repeat(43)],
    ] as const) {
      const browser = new Browser(app);
      const away = new URL((await browser.get('/sign-in/oidc')).location);
      away.searchParams.set(name, value);
      const refused = await browser.get(await provider.pass(away.href), 'cross-site');
      expect([name, [400, 410].includes(refused.status), browser.jar.has('tongxin.session_token')]).toEqual([
        name,
        true,
        false,
      ]);
    }
    expect(
      await k.db
        .selectFrom('people.login')
        .select('id')
        .where('provider_account_id', 'like', `%${provider.state.who}`)
        .execute(),
    ).toEqual([]);
  });

  it('sends nobody away who was led here from another site, and back only to this one', async () => {
    const browser = new Browser(app);
    expect((await browser.get('/sign-in/oidc?back=/x', 'cross-site')).location).toBe('/sign-in?back=%2Fx');
    somebody();
    await newAccount(new Browser(app));
    const hostile = new Browser(app);
    expect((await pass(hostile, '/sign-in/oidc?back=//evil.example.test/')).location).not.toContain('evil');
  });

  it('makes one account of two first sign-ins at once', async () => {
    somebody();
    const windows = [new Browser(app), new Browser(app), new Browser(app)];
    for (const window of windows) await pass(window);
    const before = await accountsNow();
    const opened = await Promise.all(windows.map((window) => window.post('/sign-in/outside/new')));
    expect(opened.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await accountsNow()).toBe(before + 1);
    expect(windows.every(({ jar }) => jar.has('tongxin.session_token'))).toBe(true);
  });

  it('uses up what waits: one identity makes no second account by sending the form again', async () => {
    somebody();
    const browser = new Browser(app);
    await pass(browser);
    const copy = new Browser(app, [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; '));
    await browser.post('/sign-in/outside/new');
    expect((await copy.post('/sign-in/outside/new')).status).toBe(410);
    expect((await new Browser(app).post('/sign-in/outside/new')).status).toBe(410);
  });

  it('does not add an identity to an account whose owner proved nothing lately, nor one that another has', async () => {
    somebody();
    await newAccount(new Browser(app));
    const actor = await makeAccount(k);
    const browser = new Browser(app, await sessionCookie(k, actor));
    const taken = await pass(browser, '/me/logins/add/oidc');
    expect([taken.status, taken.text.includes('已经在另一个账号上')]).toEqual([409, true]);
    expect((await browser.get('/me/logins/add/oidc', 'cross-site')).location).toBe('/me/logins');
    k.clock.advance(16 * 60_000);
    expect((await browser.get('/me/logins/add/oidc')).location).toContain('/me/logins/confirm?back=');
  });

  it('are confirmed by signing in at the provider anew, not by what it remembers of the browser', async () => {
    const who = somebody();
    const person = await makeAccount(k);
    const browser = new Browser(app, await sessionCookie(k, person));
    await browser.get(await provider.pass((await browser.get('/me/logins/add/oidc')).location), 'cross-site');
    k.clock.advance(16 * 60_000);
    expect((await browser.get('/me/logins/join')).location).toContain('/me/logins/confirm');
    const { location } = await browser.get('/me/logins/confirm/by/oidc?back=%2Fme%2Flogins%2Fjoin');
    const asked = new URL(location).searchParams;
    expect([who !== '', asked.get('prompt'), asked.get('max_age')]).toEqual([true, 'login', '300']);
    const done = await browser.get(await provider.pass(location), 'cross-site');
    expect([done.status, done.location]).toEqual([303, '/me/logins/join']);
    expect((await browser.get('/me/logins/join')).status).toBe(200);
  });

  it('does not let a way back that was begun in one account end in another', async () => {
    somebody();
    const [mine, theirs] = [await makeAccount(k), await makeAccount(k)];
    const browser = new Browser(app, await sessionCookie(k, mine));
    const way = await provider.pass((await browser.get('/me/logins/add/oidc')).location);
    const [name = '', value = ''] = (await sessionCookie(k, theirs)).split('=');
    browser.jar.set(name, value);
    expect((await browser.get(way, 'cross-site')).status).toBe(410);
    expect(
      await k.db
        .selectFrom('people.login')
        .select('id')
        .where('account_id', 'in', [mine.accountId, theirs.accountId])
        .execute(),
    ).toEqual([]);
  });
});

it('says so when the provider is away, and lets codes go on', async () => {
  const gone = await startOidcProvider(back);
  await gone.stop();
  const alone = await testKernel({ OIDC_ISSUER: gone.issuer, OIDC_CLIENT_ID: 'tongxin' });
  const browser = new Browser(await testApp(alone));
  const refused = await browser.get('/sign-in/oidc');
  expect([refused.status, refused.text.includes('没有回应')]).toEqual([503, true]);
  expect((await browser.get('/sign-in')).status).toBe(200);
  expect((await browser.post('/sign-in', { address: '13900000101' })).status).toBe(303);
});

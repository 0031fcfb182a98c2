import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { Browser } from './browser.fixture.ts';
import { LoopbackWechat } from './loopback-wechat.ts';
import { wechatProvider } from './wechat.ts';

let k: TestKernel;
let app: App;
let site: string;
const inWechat = 'Mozilla/5.0 (iPhone) MicroMessenger/8.0.50';

beforeAll(async () => {
  // The adapter asks over HTTP: the server that pretends to be WeChat has to listen, and to know where.
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  site = `http://127.0.0.1:${port}`;
  k = await testKernel({ PORT: String(port), PUBLIC_URL: site });
  app = await testApp(k);
  await app.ready();
  server.on('request', app.routing);
  return () => void server.close();
});
beforeEach(() => {
  k.clock.advance(3_600_000);
});

const linksOf = (page: string) =>
  [...page.matchAll(/href="(\/demo\/wechat\/agree[^"]*)"/g)].map(([, href]) => (href ?? '').replaceAll('&amp;', '&'));
/** Away to the WeChat that pretends, and back as one of its people (0, 1, 2) or none (3). */
async function pass(browser: Browser, person: number, from = '/sign-in/wechat?back=/promises') {
  const away = await browser.get(from);
  expect(away.location).toContain(`${site}/demo/wechat/connect/`);
  const asked = await browser.get(away.location, 'same-origin');
  expect(asked.text).toContain('不是真的微信');
  const way = (await browser.get(linksOf(asked.text)[person] ?? '')).location;
  return { way, back: await browser.get(way, 'cross-site') };
}

describe('signing in with WeChat', () => {
  it('asks as published: parameters in their order, a state of letters and figures, the fragment', async () => {
    const away = (await new Browser(app).get('/sign-in/wechat')).location;
    expect(away).toMatch(
      /\/connect\/oauth2\/authorize\?appid=\w+&redirect_uri=http%3A%2F%2F127.0.0.1%3A\d+%2Fsign-in%2Fwechat%2Fback&response_type=code&scope=snsapi_base&state=[0-9a-f]{64}#wechat_redirect$/,
    );
  });

  it('makes an account for somebody new and knows them again; a code opens once', async () => {
    const browser = new Browser(app);
    const { back, way } = await pass(browser, 0);
    expect(back.location).toBe('/sign-in/outside');
    expect((await browser.get('/sign-in/outside')).text).toContain('微信');
    expect((await browser.post('/sign-in/outside/new')).location).toBe('/welcome?back=%2Fpromises');
    const again = new Browser(app);
    again.userAgent = inWechat;
    expect((await pass(again, 0)).back.location).toBe('/welcome?back=%2Fpromises');
    expect((await again.get(way, 'cross-site')).status).toBe(410);
    const kept = await k.db.selectFrom('people.login').selectAll().execute();
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({
      provider_id: 'wechat',
      access_token: null,
      refresh_token: null,
      last_used_at: expect.any(Date),
    });
  });

  it('says so when the person refuses, and when a code was used with another state', async () => {
    const refused = (await pass(new Browser(app), 3)).back;
    expect([refused.status, refused.text.includes('没有同意')]).toEqual([403, true]);
    const browser = new Browser(app);
    const { way } = await pass(browser, 1);
    const second = await browser.get('/sign-in/wechat');
    const state = /state=(\w+)/.exec(second.location)?.[1] ?? '';
    const replayed = await browser.get(way.replace(/state=\w+/, `state=${state}`), 'cross-site');
    expect([replayed.status, replayed.text.includes('从头再来')]).toEqual([410, true]);
  });

  it('is not there to try where codes are not shown', async () => {
    const real = await testKernel({ DEMO_CODES: '0' });
    const browser = new Browser(await testApp(real));
    expect((await browser.get('/sign-in')).text).not.toContain('微信');
    for (const url of [
      '/sign-in/wechat',
      '/demo/wechat/connect/oauth2/authorize?response_type=code',
      '/demo/wechat/agree',
      '/demo/wechat/sns/oauth2/access_token',
      '/demo/wechat/sns/userinfo',
    ])
      expect([url, (await browser.get(url)).status]).toEqual([url, 404]);
  });

  it('lets the WeChat that pretends send people nowhere else', async () => {
    const browser = new Browser(app);
    const away = (await browser.get('/sign-in/wechat')).location;
    const elsewhere = away.replace(/redirect_uri=[^&]*/, 'redirect_uri=https%3A%2F%2Fevil.example.test%2F');
    expect((await browser.get(elsewhere)).status).toBe(400);
    expect((await browser.get(away.replace(/scope=\w+/, 'scope=all'))).status).toBe(400);
  });
});

describe('the adapter', () => {
  const secrets = { state: 's', nonce: 'n', verifier: 'v' };
  const account = { id: 'wxaccount', secret: 'one' };
  const page = { id: 'wxpage', secret: 'two' };
  const wechat = new LoopbackWechat([account, page]);
  let answer: (url: URL) => unknown = () => ({});
  let apiUrl = '';
  beforeAll(async () => {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://x');
      const said = answer(url);
      if (typeof said === 'number') response.writeHead(said).end('<html>');
      else response.end(JSON.stringify(said));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    apiUrl = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    return () => void server.close();
  });
  const adapter = (scope: 'snsapi_base' | 'snsapi_userinfo' = 'snsapi_base') =>
    wechatProvider(k, { account, site: page, scope, openUrl: 'https://open.weixin.qq.com', apiUrl });
  const arrive = (query: string, userAgent = inWechat, scope?: 'snsapi_base' | 'snsapi_userinfo') =>
    adapter(scope).arrive(new URL(`${site}/sign-in/wechat/back?state=s${query}`), secrets, { userAgent });
  const speak = (url: URL) => {
    const query = Object.fromEntries(url.searchParams);
    return url.pathname === '/sns/userinfo' ? wechat.profile(query) : wechat.exchange(query, Date.now());
  };

  it('uses the official account inside WeChat and the QR code of the website app elsewhere', async () => {
    const from = { redirectUri: `${site}/sign-in/wechat/back` };
    const inside = await adapter().leave(secrets, { ...from, userAgent: inWechat });
    expect(inside).toContain('https://open.weixin.qq.com/connect/oauth2/authorize?appid=wxaccount');
    const outside = await adapter().leave(secrets, { ...from, userAgent: 'Firefox' });
    expect(outside).toMatch(/connect\/qrconnect\?appid=wxpage&.*scope=snsapi_login&state=s#wechat_redirect$/);
  });

  it('knows one person at both apps by the unionid, and by the openid where there is none', async () => {
    answer = speak;
    const code = (app: string, scope: string) => wechat.grant(app, { id: 'laoxu' }, scope, Date.now());
    const base = await arrive(`&code=${code('wxaccount', 'snsapi_base')}`);
    expect(base).toEqual({ id: 'open wxaccount o_laoxu_ount' });
    const asked = await arrive(`&code=${code('wxaccount', 'snsapi_userinfo')}`, inWechat, 'snsapi_userinfo');
    const scanned = await arrive(`&code=${code('wxpage', 'snsapi_login')}`, 'Firefox');
    expect([asked.id, scanned.id]).toEqual(['union u_laoxu', 'union u_laoxu']);
    expect(asked.former).toBe(base.id);
    // An answer without it, as older accounts get: asked for once more.
    answer = (url) => {
      const { unionid, ...rest } = speak(url) as { unionid?: string };
      return url.pathname === '/sns/userinfo' ? { ...rest, unionid } : rest;
    };
    expect(await arrive(`&code=${code('wxaccount', 'snsapi_userinfo')}`, inWechat, 'snsapi_userinfo')).toEqual(asked);
  });

  it.each([
    [{ errcode: 40029, errmsg: 'invalid code' }, 'people.outside_stale'],
    [{ errcode: 40163, errmsg: 'code been used' }, 'people.outside_stale'],
    [{ errcode: -1, errmsg: 'system error' }, 'people.outside_away'],
    [{ errcode: 40125, errmsg: 'invalid appsecret' }, 'people.outside_failed'],
    [{ access_token: 't', openid: 'o', is_snapshotuser: 1 }, 'people.outside_failed'],
    [{ access_token: 't' }, 'people.outside_failed'],
    [{}, 'people.outside_failed'],
    [502, 'people.outside_away'],
    [200, 'people.outside_away'],
  ])('puts %j into words', async (said, code) => {
    answer = () => said;
    await expect(arrive('&code=c')).rejects.toMatchObject({ code });
  });

  it('says so when WeChat does not answer, and logs neither the code nor the secret', async () => {
    const logged: unknown[] = [];
    const deaf = wechatProvider(
      { ...k, log: { warn: (...args: unknown[]) => logged.push(args) } as never },
      { account: { id: 'a', secret: 'SECRET-APP' }, scope: 'snsapi_base', openUrl: site, apiUrl: 'http://127.0.0.1:9' },
    );
    const way = new URL(`${site}/sign-in/wechat/back?state=s&code=SECRET-CODE`);
    await expect(deaf.arrive(way, secrets, { userAgent: '' })).rejects.toMatchObject({ code: 'people.outside_away' });
    expect(logged).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toContain('SECRET');
  });
});

it('goes on with an account under the unionid once WeChat gives it', async () => {
  const { accountOfLogin, insertBareAccount, insertLogin } = await import('./outside.queries.ts');
  const { inTransaction } = await import('../../../../kernel/db/index.ts');
  await inTransaction(k.db, async (tx) => {
    const accountId = await insertBareAccount(tx, 'zh-CN');
    await insertLogin(tx, { accountId, provider: 'wechat', providerAccountId: 'open a b', at: k.clock.now() });
    const identity = { id: 'union u', former: 'open a b' };
    expect(await accountOfLogin(tx, 'wechat', identity)).toBe(accountId);
    expect(await accountOfLogin(tx, 'wechat', { id: 'union u' })).toBe(accountId);
    expect(await accountOfLogin(tx, 'wechat', { id: 'open a b' })).toBeUndefined();
  });
});

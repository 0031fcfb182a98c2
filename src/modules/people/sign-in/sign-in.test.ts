import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import { type Answer, cookiesOf as cookies, postForm } from '../form-post.fixture.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';
import { identify } from '../session.ts';
import { parseAddress } from './address.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  app.get('/_who', async (request) => (await identify(k, request)) ?? { nobody: true });
});
beforeEach(() => k.clock.advance(3_600_000));

const post = (url: string, fields: Record<string, string>, cookie = '', more: Record<string, string> = {}) =>
  postForm(app, url, fields, { cookie, ...more });

async function lastCode(to: string): Promise<string> {
  const [message] = await k.notify.loopback.list({ to, limit: 1 });
  return /\d{6}/.exec(message?.text ?? '')?.[0] ?? '';
}

async function ask(address: string, to = address): Promise<{ jar: string; code: string; answer: Answer }> {
  const answer = await post('/sign-in', { address, back: '/promises?x=1' });
  return { jar: cookies(answer), code: await lastCode(to), answer };
}

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('an address', () => {
  it.each([
    ['13900000101', { channel: 'sms', to: '+8613900000101' }],
    ['+86 139-0000-0101', { channel: 'sms', to: '+8613900000101' }],
    ['１３９０００００１０１', { channel: 'sms', to: '+8613900000101' }],
    ['+85291234567', { channel: 'sms', to: '+85291234567' }],
    [' Xu@Example.TEST ', { channel: 'email', to: 'xu@example.test' }],
    ['12345', null],
    ['+8612345678901', null],
    ['a@b', null],
    ['019abc@phone.invalid', null],
    ['a@example.test\r\nBcc: b@example.test', null],
    ['', null],
  ])('%s', (typed, expected) => {
    expect(parseAddress(typed)).toEqual(expected);
  });
});

describe('signing in', () => {
  it('opens a session for somebody with an account and goes back', async () => {
    const actor = await makeAccount(k);
    const { jar, code, answer } = await ask(actor.email.toUpperCase(), actor.email);
    expect(answer.headers.location).toBe('/sign-in/code?back=%2Fpromises%3Fx%3D1');
    const opened = await post('/sign-in/code', { code, back: '/promises?x=1' }, jar);
    expect([opened.statusCode, opened.headers.location]).toEqual([303, '/promises?x=1']);
    const session = opened.cookies.find((c) => c.name === 'tongxin.session_token');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    expect((await app.inject({ url: '/_who', headers: { cookie: cookies(opened) } })).json()).toMatchObject({
      accountId: actor.accountId,
    });
  });

  it('finds the account by its number', async () => {
    const actor = await makeAccount(k, { phone: '+8613800000201' });
    const { jar, code } = await ask('138 0000 0201', '+8613800000201');
    const opened = await post('/sign-in/code', { code }, jar);
    expect((await app.inject({ url: '/_who', headers: { cookie: cookies(opened) } })).json()).toMatchObject({
      accountId: actor.accountId,
    });
  });

  it('makes an account for somebody new, who is first asked how to be called and to agree', async () => {
    const { jar, code } = await ask('13800000202', '+8613800000202');
    const opened = await post('/sign-in/code', { code, back: '/cases/new' }, jar);
    expect(opened.headers.location).toBe('/welcome?back=%2Fcases%2Fnew');
    const cookie = cookies(opened);
    expect((await app.inject({ url: '/me', headers: { cookie } })).headers.location).toBe('/welcome?back=%2Fme');
    const refused = await post('/welcome', { name: '许文心', displayName: '许女士', back: '/cases/new' }, cookie);
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('value="许文心"');
    const welcomed = await post(
      '/welcome',
      { name: '许文心', displayName: '许女士', agreed: 'yes', back: '/cases/new' },
      cookie,
    );
    expect(welcomed.headers.location).toBe('/cases/new');
    expect((await app.inject({ url: '/_who', headers: { cookie } })).json()).toMatchObject({ name: '许女士' });
    const consent = await k.db.selectFrom('people.consent').select(['purpose', 'wording']).execute();
    expect(consent).toEqual([{ purpose: 'people.account', wording: 'account-2026-11' }]);
    // Coming again is the same account.
    const again = await ask('13800000202', '+8613800000202');
    const back = await post('/sign-in/code', { code: again.code }, again.jar);
    expect(back.headers.location).toBe('/');
  });

  it('answers alike whether there is an account or not', async () => {
    const actor = await makeAccount(k);
    const known = await ask(actor.email);
    const unknown = await ask('nobody@example.test');
    const shape = (answer: Answer) => [
      answer.statusCode,
      answer.headers.location,
      answer.body,
      answer.cookies.map((c) => [c.name, c.value.length]),
    ];
    expect(shape(known.answer)).toEqual(shape(unknown.answer));
    const page = async (jar: string, address: string) =>
      (await app.inject({ url: '/sign-in/code', headers: { cookie: jar } })).body.replaceAll(address, 'X');
    expect(await page(known.jar, actor.email)).toBe(await page(unknown.jar, 'nobody@example.test'));
    const tried = async (each: typeof known, address: string) =>
      (await post('/sign-in/code', { code: wrong(each.code) }, each.jar)).body.replaceAll(address, 'X');
    expect(await tried(known, actor.email)).toBe(await tried(unknown, 'nobody@example.test'));
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'never leads to %s',
    async (back) => {
      const actor = await makeAccount(k);
      const { jar, code } = await ask(actor.email);
      expect((await post('/sign-in/code', { code, back }, jar)).headers.location).toBe('/');
      const page = await app.inject({ url: `/sign-in?back=${encodeURIComponent(back)}` });
      // Links of the frame come back to this very page; what the form and the passkey button carry on is local.
      expect([/name="back" value="([^"]*)"/.exec(page.body)?.[1], /data-back="([^"]*)"/.exec(page.body)?.[1]]).toEqual([
        '/',
        '/',
      ]);
    },
  );

  it('says that an address cannot be read, and keeps it', async () => {
    const answer = await post('/sign-in', { address: '不是地址<script>' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('这既不像手机号');
    expect(answer.body).toContain('value="不是地址&lt;script>"');
  });
});

describe('a code', () => {
  it('opens once', async () => {
    const { jar, code } = await ask((await makeAccount(k)).email);
    expect((await post('/sign-in/code', { code }, jar)).statusCode).toBe(303);
    expect((await post('/sign-in/code', { code }, jar)).statusCode).toBe(410);
  });

  it('opens once for two at the same moment', async () => {
    const { jar, code } = await ask((await makeAccount(k)).email);
    const answers = await Promise.all([1, 2, 3].map(() => post('/sign-in/code', { code }, jar)));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([303, 410, 410]);
  });

  it('opens only in the browser that asked for it', async () => {
    const { email } = await makeAccount(k);
    const { code } = await ask(email);
    const other = await ask('other@example.test');
    expect((await post('/sign-in/code', { code })).statusCode).toBe(410);
    expect(
      (await post('/sign-in/code', { code: code === other.code ? wrong(code) : code }, other.jar)).statusCode,
    ).toBe(422);
  });

  it('is gone after five wrong tries, even for the right one, and nobody else can use them up', async () => {
    const { email } = await makeAccount(k);
    const mine = await ask(email);
    const thief = await ask(email);
    for (let n = 4; n > 0; n--) {
      const answer = await post('/sign-in/code', { code: wrong(thief.code) }, thief.jar);
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain(`还可以试 ${n} 次`);
    }
    expect((await post('/sign-in/code', { code: wrong(thief.code) }, thief.jar)).statusCode).toBe(410);
    expect((await post('/sign-in/code', { code: thief.code }, thief.jar)).statusCode).toBe(410);
    expect((await post('/sign-in/code', { code: mine.code }, mine.jar)).statusCode).toBe(303);
  });

  it('cannot be tried more often by trying at the same moment', async () => {
    const { jar, code } = await ask((await makeAccount(k)).email);
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => post('/sign-in/code', { code: wrong(code) }, jar)),
    );
    expect(answers.filter((answer) => answer.statusCode === 422)).toHaveLength(4);
    expect((await post('/sign-in/code', { code }, jar)).statusCode).toBe(410);
  });

  it('lasts ten minutes', async () => {
    const { jar, code } = await ask((await makeAccount(k)).email);
    k.clock.advance(600_000 - 1);
    expect((await post('/sign-in/code', { code: wrong(code) }, jar)).statusCode).toBe(422);
    k.clock.advance(1);
    expect((await post('/sign-in/code', { code }, jar)).statusCode).toBe(410);
  });

  it('can be asked for again after a minute; the old one no longer opens', async () => {
    const { email } = await makeAccount(k);
    const { jar, code } = await ask(email);
    expect((await post('/sign-in/code/resend', {}, jar)).statusCode).toBe(429);
    k.clock.advance(60_000);
    expect((await post('/sign-in/code/resend', {}, jar)).statusCode).toBe(303);
    const next = await lastCode(email);
    if (next !== code) expect((await post('/sign-in/code', { code }, jar)).statusCode).toBe(422);
    expect((await post('/sign-in/code', { code: next }, jar)).statusCode).toBe(303);
  });

  it('stands nowhere in the database in clear', async () => {
    const { jar, code } = await ask('clear@example.test');
    const rows = await k.db
      .selectFrom('people.one_time_code')
      .selectAll()
      .where('address', '=', 'clear@example.test')
      .execute();
    const token = /tongxin\.code=([^;]+)/.exec(jar)?.[1] ?? '-';
    const stored = JSON.stringify(
      rows.map((row) => ({
        ...row,
        code_hash: row.code_hash.toString('latin1'),
        token_hash: row.token_hash.toString('latin1'),
      })),
    );
    expect(stored).not.toContain(code);
    expect(stored).not.toContain(token);
  });

  it('that has run out is swept away at night', async () => {
    await ask('swept@example.test');
    k.clock.advance(86_400_000);
    await k.jobs.runNow('people.sweep', {});
    expect(await k.db.selectFrom('people.one_time_code').select('id').execute()).toEqual([]);
  });
});

describe('a session', () => {
  it('ends when somebody signs in anew in the same browser, and when they sign out', async () => {
    const actor = await makeAccount(k);
    const before = await sessionCookie(k, actor);
    const { jar, code } = await ask(actor.email);
    const opened = await post('/sign-in/code', { code }, `${jar}; ${before}`);
    expect((await app.inject({ url: '/_who', headers: { cookie: before } })).json()).toEqual({ nobody: true });
    const now = cookies(opened);
    const out = await post('/sign-out', {}, now);
    expect(out.cookies.find((c) => c.name === 'tongxin.session_token')?.value).toBe('');
    expect((await app.inject({ url: '/_who', headers: { cookie: now } })).json()).toEqual({ nobody: true });
  });

  it('is not opened for a disabled account, and an open one no longer counts', async () => {
    const actor = await makeAccount(k);
    const cookie = await sessionCookie(k, actor);
    await k.db
      .updateTable('people.account')
      .set({ disabled_at: new Date() })
      .where('id', '=', actor.accountId)
      .execute();
    expect((await app.inject({ url: '/_who', headers: { cookie } })).json()).toEqual({ nobody: true });
    const { jar, code } = await ask(actor.email);
    const refused = await post('/sign-in/code', { code }, jar);
    expect(refused.statusCode).toBe(403);
    expect(refused.cookies.some((c) => c.name.includes('session'))).toBe(false);
    expect(
      await k.db
        .selectFrom('people.session')
        .select('id')
        .where('account_id', '=', actor.accountId)
        .where('ip_address', 'is not', null)
        .execute(),
    ).toEqual([]);
  });

  it('is recorded, with the name of staff alone', async () => {
    const actor = await makeAccount(k, { name: '居民甲' });
    const { jar, code } = await ask(actor.email);
    await post('/sign-in/code', { code }, jar);
    const entries = await k.db
      .selectFrom('kernel.audit_entry')
      .select(['action', 'actor_name'])
      .where('actor_id', '=', actor.accountId)
      .execute();
    expect(entries).toEqual([{ action: 'people.signed_in', actor_name: '' }]);
  });

  it('cannot be made from another site', async () => {
    const answer = await post('/sign-in', { address: 'a@example.test' }, '', {
      'sec-fetch-site': 'cross-site',
      origin: 'https://evil.example',
    });
    expect(answer.statusCode).toBe(403);
  });
});

describe('limits', () => {
  let strict: TestKernel;
  let strictApp: App;
  beforeAll(async () => {
    strict = await testKernel();
    strict.limits.factor = 1;
    strictApp = await testApp(strict);
  });
  const send = (address: string, ip: string) =>
    strictApp.inject({
      method: 'POST',
      url: '/sign-in',
      remoteAddress: ip,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      payload: new URLSearchParams({ address }).toString(),
    });

  it('hold for one address from everywhere', async () => {
    for (let n = 1; n <= 10; n++) expect((await send('flood@example.test', `10.0.0.${n}`)).statusCode).toBe(303);
    const refused = await send('FLOOD@example.test', '10.0.0.99');
    expect(refused.statusCode).toBe(429);
    expect(refused.body).toContain('value="FLOOD@example.test"');
    expect((await send('calm@example.test', '10.0.0.99')).statusCode).toBe(303);
  });

  it('hold for one network, an IPv6 household together', async () => {
    for (let n = 1; n <= 20; n++) expect((await send(`n${n}@example.test`, `2001:db8:1:2::${n}`)).statusCode).toBe(303);
    expect((await send('n21@example.test', '2001:db8:1:2::ffff')).statusCode).toBe(429);
    expect((await send('n21@example.test', '2001:db8:1:3::1')).statusCode).toBe(303);
  });
});

it('shows messages of the demonstration only where it may', async () => {
  expect((await app.inject({ url: '/demo/messages' })).statusCode).toBe(200);
  const real = await testKernel({ DEMO_CODES: '' });
  const realApp = await testApp(real);
  expect((await realApp.inject({ url: '/demo/messages' })).statusCode).toBe(404);
  await settle(real);
});

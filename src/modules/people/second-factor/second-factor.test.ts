import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { type Answer, cookiesOf, postForm } from '../form-post.fixture.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';
import { identify, requireStaff } from '../session.ts';
import { insertSecondFactor } from './second-factor.queries.ts';
import { resetSecondFactor } from './set-up-second-factor.ts';
import { codeOf, enrolmentUri, keyWords, matchStep, newSecret, openSecret, sealSecret, stepAt } from './totp.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  app.get('/_who', async (request) => (await identify(k, request)) ?? { nobody: true });
  app.get('/_staff', async (request) => ({ name: (await requireStaff(k, request)).name }));
});
beforeEach(() => k.clock.advance(3_600_000));

const who = async (cookie: string) => (await app.inject({ url: '/_who', headers: { cookie } })).json();
const post = (url: string, fields: Record<string, string>, cookie: string) => postForm(app, url, fields, { cookie });

/** Somebody on the staff with a second factor in force, whose session has not passed it. */
async function staff() {
  const actor = await makeAccount(k, { roles: [{ role: 'dispatcher' }] });
  const secret = newSecret();
  await inTransaction(k.db, (tx) =>
    insertSecondFactor(tx, actor.accountId, sealSecret(k, actor.accountId, secret), k.clock.now()),
  );
  return {
    actor,
    secret,
    cookie: await sessionCookie(k, actor, false),
    code: () => codeOf(secret, stepAt(k.clock.now())),
  };
}

/** Somebody on the staff who has none yet. */
async function newStaff() {
  const actor = await makeAccount(k, { roles: [{ role: 'handler' }] });
  const cookie = await sessionCookie(k, actor, false);
  const page = await app.inject({ url: '/second-factor/set-up', headers: { cookie } });
  const words = /<p class="key num" lang="en">([^<]+)<\/p>/.exec(page.body)?.[1] ?? '';
  const draft = await k.db
    .selectFrom('people.second_factor')
    .select('draft')
    .where('account_id', '=', actor.accountId)
    .executeTakeFirstOrThrow();
  const secret = openSecret(k, actor.accountId, draft.draft as Buffer);
  return { actor, cookie, page, words, secret, code: () => codeOf(secret, stepAt(k.clock.now())) };
}

describe('a time-based code', () => {
  // RFC 6238, appendix B, SHA-1, the last six of eight figures.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('at second %i is %s', (second, code) => {
    expect(codeOf(Buffer.from('12345678901234567890'), stepAt(new Date(second * 1000)))).toBe(code);
  });

  it('is taken from the step before and after, and from no other', () => {
    const secret = newSecret();
    const at = new Date('2026-11-19T02:00:10Z');
    const here = stepAt(at);
    expect([-2, -1, 0, 1, 2].map((by) => matchStep(secret, codeOf(secret, here + by), at))).toEqual([
      null,
      here - 1,
      here,
      here + 1,
      null,
    ]);
    expect(['', '12345', 'abcdef', '１２３４５'].map((typed) => matchStep(secret, typed, at))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('has a secret that opens only for its account', () => {
    const secret = newSecret();
    const sealed = sealSecret(k, 'a', secret);
    expect(openSecret(k, 'a', sealed).equals(secret)).toBe(true);
    expect(sealed.includes(secret)).toBe(false);
    expect(() => openSecret(k, 'b', sealed)).toThrow();
    sealed[30] = (sealed[30] ?? 0) ^ 1;
    expect(() => openSecret(k, 'a', sealed)).toThrow();
  });

  it('is enrolled by an otpauth address', () => {
    const uri = enrolmentUri(Buffer.from('12345678901234567890'), '同心', 'a@example.test');
    expect(uri).toContain('secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(decodeURIComponent(uri)).toContain('otpauth://totp/同心:a@example.test');
  });
});

describe('staff', () => {
  it('are led to the second factor, and hold no role before it', async () => {
    const { cookie } = await staff();
    const answer = await app.inject({ url: '/_staff?x=1', headers: { cookie } });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/second-factor?back=%2F_staff%3Fx%3D1']);
    expect((await app.inject({ url: '/me', headers: { cookie } })).headers.location).toBe('/second-factor?back=%2Fme');
    expect(await who(cookie)).toMatchObject({ secondFactor: false });
  });

  it('pass it with the code of their app, into a new session', async () => {
    const { cookie, code, actor } = await staff();
    const passed = await post('/second-factor', { code: code(), back: '/_staff' }, cookie);
    expect([passed.statusCode, passed.headers.location]).toEqual([303, '/_staff']);
    expect(await who(cookie)).toEqual({ nobody: true });
    expect((await app.inject({ url: '/_staff', headers: { cookie: cookiesOf(passed) } })).json()).toEqual({
      name: actor.name,
    });
  });

  it('cannot use a code twice, nor an earlier one', async () => {
    const { actor, cookie, code, secret } = await staff();
    const earlier = codeOf(secret, stepAt(k.clock.now()) - 1);
    const used = code();
    await post('/second-factor', { code: used }, cookie);
    const other = await sessionCookie(k, actor, false);
    for (const each of [used, earlier]) {
      const again = await post('/second-factor', { code: each }, other);
      expect(again.statusCode).toBe(422);
      expect(again.body).toContain('刚才用过了');
    }
    expect(await who(other)).toMatchObject({ secondFactor: false });
    k.clock.advance(30_000);
    expect((await post('/second-factor', { code: code() }, other)).statusCode).toBe(303);
  });

  it('cannot use a code twice at the same moment', async () => {
    const { actor, code } = await staff();
    const sessions = await Promise.all([1, 2, 3].map(() => sessionCookie(k, actor, false)));
    const answers = await Promise.all(sessions.map((cookie) => post('/second-factor', { code: code() }, cookie)));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([303, 422, 422]);
  });

  it('are locked out for a quarter of an hour after five wrong codes, with the right one too', async () => {
    const { cookie, code, actor } = await staff();
    const wrong = () => String((Number(code()) + 1) % 1_000_000).padStart(6, '0');
    const tries: Answer[] = [];
    for (let n = 0; n < 5; n++) tries.push(await post('/second-factor', { code: wrong() }, cookie));
    expect(tries.map((answer) => answer.statusCode)).toEqual([422, 422, 422, 422, 429]);
    expect((await post('/second-factor', { code: code() }, cookie)).statusCode).toBe(429);
    k.clock.advance(15 * 60_000 - 1000);
    expect((await post('/second-factor', { code: code() }, cookie)).statusCode).toBe(429);
    k.clock.advance(1000);
    expect((await post('/second-factor', { code: code() }, cookie)).statusCode).toBe(303);
    const failures = await k.db
      .selectFrom('kernel.audit_entry')
      .select('details')
      .where('actor_id', '=', actor.accountId)
      .where('action', '=', 'people.second_factor_failed')
      .execute();
    expect(failures.map((entry) => entry.details)).toEqual(
      [1, 2, 3, 4, 5].map((n) => ({ failures: n, locked: n === 5 })),
    );
  });
});

describe('setting it up', () => {
  it('shows one secret until it is confirmed, and a picture nobody may keep', async () => {
    const { cookie, page, words, secret } = await newStaff();
    expect(words).toBe(keyWords(secret));
    expect(page.headers['cache-control']).toBe('private, no-store');
    expect((await app.inject({ url: '/second-factor/set-up', headers: { cookie } })).body.includes(words)).toBe(true);
    const picture = await app.inject({ url: '/second-factor/set-up/code.svg', headers: { cookie } });
    expect([picture.statusCode, picture.headers['content-type'], picture.headers['cache-control']]).toEqual([
      200,
      'image/svg+xml',
      'private, no-store',
    ]);
    expect((await app.inject({ url: '/second-factor/set-up/code.svg' })).statusCode).toBe(303);
  });

  it('is in force after the first code, with ten recovery codes, each good for once', async () => {
    const { cookie, code, actor } = await newStaff();
    expect((await post('/second-factor/set-up', { code: '000000' }, cookie)).statusCode).toBe(422);
    const done = await post('/second-factor/set-up', { code: code(), back: '/_staff' }, cookie);
    expect(done.statusCode).toBe(200);
    const codes = [...done.body.matchAll(/<li>([a-z2-9]{5}-[a-z2-9]{5})<\/li>/g)].map((match) => match[1] ?? '');
    expect(new Set(codes).size).toBe(10);
    expect(await who(cookiesOf(done))).toMatchObject({ secondFactor: true });
    const other = await sessionCookie(k, actor, false);
    const [first = ''] = codes;
    const recovered = await post('/second-factor', { code: first.toUpperCase().replace('-', ' ') }, other);
    expect(recovered.statusCode).toBe(303);
    const third = await sessionCookie(k, actor, false);
    expect((await post('/second-factor', { code: first }, third)).statusCode).toBe(422);
  });

  it('cannot be done over by a session that has not passed the one in force', async () => {
    const { cookie } = await staff();
    const page = await app.inject({ url: '/second-factor/set-up', headers: { cookie } });
    expect([page.statusCode, page.headers.location]).toEqual([303, '/second-factor?back=%2Fsecond-factor%2Fset-up']);
    expect((await post('/second-factor/set-up', { code: '123456' }, cookie)).statusCode).toBe(403);
    expect((await post('/second-factor/recovery-codes', {}, cookie)).statusCode).toBe(403);
  });

  it('leaves the one in force alone until the new one is confirmed', async () => {
    const { actor, cookie, code, secret } = await staff();
    const passed = cookiesOf(await post('/second-factor', { code: code() }, cookie));
    await app.inject({ url: '/second-factor/set-up', headers: { cookie: passed } });
    k.clock.advance(30_000);
    const other = await sessionCookie(k, actor, false);
    expect((await post('/second-factor', { code: codeOf(secret, stepAt(k.clock.now())) }, other)).statusCode).toBe(303);
  });

  it('is not for residents', async () => {
    const cookie = await sessionCookie(k, await makeAccount(k), false);
    expect((await app.inject({ url: '/second-factor/set-up', headers: { cookie } })).statusCode).toBe(403);
    expect((await app.inject({ url: '/second-factor?back=/cases', headers: { cookie } })).headers.location).toBe(
      '/cases',
    );
  });
});

describe('a lost one', () => {
  it('is reset by a city-wide administrator, never by others or by oneself', async () => {
    const { actor, cookie } = await staff();
    const administrator = await makeAccount(k, { roles: [{ role: 'administrator' }] });
    await expect(resetSecondFactor(k, actor, administrator.accountId)).rejects.toMatchObject({
      code: 'kernel.not_allowed',
    });
    await expect(resetSecondFactor(k, administrator, administrator.accountId)).rejects.toMatchObject({
      code: 'kernel.not_allowed',
    });
    await expect(
      resetSecondFactor(k, { ...administrator, secondFactor: false }, actor.accountId),
    ).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    await resetSecondFactor(k, administrator, actor.accountId);
    expect(await who(cookie)).toEqual({ nobody: true });
    const next = await sessionCookie(k, actor, false);
    expect((await app.inject({ url: '/second-factor?back=/desk', headers: { cookie: next } })).headers.location).toBe(
      '/second-factor/set-up?back=%2Fdesk',
    );
  });
});

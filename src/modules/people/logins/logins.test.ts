import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction, newId } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { audited } from '../admin/admin.factory.ts';
import { removeAddress } from '../me/change-address.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';
import { Browser } from '../sign-in/outside/browser.fixture.ts';
import { insertBareAccount, insertLogin } from '../sign-in/outside/outside.queries.ts';
import { addLogin } from './add-login.ts';
import { removeLogin } from './remove-login.ts';
import { loginsOf } from './ways.queries.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

type Person = Awaited<ReturnType<typeof makeAccount>>;
const loginFor = (person: { accountId: string }, id = newId()) =>
  inTransaction(k.db, (tx) =>
    insertLogin(tx, { accountId: person.accountId, provider: 'wechat', providerAccountId: id, at: k.clock.now() }),
  );
const owner = (person: Person) => ({ ...person, sessionId: newId() });
const lastCode = async (to: string) =>
  /\d{6}/.exec((await k.notify.loopback.list({ to, limit: 1 }))[0]?.text ?? '')?.[0] ?? '';

describe('ways into an account', () => {
  it('are listed with when they were last used, and taken off with a notice', async () => {
    const person = await makeAccount(k);
    const id = await loginFor(person);
    const browser = new Browser(app, await sessionCookie(k, person));
    const page = await browser.get('/me/logins');
    expect(page.text).toContain('微信');
    expect(page.text).toContain(person.email);
    expect((await browser.post(`/me/logins/${id}/remove`)).location).toBe('/me/logins?done=removed');
    expect(await loginsOf(k.db, person.accountId)).toEqual([]);
    await settle(k);
    expect((await k.notify.loopback.list({ to: person.email, limit: 1 }))[0]?.subject).toContain('登录方式');
    expect((await audited(k, 'people.login_removed')).at(-1)).toMatchObject({ object_id: person.accountId });
  });

  it('are never taken off by another person, nor the last one by anybody', async () => {
    const accountId = await inTransaction(k.db, (tx) => insertBareAccount(tx, 'zh-CN'));
    await k.db.updateTable('people.account').set({ name: '许文心' }).where('id', '=', accountId).execute();
    const id = await loginFor({ accountId });
    const stranger = new Browser(app, await sessionCookie(k, await makeAccount(k)));
    expect((await stranger.post(`/me/logins/${id}/remove`)).status).toBe(404);
    expect((await stranger.post('/me/logins/not-an-id/remove')).status).toBe(404);
    const browser = new Browser(app, await sessionCookie(k, { accountId }));
    const refused = await browser.post(`/me/logins/${id}/remove`);
    expect([refused.status, refused.text.includes('最后一种办法')]).toEqual([409, true]);
    expect(await loginsOf(k.db, accountId)).toHaveLength(1);
  });

  it('keep one of two that are taken off at the same moment', async () => {
    for (let round = 0; round < 3; round++) {
      const person = await makeAccount(k, { phone: null });
      const id = await loginFor(person);
      const results = await Promise.allSettled([
        removeLogin(k, owner(person), id),
        removeAddress(k, owner(person), 'email'),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'people.last_way' },
      });
    }
  });

  it('go to one account alone, whoever is first', async () => {
    const people = [await makeAccount(k), await makeAccount(k)];
    const sessions = await Promise.all(
      people.map(async (person) => {
        await sessionCookie(k, person);
        const row = await k.db
          .selectFrom('people.session')
          .select('id')
          .where('account_id', '=', person.accountId)
          .executeTakeFirstOrThrow();
        return { ...person, sessionId: row.id };
      }),
    );
    const results = await Promise.allSettled(
      sessions.map((person) => addLogin(k, person, 'oidc', { id: 'one and the same' })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'people.login_taken' },
    });
  });

  it('change only after a recent proof, which a code to an own address gives', async () => {
    const person = await makeAccount(k);
    const id = await loginFor(person);
    const browser = new Browser(app, await sessionCookie(k, person));
    k.clock.advance(16 * 60_000);
    for (const url of [
      `/me/logins/${id}/remove`,
      '/me/addresses',
      '/me/addresses/sms/remove',
      '/me/passkeys/x/remove',
      '/me/logins/join',
    ]) {
      const refused = await browser.post(url, { address: 'a@example.test' });
      expect([url, refused.status, refused.text.includes('/me/logins/confirm')]).toEqual([url, 403, true]);
    }
    expect((await browser.get('/me/logins/join')).location).toBe('/me/logins/confirm?back=%2Fme%2Flogins%2Fjoin');
    await browser.post('/me/logins/confirm', { channel: 'email', back: '/me/logins' });
    const wrong = await browser.post('/me/logins/confirm/code', { code: '000000', back: '/me/logins' });
    expect(wrong.status).toBe(422);
    const right = await browser.post('/me/logins/confirm/code', {
      code: await lastCode(person.email),
      back: '/me/logins',
    });
    expect([right.status, right.location]).toEqual([303, '/me/logins']);
    expect((await browser.post(`/me/logins/${id}/remove`)).location).toBe('/me/logins?done=removed');
  });

  it('are proved by no other person’s code', async () => {
    const [person, thief] = [await makeAccount(k), await makeAccount(k)];
    const own = new Browser(app, await sessionCookie(k, person));
    const other = new Browser(app, await sessionCookie(k, thief));
    await own.post('/me/logins/confirm', { channel: 'email' });
    other.jar.set('tongxin.code', own.jar.get('tongxin.code') ?? '');
    expect((await other.post('/me/logins/confirm/code', { code: await lastCode(person.email) })).status).toBe(410);
  });
});

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import { inTransaction, newId, sql } from '../../../../kernel/db/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { audited } from '../../admin/admin.factory.ts';
import { makeAccount, sessionCookie } from '../../people.factory.ts';
import { makeMember } from '../../register/register.factory.ts';
import { Browser } from '../../sign-in/outside/browser.fixture.ts';
import { insertLogin } from '../../sign-in/outside/outside.queries.ts';
import { declareAccountJoin } from './account-join.ts';
import { insertJoin } from './join.queries.ts';
import { joinAccounts } from './join-accounts.ts';

let k: TestKernel;
let app: App;
const moved: string[] = [];
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  declareAccountJoin(k, {
    module: 'test',
    tables: [],
    move: async (_tx, from, to) => void moved.push(`${from} ${to}`),
  });
});
beforeEach(() => {
  k.clock.advance(3_600_000);
});

const lastCode = async (to: string) =>
  /\d{6}/.exec((await k.notify.loopback.list({ to, limit: 1 }))[0]?.text ?? '')?.[0] ?? '';
const accountOf = (id: string) =>
  k.db.selectFrom('people.account').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
async function prove(browser: Browser, address: string) {
  await browser.post('/me/logins/join', { address });
  return browser.post('/me/logins/join/code', { code: await lastCode(address) });
}
/** Somebody signed in whose other account was proved. */
async function ready(otherId: string, person?: Awaited<ReturnType<typeof makeAccount>>) {
  const mine = person ?? (await makeAccount(k));
  const cookie = await sessionCookie(k, mine);
  const session = await k.db
    .selectFrom('people.session')
    .select('id')
    .where('account_id', '=', mine.accountId)
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow();
  const expiresAt = new Date(k.clock.now().getTime() + 60_000);
  await inTransaction(k.db, (tx) => insertJoin(tx, { accountId: mine.accountId, otherId, expiresAt }));
  return { ...mine, sessionId: session.id, cookie };
}

describe('joining two accounts of one person', () => {
  it('shows what moves, moves it, closes the other and tells every address', async () => {
    const mine = await makeAccount(k, { name: '许文心', phone: null });
    const other = await makeAccount(k, { name: '许小红' });
    const otherPhone = (await accountOf(other.accountId)).phone;
    await inTransaction(k.db, (tx) =>
      insertLogin(tx, {
        accountId: other.accountId,
        provider: 'wechat',
        providerAccountId: newId(),
        at: k.clock.now(),
      }),
    );
    const otherBrowser = new Browser(app, await sessionCookie(k, other));
    const browser = new Browser(app, await sessionCookie(k, mine));
    expect((await prove(browser, other.email)).location).toBe('/me/logins/join/look');
    const page = await browser.get('/me/logins/join/look');
    expect(page.text).toContain('许小红');
    expect(page.text).toContain('登录方式：1');
    expect(page.text).toContain('以后也能收验证码');
    expect(page.text).toContain('会空出来');
    expect((await browser.post('/me/logins/join/look')).status).toBe(422);
    expect(moved).toEqual([]);
    expect((await browser.post('/me/logins/join/look', { sure: 'yes' })).location).toBe('/me/logins?done=joined');
    expect(moved).toEqual([`${other.accountId} ${mine.accountId}`]);
    expect(await accountOf(mine.accountId)).toMatchObject({ email: mine.email, phone: otherPhone, name: '许文心' });
    expect(await accountOf(other.accountId)).toMatchObject({
      joined_into: mine.accountId,
      disabled_at: expect.any(Date),
      phone: null,
      name: '—',
    });
    expect((await otherBrowser.get('/me')).location).toContain('/sign-in');
    await settle(k);
    for (const to of [mine.email, other.email])
      expect((await k.notify.loopback.list({ to, limit: 1 }))[0]?.subject).toContain('合成了一个');
    expect((await audited(k, 'people.accounts_joined')).at(-1)?.details).toEqual({ from: other.accountId });
    // Again, with the same question: it is used up.
    expect((await browser.post('/me/logins/join/look', { sure: 'yes' })).status).toBe(410);
  });

  it('does not make staff or members disappear, nor anybody of whom a module holds what it cannot move', async () => {
    const staff = await makeAccount(k, { roles: [{ role: 'operator' }] });
    const member = await makeMember(k);
    const asked = await makeAccount(k);
    // A table of a module that has never heard of joining.
    await sql`create table people.of_somebody (who uuid references people.account (id))`.execute(k.db);
    await sql`insert into people.of_somebody values (${asked.accountId})`.execute(k.db);
    for (const [otherId, code] of [
      [staff.accountId, 'people.join_staff'],
      [member.accountId, 'people.join_member'],
      [asked.accountId, 'people.join_member'],
    ] as const) {
      const owner = await ready(otherId);
      const page = await new Browser(app, owner.cookie).get('/me/logins/join/look');
      expect([code, page.status, page.text.includes('不能被并掉')]).toEqual([code, 409, true]);
      await expect(joinAccounts(k, owner)).rejects.toMatchObject({ code });
      expect(await accountOf(otherId)).toMatchObject({ joined_into: null, disabled_at: null });
    }
  });

  it('says nothing of an address before it was proved, and then that there is no account, or that it is this one', async () => {
    const person = await makeAccount(k);
    const taken = await makeAccount(k);
    const browser = new Browser(app, await sessionCookie(k, person));
    const asked = [];
    for (const address of [taken.email, 'nobody-here@example.test']) {
      const answer = await browser.post('/me/logins/join', { address });
      asked.push([answer.status, answer.location]);
    }
    expect(asked[0]).toEqual(asked[1]);
    const unknown = await prove(browser, 'nobody-here@example.test');
    expect([unknown.status, unknown.text.includes('那里没有账号')]).toEqual([404, true]);
    expect((await prove(browser, person.email)).status).toBe(409);
    expect((await browser.get('/me/logins/join/look')).status).toBe(410);
  });

  it('needs both to be proved, and lately', async () => {
    const other = await makeAccount(k);
    const owner = await ready(other.accountId);
    k.clock.advance(16 * 60_000);
    await expect(joinAccounts(k, owner)).rejects.toMatchObject({ code: 'people.prove_again' });
    const fresh = { ...(await ready(other.accountId)), cookie: '' };
    await k.db.deleteFrom('people.account_join').where('account_id', '=', fresh.accountId).execute();
    await expect(joinAccounts(k, fresh)).rejects.toMatchObject({ code: 'people.join_stale' });
  });

  it('lets one through when two windows join the two the other way round, or one into two', async () => {
    const [a, b] = [await makeAccount(k), await makeAccount(k)];
    const first = await ready(b.accountId, a);
    const second = await ready(a.accountId, b);
    const crossed = await Promise.allSettled([joinAccounts(k, first), joinAccounts(k, second)]);
    expect(crossed.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const shared = await makeAccount(k);
    const [x, y] = [await ready(shared.accountId), await ready(shared.accountId)];
    const both = await Promise.allSettled([joinAccounts(k, x), joinAccounts(k, y)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { cookiesOf, postForm } from '../form-post.fixture.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';
import { insertGrant } from '../people.queries.ts';
import { guardianOfAccount } from './guardian.queries.ts';
import { freeFrom, isUnderAge, nameForMessage } from './guardian.rules.ts';
import { runGuardianClock } from './run-guardian-clock.ts';

let k: TestKernel;
let app: App;
let serial = 0;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});
beforeEach(() => k.clock.advance(120_000));

const get = (url: string, cookie = '') => app.inject({ url, headers: { cookie, accept: 'text/html' } });
const post = (url: string, fields: Record<string, string>, cookie = '') => postForm(app, url, fields, { cookie });
const welcome = { name: '小明', displayName: '明明', agreed: 'yes', back: '/cases' };

/** A child who has just filled in the welcome page. */
async function makeChild(given: Partial<Record<string, string>> = {}) {
  const address = `mother${++serial}@example.test`;
  const actor = await makeAccount(k, { name: '' });
  const cookie = await sessionCookie(k, actor, false);
  const fields = { ...welcome, child: 'yes', birthMonth: '2015-06', guardianName: '王芳', guardianAddress: address };
  const answer = await post('/welcome', { ...fields, ...given } as Record<string, string>, cookie);
  return { actor, cookie, address, answer };
}

async function lastTo(to: string): Promise<string> {
  const [message] = await k.notify.loopback.list({ to, limit: 1 });
  return message?.text ?? '';
}

const linkIn = (text: string) => /\/guardian\/[\w-]{32}/.exec(text)?.[0] ?? '';

/** Opens the link as the guardian does, with the code. */
async function prove(address: string) {
  const link = linkIn(await lastTo(address));
  const sent = await post(`${link}/code`, {});
  const code = /\d{6}/.exec(await lastTo(address))?.[0] ?? '';
  const done = await post(`${link}/prove`, { code }, cookiesOf(sent));
  return { link, cookie: cookiesOf(done), status: done.statusCode };
}

describe('the age', () => {
  it.each([
    ['2012-10', '2026-11-19', false],
    ['2012-11', '2026-11-30', true],
    ['2012-11', '2026-12-01', false],
    ['2012-12', '2026-12-31', true],
    ['2012-12', '2027-01-01', false],
  ])('born in %s, on %s: under fourteen %s', (month, today, under) => expect(isUnderAge(month, today)).toBe(under));

  it('ends on the first day on which it is certain', () => {
    expect([freeFrom('2012-12'), freeFrom('2015-06')]).toEqual(['2027-01-01', '2029-07-01']);
  });
});

describe('the welcome page', () => {
  it('asks a child for a guardian, writes to that person and waits', async () => {
    const { actor, cookie, address, answer } = await makeChild();
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/welcome/guardian?back=%2Fcases&said=sent']);
    const text = await lastTo(address);
    expect(text).toContain('明明');
    expect(linkIn(text)).not.toBe('');
    expect(await guardianOfAccount(k.db, actor.accountId)).toMatchObject({ state: 'asked', birthMonth: '2015-06' });
    const page = await get('/welcome/guardian', cookie);
    expect(page.body).toContain('等监护人同意');
    expect(page.body).toContain(address);
  });

  it.each([
    [{ birthMonth: '2026-13' }, '请写出生的年和月'],
    [{ birthMonth: '2027-01' }, '这个月份还没到'],
    [{ birthMonth: '2010-01' }, '你已经满 14 岁'],
    [{ guardianName: '' }, '请写监护人的姓名'],
    [{ guardianName: '点 http://x.cn' }, '名字里只能有字'],
    [{ guardianAddress: 'nobody' }, '请写手机号或者邮箱'],
    [{ agreed: '' }, '要先同意'],
    [{ child: '' }, ''],
  ])('says what is wrong with %j', async (given, said) => {
    const { answer, actor } = await makeChild(given);
    if (said === '') expect(answer.statusCode).toBe(303);
    else {
      expect([answer.statusCode, answer.body.includes(said)]).toEqual([422, true]);
      expect(answer.body).toContain('value="明明"');
      expect(await guardianOfAccount(k.db, actor.accountId)).toBeUndefined();
    }
  });

  it('takes no child for their own guardian', async () => {
    const actor = await makeAccount(k, { name: '' });
    const cookie = await sessionCookie(k, actor, false);
    const fields = { ...welcome, birthMonth: '2015-06', guardianName: '王芳', guardianAddress: actor.email };
    const answer = await post('/welcome', fields, cookie);
    expect([answer.statusCode, answer.body.includes('这是你自己的')]).toEqual([422, true]);
  });

  it('asks nothing of anybody else', async () => {
    const actor = await makeAccount(k, { name: '' });
    const cookie = await sessionCookie(k, actor, false);
    const answer = await post('/welcome', welcome, cookie);
    expect(answer.headers.location).toBe('/cases');
    expect((await get('/welcome/guardian', cookie)).headers.location).toBe('/');
  });
});

describe('a child who waits', () => {
  it('may read and writes nothing', async () => {
    const { cookie } = await makeChild();
    expect((await get('/cases', cookie)).statusCode).toBe(200);
    expect((await get('/me/data', cookie)).statusCode).toBe(200);
    for (const url of ['/cases', '/me/profile', '/me/addresses', '/me/data/requests', '/me/preferences']) {
      const answer = await post(url, { title: 'x', body: 'y' }, cookie);
      expect([url, [403, 404].includes(answer.statusCode)]).toEqual([url, true]);
    }
    const refused = await post('/me/profile', { name: '改名', displayName: '改名', locale: 'en' }, cookie);
    expect(refused.body).toContain('要等监护人同意');
    expect(refused.body).toContain('href="/welcome/guardian');
  });

  it('may leave, write again, and name somebody else', async () => {
    const { cookie, actor, address } = await makeChild();
    const first = linkIn(await lastTo(address));
    const other = `father${++serial}@example.test`;
    const wrong = await post(
      '/welcome/guardian',
      { birthMonth: '2015-06', guardianName: '', guardianAddress: other },
      cookie,
    );
    expect(wrong.statusCode).toBe(422);
    const named = await post(
      '/welcome/guardian',
      { birthMonth: '2015-06', guardianName: '李强', guardianAddress: other },
      cookie,
    );
    expect(named.headers.location).toBe('/welcome/guardian?said=sent');
    // The link to the one named first opens nothing any more.
    expect((await get(first)).statusCode).toBe(410);
    expect(linkIn(await lastTo(other))).not.toBe('');
    expect((await post('/welcome/guardian/again', {}, cookie)).headers.location).toBe('/welcome/guardian?said=sent');
    // After a while the child proves first who it is, and can do so while it waits.
    k.clock.advance(16 * 60_000);
    expect((await post('/me/data/delete', { sure: 'yes' }, cookie)).statusCode).toBe(403);
    expect((await get('/me/logins/confirm?back=%2Fme%2Fdata', cookie)).statusCode).toBe(200);
    const sent = await post('/me/logins/confirm', { channel: 'email', back: '/me/data' }, cookie);
    const code = /\d{6}/.exec(await lastTo(actor.email))?.[0] ?? '';
    const both = `${cookie}; ${cookiesOf(sent)}`;
    expect((await get('/me/logins/confirm/code', both)).statusCode).toBe(200);
    expect((await post('/me/logins/confirm/code', { code, back: '/me/data' }, both)).headers.location).toBe('/me/data');
    expect((await post('/me/data/delete', { sure: 'yes' }, cookie)).headers.location).toBe('/');
    expect(await guardianOfAccount(k.db, actor.accountId)).toBeUndefined();
  });

  it('cannot use the name to send a text to strangers', async () => {
    const { address } = await makeChild({ displayName: '中奖了 www.x.cn' });
    expect(await lastTo(address)).not.toContain('www.x.cn');
    expect(nameForMessage('明明')).toBe('明明');
  });
});

describe('the guardian', () => {
  it('sees what this is, proves the address, agrees; then the child may write', async () => {
    const { actor, cookie, address } = await makeChild();
    const link = linkIn(await lastTo(address));
    const open = await get(link);
    expect(open.body).toContain('明明');
    expect(open.body).not.toContain(`${link}/consent`);
    // Whoever has the link only is not told the whole address.
    expect(open.body).not.toContain(address);
    expect(open.body).toContain(`${address.slice(0, 2)}***@example.test`);
    expect((await post(`${link}/consent`, {})).statusCode).toBe(403);
    expect((await get(`${link}/data`)).statusCode).toBe(403);
    expect((await get(`${link}/data.zip`)).statusCode).toBe(403);
    expect((await post(`${link}/refuse`, { sure: 'yes' })).statusCode).toBe(403);
    const guardian = await prove(address);
    expect(guardian.status).toBe(303);
    expect((await get(link, guardian.cookie)).body).toContain(`${link}/consent`);
    expect((await post(`${link}/consent`, {}, guardian.cookie)).headers.location).toBe(`${link}?said=consented`);
    expect((await get(`${link}?said=consented`, guardian.cookie)).body).toContain('已经告诉“明明”');
    expect((await post(`${link}/consent`, {}, guardian.cookie)).statusCode).toBe(303);
    expect(await guardianOfAccount(k.db, actor.accountId)).toMatchObject({
      state: 'consented',
      wording: 'guardian-2026-11',
    });
    expect((await post('/me/profile', { name: '小明', displayName: '明', locale: 'zh-CN' }, cookie)).statusCode).toBe(
      303,
    );
    await settle(k);
    const inbox = await k.notify.inbox(k.db, actor.accountId, 'zh-CN');
    expect(inbox.filter(({ title }) => title === '监护人同意了')).toHaveLength(1);
  });

  it('sees and takes away the child’s data, and the child sees that', async () => {
    const { cookie, address } = await makeChild();
    const guardian = await prove(address);
    const data = await get(`${guardian.link}/data`, guardian.cookie);
    expect([data.statusCode, data.body.includes('小明')]).toEqual([200, true]);
    const zip = await get(`${guardian.link}/data.zip`, guardian.cookie);
    expect([zip.statusCode, zip.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK']);
    expect((await get('/me/data', cookie)).body).toContain('您的全部数据（监护人）');
  });

  it('refuses: everything goes, and the child is told at the address that is forgotten then', async () => {
    const { actor, cookie, address } = await makeChild();
    const guardian = await prove(address);
    expect((await post(`${guardian.link}/refuse`, {}, guardian.cookie)).statusCode).toBe(422);
    const done = await post(`${guardian.link}/refuse`, { sure: 'yes' }, guardian.cookie);
    expect(done.headers.location).toBe('/guardian/done');
    expect((await get('/guardian/done')).statusCode).toBe(200);
    await settle(k);
    const account = await k.db
      .selectFrom('people.account')
      .selectAll()
      .where('id', '=', actor.accountId)
      .executeTakeFirstOrThrow();
    expect([account.name, account.phone, account.deleted_at !== null]).toEqual(['—', null, true]);
    expect(await lastTo(actor.email)).toContain('账号');
    expect((await get(guardian.link, guardian.cookie)).statusCode).toBe(410);
    expect((await get('/me', cookie)).statusCode).toBe(303);
    const kept = await k.db.selectFrom('people.guardian').select('account_id').where('address', '=', address).execute();
    expect(kept).toEqual([]);
  });

  it('is told where the account cannot go, because somebody gave it a role', async () => {
    const { actor, address } = await makeChild();
    const guardian = await prove(address);
    await inTransaction(k.db, (tx) =>
      insertGrant(tx, { accountId: actor.accountId, role: 'handler', departmentId: null, by: null, at: k.clock.now() }),
    );
    const refused = await post(`${guardian.link}/refuse`, { sure: 'yes' }, guardian.cookie);
    expect([refused.statusCode, /class="err"/.test(refused.body)]).toEqual([409, true]);
    expect(await guardianOfAccount(k.db, actor.accountId)).toBeDefined();
  });

  it('asks for a new link to withdraw; strangers learn nothing', async () => {
    const { actor, address } = await makeChild();
    const first = await prove(address);
    await post(`${first.link}/consent`, {}, first.cookie);
    const [known, unknown] = [
      await post('/guardian', { address }),
      await post('/guardian', { address: 'who@example.test' }),
    ];
    expect([known.statusCode, known.headers.location]).toEqual([unknown.statusCode, unknown.headers.location]);
    await expect
      .poll(async () => linkIn(await lastTo(address)) !== first.link && linkIn(await lastTo(address)) !== '')
      .toBe(true);
    expect(await lastTo('who@example.test')).toBe('');
    const second = await prove(address);
    expect((await get(second.link, second.cookie)).body).toContain('撤回');
    await post(`${second.link}/refuse`, { sure: 'yes' }, second.cookie);
    expect(await guardianOfAccount(k.db, actor.accountId)).toBeUndefined();
    expect((await post('/guardian', { address: '???' })).statusCode).toBe(422);
  });

  it('opens nothing with a wrong link, an old one, another browser, or a code for another child', async () => {
    const one = await makeChild();
    const two = await makeChild();
    for (const token of ['x', 'a'.repeat(32), 'a'.repeat(5000), '..%2Fadmin', '%00'])
      expect([token, [404, 410, 414].includes((await get(`/guardian/${token}`)).statusCode)]).toEqual([token, true]);
    const proven = await prove(one.address);
    const otherLink = linkIn(await lastTo(two.address));
    expect((await post(`${otherLink}/consent`, {}, proven.cookie)).statusCode).toBe(403);
    const sent = await post(`${proven.link}/code`, {});
    const code = /\d{6}/.exec(await lastTo(one.address))?.[0] ?? '';
    expect((await post(`${otherLink}/prove`, { code }, cookiesOf(sent))).statusCode).toBe(410);
    k.clock.advance(31 * 60_000);
    expect((await post(`${proven.link}/consent`, {}, proven.cookie)).statusCode).toBe(403);
    k.clock.advance(15 * 86_400_000);
    expect((await get(proven.link, proven.cookie)).statusCode).toBe(410);
    expect(await guardianOfAccount(k.db, two.actor.accountId)).toMatchObject({ state: 'asked' });
  });

  it('is not told by the tables: tokens are kept as digests', async () => {
    const { address } = await makeChild();
    const token = linkIn(await lastTo(address)).slice('/guardian/'.length);
    const { rows } = await k.pool.query(
      `select (select count(*) from people.guardian_link l where l::text like $1) + (select count(*) from kernel.notification n where n::text like $1)
        + (select count(*) from kernel.audit_entry a where a::text like $1) as n`,
      [`%${token}%`],
    );
    expect(Number(rows[0].n)).toBe(0);
  });
});

describe('the days', () => {
  it('erase what a guardian did not answer in thirty, and nothing else', async () => {
    const silent = await makeChild();
    const agreed = await makeChild();
    const guardian = await prove(agreed.address);
    await post(`${guardian.link}/consent`, {}, guardian.cookie);
    const kept = await makeChild();
    await inTransaction(k.db, (tx) =>
      insertGrant(tx, {
        accountId: kept.actor.accountId,
        role: 'handler',
        departmentId: null,
        by: null,
        at: k.clock.now(),
      }),
    );
    await runGuardianClock(k);
    expect(await guardianOfAccount(k.db, silent.actor.accountId)).toBeDefined();
    k.clock.advance(31 * 86_400_000);
    await runGuardianClock(k);
    const left = async (id: string) => (await guardianOfAccount(k.db, id))?.state;
    expect(await left(silent.actor.accountId)).toBeUndefined();
    expect(await left(agreed.actor.accountId)).toBe('consented');
    // Somebody gave it a role meanwhile: it stays, and does not keep the others.
    expect(await left(kept.actor.accountId)).toBe('asked');
    await settle(k);
    expect(await lastTo(silent.actor.email)).toContain('30 天');
  });

  it('end the guardian’s part when the child is fourteen', async () => {
    const { actor, address, cookie } = await makeChild({ birthMonth: '2013-03' });
    const at = k.clock.now();
    k.clock.set(new Date('2027-03-31T15:00:00Z'));
    await runGuardianClock(k);
    k.clock.set(new Date('2027-03-31T16:30:00Z'));
    await runGuardianClock(k);
    const row = await k.db
      .selectFrom('people.guardian')
      .select('account_id')
      .where('address', '=', address)
      .executeTakeFirst();
    const account = await k.db
      .selectFrom('people.account')
      .select('deleted_at')
      .where('id', '=', actor.accountId)
      .executeTakeFirst();
    k.clock.set(at);
    // Not answered within thirty days: gone before.
    expect([row, account?.deleted_at === null]).toEqual([undefined, false]);
    expect((await get('/me', cookie)).statusCode).toBe(303);
  });

  it('let somebody go on who turned fourteen while the guardian had agreed', async () => {
    const { actor, address } = await makeChild({ birthMonth: '2013-03' });
    const guardian = await prove(address);
    await post(`${guardian.link}/consent`, {}, guardian.cookie);
    const at = k.clock.now();
    k.clock.set(new Date('2027-03-31T15:00:00Z'));
    await runGuardianClock(k);
    expect(await guardianOfAccount(k.db, actor.accountId)).toBeDefined();
    k.clock.set(new Date('2027-03-31T16:30:00Z'));
    await runGuardianClock(k);
    expect(await guardianOfAccount(k.db, actor.accountId)).toBeUndefined();
    const inbox = await k.notify.inbox(k.db, actor.accountId, 'zh-CN');
    expect(inbox.map(({ title }) => title)).toContain('你满 14 岁了，以后自己决定');
    k.clock.set(at);
  });
});

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { makeVisitor } from '../../admin/admin.factory.ts';
import { makeAccount, makeDepartment } from '../../people.factory.ts';
import { mayAnswerDataRequest, mayReadDataRequests } from '../data.policy.ts';
import { deleteAccount } from '../delete-account.ts';
import { answerRequest } from './answer.ts';
import { askAboutData } from './ask.ts';
import { remindOfRequests } from './remind.ts';
import { requestsOf, sweepRequests } from './requests.queries.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});
beforeEach(() => k.clock.advance(60_000));

const city = () => makeVisitor(k, app, [{ role: 'administrator' }]);
const resident = () => makeVisitor(k, app, []);
async function asked(text = '地址写错了', kind: 'correction' | 'explain' = 'correction') {
  const owner = await makeAccount(k);
  return { owner, number: await askAboutData(k, owner, { kind, text }) };
}
const requestOf = async (accountId: string) => (await requestsOf(k.db, accountId))[0]!;

describe('a request', () => {
  it('is due after fifteen working days, or what the city set', async () => {
    const { owner } = await asked();
    // Thursday 19 November 2026; fifteen working days end on Thursday 10 December.
    expect((await requestOf(owner.accountId)).dueAt.toISOString()).toBe('2026-12-10T15:59:59.999Z');
    const { post } = await city();
    const settings = { answer_days: '3', keepAnswered_years: '3', exportFiles_megabytes: '200' };
    expect((await post('/admin/data-requests/settings', { ...settings, answer_days: '0' })).status).toBe(422);
    expect((await post('/admin/data-requests/settings', settings)).status).toBe(303);
    const second = await asked();
    expect((await requestOf(second.owner.accountId)).dueAt.toISOString()).toBe('2026-11-24T15:59:59.999Z');
    await post('/admin/data-requests/settings', { ...settings, answer_days: '15' });
  });

  it('is sent from the page, seen there, answered, and the answer is seen and told', async () => {
    const person = await resident();
    const refused = await person.post('/me/data/requests', { kind: 'wish', text: '  ' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('请选一项');
    const sent = await person.post('/me/data/requests', { kind: 'correction', text: '把<b>地址</b>改成文昌路' });
    expect([sent.status, sent.location]).toEqual([303, '/me/data?done=asked#requests']);
    expect((await person.get('/me/data')).text).toContain('把&lt;b>地址&lt;/b>改成文昌路');
    const { number } = await requestOf(person.actor.accountId);
    const staff = await city();
    expect((await staff.get('/admin/data-requests')).text).toContain(`数据请求 ${number} 号`);
    expect((await staff.get(`/admin/data-requests/${number}`)).text).toContain('文昌路');
    const half = await staff.post(`/admin/data-requests/${number}`, { outcome: 'partly', text: '' });
    expect([half.status, half.text.includes('请写答复')]).toEqual([422, true]);
    const answer = { outcome: 'partly', text: '改了门牌，路名请补充。' };
    expect((await staff.post(`/admin/data-requests/${number}`, answer)).status).toBe(303);
    const page = (await person.get('/me/data')).text;
    expect(page).toContain('改了门牌');
    expect(page).toContain('办了一部分');
    expect(page).toContain('向网信部门投诉');
    // Who opened it stands on the person's own page.
    expect(page).toContain(staff.actor.name);
    await settle(k);
    const told = await k.notify.inbox(k.db, person.actor.accountId, 'zh-CN');
    expect(told.map(({ title }) => title)).toContain('您提的数据请求有答复了');
    const again = await staff.post(`/admin/data-requests/${number}`, answer);
    expect([again.status, again.text.includes('刚刚有人答复了')]).toEqual([409, true]);
  });

  it('is answered once, by whichever of two administrators is first', async () => {
    const { number, owner } = await asked();
    const [one, two] = [await city(), await city()];
    const results = await Promise.allSettled([
      answerRequest(k, one.actor, number, { outcome: 'done', text: '第一份' }),
      answerRequest(k, two.actor, number, { outcome: 'refused', text: '第二份' }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const rejected = results.find((result) => result.status === 'rejected');
    expect(rejected?.reason).toMatchObject({ code: 'people.data_request_answered' });
    expect((await requestOf(owner.accountId)).state).toBe('answered');
  });

  it('is not there any more for whoever answers while its account is erased', async () => {
    const { number, owner } = await asked();
    const staff = await city();
    const id = (await requestOf(owner.accountId)).id;
    const erasing = await k.pool.connect();
    let answering: Promise<unknown> | undefined;
    try {
      await erasing.query('begin');
      await erasing.query('delete from people.data_request where id = $1', [id]);
      answering = answerRequest(k, staff.actor, number, { outcome: 'done', text: '好' }).catch((error) => error);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await erasing.query('commit');
    } finally {
      erasing.release();
    }
    expect(await answering).toMatchObject({ code: 'kernel.not_found' });
  });

  it('cannot be answered twice in the database either', async () => {
    const { number, owner } = await asked();
    const staff = await city();
    await answerRequest(k, staff.actor, number, { outcome: 'done', text: '好' });
    const { id } = await requestOf(owner.accountId);
    const second = k.pool.query(
      `insert into people.data_request_answer (request_id, outcome, text, answered_by, answered_at) values ($1, 'refused', 'x', $2, now())`,
      [id, staff.actor.accountId],
    );
    await expect(second).rejects.toThrow('data_request_answer_pkey');
  });

  it('is one of at most five that wait, also when many are sent at once', async () => {
    const owner = await makeAccount(k);
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) => askAboutData(k, owner, { kind: 'explain', text: `第 ${n} 件` })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await requestsOf(k.db, owner.accountId)).toHaveLength(5);
  });

  it('reminds the administrators once for each light, and shows as overdue', async () => {
    const staff = await city();
    const { owner, number } = await asked();
    const titles = async () =>
      (await k.notify.inbox(k.db, staff.actor.accountId, 'zh-CN', { limit: 100 }))
        .map(({ title }) => title)
        .filter((title) => title.startsWith(`数据请求 ${number} 号`));
    await remindOfRequests(k);
    expect(await titles()).toEqual([]);
    const { dueAt } = await requestOf(owner.accountId);
    const at = k.clock.now();
    k.clock.set(new Date(dueAt.getTime() - 36 * 3_600_000));
    await remindOfRequests(k);
    await remindOfRequests(k);
    expect(await titles()).toEqual([`数据请求 ${number} 号马上到期`]);
    k.clock.set(new Date(dueAt.getTime() + 4 * 86_400_000));
    await remindOfRequests(k);
    expect(await titles()).toEqual([`数据请求 ${number} 号超过期限了`, `数据请求 ${number} 号马上到期`]);
    expect((await staff.get('/admin/data-requests')).text).toContain('件超过期限');
    k.clock.set(at);
  });

  it('goes with the account: open ones wholly, of answered ones the words', async () => {
    const staff = await city();
    const { owner, number } = await asked('SECRET-asked');
    await answerRequest(k, staff.actor, number, { outcome: 'done', text: 'SECRET-answer' });
    await askAboutData(k, owner, { kind: 'explain', text: 'SECRET-open' });
    await deleteAccount(k, owner);
    const left = await requestsOf(k.db, owner.accountId);
    expect(left).toHaveLength(1);
    expect(JSON.stringify(left)).not.toContain('SECRET');
    expect((await staff.get(`/admin/data-requests/${number}`)).text).toContain('内容已随账号删除');
  });

  it('is kept for the years that the city set, and no longer', async () => {
    const staff = await city();
    const { owner, number } = await asked();
    await answerRequest(k, staff.actor, number, { outcome: 'done', text: '好' });
    const { answeredAt } = await requestOf(owner.accountId);
    await inTransaction(k.db, (tx) => sweepRequests(tx, answeredAt!));
    expect(await requestsOf(k.db, owner.accountId)).toHaveLength(1);
    const at = k.clock.now();
    k.clock.set(new Date('2029-11-20T00:00:00Z'));
    await k.jobs.runNow('people.sweep', {});
    k.clock.set(at);
    expect(await requestsOf(k.db, owner.accountId)).toEqual([]);
  });
});

describe('the desk', () => {
  it('opens for administrators of the city and for auditors; only the former answer, never what they asked', async () => {
    const department = await makeDepartment(k);
    const { number } = await asked('SECRET-desk');
    const urls = [
      '/admin/data-requests',
      `/admin/data-requests/${number}`,
      '/admin/data-requests.csv',
      '/admin/data-requests.xlsx',
    ];
    const statuses = async (roles: Parameters<typeof makeVisitor>[2], secondFactor = true) => {
      const visitor = await makeVisitor(k, app, roles, secondFactor);
      const found = await Promise.all(urls.map(async (url) => (await visitor.get(url)).status));
      const answer = await visitor.post(`/admin/data-requests/${number}`, { outcome: 'wrong', text: '' });
      const settings = await visitor.post('/admin/data-requests/settings', {});
      return [...found, answer.status, settings.status];
    };
    expect(await statuses([{ role: 'administrator' }])).toEqual([200, 200, 200, 200, 422, 422]);
    expect(await statuses([{ role: 'auditor' }])).toEqual([200, 200, 200, 200, 422, 403]);
    const closed = [403, 403, 403, 403, 403, 403];
    expect(await statuses([{ role: 'administrator', departmentId: department }])).toEqual(closed);
    for (const role of [
      'secretary',
      'committee',
      'leader',
      'handler',
      'dispatcher',
      'moderator',
      'liaison_officer',
    ] as const)
      expect([role, await statuses([{ role }])]).toEqual([role, closed]);
    expect(await statuses([])).toEqual(closed);
  });

  it('lets nobody answer their own request, and an auditor answer none', async () => {
    const own = await makeAccount(k, { roles: [{ role: 'administrator' }] });
    const number = await askAboutData(k, own, { kind: 'explain', text: '为什么' });
    const answer = { outcome: 'done', text: '好' } as const;
    await expect(answerRequest(k, own, number, answer)).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    const auditor = await makeAccount(k, { roles: [{ role: 'auditor' }] });
    await expect(answerRequest(k, auditor, number, answer)).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    expect(mayReadDataRequests(auditor)).toBe(true);
    expect(
      mayAnswerDataRequest({ ...own, accountId: auditor.accountId, secondFactor: false }, { accountId: 'x' }),
    ).toBe(false);
  });

  it('has lists without names and words, and refuses addresses that are none', async () => {
    const { number } = await asked('SECRET-list');
    const staff = await city();
    const csv = await staff.get('/admin/data-requests.csv');
    expect(csv.text).toContain(`\r\n${number},改正,`);
    expect(csv.text).not.toContain('SECRET');
    expect((await staff.get('/admin/data-requests')).text).not.toContain('SECRET');
    for (const wrong of ['0', '999999999', 'x', '1e3', '-1'])
      expect([wrong, (await staff.get(`/admin/data-requests/${wrong}`)).status]).toEqual([wrong, 404]);
    expect((await staff.get('/admin/data-requests?after=nonsense&state=x')).status).toBe(200);
    expect((await staff.post('/admin/data-requests/999999', { outcome: 'done', text: 'x' })).status).toBe(404);
  });

  it('takes huge and odd texts without failing', async () => {
    const person = await resident();
    const huge = await person.post('/me/data/requests', { kind: 'explain', text: '字'.repeat(5000) });
    expect(huge.status).toBe(422);
    expect((await person.post('/me/data/requests', { kind: ['a', 'b'], text: ['x'] })).status).toBe(422);
    expect((await person.post('/me/data/requests', { kind: 'explain', text: 'a\u0000b\u202e' })).status).toBe(303);
    expect((await requestOf(person.actor.accountId)).text).toBe('a b\u202e');
  });
});

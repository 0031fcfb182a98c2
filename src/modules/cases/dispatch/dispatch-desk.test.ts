import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../../people/people.factory.ts';
import { findCaseById } from '../case.queries.ts';
import { makeCase, makeCategory, makeStaff } from '../cases.factory.ts';
import { requestExtension } from '../desk/request-extension.ts';
import { decideCase } from './decide-case.ts';
import { queueAround, queueFigures } from './queues.ts';

type Sent = Record<string, string | string[]>;

function bodyOf(fields: Sent): string {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
  return body.toString();
}

async function desk(k: TestKernel, app: App, actor: { accountId: string | null }) {
  const cookie = await sessionCookie(k, actor);
  return {
    get: (url: string) => app.inject({ url, headers: { cookie, accept: 'text/html' } }),
    post: (url: string, fields: Sent) =>
      app.inject({
        method: 'POST',
        url,
        headers: {
          cookie,
          accept: 'text/html',
          origin: 'http://tongxin.test',
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: bodyOf(fields),
      }),
  };
}

describe('who may open the desk', () => {
  it('operators and dispatchers, and nobody else', async () => {
    const k = await testKernel();
    const app = await testApp(k);
    const made = await makeCase(k, { state: 'submitted' });
    expect((await app.inject({ url: '/dispatch', headers: { accept: 'text/html' } })).statusCode).not.toBe(200);
    for (const actor of [made.staff.handler, made.staff.reviewer, made.staff.supervisor, made.author]) {
      const at = await desk(k, app, { accountId: actor.accountId });
      for (const url of ['/dispatch', `/dispatch/${made.number}`, '/dispatch/find?q=1', '/intake/new'])
        expect((await at.get(url)).statusCode).toBe(403);
      expect((await at.post(`/dispatch/${made.number}/accept`, {})).statusCode).toBe(403);
    }
    for (const actor of [made.staff.operator, made.staff.dispatcher]) {
      const at = await desk(k, app, actor);
      expect((await at.get(`/dispatch/${made.number}`)).statusCode).toBe(200);
      expect((await at.get('/dispatch/2026-1119-9999')).statusCode).toBe(404);
    }
    expect((await findCaseById(k.db, made.caseId))?.state).toBe('submitted');
  });
});

it('shows a department’s supervisor no title of another department’s confidential letter', async () => {
  const k = await testKernel();
  const app = await testApp(k);
  const own = await makeCase(k, { state: 'dispatched', title: '东门大街七盏路灯不亮' });
  await makeCase(k, { state: 'dispatched', title: '东门大街路灯不亮另有隐情', confidential: true });
  const role = { role: 'supervisor' as const };
  const seenBy = async (departmentId: string | null) => {
    const supervisor = await makeAccount(k, { roles: [{ ...role, departmentId }] });
    const page = await (await desk(k, app, supervisor)).get(`/supervision/${own.number}`);
    expect(page.statusCode).toBe(200);
    return page.body.replaceAll('<wbr/>', '').includes('另有隐情');
  };
  expect(await seenBy(own.departmentId)).toBe(false);
  expect(await seenBy(null)).toBe(true);
});

describe('dispatching by typing', () => {
  it('knows departments by pinyin initials and categories by words, and goes on to the next', async () => {
    const k = await testKernel();
    const app = await testApp(k);
    const lighting = await makeDepartment(k, { name: '照明管理处' });
    const school = await makeDepartment(k, { name: '教育局' });
    const category = await makeCategory(k, { name: '路灯不亮', departmentId: lighting, limitKind: 'utility' });
    const [first, second] = [await makeCase(k, { state: 'submitted' }), await makeCase(k, { state: 'submitted' })];
    const at = await desk(k, app, first.staff.dispatcher);
    const page = await at.get(`/dispatch/${first.number}?queue=submitted`);
    expect(page.body).toContain('照明管理处');
    const sent = await at.post(`/dispatch/${first.number}/dispatch`, {
      queue: 'submitted',
      kind: 'complaint',
      category: '路灯',
      lead: 'other',
      leadName: 'zmglc',
      coNames: 'jyj',
      opinion: '请当晚到现场',
    });
    expect(sent.statusCode).toBe(303);
    expect(sent.headers.location).toBe(
      `/dispatch/${second.number}?queue=submitted&did=dispatched&about=${first.number}`,
    );
    const row = await findCaseById(k.db, first.caseId);
    expect(row).toMatchObject({
      state: 'dispatched',
      kind: 'complaint',
      lead_department_id: lighting,
      category_id: category,
      limit_kind: 'utility',
    });
    const helpers = await k.db.selectFrom('cases.co_handler').select('department_id').execute();
    expect(helpers).toEqual([{ department_id: school }]);
    const next = await at.get(sent.headers.location ?? '');
    expect(next.body).toContain(`${first.number} 已派出`);
  });

  it('keeps urgency and limit of a letter that was accepted before, and takes the kind that is chosen now', async () => {
    const k = await testKernel();
    const app = await testApp(k);
    const lighting = await makeDepartment(k, { name: '照明管理处' });
    const { caseId, number, staff } = await makeCase(k, { urgent: true, kind: 'help' });
    const accepted = await findCaseById(k.db, caseId);
    const at = await desk(k, app, staff.dispatcher);
    const form = { kind: 'complaint', lead: 'other', leadName: '照明管理处', limitKind: '' };
    expect((await at.post(`/dispatch/${number}/dispatch`, form)).statusCode).toBe(303);
    expect(await findCaseById(k.db, caseId)).toMatchObject({
      kind: 'complaint',
      urgent: true,
      limit_kind: 'emergency',
      due_at: accepted?.due_at,
      lead_department_id: lighting,
    });
  });

  it('says beside the field what it does not know or could mean twice, and keeps everything typed', async () => {
    const k = await testKernel();
    const app = await testApp(k);
    await makeDepartment(k, { name: '东城区教育局' });
    await makeDepartment(k, { name: '西城区教育局' });
    const made = await makeCase(k, { state: 'accepted' });
    const at = await desk(k, app, made.staff.dispatcher);
    const typed = { queue: 'accepted', lead: 'other', opinion: '先看现场再答复', category: '没有这个事项的名字' };
    const twice = await at.post(`/dispatch/${made.number}/dispatch`, { ...typed, leadName: '教育局' });
    expect(twice.statusCode).toBe(422);
    expect(twice.body).toContain('东城区教育局、西城区教育局');
    expect(twice.body).toContain('没有这个事项，请重新选');
    expect(twice.body).toContain('先看现场再答复');
    const none = await at.post(`/dispatch/${made.number}/dispatch`, { queue: 'accepted', lead: 'other' });
    expect(none.statusCode).toBe(422);
    expect(none.body).toContain('请选一个主办单位');
    const hostile = await at.post(`/dispatch/${made.number}/dispatch`, {
      ...typed,
      category: '',
      lead: "' or 1=1 --",
      same: ['x', '../..'],
      co: '<script>',
      suggested: '123 9',
    });
    expect(hostile.statusCode).toBe(422);
    expect(hostile.body).not.toContain('<script>');
    expect((await findCaseById(k.db, made.caseId))?.state).toBe('accepted');
  });
});

describe('somebody else was faster', () => {
  it('shows the letter as it is now, what stands in the way, and the words that were typed', async () => {
    const k = await testKernel();
    const app = await testApp(k);
    const made = await makeCase(k, { state: 'accepted' });
    const other = await makeAccount(k, { name: '叶知秋', roles: [{ role: 'dispatcher' }] });
    const at = await desk(k, app, made.staff.dispatcher);
    await decideCase(k, other, made.caseId, { leadDepartmentId: made.departmentId });
    const late = await at.post(`/dispatch/${made.number}/dispatch`, {
      queue: 'accepted',
      lead: made.departmentId,
      opinion: '我写了很久的派单意见',
    });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('这件事已经有了新的进展');
    expect(late.body).toContain('我写了很久的派单意见');
    expect(late.body).toContain('叶知秋');
    expect(late.body).toContain('待签收');
  });
});

describe('the queues', () => {
  it('put the urgent first and the rest in the order of coming, and lead from each to its neighbours', async () => {
    const k = await testKernel();
    const start = k.clock.now().getTime();
    const made = [];
    for (let i = 0; i < 5; i++) {
      k.clock.set(new Date(start + i * 60_000));
      made.push(await makeCase(k, { state: 'submitted', urgent: i === 3 }));
    }
    const [a, b, c, urgent, d] = made.map(({ number }) => number);
    const list = await queueAround(k, 'submitted', null);
    expect(list.rows.map(({ number }) => number)).toEqual([urgent, a, b, c, d]);
    const row = await findCaseById(k.db, made[1]?.caseId ?? '');
    const around = await queueAround(k, 'submitted', row ?? null);
    expect([around.previous?.number, around.next?.number, around.offset]).toEqual([a, c, 0]);
    // It keeps its neighbours when it has left the queue itself.
    const { dispatcher } = await makeStaff(k, made[1]?.departmentId ?? '');
    await decideCase(k, dispatcher, made[1]?.caseId ?? '', { leadDepartmentId: made[1]?.departmentId ?? '' });
    const left = await queueAround(k, 'submitted', (await findCaseById(k.db, made[1]?.caseId ?? '')) ?? null);
    expect([left.previous?.number, left.next?.number]).toEqual([a, c]);
    const { queues, pace } = await queueFigures(k);
    expect([queues.submitted.n, queues.submitted.urgent, queues.today.n]).toEqual([4, true, 1]);
    expect(pace).toEqual({ received: 5, dispatched: 1 });
  });

  it('hold what waits for a ruling', async () => {
    const k = await testKernel();
    const returned = await makeCase(k, { state: 'return_requested' });
    const longer = await makeCase(k, { state: 'in_progress' });
    await requestExtension(k, longer.staff.handler, longer.caseId, {
      working_days: 3,
      reason: '配件要从外地调，三天才到',
    });
    await makeCase(k, { state: 'reviewed' });
    await makeCase(k, { state: 'rated', solved: false });
    const { queues } = await queueFigures(k);
    expect([queues.returns.n, queues.extensions.n, queues.endings.n, queues.call_back.n]).toEqual([1, 1, 0, 2]);
    const app = await testApp(k);
    const at = await desk(k, app, returned.staff.dispatcher);
    const page = await at.get(`/dispatch/${longer.number}?queue=extensions`);
    expect(page.body).toContain('申请延期 3 个工作日');
    const ruled = await at.post(`/dispatch/${longer.number}/extension`, { queue: 'extensions', granted: 'yes' });
    expect(ruled.statusCode).toBe(303);
    expect((await queueFigures(k)).queues.extensions.n).toBe(0);
  });

  it('ask the database as often for forty letters as for four', async () => {
    const k = await testKernel();
    const app = await testApp(k);
    const operator = await makeAccount(k, { roles: [{ role: 'operator' }] });
    const at = await desk(k, app, operator);
    const author = await makeAccount(k);
    const departmentId = await makeDepartment(k);
    const write = async (n: number) => {
      for (let i = 0; i < n; i++) await makeCase(k, { state: 'submitted', author, departmentId });
    };
    await write(4);
    await at.get('/dispatch?queue=submitted');
    const few = await queriesOf(() => at.get('/dispatch?queue=submitted'));
    await write(36);
    const many = await queriesOf(() => at.get('/dispatch?queue=submitted'));
    expect(many).toBe(few);
    expect(few).toBeLessThan(25);
  });
});

async function queriesOf(work: () => Promise<unknown>): Promise<number> {
  const { query } = pg.Client.prototype;
  let n = 0;
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
    n++;
    return (query as (...given: unknown[]) => unknown).apply(this, args);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return n;
}

describe('every deed of the desk, by its form', () => {
  it('declines with the lawful way filled in, asks, calls back, sends back', async () => {
    const k = await testKernel();
    const app = await testApp(k);
    // Brings the ground into the table.
    await makeCase(k, { state: 'declined' });
    const made = await makeCase(k, { state: 'submitted' });
    const at = await desk(k, app, made.staff.operator);
    const filled = await at.post(`/dispatch/${made.number}/decline`, {
      ground: 'court',
      prefill: 'yes',
      explanation: '',
    });
    expect(filled.statusCode).toBe(200);
    expect(filled.body).toContain('请向受理的法院提出');
    const short = await at.post(`/dispatch/${made.number}/decline`, { ground: '', explanation: '不' });
    expect(short.statusCode).toBe(422);
    expect(short.body).toContain('请选不予受理的依据');
    const asked = await at.post(`/dispatch/${made.number}/ask`, {
      queue: 'submitted',
      text: '是几号楼、从哪天开始的？',
    });
    expect(asked.headers.location).toContain(`/dispatch/${made.number}?queue=submitted&did=asked`);

    const answered = await makeCase(k, { state: 'reviewed' });
    const missed = await at.post(`/dispatch/${answered.number}/call-back`, { reached: 'no', note: '关机' });
    expect(missed.statusCode).toBe(303);
    const half = await at.post(`/dispatch/${answered.number}/call-back`, {
      reached: 'yes',
      outcome: '2',
      text: '灯又灭了',
    });
    expect(half.statusCode).toBe(422);
    expect(half.body).toContain('请选解决了没有');
    expect(half.body).toContain('灯又灭了');
    const stars = { reached: 'yes', outcome: '2', attitude: '4', speed: '3', solved: 'no', text: '灯又灭了' };
    expect((await at.post(`/dispatch/${answered.number}/call-back`, stars)).statusCode).toBe(303);
    expect((await findCaseById(k.db, answered.caseId))?.state).toBe('rated');
    const back = await at.post(`/dispatch/${answered.number}/send-back`, { reason: '来电人说灯又灭了，请再去看' });
    expect(back.statusCode).toBe(303);
    expect(await findCaseById(k.db, answered.caseId)).toMatchObject({ state: 'sent_back', round: 2 });
    expect((await at.post(`/dispatch/${answered.number}/nothing`, {})).statusCode).toBe(404);
    expect((await at.post(`/dispatch/${answered.number}/toString`, {})).statusCode).toBe(404);
  });
});

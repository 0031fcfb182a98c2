import pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApp, testKernel, testNow } from '../../../../test/harness.ts';
import { sql } from '../../../kernel/db/index.ts';
import { makeDepartment, sessionCookie } from '../../people/people.factory.ts';
import { type MakeCase, makeCase, makeStaff } from '../cases.factory.ts';
import { superviseCase } from '../dispatch/supervise-case.ts';
import { mineOf } from './mine.ts';
import { type ListName, loadFigures, loadList } from './queues.ts';
import { returnReply } from './review-reply.ts';

const k = await testKernel();
const app = await testApp(k);
beforeEach(() => k.clock.set(testNow));

const minute = (n: number) => new Date(testNow.getTime() + n * 60_000);

async function desk() {
  const departmentId = await makeDepartment(k);
  const staff = await makeStaff(k, departmentId);
  const add = (given: MakeCase) => makeCase(k, { departmentId, ...given });
  return { departmentId, staff, mine: mineOf(staff.handler), add };
}

async function numbers(mine: ReturnType<typeof mineOf>, name: ListName, words = '') {
  return (await loadList(k, mine, { name, words })).rows.map((row) => row.number);
}

describe('the queues of a desk', () => {
  it('hold what the department has, each case where its work is, and nothing of others', async () => {
    const { staff, mine, add } = await desk();
    const other = await desk();
    await other.add({ state: 'dispatched' });
    await other.add({ state: 'in_progress' });
    const sign = await add({ state: 'dispatched' });
    const asked = await add({ state: 'return_requested' });
    const working = await add({ state: 'in_progress' });
    const replied = await add({ state: 'replied' });
    const returned = await add({ state: 'replied' });
    await returnReply(k, staff.reviewer, returned.caseId, { note: '请写清日期。' });
    const again = await add({ state: 'sent_back' });
    const done = await add({ state: 'closed' });
    const supervised = await add({ state: 'signed' });
    await superviseCase(k, staff.supervisor, supervised.caseId, { order: '本周办结', dueOn: '2026-11-25' });
    const helped = await other.add({ state: 'in_progress', coHandlerIds: [mine.work.ids[0] ?? ''] });

    expect(await numbers(mine, 'sign')).toEqual([sign.number]);
    expect(new Set(await numbers(mine, 'working'))).toEqual(
      new Set([asked, working, returned, again, supervised].map((made) => made.number)),
    );
    expect(await numbers(mine, 'returned')).toEqual([returned.number]);
    expect(await numbers(mine, 'redo')).toEqual([again.number]);
    expect(await numbers(mine, 'supervised')).toEqual([supervised.number]);
    expect(await numbers(mine, 'review')).toEqual([replied.number]);
    expect(await numbers(mine, 'helping')).toEqual([helped.number]);
    expect(await numbers(mine, 'done')).toEqual([done.number]);
    k.clock.set(new Date(testNow.getTime() + 31 * 86_400_000));
    expect(await numbers(mine, 'done')).toEqual([]);
  });

  it('show what is due first first, and go on by keys without losing or doubling any', async () => {
    const { mine, add } = await desk();
    const kinds: MakeCase[] = [{ kind: 'help' }, { kind: 'enquiry' }, { kind: 'help', urgent: true }];
    const all: string[] = [];
    for (let n = 0; n < 35; n++) {
      k.clock.set(minute(n));
      all.push((await add({ state: 'dispatched', ...kinds[n % 3] })).number);
    }
    const first = await loadList(k, mine, { name: 'sign', words: '' });
    expect(first.rows).toHaveLength(30);
    expect(first).toMatchObject({ earlier: false, later: true });
    const last = first.rows.at(-1);
    const second = await loadList(k, mine, { name: 'sign', words: '', key: last ?? null });
    expect(second).toMatchObject({ earlier: true, later: false });
    const shown = [...first.rows, ...second.rows];
    expect(shown.map((row) => row.number).sort()).toEqual([...all].sort());
    const dates = shown.map((row) => row.sign_due_at?.getTime() ?? 0);
    expect(dates).toEqual([...dates].sort((a, b) => a - b));
    const back = await loadList(k, mine, { name: 'sign', words: '', key: second.rows[0] ?? null, back: true });
    expect(back.rows.map((row) => row.number)).toEqual(first.rows.map((row) => row.number));
    const inHand = shown[20];
    const around = await loadList(k, mine, { name: 'sign', words: '', caseId: inHand?.id ?? null });
    expect(around.previous?.number).toBe(shown[19]?.number);
    expect(around.next?.number).toBe(shown[21]?.number);
  });

  it('count no further than they must, and say where a date has passed', async () => {
    const { mine, add } = await desk();
    await add({ state: 'dispatched' });
    const figure = async () => (await loadFigures(k, mine)).queues.find((queue) => queue.name === 'sign');
    expect(await figure()).toEqual({ name: 'sign', n: 1, more: false, late: false });
    k.clock.set(minute(61));
    expect(await figure()).toEqual({ name: 'sign', n: 1, more: false, late: true });
    await sql`insert into cases.case (id, number, kind, channel, state, title, body, lead_department_id, submitted_at, sign_due_at, updated_at)
      select gen_random_uuid(), 'x-' || n, 'help', 'web', 'dispatched', 'x', 'x', ${mine.work.ids[0]}::uuid, ${testNow}, ${testNow}, ${testNow}
      from generate_series(1, 150) n`.execute(k.db);
    expect(await figure()).toEqual({ name: 'sign', n: 99, more: true, late: true });
  });

  it('find by number and by two characters among one’s own alone', async () => {
    const { mine, add } = await desk();
    const other = await desk();
    const title = '槐荫路的垃圾桶三天没人清';
    const own = await add({ state: 'in_progress', title });
    const closed = await add({ state: 'closed', title });
    const foreign = await other.add({ state: 'in_progress', title });
    const helped = await other.add({ state: 'in_progress', title, coHandlerIds: [mine.work.ids[0] ?? ''] });
    const found = await numbers(mine, 'found', '垃圾');
    expect(new Set(found)).toEqual(new Set([own.number, closed.number, helped.number]));
    expect(await numbers(mine, 'found', own.number)).toEqual([own.number]);
    expect(await numbers(mine, 'found', foreign.number)).toEqual([]);
    for (const hostile of ["' or 1=1 --", '%', '_', '\\', '()', '   ', 'x'.repeat(500)])
      expect(await numbers(mine, 'found', hostile)).toEqual([]);
  });
});

/** Statements that the connections of this process send while `work` runs. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const original = pg.Client.prototype.query;
  let sent = 0;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    sent++;
    return (original as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof original;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = original;
  }
  return sent;
}

it('asks the database as often for thirty cases as for one', async () => {
  const { staff, add } = await desk();
  const cookie = await sessionCookie(k, staff.handler);
  const get = () => app.inject({ url: '/desk?queue=working', headers: { cookie } });
  await add({ state: 'in_progress' });
  await get();
  const one = await statementsOf(get);
  for (let n = 0; n < 29; n++) await add({ state: 'in_progress' });
  const thirty = await statementsOf(get);
  expect(thirty).toBe(one);
  expect(one).toBeLessThanOrEqual(8);
  expect((await get()).body.match(/class="ti"/g)).toHaveLength(30);
});

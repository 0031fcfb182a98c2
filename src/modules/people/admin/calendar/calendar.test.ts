import { beforeAll, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../../test/harness.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { audited, hidden, makeVisitor, type Visitor } from '../admin.factory.ts';
import { declareCalendarUse } from './calendar-use.ts';

let k: Kernel;
let admin: Visitor;
beforeAll(async () => {
  k = await testKernel();
  admin = await makeVisitor(k, await testApp(k), [{ role: 'administrator' }]);
});

const working = async (day: string) => (await k.calendar.current()).isWorkingDay(day);
const version = async (year: number) => hidden((await admin.get(`/admin/calendar/${year}`)).text, 'version');

it('makes days off and days on, and deadlines count them at once', async () => {
  expect(await working('2026-12-21')).toBe(true);
  const fields = { from: '2026-12-21', until: '2026-12-23', kind: 'holiday', name: '测试节' };
  expect((await admin.post('/admin/calendar/2026/days', { ...fields, version: await version(2026) })).status).toBe(303);
  expect([await working('2026-12-21'), await working('2026-12-23'), await working('2026-12-24')]).toEqual([
    false,
    false,
    true,
  ]);
  expect(
    (
      await admin.post('/admin/calendar/2026/days', {
        from: '2026-12-26',
        kind: 'workday',
        version: await version(2026),
      })
    ).status,
  ).toBe(303);
  expect(await working('2026-12-26')).toBe(true);
  await admin.post('/admin/calendar/2026/days', { ...fields, kind: 'rule', version: await version(2026) });
  expect(await working('2026-12-21')).toBe(true);
  expect((await audited(k, 'people.calendar_changed')).at(-1)?.details).toMatchObject({
    from: '2026-12-21',
    before: ['2026-12-21 holiday', '2026-12-22 holiday', '2026-12-23 holiday'],
  });
});

it.each([
  [{ from: '2026-02-30', kind: 'holiday' }, '日期不对'],
  [{ from: '2026-05-01', kind: 'party' }, '请选这几天是什么'],
  [{ from: '2026-05-02', until: '2026-05-01', kind: 'holiday' }, '结束不能早于开始'],
  [{ from: '2026-12-30', until: '2027-01-02', kind: 'holiday' }, '同一年'],
  [{ from: '2026-01-01', until: '2026-03-01', kind: 'holiday' }, '最多改 31 天'],
])('refuses %j', async (fields, words) => {
  const answer = await admin.post('/admin/calendar/2026/days', fields as Record<string, string>);
  expect([answer.status, answer.text.includes(words)]).toEqual([422, true]);
});

it('tells the second of two people', async () => {
  const before = await version(2026);
  const change = (from: string) => admin.post('/admin/calendar/2026/days', { from, kind: 'holiday', version: before });
  const outcomes = await Promise.all([change('2026-11-24'), change('2026-11-25')]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual([303, 409]);
});

it('puts a year in once, provisional until somebody confirms it', async () => {
  await expect(k.calendar.current().then((calendar) => calendar.isWorkingDay('2031-01-01'))).rejects.toThrow();
  expect((await admin.get('/admin/calendar/2031')).text).toContain('还没有这一年');
  const [one, two] = await Promise.all([1, 2].map(() => admin.post('/admin/calendar/2031/add')));
  expect([one?.status, two?.status]).toEqual([303, 303]);
  expect(await audited(k, 'people.calendar_year_added')).toHaveLength(1);
  expect(await working('2031-01-01')).toBe(false);
  expect((await admin.get('/admin')).text).toContain('2031 年的工作日历还没有核对');
  await admin.post('/admin/calendar/2031/confirm', { source: '国办发〔2030〕1 号', version: await version(2031) });
  expect((await k.calendar.current()).isProvisional('2031-06-01')).toBe(false);
  expect((await admin.get('/admin/calendar/2031')).text).toContain('国办发〔2030〕1 号');
  expect((await admin.get('/admin/calendar/1999')).status).toBe(404);
});

it('says how many dates were given already, which stay', async () => {
  declareCalendarUse(k, async () => 7);
  const page = await admin.get('/admin/calendar/2026');
  expect(page.text).toContain('7 件没办完的事已经有了这一年的时限');
});

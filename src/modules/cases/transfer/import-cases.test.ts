import iconv from 'iconv-lite';
import { beforeAll, expect, it } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { systemActor } from '../../people/index.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import { findCaseByNumber } from '../case.queries.ts';
import { importCases } from './import-cases.ts';

const header = '留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间';
const good = '7,许测,槐荫路没有灯,2026/3/2 9:05:00,晚上一片黑，请修一修。,已经修好。,2026/3/4 10:00:00';
const csv = (...rows: string[]) => Buffer.from([header, ...rows].join('\n'));

let k: Kernel;
beforeAll(async () => {
  k = await testKernel();
  await makeDepartment(k, { code: 'hotline', kind: 'hotline' });
});

it('takes in letters with their answers and both times, and doubles nothing when run again', async () => {
  const file = csv(good, '8,陈测,公交太少,2026/3/2 9:06:00,末班车能不能晚一点？,,');
  const first = await importCases(k, systemActor, file, { source: 'a' });
  expect(first).toMatchObject({ rows: 2, imported: 2, unchanged: 0, rejected: [] });
  const again = await importCases(k, systemActor, file, { source: 'a' });
  expect(again).toMatchObject({ rows: 2, imported: 0, unchanged: 2, rejected: [] });
  const row = await findCaseByNumber(k.db, '2026-0302-0001');
  expect(row).toMatchObject({ state: 'closed', title: '槐荫路没有灯', due_at: null });
  expect(row?.submitted_at.toISOString()).toBe('2026-03-02T01:05:00.000Z');
  expect(row?.reviewed_at?.toISOString()).toBe('2026-03-04T02:00:00.000Z');
  expect((await findCaseByNumber(k.db, '2026-0302-0002'))?.state).toBe('accepted');
});

it('says of every bad row its line and why, and takes the others', async () => {
  const rows = [
    ',,,,,,',
    '2,甲,,2026/3/2 9:00:00,没有标题,,',
    '3,甲,时间不对,昨天晚上,写了什么,,',
    '4,甲,先答后问,2026/3/2 9:00:00,写了什么,答了,2026/3/1 9:00:00',
    '5,甲,在将来,2030/3/2 9:00:00,写了什么,,',
    good,
    good,
  ];
  const report = await importCases(k, systemActor, csv(...rows), { source: 'b' });
  expect(report.imported).toBe(1);
  expect(report.rejected.map(({ line, reason }) => [line, reason.split('.').at(-1)])).toEqual([
    [3, 'title_missing'],
    [4, 'time_wrong'],
    [5, 'reply_before_letter'],
    [6, 'time_future'],
    [8, 'twice'],
  ]);
});

it('writes nothing when one row is bad and all or nothing was asked for, nor on a dry run', async () => {
  const file = csv(good, '9,甲,,2026/3/2 9:00:00,没有标题,,');
  await expect(importCases(k, systemActor, file, { source: 'c', allOrNothing: true })).rejects.toMatchObject({
    code: 'cases.import_nothing_taken',
  });
  const dry = await importCases(k, systemActor, file, { source: 'c', dryRun: true });
  expect(dry).toMatchObject({ rows: 2, imported: 1 });
  const real = await importCases(k, systemActor, file, { source: 'c' });
  expect(real).toMatchObject({ imported: 1, unchanged: 0 });
});

it('does not change what was taken in before: a row that differs is reported', async () => {
  await importCases(k, systemActor, csv(good), { source: 'd' });
  const report = await importCases(k, systemActor, csv(good.replace('请修一修', '请快修')), { source: 'd' });
  expect(report.rejected).toMatchObject([{ line: 2, reason: 'cases.transfer.row.changed' }]);
});

it('reads GB18030 and headings that a mapping names', async () => {
  const text = '单号,谁,事由,何时,说了什么\n1,甲,路灯不亮,2026-03-02 09:05,整条街都不亮了';
  const mapping = { ref: '单号', author: '谁', title: '事由', submittedAt: '何时', body: '说了什么' };
  const report = await importCases(k, systemActor, iconv.encode(text, 'gb18030'), { source: 'e', mapping });
  expect(report).toMatchObject({ rows: 1, imported: 1 });
  await expect(importCases(k, systemActor, Buffer.from('甲,乙\n1,2'), { source: 'e' })).rejects.toMatchObject({
    code: 'cases.import_columns',
  });
});

it('is for administrators alone', async () => {
  const operator = await makeAccount(k, { roles: [{ role: 'operator' }] });
  await expect(importCases(k, operator, csv(good), { source: 'f' })).rejects.toMatchObject({
    code: 'kernel.not_allowed',
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { hidden, makeVisitor, type Visitor } from '../../people/admin/admin.factory.ts';
import { systemActor } from '../../people/index.ts';
import { makeDepartment } from '../../people/people.factory.ts';
import { makeCase } from '../cases.factory.ts';
import { casesSettings } from '../cases.settings.ts';
import { categoryBook } from '../category-book.ts';
import { importCategories } from './catalogue/import-categories.ts';

let k: TestKernel;
let admin: Visitor;
let lighting: string;
beforeAll(async () => {
  k = await testKernel();
  admin = await makeVisitor(k, await testApp(k), [{ role: 'administrator' }]);
  lighting = await makeDepartment(k, { code: 'lighting', name: '照明处' });
  await makeDepartment(k, { code: 'hotline', name: '热线中心', kind: 'hotline' });
});

const csv = (...lines: string[]) => Buffer.from(lines.join('\n'));
const reasons = (report: { rejected: { line: number; reason: string }[] }) =>
  report.rejected.map(({ line, reason }) => [line, reason.split('.').at(-1)]);
const last = async (action: string) =>
  (await k.db.selectFrom('kernel.audit_entry').selectAll().where('action', '=', action).orderBy('id').execute()).at(-1);

describe('the catalogue', () => {
  it('comes in as a line a path, with the oddities of real ones said by line', async () => {
    const head = 'level_1_code,level_1_name,level_2_code,level_2_name,level_3_code,level_3_name,remark';
    const file = csv(
      head,
      '01,城市管理,0101,道路照明,010101,路灯不亮,甲',
      '01,城市管理,0101,道路照明,010102,路灯太亮,乙',
      '01,城市管理,0102,市容环境,010199,其他市容,',
      '01,城市管理,0103,绿化,010199,其他绿化,',
      '01,城市管理,0104,广告,010400,,',
      '01,城管,0105,噪声,010501,夜间施工,',
    );
    const report = await importCategories(k, systemActor, file);
    expect(report).toMatchObject({ rows: 6, imported: 8 });
    expect(reasons(report)).toEqual([
      [5, 'twice'],
      [6, 'name_missing'],
      [7, 'twice'],
    ]);
    const again = await importCategories(k, systemActor, file);
    expect(again).toMatchObject({ imported: 0, changed: 0, unchanged: 8 });
    const book = await categoryBook(k);
    expect(['01', '0101', '010101'].map((code) => book.byCode(code)?.level)).toEqual([1, 2, 3]);
    expect(book.get(book.byCode('010101')?.parentId)?.code).toBe('0101');
  });

  it('comes in as a line a category, with who leads, who helps and which limit', async () => {
    const file = csv(
      '编码,名称,上级编码,承办单位,协办单位,时限',
      '010101,路灯不亮,0101,照明处,热线中心,水电气热',
      '0201,供水,02,,,',
      '02,公用事业,,,,',
      '020101,停水,0201,水务局,,',
      '020102,水费,0201,,,很快',
      '02010101,太深,020103,,,',
      '020103,水压,0201,lighting,,difficult',
      '0101,道路照明,02,,,',
      '020104,移级,,,,',
    );
    const report = await importCategories(k, systemActor, file);
    expect(reasons(report)).toEqual([
      [5, 'department_unknown'],
      [6, 'limit_unknown'],
      [7, 'too_deep'],
    ]);
    const book = await categoryBook(k);
    expect(book.byCode('010101')).toMatchObject({ departmentId: lighting, limitKind: 'utility' });
    expect(book.byCode('010101')?.coHandlerIds).toHaveLength(1);
    expect(book.byCode('020103')).toMatchObject({ departmentId: lighting, limitKind: 'difficult', level: 3 });
    const moved = await importCategories(k, systemActor, csv('编码,名称,上级编码', '010101,路灯不亮,01'));
    expect(reasons(moved)).toEqual([[2, 'other_level']]);
  });

  it('is changed on a page; closing closes what stands below, two people are told', async () => {
    const book = await categoryBook(k);
    const url = `/admin/catalogue/${book.byCode('0101')?.id}`;
    const page = await admin.get(url);
    const version = hidden(page.text, 'version');
    const fields = { code: '0101', name: '道路照明', parent: book.byCode('02')?.id ?? '', version };
    expect((await admin.post(url, { ...fields, parent: '' })).text).toContain('不能改变级别');
    expect((await admin.post(url, { ...fields, department: lighting, co_1: lighting })).status).toBe(303);
    const closed = await categoryBook(k);
    expect(closed.byCode('0101')).toMatchObject({ active: false, departmentId: lighting, coHandlerIds: [] });
    expect(closed.byCode('010101')?.active).toBe(false);
    expect((await last('cases.category_changed'))?.details).toMatchObject({ closedBelow: 2 });
    const late = await admin.post(url, { ...fields, name: '又一个名字' });
    expect([late.status, late.text.includes('value="又一个名字"')]).toEqual([409, true]);
  });

  it('is found by name, code and pinyin', async () => {
    for (const q of ['停电', '0201', 'gongshui', 'gs'])
      expect([q, (await admin.get(`/admin/catalogue?q=${encodeURIComponent(q)}`)).text.includes('供水')]).toEqual([
        q,
        q !== '停电',
      ]);
  });
});

it('keeps grounds for declining, and never without any', async () => {
  await k.pool.query('delete from cases.ground');
  const fields = { name: '已经起诉', way: '请问法院\n<script>alert(1)</script>' };
  expect((await admin.post('/admin/grounds', { ...fields, code: '不行' })).status).toBe(422);
  expect((await admin.post('/admin/grounds', { ...fields, code: 'court' })).text).toContain('至少留一条');
  expect((await admin.post('/admin/grounds', { ...fields, code: 'court', active: 'yes' })).status).toBe(303);
  expect((await admin.post('/admin/grounds', { ...fields, code: 'court', active: 'yes' })).text).toContain(
    '这个编码已经有了',
  );
  expect((await admin.get('/admin/grounds')).text).not.toContain('<script>alert');
  const version = hidden((await admin.get('/admin/grounds/court')).text, 'version');
  expect((await admin.post('/admin/grounds/court', { ...fields, way: '', version })).status).toBe(422);
  expect(
    (await admin.post('/admin/grounds/court', { ...fields, name: '法院在审', active: 'yes', version })).status,
  ).toBe(303);
  expect((await admin.post('/admin/grounds/court', { ...fields, active: 'yes', version })).status).toBe(409);
});

it('sets limits and kinds for what comes, and refuses what makes no sense', async () => {
  const page = (await admin.get('/admin/settings/mailbox')).text;
  const limits = Object.fromEntries(
    ['emergency', 'utility', 'enquiry', 'general', 'difficult', 'sign', 'return', 'contact'].flatMap((name) => [
      [`${name}_amount`, '3'],
      [`${name}_unit`, 'working_days'],
    ]),
  );
  const days = {
    longestExtension_days: '10',
    closeUnrated_days: '5',
    archive_days: '90',
    reopen_days: '30',
    lettersPerDay: '１２',
  };
  const fields = {
    ...limits,
    ...days,
    numberPrefix: '云信',
    kinds: ['help', 'thanks'],
    version: hidden(page, 'version'),
  };
  for (const [change, words] of [
    [{ general_amount: '0' }, '至少 1'],
    [{ general_amount: '五' }, '写成整数'],
    [{ general_unit: 'moons' }, '请选单位'],
    [{ longestExtension_days: '11' }, '最多 10'],
    [{ kinds: 'gossip' }, '至少留一种'],
  ] as const) {
    const answer = await admin.post('/admin/settings/mailbox', { ...fields, ...change });
    expect([words, answer.status, answer.text.includes(words)]).toEqual([words, 422, true]);
  }
  expect((await admin.post('/admin/settings/mailbox', fields)).status).toBe(303);
  const set = k.settings.get(casesSettings);
  expect([set.limits.general, set.kinds, set.lettersPerDay]).toEqual([
    { unit: 'working_days', amount: 3 },
    ['help', 'thanks'],
    12,
  ]);
  expect((await last('cases.settings_changed'))?.details).toMatchObject({ lettersPerDay: { from: 10, to: 12 } });
  expect((await admin.post('/admin/settings/mailbox', fields)).status).toBe(409);
});

it('keeps a department open while cases stand there, and counts dates that were given', async () => {
  const departmentId = await makeDepartment(k);
  await makeCase(k, { state: 'dispatched', departmentId });
  const refused = await admin.post(`/admin/departments/${departmentId}/close`);
  expect([refused.status, refused.text.includes('还有 1 件没办完的事')]).toEqual([409, true]);
  expect((await admin.get('/admin/calendar/2026')).text).toContain('1 件没办完的事已经有了这一年的时限');
});

describe('letters', () => {
  const head = '留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间';
  const good = '7,许测,槐荫路没有灯,2026/3/2 9:05:00,晚上一片黑。,已经修好。,2026/3/4 10:00:00';

  it('come in by a page, in the background, with the rows to mend', async () => {
    const bytes = csv(head, good, '8,=cmd|calc,,2026/3/2 9:05:00,没有标题,,');
    const sent = await admin.upload('/admin/import', { name: '信.csv', bytes });
    const looked = await admin.get(sent.location);
    for (const text of ['槐荫路没有灯', '哪一列是什么', '只导入对的行']) expect(looked.text).toContain(text);
    const [one, two] = await Promise.all(
      [1, 2].map(() => admin.post(sent.location, { mode: 'good', source: '旧信箱' })),
    );
    expect([one?.status, two?.status]).toEqual([303, 303]);
    expect((await admin.get(sent.location)).text).toContain('等着开始');
    await settle(k);
    const done = await admin.get(sent.location);
    for (const text of ['导入好了', '第 3 行', '没有标题']) expect(done.text).toContain(text);
    const mend = await admin.get(`${sent.location}/rejected.csv`);
    expect(mend.text.split('\r\n')[1]).toBe("3,没有标题,8,'=cmd|calc,,2026/3/2 9:05:00,没有标题,,");
    const { rows } = await k.pool.query("select count(*)::int as n from cases.case where source = '旧信箱'");
    expect(rows[0].n).toBe(1);
    expect((await last('cases.imported'))?.actor_id ?? admin.actor.accountId).toBe(admin.actor.accountId);
    expect((await admin.get('/admin/import')).text).toContain('信.csv');
  });

  it('come in all or not at all when that was asked for', async () => {
    const sent = await admin.upload('/admin/import', {
      name: 'a.csv',
      bytes: csv(head, good, '9,甲,,2026/3/2 9:05:00,没有标题,,'),
    });
    await admin.post(sent.location, { mode: 'all', source: '另一个' });
    await settle(k);
    const page = await admin.get(sent.location);
    for (const text of ['没有导入', '有 1 行不对', '第 3 行']) expect(page.text).toContain(text);
    const { rows } = await k.pool.query("select count(*)::int as n from cases.case where source = '另一个'");
    expect(rows[0].n).toBe(0);
  });

  it('wait until the columns are known', async () => {
    const sent = await admin.upload('/admin/import', {
      name: 'b.csv',
      bytes: csv('甲,乙,丙', '事由,2026-03-02 09:05,说了什么'),
    });
    expect((await admin.get(sent.location)).text).toContain('还缺这些列');
    expect((await admin.post(sent.location, { mode: 'good' })).status).toBe(422);
    const columns = { map_title: '甲', map_submittedAt: '乙', map_body: '丙' };
    expect((await admin.post(sent.location, { ...columns, mode: 'good' })).status).toBe(303);
    await settle(k);
    expect((await admin.get(sent.location)).text).toContain('导入好了');
  });
});

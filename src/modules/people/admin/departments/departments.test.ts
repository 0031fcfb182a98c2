import iconv from 'iconv-lite';
import { beforeAll, describe, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../../test/harness.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { systemActor } from '../../actor.ts';
import { departmentBook } from '../../books.ts';
import { makeDepartment, makeDistrict } from '../../people.factory.ts';
import { audited, hidden, makeVisitor, type Visitor } from '../admin.factory.ts';
import { changeDepartment, type DepartmentInput } from './change-department.ts';
import { declareDepartmentUse } from './department-use.ts';
import { importDepartments } from './import-departments.ts';

let k: Kernel;
let admin: Visitor;
beforeAll(async () => {
  k = await testKernel();
  admin = await makeVisitor(k, await testApp(k), [{ role: 'administrator' }]);
});

const input = (code: string, parentId: string | null, more: Partial<DepartmentInput> = {}): DepartmentInput => ({
  code,
  parentId,
  name: { 'zh-CN': `单位 ${code}` },
  shortName: { 'zh-CN': code },
  kind: 'bureau',
  phone: '',
  districtId: null,
  ...more,
});
const csv = (...lines: string[]) => Buffer.from(lines.join('\n'));
const reasons = (report: { rejected: { line: number; reason: string }[] }) =>
  report.rejected.map(({ line, reason }) => [line, reason.split('.').at(-1)]);

describe('editing', () => {
  it('adds, changes, and tells the second of two people', async () => {
    const made = await admin.post('/admin/departments', {
      code: 'water',
      name: '水务局',
      kind: 'bureau',
      phone: '0800-555-0101',
    });
    expect([made.status, made.location]).toEqual([303, expect.stringContaining('said=created')]);
    const url = made.location.replace('?said=created', '');
    const version = hidden((await admin.get(url)).text, 'version');
    const fields = { code: 'water', kind: 'bureau', version };
    expect((await admin.post(url, { ...fields, name: '水利局' })).status).toBe(303);
    const late = await admin.post(url, { ...fields, name: '水务水利局' });
    expect([late.status, late.text.includes('value="水务水利局"'), late.text.includes('水利局')]).toEqual([
      409,
      true,
      true,
    ]);
    expect((await audited(k, 'people.department_changed')).at(-1)?.details).toEqual({
      changed: ['name', 'short', 'phone'],
    });
  });

  it('refuses a code that is taken and codes that are none', async () => {
    const taken = await admin.post('/admin/departments', { code: 'water', name: '另一个', kind: 'bureau' });
    expect([taken.status, taken.text.includes('这个编码已经有了')]).toEqual([422, true]);
    for (const code of ['', '../etc', '<b>', 'a b', 'x'.repeat(41)])
      expect([code, (await admin.post('/admin/departments', { code, name: '名', kind: 'bureau' })).status]).toEqual([
        code,
        422,
      ]);
  });

  it('never lets the tree become a circle, also when two move at once', async () => {
    const [a, b] = [await makeDepartment(k, { code: 'ca' }), await makeDepartment(k, { code: 'cb' })];
    await expect(changeDepartment(k, admin.actor, a, input('ca', a))).rejects.toMatchObject({ code: 'kernel.invalid' });
    const moves = await Promise.allSettled([
      changeDepartment(k, admin.actor, a, input('ca', b)),
      changeDepartment(k, admin.actor, b, input('cb', a)),
    ]);
    expect(moves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('closes a department only when nothing stands there, and says how much does', async () => {
    const id = await makeDepartment(k);
    let matters = 3;
    declareDepartmentUse(k, async (_db, department) => (department === id ? matters : 0));
    const refused = await admin.post(`/admin/departments/${id}/close`);
    expect([refused.status, refused.text.includes('还有 3 件没办完的事')]).toEqual([409, true]);
    matters = 0;
    const child = await makeDepartment(k, { code: 'child' });
    await changeDepartment(k, admin.actor, child, input('child', id));
    expect((await admin.post(`/admin/departments/${id}/close`)).text).toContain('下面还有 1 个使用中的单位');
    expect((await admin.post(`/admin/departments/${child}/close`)).status).toBe(303);
    expect((await admin.post(`/admin/departments/${id}/close`)).status).toBe(303);
    expect((await admin.get('/admin/departments')).text).not.toContain(id);
    expect((await admin.get('/admin/departments?closed=yes')).text).toContain(id);
  });
});

describe('importing', () => {
  const head = '单位编码,单位名称,上级单位,类型,电话,区县';

  it('brings a tree in whatever its order, and doubles nothing when run again', async () => {
    await makeDistrict(k, { code: 'east', name: '城东区' });
    const file = csv(head, 'i3,三科,i2,,,', 'i2,二处,i1,,0800-555-0102,城东区', 'i1,一局,,职能部门,,');
    const dry = await importDepartments(k, systemActor, file, { dryRun: true });
    expect(dry).toMatchObject({ rows: 3, imported: 3, rejected: [] });
    expect((await departmentBook(k)).byCode('i1')).toBeUndefined();
    expect(await importDepartments(k, systemActor, file)).toMatchObject({ imported: 3, changed: 0, unchanged: 0 });
    expect(await importDepartments(k, systemActor, file)).toMatchObject({ imported: 0, changed: 0, unchanged: 3 });
    const book = await departmentBook(k);
    expect(book.get(book.byCode('i3')?.parentId)?.code).toBe('i2');
    const changed = await importDepartments(k, systemActor, csv('code,name', 'i2,二处（新）'));
    expect(changed).toMatchObject({ imported: 0, changed: 1 });
    expect((await departmentBook(k)).byCode('i2')).toMatchObject({
      phone: '0800-555-0102',
      name: { 'zh-CN': '二处（新）' },
    });
  });

  it('says of every bad row its line and why, and takes the others', async () => {
    const report = await importDepartments(
      k,
      systemActor,
      csv(
        head,
        ',没有编码,,,,',
        '../x,坏编码,,,,',
        'b3,,,,,',
        'b4,上级不在,nowhere,,,',
        'b5,上级不对,b4,,,',
        'b6,圈一,b7,,,',
        'b7,圈二,b6,,,',
        'b8,类型不对,,魔法部,,',
        'b9,区县不对,,,,火星',
        'b10,好的,,,,',
        'b10,又一次,,,,',
        `b11,${'长'.repeat(81)},,,,`,
      ),
    );
    expect(report.imported).toBe(1);
    expect(reasons(report)).toEqual([
      [2, 'code_missing'],
      [3, 'code_wrong'],
      [4, 'name_missing'],
      [5, 'parent_unknown'],
      [6, 'parent_refused'],
      [7, 'cycle'],
      [8, 'cycle'],
      [9, 'kind_unknown'],
      [10, 'district_unknown'],
      [12, 'twice'],
      [13, 'too_long'],
    ]);
  });

  it('writes nothing when one row is bad and all or nothing was asked for', async () => {
    const file = csv(head, 'n1,好的,,,,', 'n2,,,,,');
    await expect(importDepartments(k, systemActor, file, { allOrNothing: true })).rejects.toMatchObject({
      code: 'sheets.nothing_taken',
    });
    expect((await departmentBook(k)).byCode('n1')).toBeUndefined();
  });

  it('reads GB18030, columns that a mapping names, and cells that look like formulas as text', async () => {
    const text = '号,叫什么\ng1,=HYPERLINK("http://evil.example")\ng2,@SUM(1)';
    const mapping = { code: '号', name: '叫什么' };
    const report = await importDepartments(k, systemActor, iconv.encode(text, 'gb18030'), { mapping });
    expect(report.imported).toBe(2);
    expect((await departmentBook(k)).byCode('g1')?.name['zh-CN']).toBe('=HYPERLINK("http://evil.example")');
    await expect(importDepartments(k, systemActor, csv('甲,乙', '1,2'))).rejects.toMatchObject({
      code: 'sheets.columns',
    });
  });

  it('takes a deep and a large tree, and stops at too many rows', async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => `t${n},层 ${n},${n === 0 ? '' : `t${n - 1}`},,,`);
    expect(await importDepartments(k, systemActor, csv(head, ...rows), { dryRun: true })).toMatchObject({
      imported: 3000,
    });
    const many = Array.from({ length: 20_001 }, (_, n) => `m${n},名,,,,`);
    await expect(importDepartments(k, systemActor, csv(head, ...many), { dryRun: true })).rejects.toMatchObject({
      code: 'sheets.too_many_rows',
    });
  });

  it('goes by a page: look, columns, decision, what came of it, the rows to mend', async () => {
    const bytes = csv('号码,名字,上级', 'p1,甲处,', 'p2,=cmd,无此单位');
    const sent = await admin.upload('/admin/departments/import', { name: '单位<b>.csv', bytes });
    expect(sent.status).toBe(303);
    const first = await admin.get(sent.location);
    expect([first.status, first.text.includes('列对不上')]).toEqual([422, true]);
    expect(first.text).not.toContain('单位<b>');
    const looked = await admin.get(
      `${sent.location}?mapped=yes&map_code=${encodeURIComponent('号码')}&map_name=${encodeURIComponent('名字')}&map_parent=${encodeURIComponent('上级')}`,
    );
    expect([looked.status, looked.text.includes('没有上级单位“无此单位”')]).toEqual([200, true]);
    const fields = { map_code: '号码', map_name: '名字', map_parent: '上级' };
    const all = await admin.post(sent.location, { ...fields, mode: 'all' });
    expect([all.status, (await departmentBook(k)).byCode('p1')]).toEqual([422, undefined]);
    const [once, twice] = await Promise.all([1, 2].map(() => admin.post(sent.location, { ...fields, mode: 'good' })));
    expect([once?.status, twice?.status]).toEqual([303, 303]);
    expect((await audited(k, 'people.departments_imported')).at(-1)?.details).toMatchObject({
      imported: 1,
      rejected: 1,
    });
    const done = await admin.get(sent.location);
    expect(done.text).toContain('导入好了');
    const mend = await admin.get(`${sent.location}/rejected.csv`);
    expect(mend.text.split('\r\n')[1]).toBe("3,没有上级单位“无此单位”,p2,'=cmd,无此单位");
  });

  it.each([
    ['no file', undefined, '还没有选文件'],
    ['an empty file', Buffer.from(' '), '表格里什么也没有'],
    ['no table', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3, 4]), '旧版 Excel'],
  ])('says what is wrong with %s', async (_name, bytes, words) => {
    const answer = bytes
      ? await admin.upload('/admin/departments/import', { name: 'x.csv', bytes })
      : await admin.post('/admin/departments/import');
    expect([answer.status >= 400 && answer.status < 500, answer.text.includes(words)]).toEqual([true, true]);
  });
});

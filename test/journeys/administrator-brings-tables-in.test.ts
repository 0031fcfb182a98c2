import iconv from 'iconv-lite';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
let page: Page;

beforeAll(async () => {
  city = await openCity({ letters: false });
  page = await city.visit('weilai');
});

const main = async () => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, '');

it('an administrator brings departments in from a table in GB18030, and sees first what it would do', async () => {
  const table =
    '编码,名称,上级,电话\nhelp-a,便民一站,hotline,0800-555-0301\n,没有编码的站,,\nhelp-b,便民𪚥站,help-a,\n';
  await page.goto(`${city.url}/admin/departments`);
  await expectSound(page);
  await page.getByRole('link', { name: '从表格导入' }).click();
  await page
    .getByLabel('要导入的表')
    .setInputFiles({ name: '单位.csv', mimeType: 'text/csv', buffer: iconv.encode(table, 'gb18030') });
  await page.getByRole('button', { name: '看一看这张表' }).click();
  await page.waitForURL('**/admin/departments/import/*');
  expect(await main()).toContain('没有编码');
  expect(await main()).toContain('便民一站');
  await expectSound(page);
  const count = () =>
    city.k.db.selectFrom('people.department').select('code').where('code', 'like', 'help-%').execute();
  expect(await count()).toEqual([]);
  await page.getByRole('button', { name: '只导入对的行' }).click();
  await page.waitForLoadState();
  await city.settle();
  await page.reload();
  await expectSound(page);
  expect((await count()).map(({ code }) => code).sort()).toEqual(['help-a', 'help-b']);
  await page.goto(`${city.url}/admin/departments?q=help-b`);
  expect(await main()).toContain('便民𪚥站');
});

it('letters of an older mailbox are looked at first, then brought in, and found by everybody', async () => {
  const table = [
    '编号,来信人,标题,来信时间,内容,答复,答复时间',
    '旧-1,王建国,河堤步道缺一段护栏,2026-03-02 09:10,河堤步道靠近三号桥的一段没有护栏，孩子容易掉下去，请补上。,护栏已经补好，请放心走。,2026-03-05 16:00',
    '旧-2,李女士,,2026-03-03 10:00,这一行没有标题所以不能收进来，应当说出是哪一行。,,',
  ].join('\n');
  await page.goto(`${city.url}/admin/import`);
  await expectSound(page);
  await page
    .getByLabel('要导入的表')
    .setInputFiles({ name: '旧信箱.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  await page.getByRole('button', { name: '看一看这张表' }).click();
  await page.waitForURL('**/admin/import/*');
  expect(await main()).toContain('河堤步道缺一段护栏');
  await expectSound(page);
  await page.getByLabel('来自哪个系统').fill('旧信箱');
  await page.getByRole('button', { name: '只导入对的行' }).click();
  await page.waitForLoadState();
  await city.settle();
  await page.goto(page.url());
  expect(await main()).toContain('导入好了');
  expect(await main()).toContain('第3行');
  await expectSound(page);
  const guest = await city.visit(null, { size: 'phone' });
  await guest.goto(`${city.url}/cases?q=%E6%8A%A4%E6%A0%8F`);
  await guest.getByRole('link', { name: /河堤步道缺一段护栏/ }).click();
  await guest.getByText('护栏已经补好，请放心走。').waitFor();
  await expectSound(guest);
  expect(await guest.textContent('main')).not.toContain('王建国');
});

it('nobody else opens them', async () => {
  for (const person of ['xu', 'guchuan', 'yanshu', 'anru']) {
    const other = await city.visit(person);
    expect((await other.goto(`${city.url}/admin/departments/import`))?.status(), person).toBe(403);
  }
});

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

it('every page of the administration stands', async () => {
  await page.goto(`${city.url}/admin`);
  const links = await page
    .locator('main a[href^="/admin/"]')
    .evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
  const places = [...new Set(links)].slice(0, 16);
  expect(places.length).toBeGreaterThan(5);
  for (const place of places) {
    expect((await page.goto(`${city.url}${place}`))?.status(), place).toBe(200);
    await expectSound(page);
  }
});

it('nobody else opens them', async () => {
  for (const person of ['xu', 'guchuan', 'yanshu', 'anru']) {
    const other = await city.visit(person);
    expect((await other.goto(`${city.url}/admin/departments/import`))?.status(), person).toBe(403);
  }
});

import { beforeAll, expect, it } from 'vitest';
import { departmentBook } from '../../src/modules/people/index.ts';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
beforeAll(async () => {
  city = await openCity({ letters: false });
});

it('an administrator on a phone gives a newcomer an account and a role, and takes a lost phone back', async () => {
  const page = await city.visit('weilai', { size: 'phone' });
  await page.goto(`${city.url}/admin/people`);
  await expectSound(page);
  await page.getByLabel('找人').fill('lzy');
  await page.getByRole('button', { name: '找', exact: true }).click();
  await page.getByRole('link', { name: '罗志砚' }).click();
  await expectSound(page);
  await page.getByRole('button', { name: '清掉第二重验证' }).click();
  await expectSound(page);
  await page.getByRole('dialog').getByRole('button', { name: '清掉第二重验证' }).click();
  await expect.poll(() => page.getByRole('status').textContent()).toContain('第二重验证已清掉');
  await page.goto(`${city.url}/admin/people/new`);
  await page.getByLabel('真实姓名').fill('新来者');
  await page.getByRole('button', { name: '建账号' }).click();
  await expectSound(page);
  expect(await page.getByRole('alert').textContent()).toContain('邮箱和手机号至少填一个');
  await page.getByLabel('邮箱').fill('newcomer@example.test');
  await page.getByLabel('角色').selectOption({ label: '办件人' });
  await page.getByLabel('在哪里').selectOption({ label: '市城市照明管理处' });
  await page.getByRole('button', { name: '建账号' }).click();
  await page.getByRole('heading', { name: '新来者' }).waitFor();
  await expectSound(page);
});

it('an administrator brings departments in from a table, without scripts, and mends what was wrong', async () => {
  const page = await city.visit('weilai', { scripts: false });
  await page.goto(`${city.url}/admin/departments/import`);
  const rows = [
    '编码,名称,上级,类型',
    'metro,市轨道交通公司,transport,公用企业',
    'metro-1,一号线,metro,公用企业',
    ',没有编码,,',
  ];
  const file = { name: '单位.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) };
  await page.getByLabel('要导入的表').setInputFiles(file);
  await page.getByRole('button', { name: '看一看这张表' }).click();
  expect(await page.getByRole('main').textContent()).toContain('第 4 行');
  await page.getByRole('button', { name: '只导入对的行' }).click();
  await page.getByRole('heading', { name: '导入好了' }).waitFor();
  await page.getByRole('link', { name: '去看单位' }).click();
  expect(await page.getByRole('main').textContent()).toContain('一号线');
  const book = await departmentBook(city.k);
  expect(book.get(book.byCode('metro-1')?.parentId)?.code).toBe('metro');
});

it('the pages of a table are sound on the way, and letters come in while nobody waits', async () => {
  const page = await city.visit('weilai', { size: 'phone', locale: 'en' });
  await page.goto(`${city.url}/admin/import`);
  const rows = [
    '编号,标题,来信时间,内容',
    'a1,路口积水,2026-03-02 09:05,一下雨就积水',
    'a2,,2026-03-02 09:05,没有标题',
  ];
  const file = { name: 'letters.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) };
  await page.getByLabel('The table').setInputFiles(file);
  await page.getByRole('button', { name: 'Look at the table' }).click();
  await expectSound(page);
  await page.getByRole('button', { name: 'Bring in the rows that are right' }).click();
  await page.goto(`${page.url()}?still=yes`);
  await expectSound(page);
  await city.settle();
  await page.goto(page.url());
  await expectSound(page);
  expect(await page.getByRole('main').textContent()).toContain('no title');
});

it('an administrator makes a day off in the calendar, and everybody with a role in the city can read who did', async () => {
  const page = await city.visit('weilai');
  await page.goto(`${city.url}/admin/calendar/2026`);
  await page.getByRole('link', { name: /2026 年 12 月 25 日/ }).click();
  expect(await page.getByLabel('从哪天').inputValue()).toBe('2026-12-25');
  await page.getByLabel('放假').check();
  await page.getByLabel('节日名称').fill('城市日');
  await page.getByRole('button', { name: '保存' }).click();
  await expectSound(page);
  expect((await city.k.calendar.current()).isWorkingDay('2026-12-25')).toBe(false);
  const auditor = await city.visit('anru', { size: 'phone' });
  await auditor.goto(`${city.url}/admin/audit?action=people.calendar_changed`);
  await expectSound(auditor);
  expect(await auditor.getByRole('main').textContent()).toContain('魏来舟');
  await auditor.getByRole('button', { name: '从头核验' }).click();
  await city.settle();
  await auditor.goto(`${city.url}/admin/audit`);
  await expectSound(auditor);
  expect(await auditor.getByRole('main').textContent()).toContain('首尾相扣');
});

it('every place of the administration is sound on a phone and at a desk, in Chinese and English', async () => {
  const places = [
    '/admin',
    '/admin/departments',
    '/admin/departments/new',
    '/admin/districts',
    '/admin/settings',
    '/admin/settings/mailbox',
    '/admin/settings/texts',
    '/admin/settings/texts/privacy',
    '/admin/calendar/2030',
    '/admin/catalogue?q=ld',
    '/admin/catalogue/new',
    '/admin/grounds',
    '/admin/grounds/new',
    '/admin/api-keys',
  ];
  for (const [size, locale] of [
    ['phone', 'en'],
    ['desktop', 'zh-CN'],
  ] as const) {
    const page = await city.visit('weilai', { size, locale });
    for (const place of places) {
      const answer = await page.goto(city.url + place);
      expect([place, answer?.status()]).toEqual([place, 200]);
      await expectSound(page);
    }
    await page.context().close();
  }
});

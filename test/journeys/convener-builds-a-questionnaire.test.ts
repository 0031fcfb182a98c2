import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { xlsxSheets } from '../../src/kernel/export/index.ts';
import { makeAccount, sessionCookie } from '../../src/modules/people/people.factory.ts';
import { type City, expectSound, openCity, type VisitOptions } from './city.ts';

let city: City;
let cookie: string;
beforeAll(async () => {
  city = await openCity({ letters: false });
  const departmentId = [...city.actors.values()]
    .flatMap(({ roles }) => roles.map((role) => role.departmentId))
    .find(Boolean);
  const convener = await makeAccount(city.k, {
    name: '程问渠',
    roles: [{ role: 'convener', departmentId: departmentId ?? null }],
  });
  cookie = await sessionCookie(city.k, convener);
}, 240_000);

async function visit(options: VisitOptions = {}): Promise<Page> {
  const page = await city.visit(null, options);
  const at = cookie.indexOf('=');
  await page.context().addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: city.url }]);
  return page;
}

/** Sound, and kept as a picture where a folder for pictures is named. */
async function look(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
  await expectSound(page);
}

const press = (page: Page, name: string | RegExp) =>
  Promise.all([page.waitForEvent('load'), page.getByRole('button', { name }).first().click()]);
const follow = (page: Page, name: string | RegExp) =>
  Promise.all([page.waitForEvent('load'), page.getByRole('link', { name }).first().click()]);
const go = (page: Page, path: string) => page.goto(city.url + path);

describe('a convener builds a questionnaire', () => {
  it('in the browser, without scripts, tries it, opens it and corrects a word', { timeout: 240_000 }, async () => {
    const page = await visit({ scripts: false });
    await go(page, '/questionnaires');
    await expect(page.locator('h1').textContent()).resolves.toContain('问卷');
    await follow(page, '建问卷');
    await page.locator('[name=title]').fill('早班公交问卷');
    await page.locator('[name=languages][value=en]').check({ force: true });
    await press(page, '建立');
    await follow(page, /^题目 0 题/);
    await press(page, '加题');
    const form = page.locator('form#question');
    await form.locator('[name="label.zh-CN"]').fill('您坐早班公交吗？');
    await form.locator('[name="label.en"]').fill('Do you take the early bus?');
    await form.locator('[name=choices]').fill('yes | 坐 | Yes\nno | 不坐 | No');
    await form.locator('[name=required]').check({ force: true });
    await press(page, /^保存$/);
    await page.locator('[name="type.page1"]').selectOption('number');
    await press(page, '加题');
    await form.locator('[name="label.zh-CN"]').fill('几点的车？');
    await page.getByText('用列表拼一个条件').click();
    await form.locator('[name="pick.question"]').selectOption('q1');
    await form.locator('[name="pick.value"]').fill('坐');
    await press(page, '加上条件');
    await expect(form.locator('[name=relevant]').inputValue()).resolves.toBe("${q1} = 'yes'");
    await form.locator('[name=min]').fill('many');
    await press(page, /^保存$/);
    await expect(page.locator('.errors').textContent()).resolves.toContain('请填合适的数字');
    await expect(form.locator('[name="label.zh-CN"]').inputValue()).resolves.toBe('几点的车？');
    await form.locator('[name=min]').fill('5');
    await press(page, /^保存$/);
    await press(page, '复制: q2');
    await press(page, '删去: q3');
    await press(page, '撤销上一步');
    await press(page, '撤销上一步');
    expect(await page.locator('tbody tr').count()).toBe(2);
    await follow(page, '看看答题的样子');
    await page.locator('[name="q.q1"][value=yes]').check({ force: true });
    await press(page, '下一页');
    await page.locator('[name="q.q2"]').fill('3');
    await press(page, '下一页');
    await expect(page.locator('main').textContent()).resolves.toContain('不能小于 5');
    await page.locator('[name="q.q2"]').fill('6');
    await press(page, '下一页');
    await expect(page.locator('main').textContent()).resolves.toContain('答完了');
    const base = new URL(page.url()).pathname.replace(/\/preview.*/, '');
    await go(page, `${base}/settings`);
    await page.locator('[name=firstDay]').fill('2026-11-19');
    await page.locator('[name=lastDay]').fill('2026-12-19');
    await press(page, '保存');
    await press(page, '开始征集');
    await expect(page.locator('main').textContent()).resolves.toContain('开始征集了');
    await go(page, `${base}/build/questions/q2`);
    await page.locator('[name="label.zh-CN"]').fill('您坐几点的车？');
    await page.locator('[name=note]').fill('第二题补了一个“您”字，意思不变');
    await press(page, '更正');
    await go(page, base);
    await expect(page.locator('main').textContent()).resolves.toContain('第二题补了一个“您”字');
  });

  it('reads every page on a phone and a desktop, in both languages', { timeout: 240_000 }, async () => {
    const desktop = await visit();
    const phone = await visit({ size: 'phone' });
    const english = await visit({ locale: 'en' });
    const elder = await visit({ size: 'phone', elder: true });
    const base = '/questionnaires/zaoban-gongjiao-wenjuan-2026';
    await go(desktop, '/questionnaires/new');
    await desktop.locator('[name=title]').fill('照着再建一份');
    await look(desktop, 'new');
    await go(desktop, `/questionnaires/new?copy=${base.split('/').at(-1)}`);
    await desktop.locator('[name=title]').fill('草稿一份');
    await desktop.locator('[name=slug]').fill('draft-one');
    await press(desktop, '建立');
    await look(desktop, 'overview-draft');
    const draft = '/questionnaires/draft-one';
    for (const [page, at] of [
      [desktop, 'desktop'],
      [phone, 'phone'],
      [english, 'en'],
      [elder, 'elder'],
    ] as const) {
      for (const [name, path] of Object.entries({
        list: '/questionnaires',
        overview: base,
        settings: `${draft}/settings`,
        build: `${draft}/build`,
        running: `${base}/build`,
        question: `${draft}/build/questions/q1`,
        number: `${draft}/build/questions/q2`,
        page: `${draft}/build/pages/page1`,
        wording: `${base}/build/questions/q1`,
        preview: `${draft}/preview?view=${at === 'desktop' ? 'phone' : 'desktop'}`,
        xlsform: `${draft}/xlsform`,
        from_file: '/questionnaires/from-file',
      })) {
        await go(page, path);
        await look(page, `${name}-${at}`);
      }
    }
  });

  it('brings a file, mends what is wrong in it, and takes it away again', { timeout: 240_000 }, async () => {
    const page = await visit();
    const file = (type: string) => ({
      name: '问卷.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: xlsxSheets(
        [
          {
            name: 'survey',
            widths: [],
            rows: [
              ['type', 'name', 'label::中文', 'label::English', 'relevant', 'default'],
              [type, 'rides', '您常坐车吗？', 'Do you ride often?'],
              ['decimal', 'fare', '多少钱？', 'How much?', "${rides} = 'y'", '2'],
            ],
          },
          {
            name: 'choices',
            widths: [],
            rows: [
              ['list_name', 'name', 'label::中文', 'label::English'],
              ['yn', 'y', '常坐', 'Yes'],
              ['yn', 'n', '不常坐', 'No'],
            ],
          },
          {
            name: 'settings',
            widths: [],
            rows: [
              ['form_title', 'default_language'],
              ['车费问卷', '中文 (zh)'],
            ],
          },
        ],
        'Asia/Shanghai',
      ),
    });
    await go(page, '/questionnaires/from-file');
    await page.locator('[name=file]').setInputFiles(file('select_one yesno'));
    await page.locator('[name=slug]').fill('fares');
    await press(page, '建立');
    await expect(page.locator('main').textContent()).resolves.toContain('survey!A2');
    await look(page, 'file-errors');
    await expect(page.locator('[name=slug]').inputValue()).resolves.toBe('fares');
    await page
      .locator('[name=file]')
      .setInputFiles({ name: 'a.xlsx', mimeType: 'text/plain', buffer: Buffer.from('no workbook') });
    await press(page, '建立');
    await expect(page.locator('.errors').textContent()).resolves.toContain('不是');
    await page.locator('[name=file]').setInputFiles(file('select one from yn'));
    await press(page, '建立');
    await expect(page.locator('main').textContent()).resolves.toMatch(
      /车费问卷.*文件里的题目都在了.*survey!F3.*default 没有带进来/s,
    );
    await go(page, '/questionnaires/fares/xlsform');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载 XLSForm' }).click(),
    ]);
    const taken = await download.path();
    await page.locator('[name=file]').setInputFiles(taken);
    await press(page, '传上来');
    expect(page.url()).toContain('/questionnaires/fares/build?done=imported');
    await look(page, 'imported');
  });
});

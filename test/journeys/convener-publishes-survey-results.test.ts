import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { xlsxSheets } from '../../src/kernel/export/index.ts';
import { makeAccount, sessionCookie } from '../../src/modules/people/people.factory.ts';
import { makeResponses } from '../../src/modules/surveys/answer/answer.factory.ts';
import { surveyBySlug } from '../../src/modules/surveys/survey.queries.ts';
import { type City, expectSound, openCity, type VisitOptions } from './city.ts';

let city: City;
let cookie: string;
beforeAll(async () => {
  city = await openCity({ letters: false });
  const departmentId = [...city.actors.values()]
    .flatMap(({ roles }) => roles.map((role) => role.departmentId))
    .find(Boolean);
  const roles = [{ role: 'convener' as const, departmentId: departmentId ?? null }];
  cookie = await sessionCookie(city.k, await makeAccount(city.k, { name: '程问渠', roles }));
}, 240_000);

async function atDesk(options: VisitOptions = {}): Promise<Page> {
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
const go = (page: Page, path: string) => page.goto(city.url + path);

const workbook = () =>
  xlsxSheets(
    [
      {
        name: 'survey',
        widths: [],
        rows: [
          ['type', 'name', 'label::中文', 'label::English', 'relevant', 'required'],
          ['select_one often', 'rides', '您多久坐一次公交？', 'How often do you ride the bus?', '', 'yes'],
          ['select_multiple wish', 'wishes', '最想要什么？', 'What do you wish for?', "${rides} != 'never'", ''],
          ['integer', 'age', '您多大年纪？', 'How old are you?', '', ''],
          ['text', 'more', '还想说什么？', 'Anything else?', '', ''],
        ],
      },
      {
        name: 'choices',
        widths: [],
        rows: [
          ['list_name', 'name', 'label::中文', 'label::English'],
          ['often', 'daily', '天天坐', 'Daily'],
          ['often', 'weekly', '每周几次', 'Some times a week'],
          ['often', 'never', '从来不坐', 'Never'],
          ['wish', 'night', '夜班车', 'Night buses'],
          ['wish', 'seats', '站台座椅', 'Seats at stops'],
        ],
      },
      {
        name: 'settings',
        widths: [],
        rows: [
          ['form_title', 'default_language'],
          ['夜班车问卷', '中文 (zh)'],
        ],
      },
    ],
    'Asia/Shanghai',
  );

const base = '/surveys/night-buses';
const desk = '/questionnaires/night-buses';

describe('a convener publishes the results of a survey', () => {
  it('opens what a file asks', { timeout: 240_000 }, async () => {
    const page = await atDesk();
    await go(page, '/questionnaires/from-file');
    const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    await page.locator('[name=file]').setInputFiles({ name: '问卷.xlsx', mimeType, buffer: workbook() });
    await page.locator('[name=slug]').fill('night-buses');
    await press(page, '建立');
    await go(page, `${desk}/settings`);
    await page.locator('[name=firstDay]').fill('2026-11-19');
    await page.locator('[name=lastDay]').fill('2026-12-19');
    await press(page, '保存');
    await press(page, '开始征集');
    await expect(page.locator('main').textContent()).resolves.toContain('开始征集了');
    await go(page, `${desk}/results`);
    await page.getByText('还没有人回答').waitFor();
    await look(page, 'desk-empty');
    expect((await page.request.get(`${city.url}${base}/results`)).status()).toBe(404);
    await page.context().close();
  });

  it('is answered on a phone, at a desk in English, and without scripts', { timeout: 240_000 }, async () => {
    for (const options of [
      { size: 'phone' },
      { size: 'desktop', locale: 'en' },
      { size: 'phone', scripts: false },
    ] satisfies VisitOptions[]) {
      const page = await city.visit(null, options);
      const english = 'locale' in options;
      await go(page, base);
      await press(page, english ? 'Begin' : '开始答');
      if (options.scripts !== false) await page.locator('[data-ready~="answer-page"]').waitFor();
      await page.getByLabel(english ? 'Daily' : '天天坐').check();
      await page.getByLabel(english ? 'Anything else?' : '还想说什么？').fill('秘密的一句话 =1+1');
      // What looks for faults in a page is a script itself.
      if (options.scripts !== false) await expectSound(page);
      await press(page, english ? 'Check my answers' : '看一遍再交');
      // Without scripts, what follows from an answer is asked after it.
      if (options.scripts === false && (await page.getByRole('button', { name: '交上去' }).count()) === 0)
        await press(page, '看一遍再交');
      await press(page, english ? 'Hand in' : '交上去');
      await expect(page.locator('h1').textContent()).resolves.toBe(english ? 'Received. Thank you' : '收到了，谢谢您');
      await page.context().close();
    }
  });

  it('is closed, published with a word on what it means, and checked by everybody', { timeout: 240_000 }, async () => {
    const survey = await surveyBySlug(city.k.db, 'night-buses');
    if (!survey) throw new Error('the survey is not there');
    await makeResponses(city.k, survey, 120, 11);
    await city.settle();
    const page = await atDesk();
    await go(page, desk);
    await page.getByText('提前截止').first().click();
    await page.locator('form#close [name=reason]').fill('答的人已经够多，下周就要排班。');
    await Promise.all([page.waitForEvent('load'), page.locator('form#close button').click()]);
    await go(page, `${desk}/results`);
    await look(page, 'desk');
    await page.locator('[name=text]').fill('短');
    await press(page, '公布结果');
    await page.getByText('请写说明，至少 10 个字').first().waitFor();
    expect(await page.locator('[name=text]').inputValue()).toBe('短');
    await page.locator('[name=text]').fill('一百多人答了，最想要的是夜班车；交通局下月起加开两班。');
    await press(page, '公布结果');
    await look(page, 'desk-published');

    for (const [name, options] of Object.entries({
      phone: { size: 'phone' },
      desktop: { size: 'desktop' },
      english: { size: 'desktop', locale: 'en' },
      elder: { size: 'phone', elder: true },
    } satisfies Record<string, VisitOptions>)) {
      const reader = await city.visit(null, options);
      await go(reader, `${base}/results`);
      await look(reader, `public-${name}`);
      const said = (await reader.locator('main').textContent()) ?? '';
      expect(said).toContain('交通局下月起加开两班');
      expect(said).toContain('123');
      expect(said).not.toContain('秘密的一句话');
      const plots = await reader
        .locator('main img')
        .evaluateAll((all) =>
          all.map((each) => (each as HTMLImageElement).currentSrc || (each as HTMLImageElement).src),
        );
      expect(plots.length).toBeGreaterThanOrEqual(3);
      for (const plot of plots) {
        const answer = await reader.request.get(plot);
        expect([plot, answer.status(), answer.headers()['content-type']]).toEqual([
          plot,
          200,
          'image/svg+xml; charset=utf-8',
        ]);
      }
      await reader.context().close();
    }

    const csv = await (await page.request.get(`${city.url}${base}/results.csv`)).text();
    expect(csv).toMatch(/rides,,,.*,123,123,123/);
    expect(csv).not.toContain('秘密的一句话');
    expect(await (await page.request.get(`${city.url}${base}/results/codebook.csv`)).text()).toContain('夜班车');
    const answers = await (await page.request.get(`${city.url}${desk}/results/answers.csv`)).text();
    expect(answers).toContain('秘密的一句话 =1+1');
    await go(page, `${desk}/results/cross?a=rides&b=wishes`);
    await look(page, 'cross');
    await go(page, `${desk}/results/texts/more`);
    await look(page, 'texts');
    await page.context().close();
  });
});

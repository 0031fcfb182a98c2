import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount, sessionCookie } from '../../src/modules/people/people.factory.ts';
import { definitionSchema } from '../../src/modules/surveys/questionnaire.schema.ts';
import { makeSurvey } from '../../src/modules/surveys/surveys.factory.ts';
import { type City, expectSound, openCity } from './city.ts';

const words = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const choice = (name: string, zh: string, en: string, more: Record<string, boolean> = {}) => ({
  name,
  label: words(zh, en),
  ...more,
});

/** A questionnaire with a question of every type. */
const definition = definitionSchema.parse({
  languages: ['zh-CN', 'en'],
  sections: [
    {
      id: 'trips',
      title: words('您怎么出行', 'How you get about'),
      intro: words('先说说平时。', 'First, about your days.'),
      questions: [
        {
          type: 'one',
          name: 'way',
          required: true,
          label: words('您平时怎么上班上学？', 'How do you get to work or school?'),
          choices: [
            choice('bus', '公交', 'By bus'),
            choice('bike', '骑车', 'By bicycle'),
            choice('foot', '步行', 'On foot'),
            choice('other', '别的办法', 'Otherwise', { other: true }),
          ],
        },
        {
          type: 'several',
          name: 'lines',
          relevant: "${way} = 'bus'",
          required: true,
          mostChoices: 2,
          label: words('您坐哪几路？', 'Which lines do you take?'),
          choices: [
            choice('l1', '1 路', 'Line 1'),
            choice('l2', '2 路', 'Line 2'),
            choice('l9', '9 路（夜班）', 'Line 9 (night)'),
            choice('none', '都不是', 'None of these', { exclusive: true }),
          ],
        },
        {
          type: 'number',
          name: 'minutes',
          whole: true,
          min: 1,
          max: 300,
          unit: words('分钟', 'minutes'),
          label: words('单程要多久？', 'How long is one way?'),
        },
        { type: 'date', name: 'last', label: words('上一次坐公交是哪天？', 'When did you last take a bus?') },
      ],
    },
    {
      id: 'views',
      title: words('您怎么看', 'What you think'),
      questions: [
        {
          type: 'note',
          name: 'hello',
          label: words('下面没有对错，按您的感受选。', 'There is no right or wrong here.'),
        },
        {
          type: 'scale',
          name: 'content',
          required: true,
          label: words('您对公交总体满意吗？', 'Are you content with the buses on the whole?'),
          lowLabel: words('很不满意', 'Not at all'),
          highLabel: words('很满意', 'Very'),
        },
        {
          type: 'matrix',
          name: 'stops',
          label: words('您家附近的站台怎么样？', 'What are the stops near you like?'),
          rows: [
            { name: 'light', label: words('晚上的照明', 'Light at night') },
            { name: 'seats', label: words('座椅和遮雨', 'Seats and shelter') },
          ],
          choices: [choice('good', '好', 'Good'), choice('fair', '一般', 'Fair'), choice('bad', '差', 'Bad')],
        },
        {
          type: 'ranking',
          name: 'first',
          label: words('哪样最该先做？', 'What should come first?'),
          choices: [
            choice('fast', '跑得快一些', 'Speed'),
            choice('often', '班次密一些', 'Frequency'),
            choice('cheap', '票价低一些', 'Price'),
          ],
        },
      ],
    },
    {
      id: 'more',
      title: words('还想说的', 'Anything else'),
      questions: [
        { type: 'place', name: 'spot', label: words('哪里最该加一站？', 'Where is a stop missing most?') },
        {
          type: 'file',
          name: 'photo',
          accept: 'image',
          most: 2,
          label: words('有照片也可以传', 'A photo, if you have one'),
        },
        { type: 'text', name: 'wish', multiline: true, longest: 500, label: words('还想说什么？', 'Anything else?') },
      ],
    },
  ],
});

let city: City;
let slug: string;
let account: Awaited<ReturnType<typeof makeSurvey>>;
beforeAll(async () => {
  city = await openCity({ letters: false });
  ({
    survey: { slug },
  } = await makeSurvey(city.k, {
    definition,
    title: '公交出行大家谈',
    slug: 'bus-2026',
    intro: words(
      '问卷由交通运输局发起，结果用来调整明年的线路。',
      'Asked by the transport bureau; the results help to plan next year’s lines.',
    ),
    thanks: words('您说的每一条都会有人看。', 'Every word is read by somebody.'),
    results: 'live',
  }));
  account = await makeSurvey(city.k, { definition, way: 'account', slug: 'bus-account', title: '公交出行（登录答）' });
}, 120_000);

const press = async (page: Page, name: RegExp | string) => {
  await page.getByRole('button', { name }).click();
  await page.waitForLoadState('load');
};
const ready = (page: Page) => page.locator('[data-island~="answer-page"][data-ready~="answer-page"]').waitFor();
const chosen = (page: Page, question: string, value: string) =>
  page.locator(`[data-question="${question}"] input[value="${value}"]`);
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

describe('a resident answers a survey', () => {
  it('on a phone in Chinese: conditions at once, saving, errors, order by buttons, photo, receipt', async () => {
    const page = await city.visit(null, { size: 'phone' });
    await page.goto(`${city.url}/surveys`);
    await expectSound(page);
    await page.getByRole('link', { name: '公交出行大家谈', exact: true }).click();
    await page.getByText('不用登录，不记姓名。交上去以后').waitFor();
    await expectSound(page);
    await press(page, '开始答');
    await ready(page);
    await expectSound(page);

    expect(await page.getByText('您坐哪几路？').isVisible()).toBe(false);
    expect(await page.getByLabel('选了“别的办法”的').isVisible()).toBe(false);
    await page.getByLabel('公交', { exact: true }).check();
    await page.getByText('您坐哪几路？').waitFor();
    await page.getByLabel('1 路').check();
    await page.getByLabel('都不是').check();
    expect(await page.getByLabel('1 路').isChecked()).toBe(false);
    await page.getByLabel('9 路（夜班）').check();
    expect(await page.getByLabel('都不是').isChecked()).toBe(false);
    await page.getByText('已经存好').waitFor();
    // The phone goes away in the middle: what was saved is there.
    await page.reload();
    await ready(page);
    expect(await page.getByLabel('9 路（夜班）').isChecked()).toBe(true);
    await page.getByLabel('单程要多久？').fill('999');
    await press(page, '下一页');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert');
    expect(await page.getByLabel('单程要多久？').inputValue()).toBe('999');
    await expectSound(page);
    await page.getByLabel('单程要多久？').fill('45');
    await press(page, '下一页');

    expect(await heading(page)).toBe('您怎么看');
    await page.locator('[data-ready~="ranking"]').waitFor();
    await page.getByRole('button', { name: '班次密一些：排进来' }).click();
    await page.getByRole('button', { name: '票价低一些：排进来' }).press('Enter');
    await page.getByRole('button', { name: '票价低一些：往前一位' }).click();
    await expectSound(page);
    await chosen(page, 'content', '5').check();
    await chosen(page, 'stops', 'bad').first().check();
    await press(page, '下一页');

    expect(await heading(page)).toBe('还想说的');
    await page.getByLabel('纬度').fill('30.21');
    await page.getByLabel('经度').fill('104.15');
    const photo = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await page.locator('input[type=file]').setInputFiles({ name: '站台.png', mimeType: 'image/png', buffer: photo });
    await page.getByLabel('还想说什么？').fill('夜班车再多两趟。\n谢谢！');
    await expectSound(page);
    await press(page, '看一遍再交');

    expect(
      await page
        .locator('.review')
        .allInnerTexts()
        .then((all) => all.join('\n')),
    ).toContain('第 1 位：票价低一些');
    expect(await page.getByText('1 个文件').count()).toBe(1);
    await expectSound(page);
    await press(page, '交上去');
    expect(await heading(page)).toBe('收到了，谢谢您');
    await page.getByText('您说的每一条都会有人看。').waitFor();
    expect(await page.locator('.slip .code').textContent()).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await expectSound(page);
    await page.context().close();
  }, 120_000);

  it('at a desk in English: by account, goes on elsewhere, changes the language in the middle', async () => {
    const resident = await makeAccount(city.k, { name: '许静' });
    const cookie = await sessionCookie(city.k, resident);
    const open = async () => {
      const page = await city.visit(null, { size: 'desktop', locale: 'en' });
      const [name = '', ...value] = cookie.split('=');
      await page.context().addCookies([{ name, value: value.join('='), url: city.url }]);
      await page.goto(`${city.url}/surveys/${account.survey.slug}`);
      return page;
    };
    const page = await open();
    await page.getByText('who answered and what was answered are kept apart').waitFor();
    await press(page, 'Begin');
    await ready(page);
    await page.getByLabel('On foot').check();
    await press(page, '简体中文');
    await page.getByLabel('步行').waitFor();
    expect(await page.getByLabel('步行').isChecked()).toBe(true);
    await press(page, 'English');
    await press(page, 'Save and go on later');
    await expectSound(page);
    await page.context().close();

    const elsewhere = await open();
    await press(elsewhere, 'Begin');
    expect(await elsewhere.getByLabel('On foot').isChecked()).toBe(true);
    await press(elsewhere, 'Next page');
    await press(elsewhere, 'Next page');
    await elsewhere.getByText('This question needs an answer').first().waitFor();
    await chosen(elsewhere, 'content', '4').check();
    await press(elsewhere, 'Next page');
    await press(elsewhere, 'Check my answers');
    await elsewhere.getByLabel('Tell me when the results are there').check();
    await press(elsewhere, 'Hand in');
    expect(await heading(elsewhere)).toBe('Received. Thank you');
    await elsewhere.goto(`${city.url}/surveys/${account.survey.slug}`);
    await press(elsewhere, 'Begin');
    expect(await heading(elsewhere)).toBe('Already answered');
    await expectSound(elsewhere);
    await elsewhere.context().close();
  }, 120_000);

  it('without scripts, in large type', async () => {
    const page = await city.visit(null, { size: 'phone', scripts: false, elder: true });
    await page.goto(`${city.url}/surveys/${slug}`);
    await press(page, '开始答');
    await page.getByLabel('公交', { exact: true }).check();
    await press(page, '下一页');
    await page.getByText('这一页还有 1 题').waitFor();
    await page.getByLabel('2 路').check();
    await press(page, '下一页');
    await page.locator('[data-question="first"]').getByLabel('班次密一些').selectOption('1');
    await chosen(page, 'content', '3').check();
    await press(page, '下一页');
    await press(page, '看一遍再交');
    await press(page, '交上去');
    expect(await heading(page)).toBe('收到了，谢谢您');
    await page.context().close();
  }, 120_000);

  it('on paper, which staff type in by the keyboard alone', async () => {
    const page = await city.visit(null, { size: 'desktop' });
    const [name = '', ...value] = (await sessionCookie(city.k, account.convener)).split('=');
    await page.context().addCookies([{ name, value: value.join('='), url: city.url }]);
    await page.goto(`${city.url}/questionnaires/${account.survey.slug}/paper`);
    await page.locator('[data-ready~="paper-keys"]').waitFor();
    await expectSound(page);
    for (const typed of ['K-017', '1', '', '1 3', '40', '20261101', '5']) {
      await page.keyboard.type(typed);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.press('Control+Enter');
    await page.getByText('存好了').waitFor();
    expect(await page.getByLabel('纸上的编号').inputValue()).toBe('K-018');
    await expectSound(page);
    await page.context().close();
  }, 60_000);
});

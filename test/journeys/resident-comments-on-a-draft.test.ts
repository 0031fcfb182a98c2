import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { ConsultationOf } from '../../src/modules/consultations/consultation.queries.ts';
import { makeConsultation } from '../../src/modules/consultations/consultations.factory.ts';
import { publishText } from '../../src/modules/consultations/documents/documents.factory.ts';
import { makeAccount, sessionCookie } from '../../src/modules/people/people.factory.ts';
import { type City, expectSound, openCity, type VisitOptions } from './city.ts';

type Account = Awaited<ReturnType<typeof makeAccount>>;
let city: City;
let consultation: ConsultationOf<'draft'>;
let convener: Account;
let author: Account;
let neighbour: Account;
let moderators: Account[];
let base: string;

const draft = `第一章 总则
第一条 为了管好河滨步道，方便市民散步、跑步和休息，制定本办法。
第二条 步道每天六时开放，二十二时关闭；遇有洪水、雷电等危险，可以临时关闭。
第二章 使用
第三条 步道上不骑电动车，不放音响。
第四条 牵狗要用绳，狗的粪便由牵狗的人收走。`;

beforeAll(async () => {
  city = await openCity({ letters: false });
  ({ consultation, convener } = await makeConsultation(city.k, 'draft', {
    slug: 'riverside',
    title: '河滨步道管理办法（草案）',
  }));
  await publishText(city.k, convener, consultation.id, draft);
  author = await makeAccount(city.k, { name: '许清河' });
  neighbour = await makeAccount(city.k, { name: '方小舟' });
  moderators = await Promise.all(
    ['审核员甲', '审核员乙'].map((name) =>
      makeAccount(city.k, { name, roles: [{ role: 'moderator', departmentId: null }] }),
    ),
  );
  base = `${city.url}/consultations/riverside`;
});

async function visitAs(actor: Account | undefined, options: VisitOptions = {}): Promise<Page> {
  const page = await city.visit(null, options);
  if (actor) {
    const [name = '', value = ''] = (await sessionCookie(city.k, actor)).split(/=(.*)/s);
    await page.context().addCookies([{ name, value, url: city.url }]);
  }
  return page;
}

/** Sound as it stands; with SHOTS, the folder for pictures, one is taken. */
async function look(page: Page, name: string): Promise<void> {
  await expectSound(page);
  if (!process.env.SHOTS) return;
  mkdirSync(process.env.SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(process.env.SHOTS, `comments-${name}.png`), fullPage: true });
}

const words = async (page: Page) => ((await page.locator('body').textContent()) ?? '').replace(/\s+/g, ' ');
const press = (page: Page, name: string | RegExp) =>
  Promise.all([page.waitForEvent('load'), page.getByRole('button', { name }).first().click()]);

it('a resident says something to a paragraph on a phone and finds it on the page', async () => {
  const page = await visitAs(author, { size: 'phone' });
  await page.goto(`${base}/opinions`);
  await look(page, 'empty-390');
  await page.goto(`${base}/text`);
  const href = await page.locator('a[href*="/say?anchor="]').nth(1).getAttribute('href');
  await page.goto(`${city.url}${href}`);
  expect(await words(page)).toContain('步道每天六时开放');
  await look(page, 'say-390');
  await press(page, '发表意见');
  expect(await words(page)).toContain('请写下您的意见');
  await look(page, 'say-refused-390');
  await page
    .getByLabel('您的意见')
    .fill('夏天天亮得早，请改成五时三十分开放。我每天五点多就和老伴去走路，门还关着，只能在马路边走。');
  await page.getByLabel('显示的称呼').fill('早起的许大爷');
  await press(page, '发表意见');
  expect(await words(page)).toContain('已发表');
  await look(page, 'own-390');
  await city.settle();
  await page.goto(`${base}/opinions`);
  expect(await words(page)).toContain('早起的许大爷');
  expect(await words(page)).not.toContain('许清河');
  await look(page, 'list-390');
});

it('another supports and answers it, without scripts too', async () => {
  const plain = await visitAs(neighbour, { scripts: false });
  await plain.goto(`${base}/opinions/1`);
  await plain.getByRole('button', { name: /^支持 0/ }).click();
  expect(await words(plain)).toContain('您已支持，现在共 1 人支持。');
  const page = await visitAs(neighbour);
  await page.goto(plain.url());
  await look(page, 'support-1280');
  await page.goto(`${base}/opinions/1`);
  const button = page.locator('[data-support]').first();
  await page.waitForFunction(() => document.querySelector('[data-support]')?.getAttribute('aria-pressed') === 'true');
  expect(await button.textContent()).toContain('已支持');
  await button.click();
  await page.waitForFunction(() => document.querySelector('[data-support]')?.getAttribute('aria-pressed') === 'false');
  await button.click();
  await page.waitForFunction(() => document.querySelector('[data-support]')?.getAttribute('aria-pressed') === 'true');
  await page.getByRole('link', { name: '回应第 1 号意见' }).click();
  await page.getByLabel('您的回应').fill('同意，冬天可以晚一点，夏天早一点。');
  await look(page, 'answer-1280');
  await press(page, '发表回应');
  await page.goto(`${base}/say`);
  await page.getByLabel('您的意见').fill('整个办法写得清楚，罚款的部分再想一想。');
  await press(page, '发表意见');
  await city.settle();
  await page.goto(`${base}/opinions`);
  expect(await words(page)).toContain('同意，冬天可以晚一点');
  await page.getByText('怎么排的').click();
  await look(page, 'list-1280');
  const english = await visitAs(undefined, { locale: 'en' });
  await english.goto(`${base}/opinions?sort=supported`);
  expect(await words(english)).toContain('Most supported');
  await look(english, 'list-en-1280');
  const elder = await visitAs(undefined, { size: 'phone', elder: true });
  await elder.goto(`${base}/opinions`);
  await look(elder, 'list-elder-390');
});

it('is reported, hidden by keyboard, appealed against, and shown again by another moderator', async () => {
  const page = await visitAs(neighbour);
  await page.goto(`${base}/opinions/1`);
  await page.getByRole('link', { name: '举报第 1 号' }).click();
  await page.getByRole('radio').first().check();
  await page.getByLabel('哪里有问题').fill('我觉得这一条写了别人的事。');
  await look(page, 'report-1280');
  await press(page, '举报');
  expect(await words(page)).toContain('已收到您的举报');
  await city.settle();

  const desk = await visitAs(moderators[0]);
  await desk.goto(`${city.url}/contributions/moderation`);
  await look(desk, 'moderation-list-1280');
  await desk.locator('#list ol a').first().click();
  await desk.waitForSelector('#hide');
  await look(desk, 'moderation-1280');
  await desk.keyboard.press('1');
  await desk.getByLabel('理由').fill('写了别人的行踪，按规则先隐藏。');
  await desk.keyboard.press('Escape');
  await press(desk, /^隐藏/);
  expect(await words(desk)).toContain('已处理');
  await city.settle();

  const everybody = await visitAs(undefined);
  await everybody.goto(`${base}/opinions/1`);
  expect(await words(everybody)).toContain('条规则隐藏');
  expect(await words(everybody)).not.toContain('五时三十分');
  await look(everybody, 'hidden-1280');
  await everybody.goto(`${city.url}/contributions/moderation-log`);
  expect(await words(everybody)).toContain('写了别人的行踪，按规则先隐藏。');
  await look(everybody, 'log-1280');

  const own = await visitAs(author, { size: 'phone' });
  await own.goto(`${city.url}/me/contributions`);
  await look(own, 'mine-390');
  await own.locator('.matters a').first().click();
  await own.getByLabel('为什么不同意').fill('写的是我自己和老伴，不是别人，请再看一看。');
  await look(own, 'appeal-390');
  await press(own, '申诉');
  expect(await words(own)).toContain('申诉已收到');
  await city.settle();

  const first = await visitAs(moderators[0]);
  await first.goto(`${city.url}/contributions/moderation?queue=appeals`);
  await first.locator('#list ol a').first().click();
  expect(await words(first)).toContain('作出隐藏决定的人不能复核');
  const second = await visitAs(moderators[1], { size: 'phone' });
  await second.goto(`${city.url}/contributions/moderation?queue=appeals`);
  await second.locator('#list ol a').first().click();
  await second.getByLabel('恢复公开').check();
  await second.getByLabel('理由').fill('核实过，说的是作者自己，没有违反规则。');
  await look(second, 'ruling-390');
  await press(second, /作出复核/);
  await city.settle();
  await everybody.goto(`${base}/opinions/1`);
  expect(await words(everybody)).toContain('五时三十分');
});

it('a convener enters a letter with two opinions; its writer stays unnamed', async () => {
  const page = await visitAs(convener);
  await page.goto(`${city.url}/convene/riverside/intake`);
  await look(page, 'intake-1280');
  await page.getByRole('link', { name: '录入来信' }).click();
  await page.getByLabel('纸质来信').check();
  await page.getByLabel('姓名或单位').fill('张小满');
  await page.getByLabel('公开的称呼').fill('张女士');
  await page.getByLabel('说的是哪一段').first().selectOption({ label: '第三条' });
  await page.getByLabel('意见内容').first().fill('音响声音不大的应当允许，比如早上打太极。');
  await page.getByLabel('意见内容').nth(1).fill('请在每个入口贴出办法。');
  await look(page, 'enter-1280');
  await press(page, '录入并公开');
  expect(await words(page)).toContain('已录入并公开');
  await look(page, 'letter-1280');
  await press(page, '查看来信人');
  expect(await words(page)).toContain('张小满');
  const phone = await visitAs(convener, { size: 'phone' });
  await phone.goto(`${city.url}/convene/riverside/intake/new`);
  await look(phone, 'enter-390');
  await city.settle();
  const everybody = await visitAs(undefined);
  await everybody.goto(`${base}/opinions`);
  expect(await words(everybody)).toContain('张女士');
  expect(await words(everybody)).not.toContain('张小满');
});

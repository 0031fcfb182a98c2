import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { madeMp3, madeMp4 } from '../../src/kernel/files/media.fixture.ts';
import { makeCompetition } from '../../src/modules/competitions/competitions.factory.ts';
import { makeAccount, sessionCookie } from '../../src/modules/people/people.factory.ts';
import { type City, expectSound, openCity, type VisitOptions } from './city.ts';

let city: City;
let organiser: Awaited<ReturnType<typeof makeAccount>>;

beforeAll(async () => {
  city = await openCity({ letters: false, register: true });
  ({ organiser } = await makeCompetition(city.k, {
    slug: 'films-2026',
    title: '“渡口”短片征集',
    format: 'short_film',
    categories: ['剧情', '纪录', '动画'],
    stages: [
      {
        kind: 'entry',
        from: -3,
        to: 6,
        settings: {
          ways: ['self', 'nominated', 'organisation', 'team'],
          media: ['image', 'audio', 'video', 'document', 'link'],
          teamRoles: ['导演', '摄影', '剪辑'],
          guide: '写一写拍的是谁、在哪里拍的，三百字左右。',
          lateHours: 12,
        },
      },
      { kind: 'results', from: 20 },
    ],
  }));
});

const text = async (page: Page) => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ');

async function shoot(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return;
  const folder = path.resolve(process.env.SCREENSHOTS_TO ?? 'screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name }).first();
  await Promise.all([page.waitForEvent('load'), button.click()]);
}

async function visitAs(
  actor: Awaited<ReturnType<typeof makeAccount>>,
  size: 'phone' | 'desktop' = 'desktop',
  more: VisitOptions = {},
) {
  const page = await city.visit(null, { size, ...more });
  const [name = '', value = ''] = (await sessionCookie(city.k, actor)).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: city.url }]);
  return page;
}

it('on a phone: begins, writes while it is kept by itself, adds a film, hands in', async () => {
  const entrant = await makeAccount(city.k, { name: '程小渡' });
  const page = await visitAs(entrant, 'phone');
  await page.goto(`${city.url}/competitions/films-2026/enter`);
  await expectSound(page);
  await shoot(page, 'entries-enter-390');
  await page.getByLabel('本人报名').check();
  await page.getByLabel('纪录').check();
  await press(page, '开始写');
  await page.waitForSelector('.save-line[data-ready]');
  await page.getByLabel('作品名').fill('最后一班渡船');
  await page.getByLabel('正文').fill('渡口关了三年，船工老周还住在岸上。');
  await page.waitForFunction(() =>
    document.querySelector('.save-line [role=status]')?.textContent?.includes('自动保存'),
  );
  await page.reload();
  expect(await page.getByLabel('正文').inputValue()).toContain('老周');
  await page.locator('[name=files]').setInputFiles([
    { name: '渡船.mp4', mimeType: 'video/mp4', buffer: madeMp4() },
    { name: '船歌.mp3', mimeType: 'audio/mpeg', buffer: madeMp3() },
  ]);
  await press(page, '放进来');
  expect(await page.locator('video.own-file-plate').count()).toBe(1);
  await expectSound(page);
  await shoot(page, 'entries-draft-390');
  await press(page, '交上去');
  expect(await text(page)).toContain('请先同意公开');
  await expectSound(page);
  await page.getByLabel('我同意在评选的页面上公开').check();
  await press(page, '交上去');
  expect(await text(page)).toContain('已经交上');
  expect(await text(page)).toContain('第 1 号');
  await expectSound(page);
  await shoot(page, 'entries-handed-in-390');
  await page.goto(`${city.url}/me/entries`);
  await expectSound(page);
  await shoot(page, 'entries-mine-390');
});

it('in two windows at once the second is told, and keeps what was typed', async () => {
  const entrant = await makeAccount(city.k, { name: '何双窗' });
  const [one, two] = [await visitAs(entrant), await visitAs(entrant)];
  await one.goto(`${city.url}/competitions/films-2026/enter`);
  await one.getByLabel('本人报名').check();
  await press(one, '开始写');
  await two.goto(one.url());
  await one.getByLabel('作品名').fill('第一个窗口');
  await press(one, '保存草稿');
  await two.getByLabel('作品名').fill('第二个窗口');
  await press(two, '保存草稿');
  expect(await text(two)).toContain('刚刚在另一个窗口里改过');
  expect(await two.getByLabel('作品名').inputValue()).toBe('第二个窗口');
  await shoot(two, 'entries-conflict-1280');
  await press(two, '保存草稿');
  expect(await text(two)).toContain('已经保存');
});

it('somebody is nominated and accepts by the link', async () => {
  const recommender = await makeAccount(city.k, { name: '梁推荐' });
  const page = await visitAs(recommender);
  await page.goto(`${city.url}/competitions/films-2026/nominate`);
  await expectSound(page);
  await page.getByLabel('对方的姓名').fill('沈放映');
  await page.getByLabel('对方的电子邮箱').fill('shen.fangying@example.test');
  await page.getByLabel('剧情').check();
  await page.getByLabel('为什么推荐').fill('露天电影放了三十年。');
  await shoot(page, 'entries-nominate-1280');
  await press(page, '推荐');
  expect(await text(page)).toContain('等待答复');
  await expectSound(page);
  await shoot(page, 'entries-mine-asked-1280');
  await city.settle();
  const [mail] = await city.k.notify.loopback.list({ to: 'shen.fangying@example.test' });
  const link = /\/entries\/invitations\/[\w-]+/.exec(mail?.text ?? '')?.[0] ?? '';
  const nominee = await makeAccount(city.k, { name: '沈放映' });
  const theirs = await visitAs(nominee, 'phone');
  await theirs.goto(`${city.url}${link}`);
  expect(await text(theirs)).toContain('露天电影放了三十年。');
  await expectSound(theirs);
  await shoot(theirs, 'entries-invitation-390');
  await press(theirs, '接受');
  expect(await text(theirs)).toContain('推荐的内容放进了您的草稿');
  await page.reload();
  expect(await text(page)).toContain('接受了');
});

it('a team: asked, named once somebody agrees, left again', async () => {
  const [lead, member] = [await makeAccount(city.k, { name: '组长' }), await makeAccount(city.k, { name: '阿青' })];
  const page = await visitAs(lead);
  await page.goto(`${city.url}/competitions/films-2026/enter`);
  await page.getByLabel('团队报名').check();
  await shoot(page, 'entries-enter-1280');
  await press(page, '开始写');
  await shoot(page, 'entries-draft-1280');
  await page.getByRole('link', { name: '团队', exact: true }).click();
  await page.waitForURL('**/team');
  await page.getByLabel('对方的姓名').fill('阿青');
  await page.getByLabel('对方的电子邮箱').fill(member.email);
  await page.getByLabel('担任').selectOption('摄影');
  await press(page, '发邀请');
  await expectSound(page);
  await shoot(page, 'entries-team-1280');
  const theirs = await visitAs(member);
  await theirs.goto(`${city.url}/me/entries`);
  await theirs.getByRole('link', { name: /请您加入/ }).click();
  await theirs.waitForURL('**/invitations/**');
  await expectSound(theirs);
  await theirs.getByLabel('署名').fill('青先生');
  await press(theirs, '接受');
  await expectSound(theirs);
  await shoot(theirs, 'entries-member-1280');
  await page.reload();
  expect(await text(page)).toContain('青先生');
  await press(theirs, /退出团队/);
  expect(await text(theirs)).toContain('您已经退出团队');
});

it('the organiser finds it in the list, sees how to reach the entrant, and it is written down', async () => {
  const page = await visitAs(organiser);
  await page.goto(`${city.url}/organise/films-2026/entries`);
  expect(await text(page)).toContain('最后一班渡船');
  await expectSound(page);
  await shoot(page, 'entries-list-1280');
  await page.getByRole('link', { name: '最后一班渡船' }).click();
  await page.waitForURL('**/entries/1');
  await expectSound(page);
  await press(page, '看联系方式');
  expect(await text(page)).toContain('@');
  await shoot(page, 'entries-desk-1280');
  const phone = await visitAs(organiser, 'phone');
  await phone.goto(`${city.url}/organise/films-2026/entries`);
  await expectSound(phone);
  await shoot(phone, 'entries-list-390');
});

it('without scripts, in English and in the view for elders', async () => {
  const entrant = await makeAccount(city.k, { name: '许大妈' });
  const page = await visitAs(entrant, 'phone', { elder: true, scripts: false });
  await page.goto(`${city.url}/competitions/films-2026/enter`);
  await page.getByLabel('本人报名').check();
  await page.getByRole('button', { name: '开始写' }).click();
  await page.waitForURL('**/me/entries/**');
  await page.getByLabel('作品名').fill('我家的灶台');
  await page.getByLabel('正文').fill('一口锅用了四十年。');
  await page.getByRole('button', { name: '保存草稿' }).first().click();
  await page.waitForURL('**?done=saved');
  await shoot(page, 'entries-draft-elder-390');
  const english = await visitAs(entrant, 'desktop', { locale: 'en' });
  for (const [name, path] of [
    ['enter', '/competitions/films-2026/enter'],
    ['mine', '/me/entries'],
    ['draft', new URL(page.url()).pathname],
  ] as const) {
    await english.goto(`${city.url}${path}`);
    await expectSound(english);
    await shoot(english, `entries-${name}-en`);
  }
});

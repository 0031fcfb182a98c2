import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { makeCase } from '../../src/modules/cases/cases.factory.ts';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
beforeAll(async () => {
  city = await openCity({ letters: false });
  await makeCase(city.k, {
    state: 'in_progress',
    title: '槐荫路七盏路灯不亮',
    body: '槐荫路从小学到四号院的路灯坏了一个月，晚上骑车看不清路面的坑。',
    address: '槐荫路',
  });
});

const codeShape = /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/;
const body = '每天傍晚六点以后，渡口公园北门的喷泉音响开得很大，写作业都听不清，能不能小一点，或者早一点关。';

const main = async (page: Page) => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, '');

async function press(button: Locator): Promise<void> {
  await Promise.all([button.page().waitForEvent('load'), button.click()]);
}

async function write(page: Page, title: string, text = body): Promise<void> {
  await page.getByLabel('一句话说是什么事').fill(title);
  await page.getByLabel('经过和您的希望').fill(text);
}

/** Sends, and where letters like it are shown says that this is another matter. */
async function send(page: Page): Promise<void> {
  await press(page.getByRole('button', { name: '寄出' }));
  const another = page.getByRole('button', { name: '不是同一件，寄出我的信' });
  if (await another.isVisible()) await press(another);
}

/** The plain question's answer, as somebody who reads finds it. */
function answerTo(question: string): string {
  const t = city.k.i18n.t('zh-CN');
  const words = Array.from({ length: 21 }, (_, n) => ({ n, word: t(`proof.number.${n}`) }));
  const numbers: number[] = [];
  let rest = question;
  while (rest !== '') {
    const [longest] = words.filter(({ word }) => rest.startsWith(word)).sort((a, b) => b.word.length - a.word.length);
    if (longest) numbers.push(longest.n);
    rest = rest.slice(longest?.word.length ?? 1);
  }
  const [a = 0, b = 0] = numbers;
  if (question.includes('最大')) return String(Math.max(...numbers));
  // "的两倍是几" has one number of its own; 两 is none of the words.
  if (question.includes('两倍')) return String(2 * a);
  return String(question.includes('减') ? a - b : a + b);
}

it('somebody writes without an account, loses the network, and finds the letter again', async () => {
  const page = await city.visit(null, { size: 'phone' });
  await page.goto(`${city.url}/cases/new`);
  await write(page, '公园喷泉晚上太吵');
  await page.getByLabel('经过和您的希望').press('End');
  await page.getByLabel('经过和您的希望').pressSequentially('谢谢。');
  await page.waitForFunction(() => localStorage.getItem('draft:letter')?.includes('谢谢'));
  await page.context().setOffline(true);
  await page
    .getByRole('button', { name: '寄出' })
    .click({ noWaitAfter: true })
    .catch(() => undefined);
  await page.waitForTimeout(500);
  await page.context().setOffline(false);
  await page.goto(`${city.url}/cases/new`);
  await page.getByText('这是您上次没写完的').waitFor();
  expect(await page.getByLabel('一句话说是什么事').inputValue()).toBe('公园喷泉晚上太吵');
  expect(await page.getByLabel('经过和您的希望').inputValue()).toContain('谢谢。');
  await expectSound(page);

  await send(page);
  await page.waitForURL('**/cases/receipt');
  await expectSound(page);
  const receipt = await main(page);
  const code = codeShape.exec(receipt)?.[0] ?? '';
  const number = /\d{4}-\d{4}-\d{4}/.exec(receipt)?.[0] ?? '';
  expect(code).not.toBe('');
  expect(await page.evaluate(() => localStorage.getItem('draft:letter'))).toBeNull();

  // On another device: a wrong code opens nothing and keeps what was typed, the right one opens the letter.
  const other = await city.visit(null, { size: 'phone', elder: true });
  await other.goto(`${city.url}/cases/track`);
  await expectSound(other);
  await other.getByRole('textbox', { name: '查询码' }).fill('2222-3333-4444');
  await press(other.getByRole('button', { name: '打开' }));
  expect(await main(other)).toContain('没有这个查询码');
  expect(await other.getByRole('textbox', { name: '查询码' }).inputValue()).toBe('2222-3333-4444');
  await expectSound(other);
  await other.getByRole('textbox', { name: '查询码' }).fill(code.toLowerCase().replaceAll('-', ' '));
  await press(other.getByRole('button', { name: '打开' }));
  await other.waitForURL(`**/me/cases/${number}`);
  await expectSound(other);

  await other.getByLabel('要补充的话').fill('补一句：周末最吵，八点还在响。');
  await press(other.getByRole('button', { name: '补充', exact: true }));
  expect(await main(other)).toContain('补上了');
  expect(await main(other)).toContain('周末最吵');

  await other.getByRole('link', { name: '撤回' }).click();
  await other.getByRole('heading', { name: '撤回这封信？' }).waitFor();
  await expectSound(other);
  await press(other.getByRole('button', { name: '撤回' }));
  expect(await main(other)).toContain('撤回了');
  const stranger = await city.visit(null);
  expect((await stranger.goto(`${city.url}/cases/${number}`))?.status()).toBe(404);
  expect((await stranger.goto(`${city.url}/me/cases/${number}`))?.url()).toContain('/sign-in');
});

it('somebody writes on a phone that runs no scripts', async () => {
  const page = await city.visit(null, { size: 'phone', scripts: false });
  await page.goto(`${city.url}/cases/new`);
  await write(page, '太短', '短');
  await page.getByLabel(/等于几|最大|两倍/).fill('九十九');
  await press(page.getByRole('button', { name: '寄出' }));
  expect(await main(page)).toContain('题目太短');
  expect(await main(page)).toContain('请至少写20个字');
  await write(page, '文化馆的热水器不出热水');
  await page.getByLabel(/等于几|最大|两倍/).fill('九十九');
  await send(page);
  expect(await main(page)).toContain('这次答得不对');
  expect(await page.getByLabel('经过和您的希望').inputValue()).toBe(body);
  const question = (await page.locator('label[for="letter-proof_answer"]').textContent()) ?? '';
  await page.getByLabel(/等于几|最大|两倍/).fill(answerTo(question));
  await send(page);
  await page.waitForURL('**/cases/receipt');
  expect(codeShape.test(await main(page))).toBe(true);
});

it('somebody finds that others have written of the same, and follows that letter instead', async () => {
  const page = await city.visit('majie', { size: 'phone' });
  await page.goto(`${city.url}/cases/new`);
  const title = page.getByLabel('一句话说是什么事');
  await title.fill('槐荫路路灯不亮，晚上骑车看不清');
  await page.getByLabel(/^地点/).fill('槐荫路');
  await title.focus();
  await title.blur();
  const follow = page.getByRole('button', { name: /^是同一件，关注它/ }).first();
  await follow.waitFor();
  await expectSound(page);
  await press(follow);
  await page.getByText('已经关注，有进展会告诉您。').first().waitFor();
  await expectSound(page);
  await page.goto(`${city.url}/me/cases?tab=followed`);
  await expectSound(page);
  expect(await main(page)).toContain('槐荫路');
});

it('what is written to do harm is shown as it was written, and does none', async () => {
  const page = await city.visit('tianqi', { size: 'phone' });
  const title = '<img src=x onerror=alert(1)> \u202e反着写的题目 {{7*7}}';
  const text = `<script>document.title='坏'</script>\n[点我](javascript:alert(1)) '; drop table cases.case; -- ${'长'.repeat(300)}`;
  await page.goto(`${city.url}/cases/new`);
  await write(page, title, text);
  await page
    .getByLabel(/^照片/)
    .setInputFiles({ name: '../../照片.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg onload=alert(1)>') });
  await press(page.getByRole('button', { name: '寄出' }));
  expect(await page.getByRole('textbox', { name: /^经过和您的希望/ }).inputValue()).toContain('drop table');
  expect(await page.locator('.errors a').count()).toBe(1);
  await expectSound(page);
  await send(page);
  await page.waitForURL('**/cases/receipt');
  await page.getByRole('link', { name: '看办到哪一步' }).click();
  await page.waitForURL('**/me/cases/2026-*');
  await expectSound(page);
  expect(await page.title()).not.toBe('坏');
  expect(await page.locator('main img[src="x"], main script, main a[href^="javascript"]').count()).toBe(0);
  expect(await main(page)).toContain("<script>document.title='坏'</script>");
});

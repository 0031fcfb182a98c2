import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
let page: Page;
let number = '';

beforeAll(async () => {
  city = await openCity({ letters: false });
  page = await city.visit('guchuan');
});

const main = async () => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, '');
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('name') ?? '');

/** One key, away from any field. */
async function key(name: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press(name);
}

async function keyAndGo(name: string): Promise<void> {
  await page.keyboard.press('Escape');
  await Promise.all([page.waitForEvent('load'), page.keyboard.press(name)]);
  // What makes keys work comes after the page itself.
  await page.waitForLoadState('networkidle');
}

/** From field to field as the caller speaks; the mouse is never touched. */
async function tabTo(name: string): Promise<void> {
  for (let i = 0; i < 15 && (await focused()) !== name; i++) await page.keyboard.press('Tab');
  expect(await focused()).toBe(name);
}

it('an operator takes a call down without the mouse', async () => {
  await page.goto(`${city.url}/intake/new`);
  await expect.poll(focused).toBe('phone');
  await page.keyboard.type('139 0000 4321');
  await tabTo('name');
  await page.keyboard.type('冯先生');
  await page.getByText('这个号码以前没有来过信').waitFor();
  await key('3');
  expect(await page.getByRole('radio', { name: '投诉' }).isChecked()).toBe(true);
  await key('t');
  expect(await focused()).toBe('title');
  await page.keyboard.type('夜市收摊以后满地油污');
  await tabTo('body');
  await page.keyboard.type('文昌路夜市半夜收摊，地上全是油，早上送孩子的人滑倒了两个，想请人管一管收摊时间。');
  await tabTo('address');
  await page.keyboard.type('文昌路夜市');
  await expectSound(page);
  await keyAndGo('d');
  expect(await main()).toContain('信已收下，等待受理');
  number = /\d{4}-\d{4}-\d{4}/.exec(await main())?.[0] ?? '';
  await expectSound(page);
});

it('and dispatches it, from suggestion to deed', async () => {
  await keyAndGo('d');
  await page.waitForURL(`**/dispatch/${number}*`);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: /按键/ }).waitFor();
  await page.keyboard.press('Escape');
  const other = await page.getByRole('radio', { name: /^另选单位/ }).getAttribute('data-key');
  await key(other ?? '');
  await key('0');
  expect(await focused()).toBe('leadName');
  await page.keyboard.type('城东区城管局');
  await key('o');
  expect(await focused()).toBe('opinion');
  await page.keyboard.type('请夜里去看收摊。');
  await keyAndGo('d');
  expect(await main()).toContain('已派出');
  const row = await city.k.db
    .selectFrom('cases.case')
    .select(['state', 'channel', 'kind'])
    .where('number', '=', number)
    .executeTakeFirst();
  expect(row).toEqual({ state: 'dispatched', channel: 'phone', kind: 'complaint' });
});

it('what is wrong with a call is said beside the field, and what was typed stays', async () => {
  await page.goto(`${city.url}/intake/new`);
  await expect.poll(focused).toBe('phone');
  await page.keyboard.type('12');
  await key('t');
  await page.keyboard.type('油');
  await keyAndGo('d');
  expect(await main()).toContain('题目太短');
  expect(await main()).toContain('电话号码不对');
  expect(await page.locator('[name="title"]').inputValue()).toBe('油');
  await expectSound(page);
});

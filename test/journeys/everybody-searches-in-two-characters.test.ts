import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { type City, expectSound, openCity, type VisitOptions } from './city.ts';

let city: City;
/** A public letter in each state that the demo city has. */
let letters: string[];
let topic: string;

beforeAll(async () => {
  city = await openCity();
  const rows = await city.k.db
    .selectFrom('cases.case')
    .select(['number', 'state'])
    .where('confidential', '=', false)
    .where('hidden', '=', false)
    .where('accepted_at', 'is not', null)
    .where('state', '!=', 'withdrawn')
    .orderBy('submitted_at', 'desc')
    .execute();
  letters = [...new Map(rows.map(({ state, number }) => [state, number])).values()].map((number) => `/cases/${number}`);
  const found = await city.k.db.selectFrom('cases.topic').select('id').limit(1).executeTakeFirst();
  topic = found ? `/topics/${found.id}` : '/topics';
});

const main = async (page: Page) => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, '');

async function walk(paths: readonly string[], options: VisitOptions): Promise<void> {
  const page = await city.visit(null, options);
  for (const path of paths) {
    const response = await page.goto(`${city.url}${path}`);
    expect(response?.status(), path).toBe(200);
    await expectSound(page);
  }
  await page.close();
}

const pages = [
  '/',
  '/cases',
  '/cases?q=%E8%B7%AF%E7%81%AF&kind=help',
  '/cases?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E6%A0%B7%E7%9A%84%E8%AF%8D',
  '/cases/track',
  '/topics',
  '/promises',
  '/promises?state=kept',
  '/moderation-log',
  '/statistics?period=all',
  '/data',
  '/api',
  '/sign-in',
  '/about',
  '/about/rules',
  '/about/ordering',
  '/about/moderation',
  '/about/privacy',
  '/about/accessibility',
  '/offline',
];

it('somebody searches 路灯 on a phone, narrows it down and reads one', async () => {
  const page = await city.visit(null, { size: 'phone' });
  await page.getByRole('searchbox').or(page.getByLabel('先找找看')).first().fill('路灯');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/cases?*');
  const titles = page.locator('main h3, main .ti, main li a');
  expect(await titles.count()).toBeGreaterThan(1);
  const marked = await page.locator('main mark').allTextContents();
  expect(marked.length).toBeGreaterThan(0);
  expect(new Set(marked)).toEqual(new Set(['路灯']));
  await page.goto(`${city.url}/cases?q=%E8%B7%AF%E7%81%AF&status=closed`);
  const numbers = await page
    .locator('main a[href^="/cases/2026-"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')?.slice('/cases/'.length) ?? ''));
  const closed = await city.k.db.selectFrom('cases.case').select('state').where('number', 'in', numbers).execute();
  expect(closed.length).toBeGreaterThan(0);
  expect(closed.filter(({ state }) => state !== 'closed' && state !== 'archived')).toEqual([]);
  await page.goto(`${city.url}/cases?q=%E8%B7%AF%E7%81%AF`);
  const [first] = await page.locator('main a[href^="/cases/2026-"]').all();
  await first?.click();
  await page.waitForURL('**/cases/2026-*');
  expect(await main(page)).toContain('路灯');
});

it('somebody subscribes to what is published about it', async () => {
  const page = await city.visit(null);
  await page.goto(`${city.url}/cases?q=%E8%B7%AF%E7%81%AF`);
  const href = await page.getByRole('link', { name: '订阅' }).getAttribute('href');
  const feed = await page.context().request.get(`${city.url}${href}`);
  expect(feed.headers()['content-type']).toContain('application/atom+xml');
  const entries = (await feed.text()).match(/<entry>/g) ?? [];
  expect(entries.length).toBeGreaterThan(1);
  const problems = await page.evaluate(
    (xml) => new DOMParser().parseFromString(xml, 'application/xml').querySelectorAll('parsererror').length,
    await feed.text(),
  );
  expect(problems).toBe(0);
});

it('every public page stands on a phone', async () => {
  await walk([...pages, topic], { size: 'phone' });
});

it('the pages with columns and plots stand on a desktop', async () => {
  await walk(['/', '/cases?q=%E8%B7%AF%E7%81%AF', topic, '/statistics?period=all', '/api', '/sign-in'], {});
});

it('letters in every state stand on a phone', async () => {
  expect(letters.length).toBeGreaterThan(5);
  await walk(letters, { size: 'phone' });
});

it.each([
  ['the elder view', { size: 'phone', elder: true }, ['/', '/cases', '/cases/new']],
  ['English', { size: 'phone', locale: 'en' }, ['/', '/cases', '/statistics']],
  ['Taiwan’s characters', { size: 'phone', locale: 'zh-TW' }, ['/', '/cases/new']],
] as const)('the main pages stand in %s', async (_name, options, paths) => {
  await walk([...paths, letters[0] ?? '/'], options);
});

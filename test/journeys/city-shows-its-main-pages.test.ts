import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { rollUpAll } from '../../src/modules/cases/statistics/roll-up.ts';
import { keepTopics } from '../../src/modules/cases/topics/keep-topics.ts';
import { type City, expectSound, openCity, type Size, type VisitOptions } from './city.ts';

/** With SCREENSHOTS=1 the pictures in docs/screenshots are taken anew on the way. */
const taking = process.env.SCREENSHOTS === '1';
const folder = path.resolve(import.meta.dirname, '../../docs/screenshots');
const widths: Record<Size, number> = { phone: 390, desktop: 1280 };

let city: City;
let story: string;
/** A handler of the demo, and a letter that stands on that desk. */
let handler: string;
let inHand: string;

beforeAll(async () => {
  city = await openCity();
  await rollUpAll(city.k);
  for (const span of ['recent', 'all'] as const) await keepTopics(city.k, span);
  // The letter of the demo with most to tell.
  const row = await city.k.db
    .selectFrom('cases.step')
    .innerJoin('cases.case', 'cases.case.id', 'cases.step.case_id')
    .select('cases.case.number')
    .where('cases.case.reviewed_at', 'is not', null)
    .where('cases.case.confidential', '=', false)
    .groupBy('cases.case.number')
    .orderBy((e) => e.fn.countAll(), 'desc')
    .executeTakeFirstOrThrow();
  story = `/cases/${row.number}`;
  await atDesk();
});

async function atDesk(): Promise<void> {
  const rows = await city.k.db
    .selectFrom('cases.case')
    .select(['number', 'lead_department_id'])
    .where('state', 'in', ['signed', 'in_progress', 'sent_back'])
    .where('confidential', '=', false)
    .orderBy('due_at')
    .execute();
  for (const [key, actor] of city.actors) {
    const mine = new Set(actor.roles.filter(({ role }) => role === 'handler').map(({ departmentId }) => departmentId));
    const found = rows.find((row) => row.lead_department_id && mine.has(row.lead_department_id));
    if (found) [handler, inHand] = [key, `/desk/${found.number}`];
    if (found) return;
  }
  throw new Error('nobody of the demo works on anything');
}

async function keep(page: Page, name: string, size: Size): Promise<void> {
  if (!taking) return;
  mkdirSync(folder, { recursive: true });
  await page.waitForLoadState('networkidle');
  const picture = sharp(await page.screenshot());
  await picture
    .png({ palette: true, quality: 90, effort: 10 })
    .toFile(path.join(folder, `${name}-${widths[size]}.png`));
}

async function look(person: string | null, name: string, place: string, options: VisitOptions): Promise<Page> {
  const page = await city.visit(person, { ...options, scale: taking && options.size === 'phone' ? 2 : 1 });
  const response = await page.goto(`${city.url}${place}`);
  expect(response?.status(), place).toBe(200);
  await keep(page, name, options.size ?? 'desktop');
  return page;
}

it.each(['phone', 'desktop'] as const)('what residents see first, on a %s', async (size) => {
  await look(null, 'home', '/', { size });
  await look(null, 'home-en', '/', { size, locale: 'en' });
  await look(null, 'home-elder', '/', { size, elder: true });
  await look(null, 'case', story, { size });
  await look(null, 'list', '/cases?q=%E8%B7%AF%E7%81%AF', { size });
  await look(null, 'statistics', '/statistics', { size });
  await look(null, 'topics', '/topics', { size });
});

it.each(['phone', 'desktop'] as const)('a letter and its receipt, on a %s', async (size) => {
  const page = await look('xu', 'write', '/cases/new', { size });
  await page.getByLabel('一句话说是什么事').fill('少年宫门口的台阶松动');
  await page.getByLabel('经过和您的希望').fill('少年宫东门的第三级台阶松了，踩上去会翘，孩子多，请在周末前固定好。');
  await page.getByRole('button', { name: '寄出' }).click();
  await page.waitForURL('**/cases/receipt');
  await keep(page, 'receipt', size);
});

it.each(['phone', 'desktop'] as const)('where the city works, on a %s', async (size) => {
  const dispatch = await look('guchuan', 'dispatch', '/dispatch', { size });
  await dispatch.locator('.q li a').first().click();
  await dispatch.waitForURL('**/dispatch/2026-*');
  await expectSound(dispatch);
  await keep(dispatch, 'dispatch', size);
  const desk = await look(handler, 'desk', '/desk', { size });
  await expectSound(desk);
  await desk.goto(`${city.url}${inHand}`);
  await expectSound(desk);
  await keep(desk, 'desk', size);
  const overview = await look('yanshu', 'overview', '/overview', { size });
  await expectSound(overview);
});

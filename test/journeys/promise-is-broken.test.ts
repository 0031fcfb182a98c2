import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { type MadeCase, makeCase } from '../../src/modules/cases/cases.factory.ts';
import { runClocks } from '../../src/modules/cases/clocks/run-clocks.ts';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
let kept: MadeCase;
let broken: MadeCase;
const what = '把喷泉音响的定时改到晚上八点';

beforeAll(async () => {
  city = await openCity({ letters: false });
  const luogang = city.actors.get('luogang');
  const departmentId = luogang?.roles.find(({ role }) => role === 'handler')?.departmentId;
  const author = city.actors.get('xu');
  if (!departmentId || !author) throw new Error('the demo has lost its people');
  const promised = { state: 'closed', departmentId, author } as const;
  const dueOn = '2026-11-25';
  kept = await makeCase(city.k, {
    ...promised,
    title: '北门喷泉音响太响',
    promises: [{ text: '加一块挡音板', dueOn }],
  });
  broken = await makeCase(city.k, { ...promised, title: '南门喷泉音响太响', promises: [{ text: what, dueOn }] });
  await city.settle();
});

const main = async (page: Page) => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, '');
const stateOf = async (number: string) =>
  city.k.db
    .selectFrom('cases.case')
    .select(['state', 'round', 'due_at'])
    .where('number', '=', number)
    .executeTakeFirst();

async function passTime(until: string): Promise<void> {
  city.k.clock.set(until);
  await runClocks(city.k);
  await city.settle();
}

it('what is promised stands on the public page with the days that are left', async () => {
  const page = await city.visit(null, { size: 'phone' });
  await page.goto(`${city.url}/promises`);
  expect(await main(page)).toContain(what);
  await page.goto(`${city.url}/cases/${broken.number}`);
  await expectSound(page);
  expect(await main(page)).toContain('还有6天');
  const office = await city.visit('luogang');
  await office.goto(`${city.url}/desk/promises`);
  await office.getByRole('link', { name: /加一块挡音板/ }).click();
  await office.getByLabel('做到了什么').fill('太短');
  await office.getByRole('button', { name: '做到了，公开' }).click();
  await office.getByText('请写清做到了什么').first().waitFor();
  await office.getByLabel('做到了什么').fill('11 月 24 日装好了挡音板，北门外量过，降到五十分贝。');
  await office.getByRole('button', { name: '做到了，公开' }).click();
  await office.getByText('记好了').waitFor();
});

it('on its last day nothing happens, the morning after the letter is taken up again by itself', async () => {
  await passTime('2026-11-25T23:30:00+08:00');
  expect((await stateOf(broken.number))?.state).toBe('closed');
  await passTime('2026-11-26T00:10:00+08:00');
  const row = await stateOf(broken.number);
  expect([row?.state, row?.round]).toEqual(['sent_back', 2]);
  expect(row?.due_at?.toISOString()).toBe('2026-12-03T15:59:59.999Z');
  expect((await stateOf(kept.number))?.state).toBe('closed');
});

it('everybody reads that it was not kept, and its author and the office are told', async () => {
  const page = await city.visit(null, { size: 'phone' });
  await page.goto(`${city.url}/promises?state=broken`);
  expect(await main(page)).toContain(what);
  expect(await main(page)).not.toContain('加一块挡音板');
  await expectSound(page);
  await page.goto(`${city.url}/cases/${broken.number}`);
  expect(await main(page)).toContain('答应的事没有做到，自动重开');
  await expectSound(page);
  // At ten past midnight nobody's telephone rings: what they are told waits for the morning in their own pages.
  const author = await city.visit('xu', { size: 'phone' });
  await author.goto(`${city.url}/me/notifications`);
  expect(await main(author)).toContain('答应的事没有做到');
  await expectSound(author);
  const office = await city.visit('luogang');
  await office.goto(`${city.url}/desk?queue=redo`);
  await office.getByRole('link', { name: /南门喷泉/ }).click();
  expect(await main(office)).toContain('答应的没做到');
  await expectSound(office);
});

import { beforeAll, expect, it } from 'vitest';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
beforeAll(async () => {
  city = await openCity();
});

it('a resident checks a rate of the statistics on a phone', async () => {
  const page = await city.visit(null, { size: 'phone' });
  await page.goto(`${city.url}/statistics?period=all`);
  await expectSound(page);
  expect(await page.textContent('main')).toMatch(/按时办结\s*[\d,]+\s*件/);
  await page.getByRole('link', { name: '下载原始数据，自己算一遍' }).first().click();
  await page.waitForURL('**/data');
  await expectSound(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载 CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^cases-.*\.csv$/);
});

it('a leader reads the overview and prints it', async () => {
  const page = await city.visit('yanshu');
  await page.goto(`${city.url}/overview`);
  await expectSound(page);
  expect(await page.textContent('h1')).toContain('总览');
  const guest = await city.visit('xu');
  const refused = await guest.goto(`${city.url}/overview`);
  expect(refused?.status()).toBe(403);
});

import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { makeConsultation } from '../../src/modules/consultations/consultations.factory.ts';
import { sixtyDocx, sixtyText } from '../../src/modules/consultations/documents/draft-of-sixty.fixture.ts';
import { sessionCookie } from '../../src/modules/people/people.factory.ts';
import { type City, expectSound, openCity, type VisitOptions } from './city.ts';

let city: City;
let cookie: string;
let slug: string;

beforeAll(async () => {
  city = await openCity({ letters: false });
  const { consultation, convener } = await makeConsultation(city.k, 'draft', { title: '河滨步道管理办法' });
  slug = consultation.slug;
  cookie = await sessionCookie(city.k, convener);
});

async function convener(options: VisitOptions = {}): Promise<Page> {
  const page = await city.visit(null, options);
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: city.url }]);
  return page;
}

it('a convener brings sixty articles from Word, looks them over and publishes them', async () => {
  const page = await convener();
  await page.goto(`${city.url}/convene/${slug}/text`);
  await expectSound(page);
  await page.setInputFiles('input[name=file]', { name: '办法.docx', mimeType: 'application/zip', buffer: sixtyDocx() });
  await page.getByRole('button', { name: '读进来' }).click();
  await page.getByText('读进来了，还没有公布').waitFor();
  expect(await page.locator('.clause.article').count()).toBe(60);
  expect(await page.locator('#a-art-60').textContent()).toContain('第六十条');
  await expectSound(page);
  await page.getByRole('button', { name: '公布为第 1 版' }).click();
  await page.getByText('公布了', { exact: true }).waitFor();
  await city.settle();
});

it.each(['phone', 'desktop'] as const)('everybody finds the article that concerns them, on a %s', async (size) => {
  const page = await city.visit(null, { size });
  await page.goto(`${city.url}/consultations/${slug}/text`);
  await expectSound(page);
  if (size === 'phone') await page.getByText('目录').first().click();
  await page.locator('.draft-contents:visible').getByText('安全和应急').click();
  expect(new URL(page.url()).hash).toBe('#a-ch-5');
  expect(await page.locator('table th').allTextContents()).toEqual(['时段', '主要用途', '照明']);
});

it('a second version is compared with the first', async () => {
  const page = await convener({ size: 'phone' });
  await page.goto(`${city.url}/convene/${slug}/text`);
  const changed = sixtyText((articles) => articles.filter((words) => !words.includes('命名'))).replace(
    '五时至',
    '四时三十分至',
  );
  await page.locator('textarea[name=text]').fill(changed);
  await page.getByRole('button', { name: '读进来' }).click();
  await expectSound(page);
  await page.getByText('看和已公布的一版有什么不同').click();
  await expectSound(page);
  await page.goBack();
  await page.locator('textarea[name=note]').fill('开放时间提前半小时；步道命名另行规定。');
  await page.getByRole('button', { name: '公布为第 2 版' }).click();
  await page.getByText('公布了', { exact: true }).waitFor();
  await city.settle();

  const reader = await city.visit(null, { size: 'phone', locale: 'en' });
  await reader.goto(`${city.url}/consultations/${slug}/compare`);
  await expectSound(reader);
  const article = reader.locator('#c-art-14');
  expect(await article.textContent()).toContain('formerly 第十四条');
  expect(await article.locator('ins').textContent()).toContain('四');
  // The article, and the table that nobody pasted.
  expect(await reader.locator('.compared.gone').count()).toBe(2);
});

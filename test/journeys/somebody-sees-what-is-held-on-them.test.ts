import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, expect, it } from 'vitest';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
beforeAll(async () => {
  city = await openCity({ register: true });
}, 240_000);

it('Ms Xu sees what is held, asks for a correction, is answered, takes everything away and leaves', async () => {
  const page = await city.visit('xu', { size: 'phone' });
  await page.goto(`${city.url}/me/data`);
  await page.getByText('您写的信', { exact: false }).first().click();
  await expectSound(page);
  await page.getByLabel('改正').check();
  await page.getByLabel('具体说说').fill('门牌号写错了，应该是 3 栋。');
  await page.getByRole('button', { name: '提出' }).click();
  await page.getByText('收到了').waitFor();

  const desk = await city.visit('weilai', { size: 'desktop', locale: 'en' });
  await desk.goto(`${city.url}/admin/data-requests`);
  await expectSound(desk);
  // Others have asked before; the newest is due last.
  await desk
    .getByRole('link', { name: /^Data request \d/ })
    .last()
    .click();
  await desk.getByRole('link', { name: '许静禾' }).waitFor();
  await expectSound(desk);
  await desk.getByLabel('Partly done').check();
  await desk.getByLabel('Your answer').fill('账号里的地址改好了，信件原文不改。');
  await desk.getByRole('button', { name: 'Answer', exact: true }).click();
  await desk.waitForURL(/said=saved/);
  await desk.goto(`${city.url}/admin/processing`);
  await expectSound(desk);

  await page.goto(`${city.url}/me/data`);
  await page.getByRole('blockquote').getByText('信件原文不改').waitFor();
  await page.getByRole('cell', { name: '魏来舟' }).first().waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载全部（ZIP）' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^tongxin-data-\d{4}-\d\d-\d\d\.zip$/);
  const files = unzipSync(await buffer(createReadStream(await download.path())));
  expect(strFromU8(files['index.html'] ?? new Uint8Array())).toContain('槐荫路');
  expect(JSON.parse(strFromU8(files['data.json'] ?? new Uint8Array()))).toMatchObject({ account: { name: '许静禾' } });

  await page.getByLabel('我知道注销以后不能恢复').check();
  await page.getByRole('button', { name: '注销', exact: true }).click();
  await page.waitForURL(`${city.url}/`);
  await page.goto(`${city.url}/me`);
  await page.getByRole('heading', { name: '登录' }).waitFor();
});

it('The page taken away stands on its own, in English on a narrow screen', async () => {
  const page = await city.visit('qinshifu', { size: 'phone', locale: 'en' });
  const answer = await page.context().request.get(`${city.url}/me/data/export.zip`);
  const html = strFromU8(unzipSync(await answer.body())['index.html'] ?? new Uint8Array());
  await page.goto('about:blank');
  await page.setContent(html);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(1);
  expect(html).toContain('Everything that is held on you');
});

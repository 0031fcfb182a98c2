import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { findBrowser } from '../../scripts/browser.ts';
import { setUpToken } from '../../src/modules/people/index.ts';
import { atEnd, testApp, testKernel } from '../harness.ts';
import { expectSound } from './city.ts';

it('an operator opens a fresh server: set-up code, city, first administrator, second factor', async () => {
  const k = await testKernel();
  await k.db.deleteFrom('kernel.setting').execute();
  await k.settings.load();
  const app = await testApp(k);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('the journeys need Chromium; bin/test says how to get it');
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  atEnd(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
  await context.addCookies([{ name: 'look', value: 'zh-CN.default.light', url }]);
  const page = await context.newPage();

  await page.goto(`${url}/cases`);
  expect(page.url()).toBe(`${url}/set-up`);
  await expectSound(page);
  await page.getByLabel('设置码').fill('1234');
  await page.getByRole('button', { name: '继续' }).click();
  await page.getByText('设置码不对').waitFor();
  await page.getByLabel('设置码').fill(setUpToken(k));
  await page.getByRole('button', { name: '继续' }).click();

  await page.waitForURL(`${url}/set-up/city`);
  await expectSound(page);
  await page.getByLabel('城市', { exact: true }).fill('云川');
  await page.getByLabel('主色').fill('#e8e8c0');
  await page.getByRole('button', { name: '继续' }).click();
  await page.getByText('太浅了').first().waitFor();
  expect(await page.locator('.errors li').count()).toBe(3);
  expect(await page.getByLabel('城市', { exact: true }).inputValue()).toBe('云川');
  await page.getByLabel('平台全称', { exact: true }).fill('云川市市民参与平台');
  await page.getByLabel('主办单位').fill('云川市人民政府办公室');
  await page.getByLabel('主色').fill('#234a80');
  await page.getByRole('button', { name: '继续' }).click();

  await page.waitForURL(`${url}/set-up/administrator`);
  await expectSound(page);
  await page.getByLabel('姓名').fill('魏来舟');
  await page.getByLabel('邮箱').fill('wei@example.test');
  await page.getByRole('button', { name: '开通' }).click();
  await page.waitForURL(`${url}/set-up/ready`);
  await expectSound(page);

  await page.getByRole('link', { name: '去登录' }).click();
  await page.getByLabel('手机号或邮箱').fill('wei@example.test');
  await page.getByRole('button', { name: '发验证码' }).click();
  await page.waitForURL('**/sign-in/code?**');
  const [message] = await k.notify.loopback.list({ limit: 1 });
  await page.getByLabel('6 位验证码').fill(/\d{6}/.exec(message?.text ?? '')?.[0] ?? '');
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/second-factor/set-up?**');
});

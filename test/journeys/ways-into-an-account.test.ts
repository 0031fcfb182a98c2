import { createServer } from 'node:net';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/browser.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../../src/modules/people/people.factory.ts';
import { runRecoveries } from '../../src/modules/people/recovery/run-recoveries.ts';
import { atEnd, settle, type TestKernel, testApp, testKernel } from '../harness.ts';
import { expectSound } from './city.ts';

let k: TestKernel;
let url: string;
let browser: Browser;

// The WeChat that pretends is asked over HTTP, so the city must know its address before it starts.
beforeAll(async () => {
  const port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
  url = `http://127.0.0.1:${port}`;
  k = await testKernel({ PUBLIC_URL: url, PORT: String(port) });
  const app = await testApp(k);
  await app.listen({ port, host: '127.0.0.1' });
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('the journeys need Chromium; bin/test says how to get it');
  browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  atEnd(() => browser.close());
});

const looks = [
  { size: { width: 390, height: 844 }, locale: 'zh-CN' },
  { size: { width: 1280, height: 900 }, locale: 'en' },
] as const;
type Look = (typeof looks)[number];

async function newPage(
  look: Look,
  as?: { accountId: string | null },
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: look.size, reducedMotion: 'reduce' });
  await context.addCookies([{ name: 'look', value: `${look.locale}.default.light`, url }]);
  if (as) {
    const cookie = await sessionCookie(k, as);
    const at = cookie.indexOf('=');
    await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url }]);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => {
    throw error;
  });
  return { page, context };
}

const look = async (page: Page, _name: string) => expectSound(page);
const codeTo = async (to: string) =>
  /\d{6}/.exec((await k.notify.loopback.list({ to, limit: 1 }))[0]?.text ?? '')?.[0] ?? '';
const press = (page: Page, zh: string, en: string, locale: string) =>
  page
    .locator('main')
    .getByText(locale === 'en' ? en : zh, { exact: false })
    .first()
    .click();

it.each(looks)('opens an account with WeChat, and is asked once more before changing it ($locale)', async (how) => {
  const { page, context } = await newPage(how);
  const say = (zh: string, en: string) => press(page, zh, en, how.locale);
  await page.goto(`${url}/sign-in`);
  await look(page, 'sign-in');
  await say('用微信登录', 'Sign in with WeChat');
  await look(page, 'wechat');
  await page.locator('main .send-buttons a').last().click();
  await look(page, 'refused');
  await page.goto(`${url}/sign-in`);
  await say('用微信登录', 'Sign in with WeChat');
  await say('我是老许', 'I am Qingchen');
  await page.waitForURL('**/sign-in/outside');
  await look(page, 'first');
  await say('开新账号', 'Make a new account');
  await page.waitForURL('**/welcome**');
  await k.db.updateTable('people.account').set({ name: '老许', display_name: '老许' }).where('name', '=', '').execute();
  await page.goto(`${url}/me/logins`);
  await look(page, 'logins');
  await page.goto(`${url}/me/logins/join`);
  await look(page, 'join');
  k.clock.advance(16 * 60_000);
  await page.goto(`${url}/me/logins/join`);
  await page.waitForURL('**/me/logins/confirm**');
  await look(page, 'confirm');
  await context.close();
});

it.each(looks)('joins two accounts after a look at what moves ($locale)', async (how) => {
  const [mine, other] = [
    await makeAccount(k, { name: '许文心', phone: null }),
    await makeAccount(k, { name: '许小红' }),
  ];
  const { page, context } = await newPage(how, mine);
  await page.goto(`${url}/me/logins/join`);
  await page.fill('input[name=address]', other.email);
  await page.press('input[name=address]', 'Enter');
  await page.waitForURL('**/join/code');
  await look(page, 'join-code');
  await page.fill('input[name=code]', await codeTo(other.email));
  await page.press('input[name=code]', 'Enter');
  await page.waitForURL('**/join/look');
  await look(page, 'join-look');
  await page.check('input[name=sure]');
  await page.locator('form#join button').click();
  await page.waitForURL('**/me/logins?done=joined');
  await look(page, 'joined');
  await context.close();
});

it.each(looks)('gets back into an account over the counter ($locale)', async (how) => {
  const person = await makeAccount(k, { name: '许文心', phone: null });
  const admin = await makeAccount(k, { roles: [{ role: 'administrator' }] });
  const fresh = `new-${how.locale.toLowerCase()}@example.test`;
  const stranger = await newPage(how);
  await stranger.page.goto(`${url}/recovery`);
  await look(stranger.page, 'recovery');
  await stranger.page.fill('input[name=name]', '许文心');
  await stranger.page.fill('input[name=lost]', person.email);
  await stranger.page.fill('input[name=fresh]', fresh);
  await stranger.page.press('input[name=fresh]', 'Enter');
  await stranger.page.waitForSelector('input[name=code]');
  await look(stranger.page, 'recovery-code');
  await stranger.page.fill('input[name=code]', await codeTo(fresh));
  await stranger.page.press('input[name=code]', 'Enter');
  await stranger.page.waitForURL('**/recovery/asked**');
  await look(stranger.page, 'recovery-asked');

  const counter = await newPage(how, admin);
  await counter.page.goto(`${url}/admin/recoveries`);
  await look(counter.page, 'recoveries');
  await counter.page.locator('td a, th a').first().click();
  await look(counter.page, 'recovery-one');
  await counter.page.check('input[name=sure]');
  await counter.page.locator('form#check button').click();
  await counter.page.waitForURL('**?said=saved');
  await look(counter.page, 'recovery-waiting');
  await settle(k);

  const owner = await newPage(how, person);
  await owner.page.goto(`${url}/me/logins`);
  await look(owner.page, 'recovery-mine');
  const link = /\/recovery\/stop\/[\w-]+/.exec(
    (await k.notify.loopback.list({ to: person.email, limit: 1 }))[0]?.text ?? '',
  );
  await owner.page.goto(`${url}${link?.[0]}`);
  await look(owner.page, 'recovery-stop');
  k.clock.advance(25 * 3_600_000);
  expect(await runRecoveries(k)).toBe(1);
  await stranger.page.goto(`${url}/sign-in`);
  await stranger.page.fill('input[name=address]', fresh);
  await stranger.page.press('input[name=address]', 'Enter');
  await stranger.page.waitForURL('**/sign-in/code**');
  await stranger.page.fill('input[name=code]', await codeTo(fresh));
  await stranger.page.press('input[name=code]', 'Enter');
  await stranger.page.waitForURL(`${url}/`);
  for (const { context } of [stranger, counter, owner]) await context.close();
});

it.each(looks)('puts a department into another ($locale)', async (how) => {
  const admin = await makeAccount(k, { roles: [{ role: 'administrator' }] });
  const [from, to] = [
    await makeDepartment(k, { name: '城市管理执法局' }),
    await makeDepartment(k, { name: '住房城乡建设局' }),
  ];
  await makeAccount(k, { roles: [{ role: 'handler', departmentId: from }] });
  const { page, context } = await newPage(how, admin);
  await page.goto(`${url}/admin/departments/${from}`);
  await look(page, 'department');
  await page.locator(`a[href$="/merge"]`).click();
  await look(page, 'merge');
  await page.selectOption('select[name=to]', to);
  await page.check('input[name=sure]');
  await page.locator('form#merge button').click();
  await page.waitForURL('**?said=merged');
  await page.goto(`${url}/admin/departments/${from}`);
  await look(page, 'merged');
  await context.close();
});

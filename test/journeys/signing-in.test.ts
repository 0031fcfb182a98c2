import { createServer } from 'node:net';
import { Secret, TOTP } from 'otpauth';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/browser.ts';
import { audit } from '../../src/kernel/audit/index.ts';
import { inTransaction, newId } from '../../src/kernel/db/index.ts';
import { recordConsent } from '../../src/modules/people/index.ts';
import { makeAccount } from '../../src/modules/people/people.factory.ts';
import { atEnd, settle, type TestKernel, testApp, testKernel } from '../harness.ts';
import { expectSound } from './city.ts';

let k: TestKernel;
let url: string;
let browser: Browser;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

// Passkeys belong to a host name and port, so the city must know its address before it starts.
beforeAll(async () => {
  const port = await freePort();
  url = `http://localhost:${port}`;
  k = await testKernel({ PUBLIC_URL: url });
  const app = await testApp(k);
  await app.listen({ port, host: '127.0.0.1' });
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('the journeys need Chromium; bin/test says how to get it');
  browser = await chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP localhost 127.0.0.1'],
  });
  atEnd(() => browser.close());
});

async function newPage(
  look = 'zh-CN.default.light',
  viewport = { width: 390, height: 844 },
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  await context.addCookies([{ name: 'look', value: look, url }]);
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  return { page, context };
}

/** A device that holds passkeys and, with `verifies`, checks who uses it. */
async function addAuthenticator(page: Page, verifies = true): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verifies,
      automaticPresenceSimulation: true,
    },
  });
}

async function lastCode(to: string): Promise<string> {
  const [message] = await k.notify.loopback.list({ to, limit: 1 });
  return /\d{6}/.exec(message?.text ?? '')?.[0] ?? '';
}

async function signIn(page: Page, address: string, to = address, back = '/me'): Promise<void> {
  await page.goto(`${url}/sign-in?back=${encodeURIComponent(back)}`);
  await page.getByLabel('手机号或邮箱').fill(address);
  await page.getByRole('button', { name: '发验证码' }).click();
  await page.getByLabel('6 位验证码').fill(await lastCode(to));
  await page.getByRole('button', { name: '登录' }).click();
}

it('a resident comes for the first time, keeps a passkey on the phone and signs in with it the next day', async () => {
  const { page } = await newPage();
  await addAuthenticator(page);
  await page.goto(`${url}/sign-in?back=/me`);
  await expectSound(page);
  await page.getByLabel('手机号或邮箱').fill('这是什么');
  await page.getByRole('button', { name: '发验证码' }).click();
  await page.getByText('这既不像手机号').waitFor();
  await page.getByLabel('手机号或邮箱').fill('139 0000 7788');
  await page.getByRole('button', { name: '发验证码' }).click();
  await page.waitForURL('**/sign-in/code?**');
  await expectSound(page);
  await page.getByLabel('6 位验证码').fill(await lastCode('+8613900007788'));
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/welcome?**');
  await expectSound(page);
  await page.getByLabel('姓名').fill('许文心');
  await page.getByLabel('别人看到的称呼').fill('许女士');
  await page.getByLabel('我看过了').check();
  await page.getByRole('button', { name: '就这样' }).click();
  await page.waitForURL(`${url}/me`);
  expect(await page.textContent('h1')).toBe('许女士');

  await page.getByRole('link', { name: '通行密钥' }).click();
  await expectSound(page);
  await page.getByRole('button', { name: '在这台设备上添加' }).click();
  await page.getByText('添加好了').waitFor();
  await expectSound(page);
  await settle(k);

  await page.goto(`${url}/me`);
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.goto(`${url}/me/data`);
  await page.waitForURL('**/sign-in?**');
  await page.getByRole('button', { name: '用通行密钥登录' }).click();
  await page.waitForURL(`${url}/me/data`);
  expect(await page.textContent('main')).toContain('139 0000 7788');

  // Removed, it opens nothing any more, though the phone still has it.
  await page.goto(`${url}/me/passkeys`);
  await page.getByRole('button', { name: /^删除/ }).click();
  await page.getByText('它再也不能登录').waitFor();
  await page.goto(`${url}/me`);
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.goto(`${url}/sign-in?back=/me`);
  await page.getByRole('button', { name: '用通行密钥登录' }).click();
  await page.getByText('这次没有成功').waitFor();
  expect(page.url()).toContain('/sign-in');
});

it('a member of staff sets up the second factor, and a passkey then stands for both', async () => {
  const clerk = await makeAccount(k, { name: '顾测', roles: [{ role: 'dispatcher' }] });
  const { page } = await newPage('zh-CN.default.light', { width: 1280, height: 900 });
  await addAuthenticator(page);
  await signIn(page, clerk.email);
  await page.waitForURL('**/second-factor/set-up?**');
  await expectSound(page);
  const key = ((await page.locator('.key').textContent()) ?? '').replace(/\s/g, '');
  const code = () => new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: k.clock.now().getTime() });
  await page.getByLabel('应用里的 6 位码').fill(code());
  await page.getByRole('button', { name: '确认' }).click();
  await page.getByText('抄下备用码').first().waitFor();
  expect(await page.locator('.recovery li').count()).toBe(10);
  await expectSound(page);
  const [recovery = ''] = await page.locator('.recovery li').allTextContents();
  await page.getByRole('link', { name: '抄好了，继续' }).click();
  await page.waitForURL(`${url}/me`);

  await page.goto(`${url}/me/passkeys`);
  await page.getByRole('button', { name: '在这台设备上添加' }).click();
  await page.getByText('添加好了').waitFor();
  await page.goto(`${url}/me`);
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.goto(`${url}/sign-in?back=/me/sessions`);
  await page.getByRole('button', { name: '用通行密钥登录' }).click();
  await page.waitForURL(`${url}/me/sessions`);
  await expectSound(page);
  await page.getByText('还有 10 个备用码').waitFor();

  // On another computer, with neither the phone nor the passkey: a recovery code.
  const { page: other } = await newPage();
  await signIn(other, clerk.email);
  await other.waitForURL('**/second-factor?**');
  await expectSound(other);
  await other.getByLabel('验证器应用里的 6 位码').fill(recovery);
  await other.getByRole('button', { name: '验证' }).click();
  await other.waitForURL(`${url}/me`);
});

it('a device that does not check who holds it gives no passkey', async () => {
  const actor = await makeAccount(k);
  const { page } = await newPage();
  await addAuthenticator(page, false);
  await signIn(page, actor.email);
  await page.goto(`${url}/me/passkeys`);
  await page.getByRole('button', { name: '在这台设备上添加' }).click();
  await page.getByText('没有添加成功').waitFor();
  await page.reload();
  expect(await page.textContent('main')).toContain('还没有通行密钥');
});

it.each([
  ['on a phone', 'zh-CN.default.light', { width: 390, height: 844 }],
  ['on a phone in the elder view', 'zh-CN.elder.light', { width: 390, height: 844 }],
  ['on a desktop in English, dark', 'en.default.dark', { width: 1280, height: 900 }],
  ['on a narrow phone in Taiwan’s characters', 'zh-TW.default.light', { width: 320, height: 640 }],
] as const)('a resident looks through their own pages %s', async (_where, look, viewport) => {
  const actor = await makeAccount(k, {
    name: '阿依古丽·买买提艾力·吐尔逊那洪',
    email:
      `a-very-long-address-${viewport.width}-${look.slice(0, 8).replaceAll('.', '-')}@subdomain.example.test`.toLowerCase(),
  });
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    const notice = {
      to: { accountId: actor.accountId },
      kind: 'people.security',
      params: { what: 'address' },
      link: '/me',
    };
    await k.notify.send(tx, at, notice);
    await recordConsent(tx, { accountId: actor.accountId, purpose: 'people.account', wording: 'test', at });
    const look = { action: 'people.personal_data_read', objectType: 'account', objectId: actor.accountId };
    await audit(tx, at, { actorId: newId(), actorName: '看过的人', ...look });
  });
  const { page, context } = await newPage('zh-CN.default.light', viewport);
  await signIn(page, actor.email);
  await context.addCookies([{ name: 'look', value: look, url }]);
  for (const path of ['', '/profile', '/sessions', '/passkeys', '/notifications', '/preferences', '/data']) {
    await page.goto(`${url}/me${path}`);
    await expectSound(page);
  }
  await page.goto(`${url}/demo/messages?still=1`);
  await expectSound(page);
});

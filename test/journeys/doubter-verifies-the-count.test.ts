import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/browser.ts';
import { linesOf, secretOf, soundFile } from '../../src/modules/competitions/ballots/verify/made-file.fixture.ts';
import { testApp, testKernel } from '../harness.ts';
import { expectSound } from './city.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'doubter-'));
const text = `${linesOf(soundFile()).join('\n')}\n`;
const keep = (name: string, content: string | Buffer) => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};
const sound = keep('ballots.jsonl', text);
const packed = keep('ballots.jsonl.gz', gzipSync(text));
const flipped = keep('flipped.jsonl', text.replace('"c":[2]', '"c":[3]'));
const other = keep('letter.txt', 'Dear city\n');

let url: string;
let browser: Browser;
beforeAll(async () => {
  const k = await testKernel();
  const app = await testApp(k);
  url = await app.listen({ port: 0, host: '127.0.0.1' });
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('the journeys need Chromium; bin/test says how to get it');
  browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

async function newPage(look: string, width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
  context.setDefaultTimeout(20_000);
  await context.addCookies([{ name: 'look', value: look, url }]);
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  return page;
}

const textOf = async (page: Page, where: string) => (await page.locator(where).textContent()) ?? '';

/** Takes in the file and waits for the word on it. */
async function check(page: Page, file: string): Promise<string> {
  await page.locator('#f-file').setInputFiles(file);
  await page.locator('#verify-check').click();
  await page.locator('#verify-outcome .notice').waitFor();
  return textOf(page, '#verify-outcome');
}

async function look(page: Page, code: string): Promise<string> {
  await page.locator('#f-receipt').fill(code);
  await page.locator('#verify-look').click();
  return textOf(page, '#verify-found');
}

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The receipt of ballot `n` as it was shown. */
function receiptOf(n: number): string {
  const value = BigInt(`0x${secretOf(n).toString('hex')}`);
  return Array.from({ length: 16 }, (_, at) => digits[Number((value >> BigInt(75 - at * 5)) & 31n)]).join('');
}

async function picture(page: Page, name: string): Promise<void> {
  const target = process.env.SCREENSHOTS;
  if (target) await page.screenshot({ path: path.join(tmpdir(), `doubter-${name}.png`), fullPage: true });
}

it('checks a count on the page with the network cut', { timeout: 90_000 }, async () => {
  const page = await newPage('zh-CN.default.light', 1280);
  await page.goto(`${url}/verify-tally`);
  await page.locator('#verify[data-ready~=verify-tally]').waitFor();
  await expectSound(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.context().setOffline(true);
  expect(await check(page, sound)).toContain('核对无误');
  expect(await page.locator('#verify-result table tbody tr').count()).toBe(7);
  expect(await textOf(page, '#verify-result')).toContain('同一地址段一分钟内投出');
  await expectSoundOffline(page);
  expect(await look(page, receiptOf(31))).toContain('作废');
  expect(await look(page, receiptOf(20).toLowerCase())).toContain('已被改投');
  expect(await look(page, receiptOf(200))).toMatch(/位置 200，已计入.*7 作品 7/);
  expect(await look(page, '0000 0000 0000 0000')).toContain('票册里没有这个回执号');
  expect(await look(page, '投票')).toContain('这不是回执号');
  await picture(page, 'verified');
  expect(await check(page, packed)).toContain('核对无误');
  expect(await check(page, flipped)).toContain('核对有误');
  expect(await textOf(page, '#verify-result')).toContain('3 号公布得票');
  await picture(page, 'refused');
  expect(await check(page, other)).toContain('这不是票册文件');
  expect(asked).toEqual([]);
});

/** Soundness asks the server for the page's source, so the network comes back for it. */
async function expectSoundOffline(page: Page): Promise<void> {
  await page.context().setOffline(false);
  await expectSound(page);
  await page.context().setOffline(true);
}

it('finds a head that the doubter kept and the file no longer has', { timeout: 60_000 }, async () => {
  const page = await newPage('en.default.light', 390);
  await page.goto(`${url}/verify-tally`);
  await page.locator('#verify[data-ready~=verify-tally]').waitFor();
  await page.context().setOffline(true);
  const { note } = JSON.parse(text.split('\n').find((line) => line.includes('kind running\\n')) ?? '{}');
  await page.locator('#f-kept').fill(`${note}\n${note}`);
  expect(await check(page, sound)).toContain('Everything agrees');
  await picture(page, 'phone');
  await page.locator('#f-kept').fill(note.replace('\n0\n', '\n1\n'));
  expect(await check(page, sound)).toContain('Something does not agree');
  expect(await textOf(page, '#verify-result')).toContain('The signed head 1 that you kept is not in the file');
});

it('keeps the page and checks with it, from a disk and without a network', { timeout: 60_000 }, async () => {
  const page = await newPage('zh-CN.default.light', 1280);
  await page.goto(`${url}/verify-tally`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '保存核对页' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('verify-tally.html');
  const kept = path.join(folder, 'verify-tally.html');
  await download.saveAs(kept);
  const offline = await newPage('zh-CN.default.light', 390);
  await offline.context().setOffline(true);
  await offline.goto(pathToFileURL(kept).href);
  expect(await check(offline, packed)).toContain('核对无误');
  expect(await look(offline, receiptOf(31))).toContain('作废');
  expect(await check(offline, flipped)).toContain('核对有误');
  await picture(offline, 'saved');
});

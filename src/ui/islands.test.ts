import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/browser.ts';
import { renderPage } from './page.tsx';
import { testContext } from './page-context.factory.ts';
import { Specimen } from './specimen.tsx';
import { SpecimenDesk } from './specimen-desk.tsx';

const flags = '--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update';
const names = ['count', 'draft-keeper', 'desk-keys'];

let browser: Browser;
let server: Server;
let page: Page;
let base: string;

async function script(): Promise<string> {
  const imports = names.map((name) => `'${name}': () => import('./src/ui/${name}.island.ts')`).join(',');
  const { outputFiles } = await build({
    stdin: {
      contents: `import { startIslands } from './src/ui/islands.ts'; startIslands({${imports}});`,
      resolveDir: new URL('../..', import.meta.url).pathname,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

beforeAll(async () => {
  const js = await script();
  const sent = renderPage(Specimen({ ctx: testContext() })).replace(
    '<main',
    '<i data-island="draft-keeper" data-sent="write"></i><main',
  );
  const bodies: Record<string, [string, string]> = {
    '/assets/app.js': ['text/javascript', js],
    '/': ['text/html', renderPage(Specimen({ ctx: testContext() })).replaceAll('aria-invalid="true"', '')],
    '/refused': ['text/html', renderPage(Specimen({ ctx: testContext() }))],
    '/sent': ['text/html', sent],
    '/desk': ['text/html', renderPage(SpecimenDesk({ ctx: testContext({ view: 'desk' }) }))],
  };
  server = createServer((request, response) => {
    const [type, body] = bodies[(request.url ?? '').split('?')[0] ?? ''] ?? ['text/plain', ''];
    response.setHeader('content-type', `${type}; charset=utf-8`);
    response.setHeader('content-security-policy', "default-src 'self'");
    response.end(body);
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath: findBrowser(), args: flags.split(' ') });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  return () => context.close();
});

const text = () => page.locator('#write-text');

describe('the draft keeper', () => {
  const stored = () => page.waitForFunction(() => localStorage.getItem('draft:write')?.includes('路灯'));

  it('brings back what was typed, says so, and discards it when asked', async () => {
    await page.goto(`${base}/`);
    await page.waitForSelector('#write[data-ready]');
    await text().fill('七盏路灯不亮');
    await page.locator('#write-open-1').check();
    await stored();
    await page.goto(`${base}/?again`);
    await page.waitForSelector('.draft-note');
    expect(await text().inputValue()).toBe('七盏路灯不亮');
    expect(await page.locator('#write-open-1').isChecked()).toBe(true);
    expect(await page.locator('.draft-note').textContent()).toContain('只存在这台设备上');
    await page.locator('.draft-note button').click();
    expect(await text().inputValue()).toBe('放学时车很多，太危险了。');
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  it('keeps what was typed just before the page is left, and nothing of what is discarded', async () => {
    await page.goto(`${base}/`);
    await page.waitForSelector('#write[data-ready]');
    await text().fill('七盏路灯不亮');
    await stored();
    // Both in one step, which is quicker than the pause in typing that is waited for.
    await page.evaluate(() => document.querySelector<HTMLTextAreaElement>('#write-text')?.select());
    await page.evaluate(() => {
      document.execCommand('insertText', false, '八盏路灯不亮');
      location.assign('/?again');
    });
    await page.waitForURL('**/?again');
    await page.waitForSelector('.draft-note');
    expect(await text().inputValue()).toBe('八盏路灯不亮');
    await page.evaluate(() => {
      document.querySelector<HTMLTextAreaElement>('#write-text')?.select();
      document.execCommand('insertText', false, '九盏路灯不亮');
      document.querySelector<HTMLButtonElement>('.draft-note button')?.click();
    });
    await page.goto(`${base}/?once-more`);
    await page.waitForSelector('#write[data-ready]');
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  it('leaves a refused form as the server sent it', async () => {
    await page.goto(`${base}/`);
    await page.waitForSelector('#write[data-ready]');
    await text().fill('七盏路灯不亮');
    await stored();
    await page.goto(`${base}/refused`);
    await page.waitForSelector('#write[data-ready]');
    expect(await text().inputValue()).toBe('放学时车很多，太危险了。');
    expect(await page.locator('.draft-note').count()).toBe(0);
  });

  it('forgets what has been sent', async () => {
    await page.goto(`${base}/`);
    await page.waitForSelector('#write[data-ready]');
    await text().fill('七盏路灯不亮');
    await stored();
    await page.goto(`${base}/sent`);
    await page.waitForFunction(() => localStorage.getItem('draft:write') === null);
  });

  it('stores no secret, no hidden value and no file', async () => {
    await page.goto(`${base}/`);
    await page.waitForSelector('#write[data-ready]');
    await page.evaluate(() => {
      document
        .querySelector('#write')
        ?.insertAdjacentHTML('beforeend', '<input type="password" name="pin" value="4711">');
    });
    await text().fill('七盏路灯不亮');
    await stored();
    const draft = await page.evaluate(() => JSON.parse(localStorage.getItem('draft:write') ?? '{}').values);
    expect(Object.keys(draft)).toContain('text');
    expect(draft).not.toHaveProperty('pin');
    expect(draft).not.toHaveProperty('draft');
    expect(draft).not.toHaveProperty('photos');
  });
});

describe('the count', () => {
  it('follows what is typed, in characters as people count them, and says what is over', async () => {
    await page.goto(`${base}/`);
    const count = page.locator('#write-title-c');
    await page.waitForSelector('#write-title[data-ready]');
    await page.locator('#write-title').fill('𠮷祥路灯👍');
    expect(await count.textContent()).toBe('已写 5 字，最多 30 字');
    await page.locator('#write-title').fill('字'.repeat(33));
    expect(await count.textContent()).toBe('超出 3 字');
    expect(await count.getAttribute('class')).toContain('over');
  });
});

describe('the keys of the desk', () => {
  const ready = async () => {
    await page.goto(`${base}/desk`);
    await page.waitForSelector('.dbar[data-ready]', { state: 'attached' });
  };

  it('go on, back, choose and find', async () => {
    await ready();
    await page.keyboard.press('j');
    await page.waitForURL('**/_specimen/desk?at=4');
    await ready();
    await page.keyboard.press('K');
    await page.waitForURL('**/_specimen/desk?at=2');
    await ready();
    await page.keyboard.press('2');
    expect(await page.locator('input[name=office][value=other]').isChecked()).toBe(true);
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('staff-search');
  });

  it('are letters while somebody types', async () => {
    await ready();
    await page.locator('#dispatch-note').fill('');
    await page.locator('#dispatch-note').press('j');
    await page.locator('#dispatch-note').press('d');
    expect(await page.locator('#dispatch-note').inputValue()).toBe('jd');
    expect(page.url()).toBe(`${base}/desk`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.waitForURL('**/_specimen/desk?at=4');
  });

  it('leave the browser’s own alone', async () => {
    await ready();
    await page.keyboard.press('Control+j');
    await page.keyboard.press('Alt+k');
    expect(page.url()).toBe(`${base}/desk`);
  });

  it('are listed when asked', async () => {
    await ready();
    await page.keyboard.press('?');
    const help = page.locator('#keys-help');
    expect(await help.isVisible()).toBe(true);
    const said = await help.textContent();
    for (const name of ['D派单', 'J下一件', 'K上一件', '1市公安局交通警察支队', '/找信']) expect(said).toContain(name);
    await page.keyboard.press('j');
    expect(page.url()).toBe(`${base}/desk`);
    await page.keyboard.press('Escape');
    expect(await help.isVisible()).toBe(false);
  });
});

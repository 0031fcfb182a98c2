import { type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../src/kernel/http/index.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import { sendPublicPage } from '../src/ui/send-page.tsx';
import { testApp, testKernel } from './harness.ts';

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

let k: Kernel;
let app: App;
let port: number;
let made = 0;

function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, method, headers: { 'accept-language': 'zh-CN', ...headers } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.on('error', reject).end();
  });
}

/** Whether the answer came before routing. */
async function isReady(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<boolean> {
  const before = k.cache.ready;
  await ask(path, headers, method);
  return k.cache.ready > before;
}

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  app.get('/test-page', (req, reply) =>
    sendPublicPage(k, req, reply, async (ctx) => ({
      title: `${ctx.locale} ${ctx.view} ${++made}`,
      main: 'x'.repeat(3000) as never,
      tags: ['test'],
    })),
  );
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port;
});

describe('pages that are ready', () => {
  it('are the same answers as those of the usual way, header by header', async () => {
    const without = ({ headers: { date, ...headers }, status, body }: Answer) => ({ headers, status, body });
    for (const encoding of ['br, gzip', 'gzip', '']) {
      k.cache.clear();
      const usual = await ask('/test-page', { 'accept-encoding': encoding });
      const ready = await ask('/test-page', { 'accept-encoding': encoding });
      expect(k.cache.ready).toBeGreaterThan(0);
      expect(without(ready)).toEqual(without(usual));
      expect(ready.headers['content-security-policy']).toContain("default-src 'none'");
    }
    const plain = await ask('/test-page');
    const packed = await ask('/test-page', { 'accept-encoding': 'br' });
    expect(brotliDecompressSync(packed.body)).toEqual(plain.body);
    const zipped = await ask('/test-page', { 'accept-encoding': 'gzip' });
    expect(gunzipSync(zipped.body)).toEqual(plain.body);
  });

  it('are 304 for whoever has them', async () => {
    const { headers } = await ask('/test-page');
    const again = await ask('/test-page', { 'if-none-match': String(headers.etag) });
    expect(again).toMatchObject({ status: 304, headers: { etag: headers.etag } });
    expect(again.body).toHaveLength(0);
    expect((await ask('/test-page', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('go by language, view and theme', async () => {
    const title = async (headers: Record<string, string>) =>
      /<title>([\w-]+ \w+)/.exec((await ask('/test-page', headers)).body.toString())?.[1];
    for (let round = 0; round < 2; round++) {
      expect(await title({})).toBe('zh-CN default');
      expect(await title({ 'accept-language': 'en' })).toBe('en default');
      expect(await title({ cookie: 'look=en.elder.auto' })).toBe('en elder');
      expect(await title({ cookie: 'look=zh-CN.elder.auto' })).toBe('zh-CN elder');
    }
  });

  it('are not for requests that may depend on more', async () => {
    await ask('/test-page');
    expect(await isReady('/test-page')).toBe(true);
    for (const cookie of ['tongxin.session_token=a', 'look=en.elder.auto; tongxin.session_token=a', 'look=en']) {
      await ask('/test-page', { cookie });
      expect(await isReady('/test-page', { cookie })).toBe(false);
    }
    await ask('/test-page?q=1');
    expect(await isReady('/test-page?q=1')).toBe(false);
    const long = { 'accept-language': 'en,'.repeat(100) };
    await ask('/test-page', long);
    expect(await isReady('/test-page', long)).toBe(false);
    expect(await isReady('/test-page', {}, 'HEAD')).toBe(false);
  });

  it('are gone with their tag', async () => {
    const before = await ask('/test-page');
    expect(await isReady('/test-page')).toBe(true);
    k.cache.invalidate('test');
    const after = await ask('/test-page');
    expect(after.headers.etag).not.toBe(before.headers.etag);
    k.cache.invalidate('other');
    expect(await isReady('/test-page')).toBe(true);
    k.cache.clear();
    expect(await isReady('/test-page')).toBe(false);
  });

  it('keep few names, however many are made up', async () => {
    k.cache.clear();
    for (let n = 0; n < 80; n++) await ask('/test-page', { 'accept-language': `zh-CN,x-${n}` });
    expect(await isReady('/test-page', { 'accept-language': 'zh-CN,x-0' })).toBe(true);
    expect(await isReady('/test-page', { 'accept-language': 'zh-CN,x-79' })).toBe(false);
  });
});

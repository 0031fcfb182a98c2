import { request as ask } from 'node:http';
import { beforeAll, expect, it } from 'vitest';
import { testKernel } from '../../../test/harness.ts';
import { AppError } from '../errors/index.ts';
import { offerQuickPost, onQuickPost } from './quick-posts.ts';
import { createServer } from './server.ts';

let url: string;
const seen: string[] = [];

beforeAll(async () => {
  const k = await testKernel({ TRUST_PROXY: '127.0.0.1' });
  const app = await createServer(k, () => 'an error page');
  app.post('/things/:name', async (request, reply) => reply.send({ by: 'route', body: request.body }));
  offerQuickPost(k, {
    route: '/things/:name',
    match: (address) => /^\/things\/([a-z]+)$/.exec(address)?.[1] ?? null,
    answer: async (name, { ip, body }) => {
      if (name === 'bad') throw new AppError('kernel.too_many', { seconds: 7 });
      if (name === 'broken') throw new Error('no words for others');
      return { status: 201, body: JSON.stringify({ by: 'quick', name, ip, body }) };
    },
  });
  onQuickPost(k, (route, status) => seen.push(`${route} ${status}`));
  url = await app.listen({ port: 0, host: '127.0.0.1' });
  return () => app.close();
});

const json = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
const post = (path: string, body: string, headers: Record<string, string> = json) =>
  fetch(url + path, { method: 'POST', body, headers });

it('answers before routing, with the headers of every answer and the address behind the proxy', async () => {
  const answer = await post('/things/one', '{"a":[1,"二"]}', { ...json, 'x-forwarded-for': '203.0.113.9' });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await answer.json()).toEqual({ by: 'quick', name: 'one', ip: '203.0.113.9', body: { a: [1, '二'] } });
});

it('leaves to the route what is another type, too large, in parts or elsewhere', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
  expect(await (await post('/things/one', 'a=1', form)).json()).toEqual({ by: 'route', body: { a: '1' } });
  const large = JSON.stringify({ a: 'x'.repeat(20_000) });
  expect(await (await post('/things/one', large)).json()).toMatchObject({ by: 'route' });
  expect(await (await post('/things/ONE', '{}')).json()).toMatchObject({ by: 'route' });
  const inParts = await new Promise<string>((resolve, reject) => {
    const sent = ask(`${url}/things/one`, { method: 'POST', headers: json }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.write('{"a":');
    sent.end('1}');
  });
  expect(JSON.parse(inParts)).toEqual({ by: 'route', body: { a: 1 } });
});

it('refuses what comes from another site, is no JSON, or fails, as routes do', async () => {
  const elsewhere = [
    { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
    { 'content-type': 'application/json', origin: 'https://elsewhere.example' },
    { 'content-type': 'application/json', cookie: 'tongxin.session_token=x' },
  ];
  for (const headers of elsewhere) {
    const raw = await new Promise<number>((resolve, reject) => {
      const body = '{}';
      const sent = ask(
        `${url}/things/one`,
        { method: 'POST', headers: { ...headers, 'content-length': body.length } },
        (answer) => resolve(answer.resume().statusCode ?? 0),
      );
      sent.on('error', reject).end(body);
    });
    expect(raw).toBe(403);
  }
  expect((await post('/things/one', '{"a":')).status).toBe(400);
  const limited = await post('/things/bad', '{}');
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
  expect(await limited.json()).toMatchObject({ error: { code: 'kernel.too_many', reference: expect.any(String) } });
  const broken = await post('/things/broken', '{}');
  expect(broken.status).toBe(500);
  expect(await broken.text()).not.toContain('no words');
  expect(new Set(seen)).toContain('/things/:name 201');
  expect(new Set(seen)).toContain('/things/:name 500');
});

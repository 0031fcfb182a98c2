import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { s3Store } from './s3-store.ts';

const accessKey = 'AKTEST';
const secretKey = 'a secret / with + signs';
const region = 'cn-test-1';
const folder = mkdtempSync(path.join(tmpdir(), 'tongxin-s3-'));
const objects = new Map<string, { bytes: Buffer; at: Date }>();
const seen: string[] = [];
let server: Server;
let url: string;
let failNext = 0;

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();

/** AWS Signature Version 4, from its specification and not from the client that is tested. */
function signatureOf(request: IncomingMessage, target: URL, date: string, signed: string): string {
  const query = [...target.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const headers = signed
    .split(';')
    .map((name) => `${name}:${request.headers[name]}\n`)
    .join('');
  const canonical = [
    request.method,
    target.pathname,
    query,
    headers,
    signed,
    request.headers['x-amz-content-sha256'],
  ].join('\n');
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const key = ['s3', 'aws4_request'].reduce(
    (last, part) => hmac(last, part),
    hmac(hmac(`AWS4${secretKey}`, date.slice(0, 8)), region),
  );
  return createHmac('sha256', key)
    .update(['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n'))
    .digest('hex');
}

function refusal(request: IncomingMessage, target: URL, body: Buffer): string | undefined {
  const parts = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/[^,]+, SignedHeaders=([^,]+), Signature=([0-9a-f]+)$/.exec(
    request.headers.authorization ?? '',
  );
  const date = request.headers['x-amz-date'] as string | undefined;
  if (!parts || !date) return 'AccessDenied';
  if (parts[1] !== accessKey) return 'InvalidAccessKeyId';
  if (!parts[2]?.split(';').includes('host')) return 'AccessDenied';
  if (signatureOf(request, target, date, parts[2]) !== parts[3]) return 'SignatureDoesNotMatch';
  const told = request.headers['x-amz-content-sha256'];
  return told !== 'UNSIGNED-PAYLOAD' && told !== sha256(body) ? 'XAmzContentSHA256Mismatch' : undefined;
}

function listing(target: URL): string {
  const prefix = target.searchParams.get('prefix') ?? '';
  const all = [...objects].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
  const from = Number(target.searchParams.get('continuation-token') ?? 0);
  const page = all.slice(from, from + 2);
  const more = from + 2 < all.length;
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ''}${page
    .map(([key, { at }]) => `<Contents><Key>${key}</Key><LastModified>${at.toISOString()}</LastModified></Contents>`)
    .join('')}</ListBucketResult>`;
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = await buffer(request);
    const target = new URL(request.url ?? '', 'http://x');
    seen.push(`${request.method} ${target.pathname}`);
    const problem = refusal(request, target, body);
    if (problem) return response.writeHead(403).end(`<Error><Code>${problem}</Code></Error>`);
    if (failNext > 0) {
      failNext--;
      return response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
    }
    const key = target.pathname.replace(/^\/bucket\/?/, '');
    if (request.method === 'GET' && key === '') return response.end(listing(target));
    if (request.method === 'PUT') objects.set(key, { bytes: body, at: new Date() });
    if (request.method === 'DELETE') return response.writeHead(objects.delete(key) ? 204 : 404).end();
    const found = objects.get(key);
    if (!found) return response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    response.writeHead(200, { 'content-length': found.bytes.length });
    return response.end(request.method === 'GET' ? found.bytes : undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bucket/uploads`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  objects.clear();
  seen.length = 0;
});

function draft(content: string): { key: string; file: string } {
  const key = sha256(content);
  const file = path.join(folder, key);
  writeFileSync(file, content);
  return { key, file };
}

const store = (more: object = {}) => s3Store({ url, key: accessKey, secret: secretKey, region, ...more });

describe('a bucket', () => {
  it('keeps, gives back and forgets bytes, each request signed', async () => {
    const { key, file } = draft('一封信的照片');
    await store().put(key, file);
    expect([...objects.keys()]).toEqual([`uploads/${key.slice(0, 2)}/${key.slice(2, 4)}/${key}`]);
    const opened = await store().open(key);
    expect(opened?.sizeBytes).toBe(Buffer.byteLength('一封信的照片'));
    expect((await buffer(opened?.stream as never)).toString()).toBe('一封信的照片');
    await store().delete(key);
    await store().delete(key);
    expect(await store().open(key)).toBeUndefined();
  });

  it('is not sent the same bytes twice', async () => {
    const { key, file } = draft('same');
    await store().put(key, file);
    await store().put(key, file);
    expect(seen.filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  });

  it('lists everything, page by page, and only what is ours', async () => {
    const keys: string[] = [];
    for (const content of ['a', 'b', 'c', 'd', 'e']) {
      const { key, file } = draft(content);
      await store().put(key, file);
      keys.push(key);
    }
    await store().put(`${keys[0]}.thumb`, draft('t').file);
    objects.set('uploads/readme.txt', { bytes: Buffer.from('x'), at: new Date() });
    objects.set(`other/${keys[1]}`, { bytes: Buffer.from('x'), at: new Date() });
    const found: string[] = [];
    for await (const { key } of store().list()) found.push(key);
    expect(found.sort()).toEqual([...keys, `${keys[0]}.thumb`].sort());
  });

  it('that is busy is asked again', async () => {
    const { key, file } = draft('busy');
    failNext = 2;
    await store().put(key, file);
    expect(objects.size).toBe(1);
  });

  it('refuses a wrong key, and the reason is told', async () => {
    const { key, file } = draft('x');
    await expect(store({ secret: 'wrong' }).put(key, file)).rejects.toThrow(/403.*SignatureDoesNotMatch/);
    await expect(store({ key: 'nobody' }).open(key)).rejects.toThrow(/InvalidAccessKeyId/);
    expect(objects.size).toBe(0);
  });

  it('is never asked for anything but a digest', async () => {
    await expect(store().open('../../other')).rejects.toThrow(/not a key/);
    expect(seen).toEqual([]);
  });
});

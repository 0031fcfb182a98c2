import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import pino from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { readConfig } from '../config/index.ts';
import { createDb, createPool, type Db } from '../db/index.ts';
import { type App, createServer } from '../http/index.ts';
import type { Kernel } from '../kernel.ts';
import { type FileAccess, Files, fileHref, fileRoutes, readMultipart } from './index.ts';
import { madeMp3 } from './media.fixture.ts';

const log = pino({ level: 'silent' });
const dataDir = mkdtempSync(path.join(tmpdir(), 'tongxin-file-routes-'));
let database: TestDatabase;
const boundary = '----tongxinboundary';
let pool: pg.Pool;
let db: Db;
let files: Files;
let app: App;
let access: FileAccess = 'everybody';
let photo: Buffer;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool({ ...database, size: 4 });
  db = createDb(pool);
  const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent', PUBLIC_URL: 'http://tongxin.test' });
  files = new Files({ db, log, config });
  files.guard('test.letter', async () => access);
  app = await createServer({ config, log, db } as Kernel, (_request, _reply, error) => `<p>${error.code}</p>`);
  await fileRoutes(app, files);
  app.post('/letters', async (request) => {
    const {
      fields,
      files: taken,
      problems,
      fieldErrors,
    } = await readMultipart(request, { files, purpose: 'test.letter', mostFiles: 2 });
    return {
      fields,
      files: taken.map((file) => [file.field, file.name]),
      problems: problems.map((problem) => [problem.field, problem.name, problem.key]),
      fieldErrors,
    };
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  photo = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#a21' } })
    .jpeg()
    .toBuffer();
});

afterAll(async () => {
  await app.close();
  await pool.end();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

beforeEach(() => {
  access = 'everybody';
});

type Part = [name: string, value: string] | [name: string, bytes: Buffer, filename: string, type?: string];

function form(...parts: Part[]): Buffer {
  return Buffer.concat([
    ...parts.flatMap(([name, value, filename, type]) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n${filename === undefined ? '' : `Content-Type: ${type ?? 'image/jpeg'}\r\n`}\r\n`,
      ),
      Buffer.from(value as string),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
}

function post(payload: Buffer | string, type = `multipart/form-data; boundary=${boundary}`) {
  return app.inject({
    method: 'POST',
    url: '/letters',
    payload,
    headers: { 'content-type': type, origin: 'http://tongxin.test', accept: 'application/json' },
  });
}

describe('a form with files', () => {
  it('gives its texts, names in Chinese too, and its files', async () => {
    const answer = await post(
      form(
        ['title', '路灯不亮 💡'],
        ['kind', 'a'],
        ['photos', photo, '路灯 一.jpg'],
        ['kind', 'b'],
        ['photos', Buffer.alloc(0), ''],
        ['body', 'second\r\nline'],
      ),
    );
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      fields: { title: '路灯不亮 💡', kind: ['a', 'b'], body: 'second\r\nline' },
      files: [['photos', '路灯 一.jpg']],
      problems: [],
      fieldErrors: {},
    });
  });

  it('keeps what was typed where a file is refused, also behind it', async () => {
    const huge = Buffer.alloc(26_000_000, 1);
    const answer = await post(
      form(
        ['title', '前'],
        ['photos', Buffer.from('<svg/>'), 'x.svg'],
        ['photos', huge, 'huge.bin'],
        ['photos', photo, 'a.jpg'],
        ['photos', photo, 'b.jpg'],
        ['photos', photo, 'c.jpg'],
        ['body', '后'],
      ),
    );
    expect(answer.json()).toMatchObject({
      fields: { title: '前', body: '后' },
      files: [
        ['photos', 'a.jpg'],
        ['photos', 'b.jpg'],
      ],
      problems: [
        ['photos', 'x.svg', 'errors.files.wrong_kind'],
        ['photos', 'huge.bin', 'errors.files.too_large'],
        ['photos', 'c.jpg', 'errors.files.too_many'],
      ],
      fieldErrors: { photos: { key: 'errors.files.wrong_kind', params: { name: 'x.svg' } } },
    });
  });

  it('without files is read too, as browsers send it', async () => {
    const answer = await post('title=%E8%B7%AF%E7%81%AF&kind=a&kind=b', 'application/x-www-form-urlencoded');
    expect(answer.json().fields).toEqual({ title: '路灯', kind: ['a', 'b'] });
  });

  it.each([
    ['cut off', () => form(['title', 'x'], ['photos', photo, 'a.jpg']).subarray(0, -400)],
    ['of nothing', () => Buffer.alloc(0)],
    ['of noise', () => randomBytes(2000)],
    ['with ten thousand fields', () => form(...Array.from({ length: 10_000 }, (_, n): Part => [`f${n}`, 'x']))],
    ['with a hundred files', () => form(...Array.from({ length: 100 }, (): Part => ['photos', photo, 'a.jpg']))],
    ['that aims at the prototype', () => form(['__proto__', '{"admin":true}'])],
  ])('%s is answered, and the server lives on', async (_what, body) => {
    const answer = await post(body());
    expect(answer.statusCode).toBeLessThan(500);
    expect((await post(form(['title', 'ok']))).json().fields).toEqual({ title: 'ok' });
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('whose sender goes away leaves no half a file', async () => {
    const { port } = app.server.address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    const head = form(['photos', Buffer.concat([photo, Buffer.alloc(100_000)]), 'a.jpg']).subarray(0, 50_000);
    socket.write(
      `POST /letters HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: 200000\r\n\r\n`,
    );
    socket.write(head);
    const underWay = () => readdirSync(path.join(dataDir, 'files', 'tmp')).length;
    await expect.poll(underWay, { timeout: 15_000 }).toBe(1);
    socket.destroy();
    await expect.poll(underWay, { timeout: 15_000 }).toBe(0);
  });
});

describe('a file', () => {
  it('that is public is shown inline, cached, and nothing in it can run', async () => {
    const file = await files.accept(photo, { name: '照片 1.jpg', purpose: 'test.letter' });
    const answer = await app.inject(fileHref(file.id));
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(file.sizeBytes),
      'content-disposition': `inline; filename="__ 1.jpg"; filename*=UTF-8''%E7%85%A7%E7%89%87%201.jpg`,
      'cache-control': 'public, max-age=86400, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    const again = await app.inject({
      url: fileHref(file.id),
      headers: { 'if-none-match': answer.headers.etag as string },
    });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const thumb = await app.inject(fileHref(file.id, 'thumb'));
    expect(thumb.headers).toMatchObject({ 'content-type': 'image/webp' });
    expect(thumb.headers.etag).not.toBe(answer.headers.etag);
    const head = await app.inject({ method: 'HEAD', url: fileHref(file.id) });
    expect([head.statusCode, head.body]).toEqual([200, '']);
  });

  it('that is a document is saved, not shown', async () => {
    const file = await files.accept(Buffer.from('%PDF-1.7\n'), { name: 'a.pdf', purpose: 'test.letter' });
    const answer = await app.inject(fileHref(file.id));
    expect(answer.headers['content-disposition']).toMatch(/^attachment; /);
    expect((await app.inject(fileHref(file.id, 'thumb'))).statusCode).toBe(404);
  });

  it('of sound is played where it stands, in the parts that a player asks for', async () => {
    const limits = { audio_bytes: 100_000 };
    const file = await files.accept(madeMp3(10), { name: '歌.html', purpose: 'test.letter', limits });
    const get = (range: string, more: object = {}) =>
      app.inject({ url: fileHref(file.id), headers: { range, ...more } });
    const whole = await app.inject(fileHref(file.id));
    expect(whole.statusCode).toBe(200);
    expect(whole.headers).toMatchObject({
      'content-type': 'audio/mpeg',
      'content-disposition': expect.stringMatching(/^inline; filename="_.mp3"/),
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; media-src 'self'; sandbox",
    });
    const size = file.sizeBytes;
    for (const [range, first, last] of [
      ['bytes=0-', 0, size - 1],
      ['bytes=417-833', 417, 833],
      [`bytes=100-${size * 2}`, 100, size - 1],
      ['bytes=-10', size - 10, size - 1],
      ['bytes=-99999', 0, size - 1],
    ] as const) {
      const part = await get(range);
      expect([range, part.statusCode]).toEqual([range, 206]);
      expect(part.headers['content-range']).toBe(`bytes ${first}-${last}/${size}`);
      expect(part.headers['content-length']).toBe(String(last - first + 1));
      expect(part.rawPayload.equals(whole.rawPayload.subarray(first, last + 1))).toBe(true);
    }
    const outside = await get(`bytes=${size}-`);
    expect([outside.statusCode, outside.headers['content-range']]).toEqual([416, `bytes */${size}`]);
    for (const range of ['bytes=0-1,5-6', 'bytes=9-3', 'bytes=-', 'lines=1-2', 'bytes=a-b', `bytes=${'9'.repeat(99)}-`])
      expect([range, (await get(range)).statusCode]).toEqual([range, 200]);
    expect((await get('bytes=0-9', { 'if-range': '"another"' })).statusCode).toBe(200);
    expect((await get('bytes=0-9', { 'if-range': whole.headers.etag })).statusCode).toBe(206);
    access = 'nobody';
    expect((await get('bytes=0-9')).statusCode).toBe(404);
  });

  it('for one reader is in no shared cache; for nobody, or of a purpose nobody guards, it is not there', async () => {
    const file = await files.accept(photo, { name: 'a.jpg', purpose: 'test.letter' });
    const orphan = await files.accept(photo, { name: 'a.jpg', purpose: 'test.unknown' });
    access = 'reader';
    expect((await app.inject(fileHref(file.id))).headers['cache-control']).toBe('private, no-cache');
    access = 'nobody';
    const hidden = await app.inject({ url: fileHref(file.id), headers: { 'if-none-match': '*' } });
    expect([hidden.statusCode, hidden.headers.etag]).toEqual([404, undefined]);
    expect((await app.inject(fileHref(orphan.id))).statusCode).toBe(404);
  });

  it.each([
    '/files/x',
    '/files/..%2f..%2fetc%2fpasswd',
    "/files/' or 1=1",
    '/files/0197a000-0000-7000-8000-00000000ffff',
    '/files/0197a000-0000-7000-8000-00000000ffff/large',
  ])('%s is not there', async (url) => {
    expect((await app.inject(url)).statusCode).toBe(404);
  });
});

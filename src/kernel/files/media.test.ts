import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { createDb, createPool } from '../db/index.ts';
import { Files } from './files.ts';
import { box, madeMp3, madeMp4, madeOgg, madeWav, madeWebm } from './media.fixture.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'tongxin-media-'));
let database: TestDatabase;
let pool: pg.Pool;
let files: Files;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool({ ...database, size: 2 });
  files = new Files({
    db: createDb(pool),
    log: pino({ level: 'silent' }),
    config: { dataDir, S3_REGION: 'auto' },
  });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const everything = { audio_bytes: 50_000_000, video_bytes: 300_000_000 };
const take = (bytes: Buffer | Readable, name: string, limits: object = everything) =>
  files.accept(bytes, { name, purpose: 'test.entry', limits });

async function bytesOf(file: { digest: string }): Promise<Buffer> {
  const opened = await files.open(file);
  if (!opened) throw new Error('no bytes');
  return buffer(opened.stream);
}

const tagged = Buffer.concat([Buffer.from('ID3\x04\x00\x00\x00\x00\x00\x14', 'latin1'), Buffer.alloc(20), madeMp3()]);

describe('sound and film', () => {
  it.each([
    ['街坊.MOV', madeMp4(), '街坊.mp4', 'video/mp4'],
    ['采访', madeMp4({ of: 'soun', brand: 'M4A ' }), '采访.m4a', 'audio/mp4'],
    ['named as film.mp4', madeMp4({ of: 'soun' }), 'named as film.m4a', 'audio/mp4'],
    ['歌.mp3', madeMp3(), '歌.mp3', 'audio/mpeg'],
    ['tagged.exe', tagged, 'tagged.mp3', 'audio/mpeg'],
    ['声.wav', madeWav(), '声.wav', 'audio/wav'],
    ['话.opus', madeOgg(), '话.ogg', 'audio/ogg'],
    ['片.webm', madeWebm(), '片.webm', 'video/webm'],
    ['recorded.webm', madeWebm({ known: false, codec: 'A_OPUS' }), 'recorded.webm', 'audio/webm'],
  ])('%s is known by its bytes and kept as it is', async (name, bytes, kept, mediaType) => {
    const file = await take(bytes, name);
    expect(file).toMatchObject({ name: kept, mediaType, width: null, sizeBytes: bytes.length });
    expect((await bytesOf(file)).equals(bytes)).toBe(true);
  });

  it('are taken only where there is room for them, and the answer says what is taken', async () => {
    await expect(take(madeMp4(), 'a.mp4', {})).rejects.toMatchObject({ code: 'files.wrong_kind', status: 415 });
    await expect(take(madeMp4(), 'a.mp4', { audio_bytes: 5000 })).rejects.toMatchObject({
      code: 'files.not_among',
      params: { audio: 'true', video: 'false', image: 'true', document: 'true' },
    });
    await expect(take(madeMp3(), 'a.mp3', { video_bytes: 5000 })).rejects.toMatchObject({ code: 'files.not_among' });
    await expect(take(Buffer.from('%PDF-1.7\n'), 'a.pdf', { ...everything, documents: false })).rejects.toMatchObject({
      code: 'files.not_among',
    });
    await expect(take(madeMp3(100), 'a.mp3', { audio_bytes: 5000, video_bytes: 90_000 })).rejects.toMatchObject({
      code: 'files.too_large',
      status: 413,
    });
  });

  it('lose where and by whom they were filmed, and play as before', async () => {
    const place = box('udta', box('\u00a9xyz', '+31.2304+121.4737/'));
    const source = madeMp4({}, place, box('meta', 'com.apple.quicktime.location.ISO6709 +31.2304'));
    expect(source.includes('+31.2304')).toBe(true);
    const file = await take(source, 'a.mp4');
    const kept = await bytesOf(file);
    expect(kept.length).toBe(source.length);
    expect(kept.includes('+31.2304')).toBe(false);
    expect(kept.includes('udta')).toBe(false);
    // A second time nothing is left to paint over: the same bytes, under their own digest.
    expect((await take(kept, 'b.mp4')).digest).toBe(file.digest);
  });
});

describe('what only looks like sound or film', () => {
  const page = Buffer.from('<html><script>alert(1)</script></html>');
  const zip = Buffer.from('PK\x03\x04 hidden');
  it.each([
    ['a film with an archive behind it', Buffer.concat([madeMp4(), zip])],
    ['a film with a page in a box of its own', Buffer.concat([madeMp4(), box('html', page)])],
    ['a film that was cut off', madeMp4().subarray(0, -50)],
    ['a film without pictures and sound', Buffer.concat([box('ftyp', 'isom', Buffer.alloc(4)), box('mdat', page)])],
    ['a page in the coat of a film', Buffer.concat([box('ftyp', 'isom', Buffer.alloc(4), 'isom'), page])],
    ['boxes that claim to be endless', Buffer.concat([box('ftyp', 'isom', Buffer.alloc(4)), Buffer.alloc(5000, 0xff)])],
    ['a sound with a page behind it', Buffer.concat([madeWav(), page])],
    ['a sound without sound', Buffer.concat([Buffer.from('RIFF\x04\x00\x00\x00WAVE')])],
    ['a recording with an archive behind it', Buffer.concat([madeOgg(), zip])],
    ['a recorded film with a page behind it', Buffer.concat([madeWebm(), page])],
    ['two bytes of music and then a page', Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), page])],
    ['an ID3 tag and then a page', Buffer.concat([tagged.subarray(0, 30), page, Buffer.alloc(500)])],
  ])('%s is refused', async (_what, bytes) => {
    await expect(take(bytes, 'film.mp4')).rejects.toMatchObject({
      code: expect.stringMatching(/^files\.(broken_media|not_among)$/),
    });
  });

  it.each([
    ['a drawing named as a film', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['a page named as a film', page],
    ['a film of another kind', Buffer.concat([box('ftyp', 'qt  ', Buffer.alloc(4)), box('mdat', 'x')])],
    ['a Matroska', Buffer.from('1a45dfa38b428288', 'hex')],
  ])('%s is refused', async (_what, bytes) => {
    await expect(take(bytes, 'film.mp4')).rejects.toMatchObject({ status: 415 });
  });

  it('noise behind every beginning ends in an answer', async () => {
    let state = 12_345;
    const noise = (length: number) =>
      Buffer.from(
        Array.from({ length }, () => {
          state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
          return state >>> 24;
        }),
      );
    for (const whole of [madeMp4(), madeMp3(), madeWav(), madeOgg(), madeWebm()])
      for (let round = 0; round < 20; round++) {
        const bytes = Buffer.from(whole);
        noise(8).copy(bytes, 12 + ((round * 37) % (bytes.length - 24)));
        await take(bytes, 'x').catch((error) => expect(error.code).toMatch(/^files\./));
      }
    expect(readdirSync(path.join(dataDir, 'files', 'tmp'))).toEqual([]);
  });

  it('a film of 300 MB is written as it comes, not held', async () => {
    const chunk = Buffer.alloc(1_000_000, 5);
    const begin = madeMp4({ bytes: 0 });
    const mdat = Buffer.alloc(8);
    mdat.writeUInt32BE(250_000_008, 0);
    mdat.write('mdat', 4);
    const film = function* () {
      yield begin;
      yield mdat;
      for (let n = 0; n < 250; n++) yield chunk;
    };
    let most = 0;
    const before = process.memoryUsage().rss;
    const timer = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss - before);
    }, 20);
    const file = await take(Readable.from(film()), 'long.mp4');
    clearInterval(timer);
    expect(file).toMatchObject({ mediaType: 'video/mp4', sizeBytes: 250_000_008 + begin.length });
    expect(most).toBeLessThan(150e6);
  });
});

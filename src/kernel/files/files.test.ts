import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import type pg from 'pg';
import pino from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { createDb, createPool, type Db, inTransaction } from '../db/index.ts';
import { fixedClock } from '../time/index.ts';
import type { ByteStore } from './byte-store.ts';
import { diskStore } from './disk-store.ts';
import { Files } from './files.ts';

const log = pino({ level: 'silent' });
const dataDir = mkdtempSync(path.join(tmpdir(), 'tongxin-files-'));
const clock = fixedClock('2026-11-19T10:00:00+08:00');
const config = { dataDir, S3_REGION: 'auto' };
let database: TestDatabase;
const owner = '0197a000-0000-7000-8000-000000000001';
const stranger = '0197a000-0000-7000-8000-000000000002';
let pool: pg.Pool;
let db: Db;
let files: Files;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool({ ...database, size: 8 });
  db = createDb(pool);
  files = new Files({ db, log, clock, config });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const upload = (name: string, more: object = {}) => ({ name, purpose: 'test.letter', ...more });
const photo = (background = '#2a6', size = 300) =>
  sharp({ create: { width: size, height: size, channels: 3, background } }).jpeg();

async function bytesOf(file: { digest: string }, variant?: 'thumb'): Promise<Buffer> {
  const opened = await files.open(file, variant);
  if (!opened) throw new Error('no bytes');
  return buffer(opened.stream);
}

function stored(): string[] {
  return readdirSync(path.join(dataDir, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

/** A PNG that says of itself to be as large as that, and is well-formed as far as its header goes. */
function claimingPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, crc]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(3000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const docx = () =>
  Buffer.from(
    zipSync({
      '[Content_Types].xml': strToU8(
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
      ),
      '_rels/.rels': strToU8('<x/>'),
      'word/document.xml': strToU8('<x/>'),
    }),
  );
const cfb = (...streams: string[]) =>
  Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(1016),
    ...streams.map((name) => Buffer.concat([Buffer.from(name, 'utf16le'), Buffer.alloc(64)])),
  ]);

describe('a picture', () => {
  it('is made anew: upright, no larger than needed, without place, time and device', async () => {
    const source = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#a21' } })
      .withExif({
        IFD0: { Make: 'SecretPhone', Orientation: '6' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 13/1 49/1' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const before = await sharp(source).metadata();
    expect(before.orientation).toBe(6);
    const withPlace = await photo()
      .withExif({ IFD0: { Make: 'SecretPhone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 13/1 49/1' } })
      .toBuffer();
    expect(withPlace.includes('SecretPhone')).toBe(true);
    expect((await sharp(withPlace).metadata()).exif).toBeDefined();

    const turned = await files.accept(source, upload('IMG_0001.JPG'));
    expect(turned).toMatchObject({
      mediaType: 'image/jpeg',
      name: 'IMG_0001.jpg',
      width: 1920,
      height: 2560,
      claimed: false,
      ownerId: null,
      purpose: 'test.letter',
    });
    const kept = await files.accept(withPlace, upload('place.jpg'));
    for (const bytes of [await bytesOf(kept), await bytesOf(kept, 'thumb')]) {
      const { exif, xmp, iptc, icc } = await sharp(bytes).metadata();
      expect({ exif, xmp, iptc, icc }).toEqual({});
      expect(bytes.includes('SecretPhone')).toBe(false);
      expect(bytes.includes('GPS')).toBe(false);
    }
    const thumb = await sharp(await bytesOf(turned, 'thumb')).metadata();
    expect([thumb.format, thumb.width, thumb.height]).toEqual(['webp', 360, 480]);
    expect((await bytesOf(turned)).length).toBe(turned.sizeBytes);
  });

  it('that was transparent stands on white', async () => {
    const clear = await sharp({
      create: { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .webp()
      .toBuffer();
    const kept = await files.accept(clear, upload('印章.webp'));
    expect(kept.name).toBe('印章.jpg');
    const { data } = await sharp(await bytesOf(kept))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(Math.min(...data.subarray(0, 3))).toBeGreaterThan(250);
  });

  it('loses whatever was hidden behind or in it', async () => {
    const script = '<script>alert(document.cookie)</script>';
    const polyglot = Buffer.concat([
      await photo()
        .withExif({ IFD0: { ImageDescription: script } })
        .toBuffer(),
      Buffer.from(`\n${script}\nPK\x03\x04`),
    ]);
    const kept = await files.accept(polyglot, upload('a.html'));
    expect(kept).toMatchObject({ name: 'a.jpg', mediaType: 'image/jpeg' });
    expect((await bytesOf(kept)).includes('script')).toBe(false);
  });

  it('is refused where it unpacks to more than 50 million pixels, without unpacking it', async () => {
    const started = process.memoryUsage().rss;
    await expect(files.accept(claimingPng(60_000, 60_000), upload('bomb.png'))).rejects.toMatchObject({
      code: 'files.too_many_pixels',
      status: 422,
    });
    expect(process.memoryUsage().rss - started).toBeLessThan(200e6);
  });

  it('is refused where it is cut off or is no picture behind its first bytes', async () => {
    const whole = await sharp({
      create: {
        width: 400,
        height: 400,
        channels: 3,
        background: '#fff',
        noise: { type: 'gaussian', mean: 120, sigma: 50 },
      },
    })
      .jpeg()
      .toBuffer();
    await expect(files.accept(whole.subarray(0, whole.length / 2), upload('half.jpg'))).rejects.toMatchObject({
      code: 'files.broken',
    });
    await expect(
      files.accept(Buffer.concat([whole.subarray(0, 20), Buffer.from('<html>')]), upload('x.jpg')),
    ).rejects.toMatchObject({ code: 'files.broken' });
  });
});

describe('what is not taken', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  it.each([
    ['a drawing with a script', svg, 'logo.svg'],
    ['a drawing named as a photo', `<?xml version="1.0"?>${svg}`, 'logo.png'],
    ['a page named as a photo', '<!doctype html><script>alert(1)</script>', 'photo.jpg'],
    ['a program', 'MZ\x90\x00\x03\x00\x00\x00', 'photo.jpg.exe'],
    ['a text', '你好', 'letter.txt'],
    ['an archive', Buffer.from(zipSync({ 'a.txt': strToU8('a') })), 'a.zip'],
    ['an animation', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'), 'a.gif'],
    ['an old office file with macros', cfb('WordDocument', '_VBA_PROJECT'), 'a.doc'],
    ['an installer in the coat of an office file', cfb('Property'), 'a.doc'],
  ])('%s', async (_what, bytes, name) => {
    await expect(files.accept(Buffer.from(bytes as string), upload(name))).rejects.toMatchObject({
      code: 'files.wrong_kind',
      status: 415,
    });
  });

  it('nothing at all, and more than the limit', async () => {
    await expect(files.accept(Buffer.alloc(0), upload('empty.jpg'))).rejects.toMatchObject({ code: 'files.empty' });
    const limits = { image_bytes: 300, document_bytes: 2000 };
    await expect(files.accept(await photo().toBuffer(), upload('a.jpg', { limits }))).rejects.toMatchObject({
      code: 'files.too_large',
      status: 413,
    });
    const stream = Readable.from(Array.from({ length: 50 }, () => Buffer.alloc(100)));
    await expect(files.accept(stream, upload('a.pdf', { limits }))).rejects.toMatchObject({ code: 'files.too_large' });
    expect(stream.readableEnded).toBe(true);
  });

  it('leaves nothing behind', async () => {
    expect(readdirSync(path.join(dataDir, 'files', 'tmp'))).toEqual([]);
  });
});

describe('documents', () => {
  it.each([
    ['通知.PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n'), '通知.pdf', 'application/pdf'],
    ['letter.bin', docx(), 'letter.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['台账', cfb('Workbook'), '台账.xls', 'application/vnd.ms-excel'],
    ['旧信.doc', cfb('WordDocument'), '旧信.doc', 'application/msword'],
  ])('%s is kept byte for byte', async (name, bytes, kept, mediaType) => {
    const file = await files.accept(bytes, upload(name));
    expect(file).toMatchObject({ name: kept, mediaType, width: null, sizeBytes: bytes.length });
    expect((await bytesOf(file)).equals(bytes)).toBe(true);
    await expect(files.accept(bytes, upload(name, { limits: { documents: false } }))).rejects.toMatchObject({
      code: 'files.wrong_kind',
    });
  });
});

describe('storage', () => {
  it('is shared by uploads of the same bytes, also when they come at the same moment', async () => {
    const bytes = await photo('#123456').toBuffer();
    const before = stored().length;
    const many = await Promise.all(Array.from({ length: 12 }, (_, n) => files.accept(bytes, upload(`${n}.jpg`))));
    expect(new Set(many.map((file) => file.digest)).size).toBe(1);
    expect(new Set(many.map((file) => file.id)).size).toBe(12);
    expect(stored().length - before).toBe(2);
  });

  it('says that it is full, and recovers', async () => {
    const full: ByteStore = {
      ...diskStore(path.join(dataDir, 'files')),
      put: async () => {
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
    };
    const cramped = new Files({ db, log, clock, config, store: full });
    const bytes = await photo('#654321').toBuffer();
    await expect(cramped.accept(bytes, upload('a.jpg'))).rejects.toMatchObject({ code: 'files.no_room', status: 507 });
    expect(readdirSync(path.join(dataDir, 'files', 'tmp'))).toEqual([]);
    expect(await files.accept(bytes, upload('a.jpg'))).toMatchObject({ name: 'a.jpg' });
  });
});

describe('claiming', () => {
  const claim = (ids: string[], more: object = {}) =>
    inTransaction(db, (tx) => files.claim(tx, ids, { purpose: 'test.letter', ...more }));

  it('keeps a file, once, in the order asked', async () => {
    const [a, b] = [
      await files.accept(await photo('#001').toBuffer(), upload('a.jpg')),
      await files.accept(await photo('#002').toBuffer(), upload('b.jpg')),
    ];
    const claimed = await claim([b.id, a.id, b.id]);
    expect(claimed.map((file) => [file.name, file.claimed])).toEqual([
      ['b.jpg', true],
      ['a.jpg', true],
    ]);
    await expect(claim([a.id])).rejects.toMatchObject({ code: 'files.gone' });
  });

  it("refuses another purpose, another person's, an expired and an unknown one, and then none is claimed", async () => {
    const mine = await files.accept(await photo('#003').toBuffer(), upload('a.jpg', { ownerId: owner }));
    await expect(claim([mine.id], { purpose: 'test.other', ownerId: owner })).rejects.toMatchObject({
      code: 'files.gone',
    });
    await expect(claim([mine.id], { ownerId: stranger })).rejects.toMatchObject({ code: 'files.gone' });
    await expect(claim([mine.id])).rejects.toMatchObject({ code: 'files.gone' });
    await expect(claim([mine.id, '0197a000-0000-7000-8000-00000000ffff'], { ownerId: owner })).rejects.toMatchObject({
      code: 'files.gone',
    });
    await expect(claim(["' or 1=1 --"])).rejects.toMatchObject({ code: 'files.gone' });
    expect(await files.find(mine.id)).toMatchObject({ claimed: false });
    const at = clock.now();
    clock.advance(25 * 3600_000);
    await expect(claim([mine.id], { ownerId: owner })).rejects.toMatchObject({ code: 'files.gone' });
    clock.set(at);
    expect(await claim([mine.id], { ownerId: owner })).toHaveLength(1);
  });

  it('of one file by two requests at once succeeds once', async () => {
    const file = await files.accept(await photo('#004').toBuffer(), upload('a.jpg'));
    const results = await Promise.allSettled([1, 2, 3].map(() => claim([file.id])));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('sweeping', () => {
  it('takes expired uploads away, bytes only when nobody needs them, and what a dead process left', async () => {
    const bytes = await photo('#99aa01').toBuffer();
    const kept = await files.accept(bytes, upload('kept.jpg'));
    const dropped = await files.accept(bytes, upload('dropped.jpg'));
    const alone = await files.accept(await photo('#99aa02').toBuffer(), upload('alone.jpg'));
    await inTransaction(db, (tx) => files.claim(tx, [kept.id], { purpose: 'test.letter' }));
    const at = clock.now();
    clock.advance(25 * 3600_000);
    expect(await files.sweep()).toMatchObject({ rows: expect.any(Number) });
    expect(await files.find(dropped.id)).toBeUndefined();
    expect(await files.find(alone.id)).toBeUndefined();
    expect(stored()).toContain(kept.digest);
    expect(stored()).not.toContain(alone.digest);
    expect(stored()).not.toContain(`${alone.digest}.thumb`);
    await inTransaction(db, (tx) => files.release(tx, [kept.id]));
    expect(await files.sweep()).toEqual({ rows: 1, stores: 1 });
    expect(stored()).not.toContain(kept.digest);
    clock.set(at);

    const stray = 'ab'.repeat(32);
    await diskStore(path.join(dataDir, 'files')).put(stray, placeDraft('left.bin'));
    const young = 'cd'.repeat(32);
    await diskStore(path.join(dataDir, 'files')).put(young, placeDraft('young.bin'));
    const draft = placeDraft('draft');
    const underWay = placeDraft('under-way');
    for (const file of [path.join(dataDir, 'files/ab/ab', stray), draft]) utimesSync(file, 1, 1);
    expect(await files.sweep({ strays: true })).toEqual({ rows: 0, stores: 1 });
    expect(stored()).toContain(young);
    expect(stored()).not.toContain(stray);
    expect(stored()).not.toContain('draft');
    expect(stored()).toContain('under-way');
    rmSync(underWay);
  });

  it('does not take bytes that come in at the same moment', async () => {
    const bytes = await photo('#99aa03').toBuffer();
    const old = await files.accept(bytes, upload('old.jpg'));
    await inTransaction(db, (tx) => files.release(tx, [old.id]));
    let sweeping: Promise<unknown> | undefined;
    const disk = diskStore(path.join(dataDir, 'files'));
    // The sweep comes just when the bytes were found to be there and the row is not written yet.
    const put: ByteStore['put'] = async (key, source) => {
      await disk.put(key, source);
      sweeping ??= files.sweep();
      await new Promise((resolve) => setTimeout(resolve, 150));
    };
    const slow = new Files({ db, log, clock, config, store: { ...disk, put } });
    const fresh = await slow.accept(bytes, upload('new.jpg'));
    expect(await sweeping).toEqual({ rows: 1, stores: 0 });
    expect((await bytesOf(fresh)).length).toBe(fresh.sizeBytes);
  });
});

function placeDraft(name: string): string {
  const file = path.join(dataDir, 'files', 'tmp', name);
  writeFileSync(file, name);
  return file;
}

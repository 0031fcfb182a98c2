import { type FileHandle, open } from 'node:fs/promises';
import { type Kind, mediaMimes } from './media-kinds.ts';

type MediaKind = Kind & { of: 'audio' | 'video' };

/** A file being looked at: only the parts asked for are read, so that its size does not matter. */
type Bytes = { size: number; at(position: number, length: number): Promise<Buffer> };

const longestIndex = 64_000_000;

/**
 * Whether a file that begins like sound or film is that to its end: a second file behind it, or one cut off, is neither.
 * What a phone wrote into a film about the place is painted over, in the file itself.
 * @returns `changed`: bytes were painted over; undefined where it is not what it says
 */
export async function checkMedia(
  file: string,
  mime: string,
): Promise<{ kind: MediaKind; changed: boolean } | undefined> {
  const format = mediaMimes[mime];
  if (!format) return undefined;
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    const bytes: Bytes = {
      size,
      at: (position, length) => readAt(handle, position, Math.min(length, size - position)),
    };
    if (format === 'mp4') return await checkMp4(bytes, handle);
    const kind = await checks[format](bytes);
    return kind && { kind, changed: false };
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(length, 0));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
  return buffer.subarray(0, bytesRead);
}

const topBoxes = new Set(
  ['ftyp', 'styp', 'moov', 'mdat', 'free', 'skip', 'wide', 'udta', 'meta', 'moof', 'mfra', 'sidx', 'ssix'].concat([
    ...['uuid', 'pdin', 'prft', 'emsg', 'pnot'],
  ]),
);
/** Titles, makers and places of films; none of it is needed to play them. */
const telling = new Set(['udta', 'meta', 'uuid']);

type Box = { type: string; start: number; body: number; end: number };

/** Boxes of one level that fill the given part exactly; undefined where they do not. */
async function boxesIn(bytes: Bytes, from: number, to: number): Promise<Box[] | undefined> {
  const boxes: Box[] = [];
  for (let at = from; at < to; ) {
    const head = await bytes.at(at, 16);
    if (head.length < 8 || boxes.length > 100_000) return undefined;
    const short = head.readUInt32BE(0);
    if (short === 1 && head.length < 16) return undefined;
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? to - at : short;
    const body = at + (short === 1 ? 16 : 8);
    if (at + size > to || at + size < body) return undefined;
    boxes.push({ type: head.toString('latin1', 4, 8), start: at, body, end: at + size });
    at += size;
  }
  return boxes;
}

async function checkMp4(bytes: Bytes, handle: FileHandle): Promise<{ kind: MediaKind; changed: boolean } | undefined> {
  const top = await boxesIn(bytes, 0, bytes.size);
  if (top?.[0]?.type !== 'ftyp' || !top.every(({ type }) => topBoxes.has(type))) return undefined;
  const moov = top.find(({ type }) => type === 'moov');
  if (!moov || moov.end - moov.start > longestIndex || !top.some(({ type }) => type === 'mdat' || type === 'moof'))
    return undefined;
  const index = await bytes.at(moov.start, moov.end - moov.start);
  const inner: Bytes = {
    size: index.length,
    at: async (position, length) => index.subarray(position, Math.min(position + length, index.length)),
  };
  const parts = await boxesIn(inner, moov.body - moov.start, index.length);
  if (!parts) return undefined;
  const tracks = parts.filter(({ type }) => type === 'trak');
  const found = await Promise.all(tracks.map((track) => lookIntoTrack(inner, track)));
  const handlers = found.map(({ handler }) => handler);
  const of = handlers.includes('vide') ? 'video' : handlers.includes('soun') ? 'audio' : undefined;
  if (!of) return undefined;
  const inIndex = [...parts, ...found.flatMap(({ inside }) => inside)].map((box) => shifted(box, moov.start));
  const tells = [...top, ...inIndex].filter(({ type }) => telling.has(type));
  await paintOver(handle, tells);
  const kind: MediaKind =
    of === 'video'
      ? { of, mediaType: 'video/mp4', extension: 'mp4' }
      : { of, mediaType: 'audio/mp4', extension: 'm4a' };
  return { kind, changed: tells.length > 0 };
}

const shifted = (box: Box, by: number): Box => ({
  ...box,
  start: box.start + by,
  body: box.body + by,
  end: box.end + by,
});

async function lookIntoTrack(inner: Bytes, track: Box): Promise<{ handler: string; inside: Box[] }> {
  const inside = (await boxesIn(inner, track.body, track.end)) ?? [];
  const media = inside.find(({ type }) => type === 'mdia');
  const handlerBox = media && (await boxesIn(inner, media.body, media.end))?.find(({ type }) => type === 'hdlr');
  const handler = handlerBox ? (await inner.at(handlerBox.body + 8, 4)).toString('latin1') : '';
  return { handler, inside };
}

/** Makes empty room of boxes: same place, same length, so that nothing else in the file moves. */
async function paintOver(handle: FileHandle, boxes: readonly Box[]): Promise<void> {
  const nothing = Buffer.alloc(64 * 1024);
  for (const { start, body, end } of boxes) {
    await handle.write(Buffer.from('free', 'latin1'), 0, 4, start + 4);
    for (let at = body; at < end; at += nothing.length)
      await handle.write(nothing, 0, Math.min(nothing.length, end - at), at);
  }
}

const checks: Record<'mp3' | 'aac' | 'wav' | 'ogg' | 'webm', (bytes: Bytes) => Promise<MediaKind | undefined>> = {
  mp3: async (bytes) =>
    (await framesFollow(bytes, mp3FrameLength))
      ? { of: 'audio', mediaType: 'audio/mpeg', extension: 'mp3' }
      : undefined,
  aac: async (bytes) =>
    (await framesFollow(bytes, aacFrameLength)) ? { of: 'audio', mediaType: 'audio/aac', extension: 'aac' } : undefined,
  wav: checkWav,
  ogg: checkOgg,
  webm: checkWebm,
};

const framesAtLeast = 3;

/** Whether three frames of sound follow each other behind whatever an ID3 tag says. */
async function framesFollow(bytes: Bytes, lengthOf: (head: Buffer) => number): Promise<boolean> {
  let at = 0;
  const tag = await bytes.at(0, 10);
  if (tag.toString('latin1', 0, 3) === 'ID3')
    at = 10 + tag.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0) + (tag[5]! & 0x10 ? 10 : 0);
  const padding = await bytes.at(at, 64 * 1024);
  const first = padding.findIndex((byte) => byte !== 0);
  if (first < 0) return false;
  at += first;
  for (let frame = 0; frame < framesAtLeast; frame++) {
    const length = lengthOf(await bytes.at(at, 8));
    if (length === 0 || at + length > bytes.size) return false;
    at += length;
  }
  return true;
}

const bitrates_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const bitrates_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const sampleRates = [44_100, 48_000, 32_000];

/** Length of an MPEG layer III frame; 0 where none begins here. */
function mp3FrameLength(head: Buffer): number {
  if (head.length < 4 || head[0] !== 0xff || (head[1]! & 0xe6) !== 0xe2) return 0;
  const version = (head[1]! >> 3) & 3;
  const bitrate = (version === 3 ? bitrates_1 : bitrates_2)[head[2]! >> 4];
  const rate = sampleRates[(head[2]! >> 2) & 3];
  if (version === 1 || !bitrate || !rate) return 0;
  const divided = version === 3 ? rate : version === 2 ? rate / 2 : rate / 4;
  return Math.floor(((version === 3 ? 144_000 : 72_000) * bitrate) / divided) + ((head[2]! >> 1) & 1);
}

/** Length of an ADTS frame; 0 where none begins here. */
function aacFrameLength(head: Buffer): number {
  if (head.length < 7 || head[0] !== 0xff || (head[1]! & 0xf6) !== 0xf0) return 0;
  const length = ((head[3]! & 3) << 11) | (head[4]! << 3) | (head[5]! >> 5);
  return length > 7 ? length : 0;
}

async function checkWav(bytes: Bytes): Promise<MediaKind | undefined> {
  const head = await bytes.at(0, 12);
  if (head.length < 12 || head.toString('latin1', 8, 12) !== 'WAVE') return undefined;
  const end = head.readUInt32LE(4) + 8;
  // A chunk of odd length is followed by one byte that not every writer counts.
  if (end !== bytes.size && end + 1 !== bytes.size) return undefined;
  const seen = new Set<string>();
  for (let at = 12; at + 8 <= bytes.size; ) {
    const chunk = await bytes.at(at, 8);
    const length = chunk.readUInt32LE(4);
    if (at + 8 + length > bytes.size || seen.size > 1000) return undefined;
    seen.add(chunk.toString('latin1', 0, 4));
    at += 8 + length + (length % 2);
  }
  return seen.has('fmt ') && seen.has('data') ? { of: 'audio', mediaType: 'audio/wav', extension: 'wav' } : undefined;
}

async function checkOgg(bytes: Bytes): Promise<MediaKind | undefined> {
  for (let at = 0; at < bytes.size; ) {
    const head = await bytes.at(at, 27 + 255);
    if (head.length < 27 || head.toString('latin1', 0, 4) !== 'OggS' || head[4] !== 0) return undefined;
    const segments = head[26]!;
    const length = head.subarray(27, 27 + segments).reduce((sum, each) => sum + each, 0);
    at += 27 + segments + length;
    if (at > bytes.size) return undefined;
  }
  return { of: 'audio', mediaType: 'audio/ogg', extension: 'ogg' };
}

async function checkWebm(bytes: Bytes): Promise<MediaKind | undefined> {
  const header = await element(bytes, 0);
  if (header?.id !== 0x1a45dfa3 || header.size === undefined || header.size > 1000) return undefined;
  const inside = await bytes.at(header.body, header.size);
  if (!inside.includes(Buffer.from('428284', 'hex')) || !inside.includes('webm')) return undefined;
  const segment = await element(bytes, header.body + header.size);
  if (segment?.id !== 0x18538067) return undefined;
  // Without a size, as a browser records it, the segment goes on to the end.
  if (segment.size !== undefined && segment.body + segment.size !== bytes.size) return undefined;
  const codecs = (await bytes.at(segment.body, 200_000)).toString('latin1');
  return codecs.includes('V_')
    ? { of: 'video', mediaType: 'video/webm', extension: 'webm' }
    : { of: 'audio', mediaType: 'audio/webm', extension: 'webm' };
}

/** One element of EBML; a size of all ones is not known. */
async function element(
  bytes: Bytes,
  at: number,
): Promise<{ id: number; body: number; size: number | undefined } | undefined> {
  const head = await bytes.at(at, 12);
  if (head.length < 5) return undefined;
  const idLength = Math.clz32(head[0]!) - 23;
  const sizeLength = Math.clz32(head[idLength] ?? 0) - 23;
  if (idLength > 4 || sizeLength > 8 || idLength + sizeLength > head.length) return undefined;
  const id = head.readUIntBE(0, idLength);
  let size = head[idLength]! & (0xff >> sizeLength);
  let unknown = size === 0xff >> sizeLength;
  for (const byte of head.subarray(idLength + 1, idLength + sizeLength)) {
    size = size * 256 + byte;
    unknown &&= byte === 0xff;
  }
  return { id, body: at + idLength + sizeLength, size: unknown ? undefined : size };
}

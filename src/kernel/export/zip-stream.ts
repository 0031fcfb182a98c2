import type { Readable } from 'node:stream';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { byteStream } from './batches.ts';

export type ZipEntry = {
  /** path in the archive, `/` between folders */
  name: string;
  at: Date;
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** false for what is packed already: pictures, office files */
  deflate: boolean;
};

/**
 * A ZIP as it is asked for, one piece in memory at a time. At most 4 GB in all. When reading an entry fails, the stream is
 * destroyed with that error.
 */
export function zipStream(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): Readable {
  return byteStream(archive(entries));
}

async function* archive(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, data) => {
    if (error) throw error;
    if (data.length > 0) ready.push(data);
  });
  for await (const entry of entries) {
    const part = entry.deflate ? new ZipDeflate(entry.name, { level: 6 }) : new ZipPassThrough(entry.name);
    part.mtime = entry.at;
    zip.add(part);
    for await (const piece of entry.bytes) {
      part.push(piece);
      yield* ready.splice(0);
    }
    part.push(new Uint8Array(0), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
}

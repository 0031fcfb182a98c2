import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { AppError, fail } from '../../../../kernel/errors/index.ts';
import '../opinion-map.errors.ts';

export type PolisFiles = { comments: () => AsyncIterable<Uint8Array>; votes: () => AsyncIterable<Uint8Array> };

/** What both files may unpack to. */
const mostUnpacked_bytes = 300 * 1024 * 1024;
const mostEntries = 200;

/** comments.csv and votes.csv in a folder. @throws AppError import_missing */
export function openFolder(folder: string): PolisFiles {
  const file = (name: string) => {
    const place = path.join(folder, name);
    if (!existsSync(place)) fail('consultations.opinion_map.import_missing', { name });
    return () => createReadStream(place) as AsyncIterable<Uint8Array>;
  };
  return { comments: file('comments.csv'), votes: file('votes.csv') };
}

/**
 * The same in a ZIP, in whatever folder they lie there. What it unpacks to is bounded by what its directory says, and reading
 * holds it to that.
 * @throws AppError import_unreadable, import_missing
 */
export async function withArchive<R>(bytes: Buffer, work: (files: PolisFiles) => Promise<R>): Promise<R> {
  let zip: ZipFile;
  const found = new Map<string, Entry>();
  try {
    zip = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
    let entries = 0;
    let unpacked = 0;
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.split('/').at(-1) ?? '';
      if (++entries > mostEntries) fail('consultations.opinion_map.import_unreadable');
      if (name !== 'comments.csv' && name !== 'votes.csv') continue;
      unpacked += entry.uncompressedSize;
      if (!found.has(name)) found.set(name, entry);
    }
    if (unpacked > mostUnpacked_bytes) fail('consultations.opinion_map.import_unreadable');
  } catch (error) {
    if (error instanceof AppError) throw error;
    return fail('consultations.opinion_map.import_unreadable');
  }
  const file = (name: string) => {
    const entry = found.get(name) ?? fail('consultations.opinion_map.import_missing', { name });
    return async function* () {
      try {
        yield* await zip.openReadStreamPromise(entry);
      } catch {
        fail('consultations.opinion_map.import_unreadable');
      }
    };
  };
  try {
    return await work({ comments: file('comments.csv'), votes: file('votes.csv') });
  } finally {
    zip.close();
  }
}

import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type ByteStore, keyPattern, placeOfKey } from './byte-store.ts';

/** Files below one folder; a file appears under its name whole or not at all. */
export function diskStore(folder: string): ByteStore {
  const placeOf = (key: string) => path.join(folder, placeOfKey(key));
  return {
    async put(key, source) {
      const place = placeOf(key);
      if (await exists(place)) return;
      await mkdir(path.dirname(place), { recursive: true });
      await syncToDisk(source);
      await rename(source, place);
      await syncToDisk(path.dirname(place));
    },
    async open(key, part) {
      const handle = await open(placeOf(key), 'r').catch(missing);
      if (!handle) return undefined;
      const { size } = await handle.stat();
      return { stream: handle.createReadStream(part && { start: part.first, end: part.last }), sizeBytes: size };
    },
    async delete(key) {
      await rm(placeOf(key), { force: true });
    },
    async *list() {
      for (const outer of await entries(folder, /^[0-9a-f]{2}$/)) {
        for (const inner of await entries(path.join(folder, outer), /^[0-9a-f]{2}$/)) {
          for (const key of await entries(path.join(folder, outer, inner), keyPattern)) {
            const found = await stat(path.join(folder, outer, inner, key)).catch(missing);
            if (found) yield { key, changedAt: found.mtime };
          }
        }
      }
    },
  };
}

/** Flushes a file, or the names in a folder, to the disk. */
export async function syncToDisk(place: string): Promise<void> {
  const handle = await open(place, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function entries(folder: string, pattern: RegExp): Promise<string[]> {
  const names = (await readdir(folder).catch(missing)) ?? [];
  return names.filter((name) => pattern.test(name)).sort();
}

async function exists(place: string): Promise<boolean> {
  return (await stat(place).catch(missing)) !== undefined;
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Header, extract as tarExtract } from 'tar-stream';
import { BackupError, type Begin, type End, formatVersion } from './backup-format.ts';

type Entry = AsyncIterable<Buffer> & { header: Header };

/** What is done with each part of a backup, in the order in which they come. */
export type BackupReader = {
  begin(begin: Begin): Promise<void>;
  secret(name: string, bytes: Buffer): Promise<void>;
  tablePart(table: string, bytes: AsyncIterable<Buffer>): Promise<void>;
  file(key: string, bytes: AsyncIterable<Buffer>): Promise<void>;
  end(end: End): Promise<void>;
};

const mostJson_bytes = 64 * 1024 * 1024;

/** Reads a backup once from its beginning to its end. @throws BackupError no_backup, not_a_backup, damaged, newer */
export async function readBackup(file: string, reader: BackupReader): Promise<void> {
  const extract = tarExtract();
  const source = createReadStream(file);
  const pumped = pipeline(source, createGunzip(), extract);
  pumped.catch((error) => extract.destroy(error));
  const seen = { begun: false, ended: false };
  try {
    for await (const entry of extract) {
      if (seen.ended) throw damaged('there is something behind its end');
      await readEntry(entry as unknown as Entry, reader, seen);
    }
    await pumped;
  } catch (error) {
    extract.destroy(error as Error);
    source.destroy();
    await pumped.catch(() => {});
    throw said(error, seen.begun);
  }
  if (!seen.begun) throw notABackup();
  if (!seen.ended) throw damaged('its end is missing');
}

async function readEntry(entry: Entry, reader: BackupReader, seen: { begun: boolean; ended: boolean }): Promise<void> {
  const { name } = entry.header;
  if (!seen.begun) {
    if (name !== 'begin.json') throw notABackup();
    const begin = parse<Begin>(await whole(entry));
    if (typeof begin.format !== 'number' || !Array.isArray(begin.tables)) throw notABackup();
    if (begin.format > formatVersion)
      throw new BackupError(
        'newer',
        `The backup was made by a newer release (${begin.program}); nothing was changed. Update this program first.`,
      );
    seen.begun = true;
    return reader.begin(begin);
  }
  if (name === 'end.json') {
    const end = parse<End>(await whole(entry));
    seen.ended = true;
    return reader.end(end);
  }
  const [kind, about = ''] = name.split('/');
  if (kind === 'secrets') return reader.secret(about, await whole(entry));
  if (kind === 'tables') return reader.tablePart(about, entry);
  if (kind === 'files') return reader.file(about, entry);
  throw damaged(`${name} does not belong in it`);
}

async function whole(entry: Entry): Promise<Buffer> {
  if ((entry.header.size ?? 0) > mostJson_bytes) throw damaged(`${entry.header.name} is too large`);
  const parts: Buffer[] = [];
  for await (const chunk of entry) parts.push(chunk);
  return Buffer.concat(parts);
}

function parse<T>(bytes: Buffer): T {
  try {
    return JSON.parse(bytes.toString('utf8')) as T;
  } catch {
    throw damaged('its list of contents cannot be read');
  }
}

export function damaged(why: string, cause?: unknown): BackupError {
  return new BackupError('damaged', `The backup is damaged: ${why}. Nothing was changed. Use another copy.`, { cause });
}

function notABackup(): BackupError {
  return new BackupError('not_a_backup', 'This is not a backup made by Tongxin; nothing was changed.');
}

function said(error: unknown, begun: boolean): unknown {
  if (error instanceof BackupError) return error;
  const { code, message } = error as { code?: string; message: string };
  if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES')
    return new BackupError('no_backup', `The backup cannot be opened: ${message}`, { cause: error });
  if (code === 'Z_DATA_ERROR' && !begun) return notABackup();
  if (code?.startsWith('Z_') || /unexpected end|invalid tar|tar header/i.test(message))
    return begun || code === 'Z_BUF_ERROR' ? damaged(message, error) : notABackup();
  return error;
}

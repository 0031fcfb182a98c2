import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { AppError } from '../errors/index.ts';

export type Received = { digest: string; sizeBytes: number };

/**
 * Writes what comes in to a file of its own. The source is read to its end even where it is refused, so that the parts
 * of a form behind it are still read.
 * @throws AppError files.too_large, files.empty, files.no_room; then nothing is left at `target`
 */
export async function receive(source: Readable | Buffer, target: string, limit_bytes: number): Promise<Received> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let problem: unknown;
  try {
    const file = await open(target, 'wx', 0o600);
    try {
      for await (const chunk of Buffer.isBuffer(source) ? [source] : source) {
        sizeBytes += chunk.length;
        if (problem !== undefined) continue;
        if (sizeBytes > limit_bytes) problem = tooLarge(limit_bytes);
        else {
          hash.update(chunk);
          await file.writeFile(chunk).catch((error) => {
            problem = noRoom(error);
          });
        }
      }
    } finally {
      await file.close();
    }
    // The parser of the form cuts off what is far too large.
    if ((source as { truncated?: boolean }).truncated) problem ??= tooLarge(limit_bytes);
    if (sizeBytes === 0) problem ??= new AppError('files.empty');
    if (problem !== undefined) throw problem;
    return { digest: hash.digest('hex'), sizeBytes };
  } catch (error) {
    await rm(target, { force: true });
    throw noRoom(error);
  }
}

export function tooLarge(limit_bytes: number): AppError {
  return new AppError('files.too_large', { limit: Math.floor(limit_bytes / 1_000_000) });
}

/** A full disk is said as such; anything else stays what it is. */
export function noRoom(error: unknown): unknown {
  const { code } = (error ?? {}) as { code?: string };
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS' ? new AppError('files.no_room') : error;
}

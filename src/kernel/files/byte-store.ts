import type { Readable } from 'node:stream';

/**
 * Where the bytes lie. A key is a digest, or a digest with a suffix for what was made from those bytes; so bytes under a
 * key never change, and writing them twice is writing them once.
 */
export type ByteStore = {
  /** Moves or copies the finished file at `path` there; durable when it resolves. Does nothing where the key is there. */
  put(key: string, path: string): Promise<void>;
  /**
   * @param part first and last byte, both within; none given: everything
   * @returns the size of the whole; undefined: there is no such key
   */
  open(key: string, part?: BytePart): Promise<{ stream: Readable; sizeBytes: number } | undefined>;
  /** No error where it is gone already. */
  delete(key: string): Promise<void>;
  list(): AsyncIterable<{ key: string; changedAt: Date }>;
};

/** First and last byte of a part, counted from 0; both belong to it. */
export type BytePart = { first: number; last: number };

export const keyPattern = /^[0-9a-f]{64}(\.thumb)?$/;

/** `ab/cd/abcd…`: no folder gets too many entries. @throws Error for anything but a digest and a known suffix */
export function placeOfKey(key: string): string {
  if (!keyPattern.test(key)) throw new Error(`not a key of the byte store: ${key}`);
  return `${key.slice(0, 2)}/${key.slice(2, 4)}/${key}`;
}

import { Unreadable } from './findings.ts';

/** No line of the file is longer; a hostile file must not fill the memory with one. */
export const longestLine = 64 * 1024 * 1024;

/** Cuts bytes that come in pieces into lines. What stands after the last line feed is a line too, and is said to be so. */
export class LineSplitter {
  readonly #each: (line: Uint8Array, ended: boolean) => void;
  #held: Uint8Array[] = [];
  #heldBytes = 0;

  constructor(each: (line: Uint8Array, ended: boolean) => void) {
    this.#each = each;
  }

  /** @throws Unreadable where a line is longer than any of the file can be */
  push(chunk: Uint8Array): void {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      this.#each(this.#join(chunk.subarray(from, end)), true);
      from = end + 1;
    }
    if (from === chunk.length) return;
    this.#heldBytes += chunk.length - from;
    if (this.#heldBytes > longestLine) throw new Unreadable('line_too_long');
    this.#held.push(chunk.slice(from));
  }

  end(): void {
    if (this.#heldBytes > 0) this.#each(this.#join(new Uint8Array()), false);
  }

  #join(last: Uint8Array): Uint8Array {
    if (this.#held.length === 0) return last;
    const line = new Uint8Array(this.#heldBytes + last.length);
    let at = 0;
    for (const part of this.#held) {
      line.set(part, at);
      at += part.length;
    }
    line.set(last, at);
    this.#held = [];
    this.#heldBytes = 0;
    return line;
  }
}

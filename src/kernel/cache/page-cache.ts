import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzipSync } from 'node:zlib';

export type CachedPage = {
  status: number;
  type: string;
  etag: string;
  body: Buffer;
  gzip: Buffer;
  brotli: Buffer;
  tags: string[];
  made_at: number;
};

const brotliAsync = promisify(brotliCompress);

/** Other names by which one page may be found; a page has few kinds of readers, and a flood of made-up ones is not kept. */
const aliases_each = 64;

/**
 * Public pages kept as bytes and compressed once. An entry names the tags of what it was made from (`cases`,
 * `case:<id>`); an event drops every entry with its tag. While one request makes a page, others for it wait for the same
 * promise. Bounded by bytes, the least recently used goes first.
 */
export class PageCache {
  readonly #entries = new Map<string, CachedPage>();
  readonly #making = new Map<string, Promise<CachedPage>>();
  /** alias → key, and the aliases of each key, so that they go with their entry */
  readonly #aliases = new Map<string, string>();
  readonly #aliasesOf = new Map<string, string[]>();
  readonly #limit_bytes: number;
  readonly #life_ms: number;
  #bytes = 0;
  #generation = 0;
  /** tag → generation of its last invalidation, for pages that were being made at that moment */
  readonly #invalidated = new Map<string, number>();
  hits = 0;
  misses = 0;
  /** those of the hits that were found by another name */
  ready = 0;

  constructor(options: { limit_bytes?: number; life_ms?: number } = {}) {
    this.#limit_bytes = options.limit_bytes ?? 48 * 1024 * 1024;
    this.#life_ms = options.life_ms ?? 60_000;
  }

  get(key: string): CachedPage | undefined {
    const found = this.#entries.get(key);
    if (!found) return undefined;
    if (Date.now() - found.made_at > this.#life_ms) {
      this.#delete(key);
      return undefined;
    }
    this.#entries.delete(key);
    this.#entries.set(key, found);
    this.hits++;
    return found;
  }

  /** Lets the page of `key` be found by another name too, for as long as it is kept. */
  alias(alias: string, key: string): void {
    if (!this.#entries.has(key) || this.#aliases.has(alias)) return;
    const known = this.#aliasesOf.get(key) ?? [];
    if (known.length >= aliases_each) return;
    known.push(alias);
    this.#aliasesOf.set(key, known);
    this.#aliases.set(alias, key);
  }

  getByAlias(alias: string): CachedPage | undefined {
    const key = this.#aliases.get(alias);
    const page = key === undefined ? undefined : this.get(key);
    if (page) this.ready++;
    return page;
  }

  /** @param make renders the page; its result is kept only where nothing was invalidated meanwhile and its status is 200 */
  async getOrMake(
    key: string,
    make: () => Promise<{ status: number; type: string; body: string | Buffer; tags: string[] }>,
  ): Promise<CachedPage> {
    const found = this.get(key);
    if (found) return found;
    const underWay = this.#making.get(key);
    if (underWay) return underWay;
    this.misses++;
    const generation = this.#generation;
    const promise = make()
      .then((page) => compress(page))
      .then((page) => {
        const overtaken = page.tags.some((tag) => (this.#invalidated.get(tag) ?? 0) > generation);
        if (page.status === 200 && !overtaken) this.#put(key, page);
        return page;
      })
      .finally(() => this.#making.delete(key));
    this.#making.set(key, promise);
    return promise;
  }

  invalidate(...tags: string[]): void {
    this.#generation++;
    if (this.#invalidated.size > 10_000) this.#invalidated.clear();
    for (const tag of tags) this.#invalidated.set(tag, this.#generation);
    for (const [key, page] of this.#entries) if (page.tags.some((tag) => tags.includes(tag))) this.#delete(key);
  }

  clear(): void {
    this.#generation++;
    this.#entries.clear();
    this.#aliases.clear();
    this.#aliasesOf.clear();
    this.#bytes = 0;
  }

  get size(): { entries: number; bytes: number } {
    return { entries: this.#entries.size, bytes: this.#bytes };
  }

  #put(key: string, page: CachedPage): void {
    const bytes = weight(page);
    if (bytes > this.#limit_bytes / 8) return;
    this.#delete(key);
    this.#entries.set(key, page);
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#limit_bytes) break;
      this.#delete(oldest);
    }
  }

  #delete(key: string): void {
    const page = this.#entries.get(key);
    if (!page) return;
    this.#entries.delete(key);
    for (const alias of this.#aliasesOf.get(key) ?? []) this.#aliases.delete(alias);
    this.#aliasesOf.delete(key);
    this.#bytes -= weight(page);
  }
}

/** Room is kept for gzip, whether or not anybody asks for it. */
function weight(page: CachedPage): number {
  return page.body.length * 1.3 + page.brotli.length + 500;
}

async function compress(page: {
  status: number;
  type: string;
  body: string | Buffer;
  tags: string[];
}): Promise<CachedPage> {
  const body = Buffer.from(page.body);
  const brotli = await brotliAsync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  let zipped: Buffer | undefined;
  return {
    status: page.status,
    type: page.type,
    etag,
    body,
    // Every browser of the last years takes brotli: made when the first other one asks.
    get gzip() {
      zipped ??= gzipSync(body, { level: 6 });
      return zipped;
    },
    brotli,
    tags: page.tags,
    made_at: Date.now(),
  };
}

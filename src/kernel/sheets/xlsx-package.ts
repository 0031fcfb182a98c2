import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import { AppError, fail } from '../errors/index.ts';

const MB = 1024 * 1024;
/** What a file may unpack to, as its directory says and as reading it is held to: a workbook, not a bomb. */
const UNPACKED_LIMIT_BYTES = 600 * MB;
/** What is kept in memory whole: texts of a workbook, styles, lists of parts. */
const PART_LIMIT_BYTES = 150 * MB;
const MOST_ENTRIES = 5000;

/** The parts of an XLSX file, each opened as it is needed. */
export class XlsxPackage {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, entries: Map<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  /** Throws `sheets.broken`, `sheets.too_large` or `sheets.old_or_locked`. */
  static async open(file: Buffer | string): Promise<XlsxPackage> {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true } as const;
    let zip: ZipFile | undefined;
    try {
      zip = typeof file === 'string' ? await openPromise(file, options) : await fromBufferPromise(file, options);
      return new XlsxPackage(zip, await readDirectory(zip));
    } catch (error) {
      zip?.close();
      throw asBroken(error);
    }
  }

  /** Names are compared without case, as spreadsheet programs do. */
  has(part: string): boolean {
    return this.#entries.has(part.toLowerCase());
  }

  /**
   * The bytes of a part as they are unpacked. `inMemory`: what is read from it will be kept whole, so it may not be larger
   * than fits. Throws `sheets.too_large`, or `sheets.broken` when the part is not there or is not what the directory says.
   */
  async *stream(part: string, { inMemory }: { inMemory: boolean }): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(part.toLowerCase()) ?? fail('sheets.broken', { reason: `no part ${part}` });
    if (inMemory && entry.uncompressedSize > PART_LIMIT_BYTES) {
      fail('sheets.too_large', { limit_mb: PART_LIMIT_BYTES / MB });
    }
    try {
      yield* await this.#zip.openReadStreamPromise(entry);
    } catch (error) {
      throw asBroken(error);
    }
  }

  close(): void {
    this.#zip.close();
  }
}

async function readDirectory(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES) fail('sheets.broken', { reason: `${zip.entryCount} parts` });
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) fail('sheets.old_or_locked');
    unpacked += entry.uncompressedSize;
    if (unpacked > UNPACKED_LIMIT_BYTES) fail('sheets.too_large', { limit_mb: UNPACKED_LIMIT_BYTES / MB });
    entries.set(entry.fileName.toLowerCase(), entry);
  }
  return entries;
}

function asBroken(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  // The file itself could not be opened: that is no fault of its content.
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') return error;
  return new AppError('sheets.broken', { reason: message });
}

import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { AppError, fail } from '../../../../kernel/errors/index.ts';
import { limits } from '../limits.ts';

const mb = 1_000_000;

/** The parts of a DOCX: nothing outside of it is ever looked at, and no more of it is unpacked than is asked for. */
export class DocxPackage {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, entries: Map<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  /** @throws AppError consultations.documents.broken, .too_large, .encrypted */
  static async open(bytes: Buffer): Promise<DocxPackage> {
    let zip: ZipFile | undefined;
    try {
      zip = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
      return new DocxPackage(zip, await directoryOf(zip));
    } catch (error) {
      zip?.close();
      throw asBroken(error);
    }
  }

  /** Names are compared without case, as word processors do. */
  has(part: string): boolean {
    return this.#entries.has(part.toLowerCase());
  }

  /** @throws AppError consultations.documents.broken where it is not there or not what the directory says, .too_large */
  async *stream(part: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(part.toLowerCase()) ?? fail('consultations.documents.broken', { reason: part });
    if (entry.uncompressedSize > limits.part_bytes)
      fail('consultations.documents.too_large', { limit_mb: limits.part_bytes / mb });
    try {
      yield* await this.#zip.openReadStreamPromise(entry);
    } catch (error) {
      throw asBroken(error);
    }
  }

  names(): string[] {
    return [...this.#entries.keys()];
  }

  close(): void {
    this.#zip.close();
  }
}

async function directoryOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const tooLarge = () => fail('consultations.documents.too_large', { limit_mb: limits.unpacked_bytes / mb });
  if (zip.entryCount > limits.entries) tooLarge();
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) fail('consultations.documents.encrypted');
    unpacked += entry.uncompressedSize;
    if (unpacked > limits.unpacked_bytes) tooLarge();
    entries.set(entry.fileName.toLowerCase(), entry);
  }
  return entries;
}

function asBroken(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('consultations.documents.broken', { reason: error instanceof Error ? error.message : '' });
}

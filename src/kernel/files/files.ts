import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { type Db, inTransaction, isId, newId, type Tx } from '../db/index.ts';
import { AppError } from '../errors/index.ts';
import { type Clock, systemClock } from '../time/index.ts';
import type { BytePart, ByteStore } from './byte-store.ts';
import { byteStoreOf, type StoreConfig } from './choose-store.ts';
import './file-errors.ts';
import type { FileAccess, FileGuard } from './file-guard.ts';
import { cleanName } from './file-name.ts';
import {
  claimFiles,
  deleteExpired,
  disownFiles,
  expiredFiles,
  expireFiles,
  type FileRow,
  findFile,
  findFiles,
  findOwned,
  insertFile,
  isReferenced,
  lockDigest,
  renameFile,
} from './files.queries.ts';
import { checkMedia } from './media.ts';
import { type Kind, mediaMimes } from './media-kinds.ts';
import { noRoom, receive, tooLarge } from './receive.ts';
import { mimeOf, recognise } from './recognise.ts';
import { notTaken, type Room, roomFor } from './room.ts';
import { shrinkImage } from './shrink-image.ts';

export type FileLimits = {
  image_bytes?: number;
  document_bytes?: number;
  /** false: none of these */
  documents?: boolean;
  images?: boolean;
  /** sound and film are taken only where they are given room */
  audio_bytes?: number;
  video_bytes?: number;
};

export type Upload = {
  /** as the person's device calls it; cleaned, and given the extension of what it really is */
  name: string;
  /** who uses it: `cases.letter`; decides who may read it */
  purpose: string;
  ownerId?: string | null;
  limits?: FileLimits;
};

export type StoredFile = {
  id: string;
  /** SHA-256 of the bytes kept, hexadecimal */
  digest: string;
  mediaType: string;
  name: string;
  sizeBytes: number;
  /** pixels, of pictures */
  width: number | null;
  height: number | null;
  ownerId: string | null;
  purpose: string;
  createdAt: Date;
  /** whether a fact refers to it; otherwise it is swept away a day after it came */
  claimed: boolean;
};

export type Variant = 'original' | 'thumb';

const life_ms = 24 * 3600_000;
const strayAfter_ms = 3600_000;

/** What is kept of one upload, still in files of its own. */
type Ready = {
  digest: string;
  sizeBytes: number;
  kind: Kind;
  width: number | null;
  height: number | null;
  main: string;
  thumb: string | null;
};

export type FilesOptions = { db: Db; config: StoreConfig; log: Logger; clock?: Clock; store?: ByteStore };

/**
 * People's uploads: recognised by their bytes, limited, pictures made anew, kept under their digest on disk or in an
 * S3 bucket. An upload is a row that expires unless a fact claims it in its own transaction.
 */
export class Files {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #drafts: string;
  readonly #guards = new Map<string, FileGuard>();
  readonly store: ByteStore;

  constructor({ db, config, log, clock = systemClock, store }: FilesOptions) {
    this.#db = db;
    this.#log = log;
    this.#clock = clock;
    this.#drafts = path.join(config.dataDir, 'files', 'tmp');
    this.store = store ?? byteStoreOf(config);
  }

  /** Says who may read the files of a purpose. By the module whose purpose it is, before the server starts. */
  guard(purpose: string, guard: FileGuard): void {
    if (this.#guards.has(purpose)) throw new Error(`the purpose ${purpose} has a guard already`);
    this.#guards.set(purpose, guard);
  }

  /** A file of a purpose that nobody guards is nobody's. */
  async access(request: FastifyRequest, file: StoredFile): Promise<FileAccess> {
    return (await this.#guards.get(file.purpose)?.(request, file)) ?? 'nobody';
  }

  /**
   * Takes one upload in. It is durable when this resolves.
   * @throws AppError files.empty, files.too_large, files.wrong_kind, files.not_among, files.too_many_pixels, files.broken,
   * files.broken_media, files.no_room
   */
  async accept(source: Readable | Buffer, upload: Upload): Promise<StoredFile> {
    const draft = path.join(this.#drafts, randomUUID());
    try {
      await mkdir(this.#drafts, { recursive: true, mode: 0o700 });
      const room = roomFor(upload.limits);
      const received = await receive(source, draft, Math.max(...Object.values(room)));
      const { kind, digest } = await this.#look(draft, received.digest, room);
      const limit_bytes = room[kind.of];
      if (received.sizeBytes > limit_bytes) throw tooLarge(limit_bytes);
      const ready =
        kind.of === 'image'
          ? await this.#picture(draft)
          : { ...received, digest, kind, width: null, height: null, main: draft, thumb: null };
      return await this.#keep(ready, upload);
    } catch (error) {
      throw noRoom(error);
    } finally {
      for (const made of [draft, `${draft}.jpg`, `${draft}.webp`]) await rm(made, { force: true });
    }
  }

  /** What it is, and its digest after anything was painted over. */
  async #look(draft: string, digest: string, room: Room): Promise<{ kind: Kind; digest: string }> {
    const mime = await mimeOf(draft);
    const begins = mime === undefined ? undefined : mediaMimes[mime];
    if (begins === undefined) {
      const kind = await recognise(draft);
      if (!kind || room[kind.of] === 0) throw notTaken(room);
      return { kind, digest };
    }
    if (room.audio === 0 && room.video === 0) throw notTaken(room);
    const checked = await checkMedia(draft, mime as string);
    if (!checked) throw new AppError('files.broken_media');
    if (room[checked.kind.of] === 0) throw notTaken(room);
    return { kind: checked.kind, digest: checked.changed ? await digestOf(draft) : digest };
  }

  async #picture(draft: string): Promise<Ready> {
    const { main, thumb, width, height } = await shrinkImage(draft);
    await writeFile(`${draft}.jpg`, main, { mode: 0o600 });
    await writeFile(`${draft}.webp`, thumb, { mode: 0o600 });
    return {
      digest: createHash('sha256').update(main).digest('hex'),
      sizeBytes: main.length,
      kind: { of: 'image', mediaType: 'image/jpeg', extension: 'jpg' },
      width,
      height,
      main: `${draft}.jpg`,
      thumb: `${draft}.webp`,
    };
  }

  async #keep(ready: Ready, upload: Upload): Promise<StoredFile> {
    const now = this.#clock.now();
    const row = {
      id: newId(),
      digest: ready.digest,
      media_type: ready.kind.mediaType,
      name: cleanName(upload.name, ready.kind.extension),
      size_bytes: ready.sizeBytes,
      width: ready.width,
      height: ready.height,
      owner_id: upload.ownerId ?? null,
      purpose: upload.purpose,
      created_at: now,
      expires_at: new Date(now.getTime() + life_ms),
    };
    await inTransaction(this.#db, async (tx) => {
      await lockDigest(tx, ready.digest);
      await this.store.put(ready.digest, ready.main);
      if (ready.thumb) await this.store.put(`${ready.digest}.thumb`, ready.thumb);
      await insertFile(tx, row);
    });
    return toStored(row);
  }

  /**
   * Ties uploads to a fact, in the fact's transaction; from then on they stay. Each can be claimed once, for the purpose
   * it was taken in for, by its owner (or by anybody who knows its id, where nobody was signed in).
   * @throws AppError files.gone when one is unknown, expired, somebody else's or claimed already
   */
  async claim(
    tx: Tx,
    ids: string[],
    { purpose, ownerId = null }: { purpose: string; ownerId?: string | null },
  ): Promise<StoredFile[]> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return [];
    if (!wanted.every(isId)) throw new AppError('files.gone');
    const rows = await claimFiles(tx, wanted, { purpose, ownerId, at: this.#clock.now() });
    if (rows.length !== wanted.length) throw new AppError('files.gone');
    const byId = new Map(rows.map((row) => [row.id, toStored(row)]));
    return wanted.flatMap((id) => byId.get(id.toLowerCase()) ?? []);
  }

  /** Calls a file by another name, with the extension of what it is, where its own would say too much. */
  async rename(tx: Tx, id: string, name: string): Promise<void> {
    await renameFile(tx, id, name);
  }

  /** No fact refers to them any longer: the next sweep takes them away. */
  async release(tx: Tx, ids: string[]): Promise<void> {
    if (ids.length > 0) await expireFiles(tx, ids, this.#clock.now());
  }

  async find(id: string): Promise<StoredFile | undefined> {
    const row = isId(id) ? await findFile(this.#db, id) : undefined;
    return row && toStored(row);
  }

  /** Those that are there, in the order of `ids`: to show again what a person had chosen before. */
  async findAll(ids: string[]): Promise<StoredFile[]> {
    const rows = await findFiles(this.#db, ids.filter(isId));
    const byId = new Map(rows.map((row) => [row.id, toStored(row)]));
    return ids.flatMap((id) => byId.get(id.toLowerCase()) ?? []);
  }

  /** What somebody handed in and a fact refers to, the oldest first. */
  async ownedBy(db: Db, ownerId: string): Promise<StoredFile[]> {
    return (await findOwned(db, ownerId)).map(toStored);
  }

  /** Takes somebody off their uploads: those that a fact refers to stay without an owner, the others go. */
  async disown(tx: Tx, ownerId: string): Promise<void> {
    await disownFiles(tx, ownerId, this.#clock.now());
  }

  /** Its bytes, or a part of them, as a stream, which the caller reads or destroys; undefined where there are none. */
  async open(
    file: Pick<StoredFile, 'digest'> | string,
    variant: Variant = 'original',
    part?: BytePart,
  ): Promise<{ stream: Readable; sizeBytes: number } | undefined> {
    const found = typeof file === 'string' ? await this.find(file) : file;
    return found && this.store.open(variant === 'thumb' ? `${found.digest}.thumb` : found.digest, part);
  }

  /**
   * Removes expired uploads, and bytes that no row refers to. Run by a job every hour.
   * @param strays looks through the whole store for bytes left by a process that died between writing and committing
   */
  async sweep({ strays = false }: { strays?: boolean } = {}): Promise<{ rows: number; stores: number }> {
    const now = this.#clock.now();
    let rows = 0;
    let stores = 0;
    for (const { id, digest } of await expiredFiles(this.#db, now, 1000)) {
      const done = await this.#sweepOne(digest, (tx) => deleteExpired(tx, id, now)).catch((error) => {
        this.#log.error({ err: error, file: id }, 'an expired upload could not be removed');
        return { deleted: false, emptied: false };
      });
      rows += Number(done.deleted);
      stores += Number(done.emptied);
    }
    if (strays) stores += await this.#sweepStrays();
    return { rows, stores };
  }

  async #sweepOne(
    digest: string,
    remove: (tx: Tx) => Promise<boolean>,
  ): Promise<{ deleted: boolean; emptied: boolean }> {
    return inTransaction(this.#db, async (tx) => {
      await lockDigest(tx, digest);
      const deleted = await remove(tx);
      if (await isReferenced(tx, digest)) return { deleted, emptied: false };
      await this.store.delete(`${digest}.thumb`);
      await this.store.delete(digest);
      return { deleted, emptied: true };
    });
  }

  async #sweepStrays(): Promise<number> {
    // The machine's clock, not the city's: compared with times that the file system wrote.
    const before = Date.now() - strayAfter_ms;
    for (const name of await readdir(this.#drafts).catch(() => [])) {
      const draft = path.join(this.#drafts, name);
      const found = await stat(draft).catch(() => undefined);
      if (found && found.mtimeMs < before) await rm(draft, { force: true });
    }
    let removed = 0;
    for await (const { key, changedAt } of this.store.list()) {
      const digest = key.slice(0, 64);
      if (changedAt.getTime() > before || (await isReferenced(this.#db, digest))) continue;
      removed += Number((await this.#sweepOne(digest, async () => false)).emptied);
    }
    return removed;
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function toStored(row: FileRow): StoredFile {
  return {
    id: row.id,
    digest: row.digest,
    mediaType: row.media_type,
    name: row.name,
    sizeBytes: row.size_bytes,
    width: row.width,
    height: row.height,
    ownerId: row.owner_id,
    purpose: row.purpose,
    createdAt: row.created_at,
    claimed: row.expires_at === null,
  };
}

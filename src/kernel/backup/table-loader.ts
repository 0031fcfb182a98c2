import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import { copyInSql } from './backup.queries.ts';
import { fullName, type TableEntry } from './backup-format.ts';
import { damaged } from './read-backup.ts';

/** Streams the parts of one table into the database, or past it where they are only to be checked. */
export class TableLoader {
  readonly name: string;
  readonly #hash = createHash('sha256');
  readonly #copy: CopyStreamQuery | undefined;
  readonly #done: Promise<void>;
  #failure: unknown;

  constructor(client: pg.PoolClient | undefined, table: TableEntry) {
    this.name = fullName(table);
    this.#copy = client?.query(copyFrom(copyInSql(table)));
    this.#done = this.#copy ? finished(this.#copy) : Promise.resolve();
    this.#done.catch((error) => {
      this.#failure ??= error;
    });
  }

  async write(bytes: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of bytes) {
      this.#hash.update(chunk);
      if (this.#failure) throw this.#refused();
      if (this.#copy && !this.#copy.write(chunk))
        await Promise.race([once(this.#copy, 'drain'), this.#done]).catch(() => {});
    }
    if (this.#failure) throw this.#refused();
  }

  /** @returns rows taken; -1 where they were only checked */
  async finish(): Promise<{ rows: number; sha256: string }> {
    this.#copy?.end();
    await this.#done.catch(() => {});
    if (this.#failure) throw this.#refused();
    return { rows: this.#copy?.rowCount ?? -1, sha256: this.#hash.digest('hex') };
  }

  /** Breaks off: until then the connection takes nothing else, no rollback either. */
  async abandon(): Promise<void> {
    // One that the database broke off is over already.
    if (!this.#failure) this.#copy?.destroy();
    await this.#done.catch(() => {});
  }

  #refused(): unknown {
    const { code, message } = this.#failure as { code?: string; message: string };
    // Data that the database cannot read: the archive, not the database, is at fault.
    return code?.startsWith('22') || code?.startsWith('23')
      ? damaged(`${this.name}: ${message}`, this.#failure)
      : this.#failure;
  }
}

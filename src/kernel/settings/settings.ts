import type { z } from 'zod';
import { type Db, onCommit, type Tx } from '../db/index.ts';
import { allSettings, lockSetting, upsertSetting } from './settings.queries.ts';

/**
 * One group of settings that a city changes while it runs, with its shape and its defaults.
 * `schema` must parse `{}` to the defaults.
 */
export type SettingGroup<S extends z.ZodType> = { key: string; schema: S };

export function settingGroup<S extends z.ZodType>(key: string, schema: S): SettingGroup<S> {
  return { key, schema };
}

/** Settings of the city, kept in memory and reloaded when any process changes one. */
export class Settings {
  readonly #db: Db;
  #values = new Map<string, unknown>();
  #parsed = new Map<string, unknown>();
  readonly #changed: ((key: string) => void)[] = [];

  constructor(db: Db) {
    this.#db = db;
  }

  async load(): Promise<void> {
    const rows = await allSettings(this.#db);
    this.#values = new Map(rows.map((row) => [row.key, row.value]));
    this.#parsed.clear();
  }

  /** What the city set, or the defaults. */
  get<S extends z.ZodType>(group: SettingGroup<S>): z.output<S> {
    if (!this.#parsed.has(group.key)) {
      const stored = group.schema.safeParse(this.#values.get(group.key) ?? {});
      this.#parsed.set(group.key, stored.success ? stored.data : group.schema.parse({}));
    }
    return this.#parsed.get(group.key) as z.output<S>;
  }

  /** Whether the city ever set this group. */
  has(group: SettingGroup<z.ZodType>): boolean {
    return this.#values.has(group.key);
  }

  /** @throws ZodError when `value` does not fit the group's schema */
  async set<S extends z.ZodType>(
    tx: Tx,
    group: SettingGroup<S>,
    value: z.input<S>,
    at: Date,
    by: string | null,
  ): Promise<void> {
    const parsed = group.schema.parse(value);
    await upsertSetting(tx, group.key, JSON.stringify(parsed), at, by);
    onCommit(tx, () => {
      this.#values.set(group.key, parsed);
      this.#parsed.delete(group.key);
      for (const listener of this.#changed) listener(group.key);
    });
  }

  /**
   * Changes part of a group: `change` is given what stands in the database now, and two people at once come one after
   * the other.
   * @throws ZodError when the result does not fit the schema, and what `change` throws
   */
  async edit<S extends z.ZodType>(
    tx: Tx,
    group: SettingGroup<S>,
    at: Date,
    by: string | null,
    change: (current: z.output<S>) => z.input<S>,
  ): Promise<void> {
    const stored = group.schema.safeParse((await lockSetting(tx, group.key)) ?? {});
    await this.set(tx, group, change(stored.success ? stored.data : group.schema.parse({})), at, by);
  }

  /** Called after a change in this process; kernel.ts tells the other processes. */
  onChange(listener: (key: string) => void): void {
    this.#changed.push(listener);
  }
}

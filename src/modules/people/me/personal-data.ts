import type { Db, Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';

/** That a member of staff looked at somebody's personal data. */
export type Look = {
  at: Date;
  /** name of who looked */
  by: string;
  /** message key of what they looked at */
  what: string;
};

/** What one module holds of people; declared in its `wire`. */
export type PersonalData = {
  module: string;
  /** message key that says what it is, `cases.personal_data.held` with `{count}` */
  held: string;
  count(db: Db, accountId: string): Promise<number>;
  /**
   * Where codes in the export have words: name of the field → beginning of message keys, `{ state: 'cases.state' }`, or several
   * that are tried in their order. For the readable form.
   */
  values?: Readonly<Record<string, string | readonly string[]>>;
  /** everything, as it goes into the export */
  export(db: Db, accountId: string): Promise<unknown>;
  /** Takes the person out of what may not be kept, in the transaction that closes the account. */
  erase(tx: Tx, accountId: string, at: Date): Promise<void>;
  /** message key that says what stays and why */
  kept?: string;
  /** who looked at the person's data there, the newest first */
  looks?(db: Db, accountId: string, limit: number): Promise<Look[]>;
};

const declared = new WeakMap<Kernel, PersonalData[]>();

/** Makes a module's personal data part of /me/data: seen, exported and erased with the account. */
export function declarePersonalData(k: Kernel, data: PersonalData): void {
  declared.set(k, [...(declared.get(k) ?? []), data]);
}

export function personalDataOf(k: Kernel): readonly PersonalData[] {
  return declared.get(k) ?? [];
}

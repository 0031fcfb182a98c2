import type { Db, Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';

/** What one module does when two accounts of one person become one; declared in its `wire`. */
export type AccountJoin = {
  module: string;
  /** tables whose rows of an account this module can move, `schema.table`; rows in any other keep an account from disappearing */
  tables: readonly string[];
  /** what would move, for the page that asks before: `key` says what it is, its number is said after it */
  count?(db: Db, from: string): Promise<{ key: string; count: number }[]>;
  /** Puts what is one account's into the other, doubling nothing that the other has already. */
  move(tx: Tx, from: string, to: string, at: Date): Promise<void>;
};

const declared = new WeakMap<Kernel, AccountJoin[]>();

/**
 * Lets a module that holds ids of accounts say what moves when two are joined. A module that declares nothing is safe:
 * an account that it has rows of does not disappear. Afterwards everybody hears `people.accounts_joined`
 * `{accountId, from}`.
 */
export function declareAccountJoin(k: Kernel, join: AccountJoin): void {
  declared.set(k, [...(declared.get(k) ?? []), join]);
}

export function accountJoinsOf(k: Kernel): readonly AccountJoin[] {
  return declared.get(k) ?? [];
}

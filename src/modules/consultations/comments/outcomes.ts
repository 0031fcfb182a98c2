import type { Db } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { PageContext } from '../../../ui/page-context.ts';

/** What became of a contribution, as its author reads it and, with an opinion on a draft, everybody. */
export type Outcome = {
  /** in one or two words: 采纳 */
  label: string;
  /** why */
  reason: string;
  at: Date | null;
  /** where it is published */
  href: string | null;
};

/** @returns what became of these contributions, by id; of those not decided and published yet nothing */
export type OutcomesOf = (db: Db, ids: readonly string[], ctx: PageContext) => Promise<ReadonlyMap<string, Outcome>>;

const offered = new WeakMap<Kernel, OutcomesOf[]>();

/** Lets a part say what became of contributions, on /me/contributions and beside opinions on drafts; in its `wire`. */
export function offerOutcomes(k: Kernel, of: OutcomesOf): void {
  offered.set(k, [...(offered.get(k) ?? []), of]);
}

export async function outcomesOf(
  k: Kernel,
  ids: readonly string[],
  ctx: PageContext,
): Promise<ReadonlyMap<string, Outcome>> {
  const all = await Promise.all((offered.get(k) ?? []).map((of) => of(k.db, ids, ctx)));
  return new Map(all.flatMap((each) => [...each]));
}

import type { ComponentChildren } from 'preact';
import type { PageContext } from './page-context.ts';

/** A chapter that a module has on the home page. */
export type HomePart = {
  /** least first */
  order: number;
  /** cache tags of what it is made from */
  tags: readonly string[];
  /** null: it has nothing to say now */
  make: (ctx: PageContext) => Promise<ComponentChildren>;
};

const offered = new WeakMap<object, HomePart[]>();

/** Puts a chapter on the home page; in a module's `wire`. */
export function offerOnHome(k: object, part: HomePart): void {
  offered.set(
    k,
    [...(offered.get(k) ?? []), part].sort((a, b) => a.order - b.order),
  );
}

/** The chapters of all modules as they stand now, and the tags that they depend on. */
export async function homeParts(k: object, ctx: PageContext): Promise<{ parts: ComponentChildren[]; tags: string[] }> {
  const all = offered.get(k) ?? [];
  return {
    parts: await Promise.all(all.map((part) => part.make(ctx))),
    tags: all.flatMap(({ tags }) => tags),
  };
}

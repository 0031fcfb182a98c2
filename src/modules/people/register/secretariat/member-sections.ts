import type { VNode } from 'preact';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { PageContext } from '../../../../ui/page-context.ts';
import type { Actor } from '../../actor.ts';

/** What a part shows on the staff's page of a member. */
export type MemberSection = {
  order: number;
  /** null: nothing to show, or not to this person */
  section(k: Kernel, actor: Actor, accountId: string, ctx: PageContext): Promise<VNode | null>;
};

const offered = new WeakMap<Kernel, MemberSection[]>();

/** Adds a section to /secretariat/members/:number; in a part's `wire`. */
export function offerOnMemberPage(k: Kernel, section: MemberSection): void {
  offered.set(
    k,
    [...(offered.get(k) ?? []), section].sort((a, b) => a.order - b.order),
  );
}

export async function sectionsOf(k: Kernel, actor: Actor, accountId: string, ctx: PageContext): Promise<VNode[]> {
  const made = await Promise.all((offered.get(k) ?? []).map((one) => one.section(k, actor, accountId, ctx)));
  return made.filter((node) => node !== null);
}

import type { Kernel } from '../../../kernel/kernel.ts';
import type { IconName } from '../../../ui/icons.ts';

/** A link on a person's own page. */
export type MePlace = {
  href: string;
  /** message keys */
  label: string;
  note: string;
  icon: IconName;
  order: number;
};

const offered = new WeakMap<Kernel, MePlace[]>();

/** Adds a link to everybody's own page; in a module's `wire`. */
export function offerOnMe(k: Kernel, place: MePlace): void {
  offered.set(
    k,
    [...(offered.get(k) ?? []), place].sort((a, b) => a.order - b.order),
  );
}

export function placesOnMe(k: Kernel): readonly MePlace[] {
  return offered.get(k) ?? [];
}

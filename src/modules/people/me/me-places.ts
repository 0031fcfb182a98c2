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
  /** shown only to whoever this is true of; default: everybody */
  who?: (k: Kernel, accountId: string) => Promise<boolean>;
};

const offered = new WeakMap<Kernel, MePlace[]>();

/** Adds a link to everybody's own page; in a module's `wire`. */
export function offerOnMe(k: Kernel, place: MePlace): void {
  offered.set(
    k,
    [...(offered.get(k) ?? []), place].sort((a, b) => a.order - b.order),
  );
}

/** The places of one person, in their order. */
export async function placesOnMe(k: Kernel, accountId: string): Promise<MePlace[]> {
  const places: MePlace[] = [];
  for (const place of offered.get(k) ?? []) if (!place.who || (await place.who(k, accountId))) places.push(place);
  return places;
}

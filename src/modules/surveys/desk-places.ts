import type { VNode } from 'preact';
import type { Kernel } from '../../kernel/kernel.ts';
import type { PageContext } from '../../ui/page-context.ts';
import type { Actor } from '../people/index.ts';
import type { Survey } from './survey.queries.ts';

/** Who reads the desk of which survey. */
export type DeskReader = { actor: Actor; survey: Survey; ctx: PageContext };

/** A link from the desk of a survey to a part. */
export type DeskPlace = {
  href: string;
  /** words, not a message key */
  label: string;
  /** how it stands there: 214 份回答 */
  note?: string;
};

/** What a part shows at /questionnaires/:slug. */
export type DeskOffer = {
  /** building 10, answers 30, results 50 */
  order: number;
  /** empty: none for this person or in this state */
  places(k: Kernel, reader: DeskReader): Promise<DeskPlace[]>;
  /** more than links: a section of its own; null: nothing, or not to this person */
  section?(k: Kernel, reader: DeskReader): Promise<VNode | null>;
};

const offered = new WeakMap<Kernel, DeskOffer[]>();

/** Adds a part's links to the desk of surveys; in a part's `wire`. */
export function offerAtDesk(k: Kernel, offer: DeskOffer): void {
  offered.set(
    k,
    [...(offered.get(k) ?? []), offer].sort((a, b) => a.order - b.order),
  );
}

/** What all parts have for this person at the desk of this survey. */
export async function placesAtDesk(k: Kernel, reader: DeskReader): Promise<{ places: DeskPlace[]; sections: VNode[] }> {
  const places: DeskPlace[] = [];
  const sections: VNode[] = [];
  for (const offer of offered.get(k) ?? []) {
    places.push(...(await offer.places(k, reader)));
    const section = await offer.section?.(k, reader);
    if (section) sections.push(section);
  }
  return { places, sections };
}

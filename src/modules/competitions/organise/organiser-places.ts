import type { VNode } from 'preact';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Actor } from '../../people/index.ts';
import type { Competition } from '../competition.queries.ts';
import type { CompetitionFacts } from '../competitions.policy.ts';
import type { Stage, StageKind } from '../competitions.rules.ts';

/** Whose page it is made for: who reads it, which competition, and what they are in it. */
export type PlaceReader = { actor: Actor; competition: Competition; facts: CompetitionFacts; ctx: PageContext };

/** A link to the desk of a part, with a few words on how it stands there. */
export type OrganiserPlace = {
  href: string;
  /** words, not a message key */
  label: string;
  /** how it stands: 12 件等待初审 */
  note?: string;
  /** something waits to be done there */
  hot?: boolean;
};

/** What a part shows on /organise/:slug. */
export type OrganiserOffer = {
  /** entries 10, screening 20, jury 30, ballots 40, pitch 50, results 60 */
  order: number;
  /** the part is asked once for each stage of these kinds, and its places stand beside that stage; none: asked once for the whole */
  stageKinds?: readonly StageKind[];
  /** links of the part; empty: none for this person. `stage` is null without `stageKinds` */
  places(k: Kernel, reader: PlaceReader, stage: Stage | null): Promise<OrganiserPlace[]>;
  /** more than links: a section of its own below the checklist; null: nothing, or not to this person */
  section?(k: Kernel, reader: PlaceReader): Promise<VNode | null>;
};

const offered = new WeakMap<Kernel, OrganiserOffer[]>();

/** Adds a part's links to the organiser's page of a competition; in a part's `wire`. */
export function offerToOrganisers(k: Kernel, offer: OrganiserOffer): void {
  offered.set(
    k,
    [...(offered.get(k) ?? []), offer].sort((a, b) => a.order - b.order),
  );
}

export type PlacesOf = {
  /** places of the competition as a whole */
  whole: OrganiserPlace[];
  /** by id of the stage */
  stages: Map<string, OrganiserPlace[]>;
  sections: VNode[];
};

/** What all parts have for this person in this competition. */
export async function placesFor(k: Kernel, reader: PlaceReader): Promise<PlacesOf> {
  const places: PlacesOf = { whole: [], stages: new Map(), sections: [] };
  for (const { stageKinds, places: made, section } of offered.get(k) ?? []) {
    if (!stageKinds) places.whole.push(...(await made(k, reader, null)));
    for (const stage of reader.competition.stages.filter(({ kind }) => stageKinds?.includes(kind)))
      places.stages.set(stage.id, [...(places.stages.get(stage.id) ?? []), ...(await made(k, reader, stage))]);
    const more = await section?.(k, reader);
    if (more) places.sections.push(more);
  }
  return places;
}

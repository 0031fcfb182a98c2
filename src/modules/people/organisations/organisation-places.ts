import type { Kernel } from '../../../kernel/kernel.ts';
import type { Part } from './organisation-people.queries.ts';

/** A page of another module about an organisation, for those who hold a part in it. */
export type OrganisationLink = {
  /** stands below the organisation's address: `/organisations/<slug>/<path>` */
  path: string;
  /** message key */
  label: string;
  parts: readonly Part[];
};

const offered = new WeakMap<Kernel, OrganisationLink[]>();

/** Adds a link to what somebody is in organisations; in a module's `wire`. */
export function offerToOrganisations(k: Kernel, link: OrganisationLink): void {
  offered.set(k, [...(offered.get(k) ?? []), link]);
}

export function linksOfOrganisations(k: Kernel): readonly OrganisationLink[] {
  return offered.get(k) ?? [];
}

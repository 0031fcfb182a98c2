import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { type Actor, openOrganisations, peopleOfOrganisations } from '../../people/index.ts';
import { openWith } from './exchange.queries.ts';
import { cityScope } from './load-exchange.ts';

export type OrganisationLine = {
  id: string;
  slug: string;
  name: string;
  officers: number;
  open: number;
  late: number;
  agreements: number;
  lastAt: Date | null;
};

/** Organisations with who speaks for them and what is open, as far as somebody of the city may see; by name, a page at a time. */
export async function organisationLines(
  k: Kernel,
  actor: Actor,
  after: { name: string; id: string } | null,
  limit: number,
): Promise<OrganisationLine[]> {
  const organisations = await openOrganisations(k.db, after, limit);
  const ids = organisations.map((each) => each.id);
  const [people, open] = await Promise.all([
    peopleOfOrganisations(k.db, ids, ['administrator', 'liaison_officer']),
    openWith(k.db, ids, cityScope(actor), localDate(k.clock.now(), k.config.TIME_ZONE)),
  ]);
  return organisations.map(({ id, slug, name }) => {
    const found = open.get(id);
    const speakers = people.filter((each) => each.organisationId === id).map((each) => each.accountId);
    return {
      id,
      slug,
      name,
      officers: new Set(speakers).size,
      open: found?.open ?? 0,
      late: found?.late ?? 0,
      agreements: found?.agreements ?? 0,
      lastAt: found?.lastAt ?? null,
    };
  });
}

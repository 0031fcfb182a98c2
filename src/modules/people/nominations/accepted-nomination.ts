import type { Db, Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { acceptedOf, applicationOf } from './account-nominations.queries.ts';
import { endNominations } from './end-nominations.ts';
import { nominationById, setTaken } from './nominations.queries.ts';

/** What an accepted nomination says of somebody; for their application and for whoever checks it. */
export type NominationDetails = {
  id: string;
  name: string;
  categories: string[];
  words: string;
  /** who recommends: an organisation, or a person */
  recommender: string;
};

/** An accepted nomination of an account; null where it is none, or was forgotten. */
export async function nominationDetails(db: Db, id: string, accountId: string): Promise<NominationDetails | null> {
  const found = await nominationById(db, id);
  if (!found || found.accountId !== accountId || found.name === null) return null;
  const { name, categories, words, recommender, organisation } = found;
  return { id, name, categories: categories ?? [], words: words ?? '', recommender: organisation ?? recommender };
}

/** Accepted nominations of an account that no application carries, with who made each, the oldest first. */
export async function acceptedNominationsOf(
  db: Db,
  accountId: string,
): Promise<{ id: string; nominatedBy: string[] }[]> {
  const rows = await acceptedOf(db, accountId);
  // Whoever of the secretariat hands in a table for an organisation recommends nobody.
  return rows.map(({ id, recommenderId, bySecretariat }) => ({
    id,
    nominatedBy: recommenderId && !bySecretariat ? [recommenderId] : [],
  }));
}

/** Hears what becomes of applications: a nomination goes with one, and is forgotten when it is decided. */
export function followApplications(k: Kernel): void {
  k.outbox.subscribe({
    name: 'people.nominations.taken',
    types: ['people.application_submitted'],
    handle: async (tx, event) => {
      const application = await applicationOf(tx, event.subject);
      if (!application?.nominationId) return;
      const found = await nominationById(tx, application.nominationId);
      if (found?.state === 'accepted') await setTaken(tx, found.id);
    },
  });
  k.outbox.subscribe({
    name: 'people.nominations.done',
    types: ['people.application_approved', 'people.application_declined', 'people.application_withdrawn'],
    handle: (tx, event) => forgetWith(k, tx, event.subject),
  });
}

async function forgetWith(k: Kernel, tx: Tx, applicationId: string): Promise<void> {
  const application = await applicationOf(tx, applicationId);
  if (!application?.nominationId) return;
  const found = await nominationById(tx, application.nominationId);
  if (found?.accountId === application.accountId) await endNominations(k, tx, [found.id], 'done');
}

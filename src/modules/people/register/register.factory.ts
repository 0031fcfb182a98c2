import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { publishEntry } from '../directory/publish-entry.ts';
import { recordConsent } from '../me/consent.queries.ts';
import { makeAccount } from '../people.factory.ts';
import { type Entry, saveEntry } from './entry.queries.ts';
import { insertMembership, nextMemberNumber } from './membership.queries.ts';

/** An entry with nothing in it. */
export const emptyEntry: Entry = {
  penName: '',
  intro: '',
  categories: [],
  stratum: null,
  field: '',
  organisationId: null,
  organisationName: '',
  post: '',
  skills: [],
  districtId: null,
  contactEmail: '',
  contactPhone: '',
  photoFileId: null,
  publicFields: [],
  accounts: [],
  works: [],
};

/** Test data: somebody with an account who is an active member until the end of 2028. */
export async function makeMember(
  k: Kernel,
  given: Parameters<typeof makeAccount>[1] & { entry?: Partial<Entry> } = {},
): Promise<Awaited<ReturnType<typeof makeAccount>> & { membershipId: string; number: string }> {
  const { entry, ...account } = given;
  const actor = await makeAccount(k, account);
  const at = k.clock.now();
  return inTransaction(k.db, async (tx) => {
    await saveEntry(
      tx,
      actor.accountId,
      { ...emptyEntry, categories: ['streamer'], contactEmail: actor.email, ...entry },
      at,
    );
    const number = await nextMemberNumber(tx, 2026);
    const membershipId = await insertMembership(tx, {
      accountId: actor.accountId,
      number,
      startsOn: '2026-01-01',
      endsOn: '2028-12-31',
      by: null,
      at,
    });
    if (entry?.publicFields?.length)
      await recordConsent(tx, { accountId: actor.accountId, purpose: 'people.directory', wording: '1', at });
    await publishEntry(tx, actor.accountId, at);
    return { ...actor, membershipId, number };
  });
}

import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { accountsByIds, peopleOfOrganisations } from '../../people/index.ts';
import { insertStep } from '../competition.queries.ts';
import { type EntryOfAccount, forgetTeamsAndAsking, giveEntryTo, lockEntriesOfAccount } from './account.queries.ts';
import { deleteFiles } from './file.queries.ts';
import { endInvitations, endInvitationsOfEntry, openForAddresses } from './invitation.queries.ts';
import { deleteDraft, emptyEntries, setWithdrawn } from './own-entry.queries.ts';

/**
 * Somebody's account goes: drafts are deleted; what was handed in is withdrawn and emptied, unless the results are final.
 * Then number, title and place stay as part of the result, and by-line, texts and files only where the person had agreed.
 * An organisation's entry goes on with somebody else who speaks for it.
 */
export async function endWithAccount(k: Kernel, tx: Tx, accountId: string, at: Date): Promise<void> {
  for (const entry of await lockEntriesOfAccount(tx, accountId)) {
    const heir = await heirOf(tx, entry, accountId);
    if (heir) await giveEntryTo(tx, entry.id, heir);
    else if (entry.state === 'draft') await discard(k, tx, entry, at);
    else {
      await takeBack(k, tx, entry, at, { evenKept: false });
      await giveEntryTo(tx, entry.id, null);
    }
  }
  const [own] = await accountsByIds(tx, [accountId]);
  if (own) {
    const open = await openForAddresses(tx, { email: own.email, phone: own.phone }, at);
    await endInvitations(
      tx,
      open.map(({ id }) => id),
      'not_accepted',
    );
  }
  await forgetTeamsAndAsking(tx, accountId, at);
}

/** Somebody no longer agrees that what they entered is shown: it is taken back, even where they had agreed to more. */
export async function endWithConsent(k: Kernel, tx: Tx, accountId: string, at: Date): Promise<void> {
  for (const entry of await lockEntriesOfAccount(tx, accountId))
    if (entry.state !== 'draft') await takeBack(k, tx, entry, at, { evenKept: true });
}

async function heirOf(tx: Tx, entry: EntryOfAccount, accountId: string): Promise<string | undefined> {
  if (entry.organisationId === null) return undefined;
  const people = await peopleOfOrganisations(tx, [entry.organisationId], ['administrator', 'liaison_officer']);
  return people.find((person) => person.accountId !== accountId)?.accountId;
}

async function discard(k: Kernel, tx: Tx, { id }: EntryOfAccount, at: Date): Promise<void> {
  await k.files.release(tx, await deleteFiles(tx, id, 'all'));
  await endInvitationsOfEntry(tx, id, at);
  await deleteDraft(tx, id);
}

const goingOn: readonly EntryOfAccount['state'][] = ['submitted', 'mend', 'accepted'];

async function takeBack(
  k: Kernel,
  tx: Tx,
  entry: EntryOfAccount,
  at: Date,
  { evenKept }: { evenKept: boolean },
): Promise<void> {
  const { id, competitionId, number, slug } = entry;
  const isFinal = entry.competitionState === 'final';
  if (isFinal && entry.state === 'accepted' && entry.keepAfter && !evenKept) return;
  const withdraws = !isFinal && goingOn.includes(entry.state);
  if (withdraws) {
    await setWithdrawn(tx, id, at);
    await insertStep(tx, at, {
      ...{ competitionId, entryId: id, byId: null, byAs: 'system', act: 'withdraw_entry' },
      details: { number, from: entry.state, with: evenKept ? 'consent' : 'account' },
    });
  }
  await k.files.release(tx, await deleteFiles(tx, id, 'all'));
  await endInvitationsOfEntry(tx, id, at);
  await emptyEntries(tx, [id], { at, keepTitle: isFinal && entry.state === 'accepted' });
  await k.outbox.emit(tx, at, {
    type: withdraws ? 'competitions.withdraw_entry' : 'competitions.empty_entry',
    subject: competitionId,
    actorId: null,
    payload: { slug, stageId: null, entryId: id },
  });
}

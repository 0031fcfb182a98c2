import { z } from 'zod';
import { type Db, inTransaction, isId, newId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedLine } from '../../../kernel/text/index.ts';
import { type Actor, accountsByIds, refuseInvitations } from '../../people/index.ts';
import { type Acting, actInTransaction, type Deed } from '../act-on-competition.ts';
import { entryStage, holdTaking } from './entries.rules.ts';
import { entryTokenHash } from './entry-token.ts';
import {
  acceptInvitationRow,
  endInvitations,
  entryInvitationById,
  type Invitation,
  insertMember,
  lockInvitation,
  openByToken,
} from './invitation.queries.ts';
import { insertDraft, lockEntryRow } from './own-entry.queries.ts';
import { holdMayEnter, holdRoomForOne } from './own-entry.ts';

/** By the link alone, or by the id for whoever signs in with the address that it was sent to. */
export type By = { token: string } | { id: string };

/** An invitation that can be answered. @throws AppError competitions.entries.invitation_gone whatever became of it */
export async function readInvitation(k: Kernel, db: Db, actor: Actor, by: By): Promise<Invitation> {
  const at = k.clock.now();
  if ('token' in by)
    return (await openByToken(db, entryTokenHash(by.token), at)) ?? fail('competitions.entries.invitation_gone');
  const found = isId(by.id) ? await entryInvitationById(db, by.id) : undefined;
  const [own] = actor.accountId ? await accountsByIds(db, [actor.accountId]) : [];
  const mine =
    own !== undefined &&
    ((found?.email != null && found.email === own.email) || (found?.phone != null && found.phone === own.phone));
  if (!found || !mine || found.state !== 'open' || found.expiresAt <= at)
    return fail('competitions.entries.invitation_gone');
  return found;
}

export const acceptInput = z.object({
  /** as somebody of a team wants to be named; none: as the account is */
  shownAs: z.string().default('').transform(typedLine).pipe(z.string().max(40, 'competitions.entries.field.too_long')),
});

/**
 * Somebody accepts: a nominee gets the nomination as a draft of their own, a member of a team is named from then on. Their
 * address is not kept any longer.
 * @returns the entry's id
 * @throws AppError competitions.entries.invitation_gone, .own_invitation, .has_duty, .too_many_entries, .in_team_already,
 *   competitions.too_late, kernel.sign_in_first
 */
export async function acceptInvitation(
  k: Kernel,
  actor: Actor,
  by: By,
  given: z.input<typeof acceptInput> = {},
): Promise<{ entryId: string; kind: Invitation['kind'] }> {
  const { shownAs } = acceptInput.parse(given);
  if (actor.accountId === null) fail('kernel.sign_in_first');
  return inTransaction(k.db, async (tx) => {
    const { id, competitionId, kind } = await readInvitation(k, tx, actor, by);
    const act = kind === 'nominee' ? 'accept_nomination' : 'join_team';
    const entryId = await actInTransaction(
      k,
      tx,
      actor,
      competitionId,
      { act, as: 'entrant', may: () => true },
      async (acting) => {
        const invitation = await lockInvitation(tx, id);
        if (invitation?.state !== 'open') return fail('competitions.entries.invitation_gone');
        if (invitation.askedBy === actor.accountId) fail('competitions.entries.own_invitation');
        return kind === 'nominee' ? takeOver(acting, actor, invitation) : join(acting, actor, invitation, shownAs);
      },
    );
    return { entryId, kind };
  });
}

async function takeOver({ tx, competition, at }: Acting, actor: Actor, invitation: Invitation): Promise<Deed<string>> {
  const accountId = await holdMayEnter(tx, actor, competition);
  holdTaking(competition, at);
  await holdRoomForOne(tx, competition, accountId);
  const entryId = newId();
  await insertDraft(tx, {
    id: entryId,
    competitionId: competition.id,
    categoryId: invitation.categoryId ?? fail('competitions.entries.invitation_gone'),
    way: 'nominated',
    accountId,
    nominatedBy: invitation.askedBy,
    title: invitation.title ?? '',
    byLine: invitation.name ?? actor.displayName,
    body: invitation.words ?? '',
    at,
  });
  await acceptInvitationRow(tx, invitation.id, entryId);
  return { entryId, stageId: entryStage(competition).id, details: { way: 'nominated' }, result: entryId };
}

async function join(
  { tx, competition, at }: Acting,
  actor: Actor,
  invitation: Invitation,
  shownAs: string,
): Promise<Deed<string>> {
  const accountId = await holdMayEnter(tx, actor, competition);
  const entryId = invitation.entryId ?? fail('competitions.entries.invitation_gone');
  const entry = await lockEntryRow(tx, entryId);
  if (!entry || !['draft', 'submitted', 'mend', 'accepted'].includes(entry.state))
    return fail('competitions.entries.invitation_gone');
  if (entry.accountId === accountId) fail('competitions.entries.own_invitation');
  const named = shownAs || [...actor.displayName].slice(0, 40).join('') || fail('kernel.sign_in_first');
  const role = invitation.role ?? '';
  if (!(await insertMember(tx, { competitionId: competition.id, entryId, accountId, role, shownAs: named, at })))
    fail('competitions.entries.in_team_already');
  await acceptInvitationRow(tx, invitation.id, entryId);
  return { entryId, details: { number: entry.number, role }, result: entryId };
}

/**
 * Somebody declines: everything about them is erased at once, and nothing is written of it anywhere. Whoever asked learns
 * only when the time has run out that it was not accepted.
 * @param never they do not want to be asked again: a keyed hash of their address stays, and nothing else
 * @throws AppError competitions.entries.invitation_gone
 */
export async function declineInvitation(k: Kernel, actor: Actor, by: By, { never }: { never: boolean }): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const { id } = await readInvitation(k, tx, actor, by);
    await declineHeld(k, tx, id, never);
  });
}

async function declineHeld(k: Kernel, tx: Tx, id: string, never: boolean): Promise<void> {
  const invitation = await lockInvitation(tx, id);
  if (invitation?.state !== 'open') return fail('competitions.entries.invitation_gone');
  const addresses = [invitation.email, invitation.phone].filter((each) => each !== null);
  if (never) await refuseInvitations(k, tx, addresses);
  await endInvitations(tx, [id], 'not_accepted');
}

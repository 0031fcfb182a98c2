import { z } from 'zod';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { type Acting, actOnCompetition, type Deed } from '../act-on-competition.ts';
import type { Competition } from '../competition.queries.ts';
import { entryStage } from './entries.rules.ts';
import { countTeam, deleteMember, endInvitations, entryInvitationById, lockInvitation } from './invitation.queries.ts';
import { holdReachable, invitedShape, placeInvitation, refuseOwnAddress, takeInvitation } from './nominate.ts';
import { lockEntryRow, type OwnEntry } from './own-entry.queries.ts';
import { lockOwn, ownEntry } from './own-entry.ts';

export const memberInput = invitedShape.extend({
  /** one of the stage's roles; empty where it names none */
  role: z.string().max(12, 'competitions.entries.field.role').default(''),
});
export type MemberInput = z.input<typeof memberInput>;

const teamStates: readonly OwnEntry['state'][] = ['draft', 'submitted', 'mend', 'accepted'];

/**
 * Asks somebody into the team of an entry of one's own. They are named nowhere before they have agreed.
 * @returns the invitation's id
 * @throws AppError competitions.entries.team_full, .way_not_taken, .own_address, kernel.invalid, kernel.too_many
 */
export async function inviteMember(k: Kernel, actor: Actor, entryId: string, given: MemberInput): Promise<string> {
  const input = memberInput.parse(given);
  holdReachable(input);
  const { accountId, competition } = await ownEntry(k.db, actor, entryId);
  await refuseOwnAddress(k, accountId, input);
  await takeInvitation(k, accountId);
  return actOnCompetition(
    k,
    actor,
    competition.id,
    // Nothing of somebody who has not answered stands in the record.
    { act: 'invite_member', as: 'entrant', may: () => true },
    async (acting) => {
      const entry = await lockOwn(acting.tx, actor, entryId);
      return { done: false, result: await inviteInto(k, actor, acting, entry, input) };
    },
  );
}

async function inviteInto(
  k: Kernel,
  actor: Actor,
  { tx, competition, at }: Acting,
  entry: OwnEntry,
  input: z.output<typeof memberInput>,
): Promise<string> {
  const stage = entryStage(competition);
  const { mostInTeam, acceptanceDays } = stage.settings;
  if (entry.way !== 'team') fail('competitions.entries.way_not_taken');
  if (!teamStates.includes(entry.state)) fail('competitions.entry_wrong_state', { state: entry.state });
  holdRole(competition, input.role);
  if ((await countTeam(tx, entry.id, at)) >= mostInTeam) fail('competitions.entries.team_full', { most: mostInTeam });
  return placeInvitation(k, tx, actor, {
    ...{ competitionId: competition.id, kind: 'member', entryId: entry.id, categoryId: null },
    ...{ askedBy: actor.accountId ?? fail('kernel.sign_in_first'), at },
    expiresAt: new Date(at.getTime() + acceptanceDays * 86_400_000),
    invited: { ...input, title: '', words: '' },
  });
}

function holdRole(competition: Competition, role: string): void {
  const { teamRoles } = entryStage(competition).settings;
  const known = teamRoles.length === 0 ? role === '' : teamRoles.includes(role);
  if (!known) failFields({ role: { key: 'competitions.entries.field.role' } });
}

/**
 * Somebody leaves a team, or its owner takes them off: they are not named any longer, and no row says that they were.
 * @param accountId who leaves; none: the actor
 * @throws AppError competitions.entry_not_found
 */
export async function leaveTeam(k: Kernel, actor: Actor, entryId: string, accountId?: string): Promise<void> {
  const leaves = accountId ?? actor.accountId ?? fail('kernel.sign_in_first');
  const found =
    isId(entryId) && isId(leaves) ? await inTransaction(k.db, (tx) => lockEntryRow(tx, entryId)) : undefined;
  if (!found || (leaves !== actor.accountId && found.accountId !== actor.accountId))
    return fail('competitions.entry_not_found');
  await actOnCompetition(
    k,
    actor,
    found.competitionId,
    { act: 'leave_team', as: 'entrant', states: ['open', 'final', 'cancelled'], may: () => true },
    async ({ tx }): Promise<Deed<void>> => {
      if (!(await deleteMember(tx, entryId, leaves))) fail('competitions.entry_not_found');
      return { entryId, details: { number: found.number }, result: undefined };
    },
  );
}

/**
 * Whoever asked takes an invitation back while it waits; whether it was declined already they do not learn.
 * @throws AppError competitions.entries.invitation_gone once it was accepted or its time has run out
 */
export async function takeBackInvitation(k: Kernel, actor: Actor, id: string): Promise<void> {
  const found = isId(id) ? await entryInvitationById(k.db, id) : undefined;
  if (!found || actor.accountId === null || found.askedBy !== actor.accountId)
    return fail('competitions.entries.invitation_gone');
  await inTransaction(k.db, async (tx) => {
    const invitation = await lockInvitation(tx, id);
    if (!invitation || invitation.state === 'accepted' || invitation.expiresAt <= k.clock.now())
      return fail('competitions.entries.invitation_gone');
    await endInvitations(tx, [id], 'withdrawn');
  });
}

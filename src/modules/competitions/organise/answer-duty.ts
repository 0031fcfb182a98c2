import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, accountsByIds } from '../../people/index.ts';
import { type Acting, actOnCompetition } from '../act-on-competition.ts';
import type { Duty } from '../competitions.rules.ts';
import { holdNoConflict } from './ask-duty.ts';
import {
  acceptDutyRow,
  type DutyRow,
  dutyById,
  endDutyRow,
  type InvitationRow,
  insertDuty,
  invitationById,
  invitationByToken,
  openDutiesOf,
  settleInvitation,
} from './duty.queries.ts';
import { needsStaff } from './duty.rules.ts';
import { dutyAddressHash, dutyTokenHash } from './duty-token.ts';
import './organise.errors.ts';

export type Answer = 'accept' | 'decline';

const states = ['draft', 'open'] as const;

/**
 * Somebody accepts or declines a duty that their account was asked for. Accepting agrees to being shown as it says.
 * @throws AppError competitions.duty_not_found, competitions.duty_needs_staff, competitions.duty_conflict,
 *   competitions.wrong_state
 */
export async function answerDuty(
  k: Kernel,
  actor: Actor,
  dutyId: string,
  { answer }: { answer: Answer },
): Promise<void> {
  const asked = isId(dutyId) ? await dutyById(k.db, dutyId) : undefined;
  const mine = asked !== undefined && asked.accountId === actor.accountId;
  if (!asked || !mine) return fail('competitions.duty_not_found');
  await actOnCompetition(
    k,
    actor,
    asked.competitionId,
    { act: `${answer}_duty`, as: asked.duty, states, may: () => mine },
    async (acting) => {
      const row = await dutyById(acting.tx, dutyId);
      if (!row || row.acceptedAt || row.endedAt) return fail('competitions.ask_gone');
      if (answer === 'decline') await endDutyRow(acting.tx, row.id, 'declined', acting.at);
      else {
        await holdMayAccept(actor, acting, row.duty, row.id);
        await acceptDutyRow(acting.tx, row.id, acting.at);
      }
      await tell(k, actor, acting, { dutyId: row.id, answer });
      return { details: { duty: row.duty, dutyId: row.id }, result: undefined };
    },
  );
}

async function holdMayAccept(
  actor: Actor,
  { tx, competition, at }: Acting,
  duty: Duty,
  dutyId?: string,
): Promise<void> {
  const { accountId } = actor;
  if (accountId === null) return fail('kernel.sign_in_first');
  if (needsStaff(duty) && (actor.roles.length === 0 || !actor.secondFactor)) fail('competitions.duty_needs_staff');
  const roleHolder = actor.roles.some(
    ({ role, departmentId }) =>
      role === 'organiser' && (departmentId === null || departmentId === competition.departmentId),
  );
  await holdNoConflict(tx, competition, accountId, duty, { ...(dutyId && { except: dutyId }), roleHolder });
  if (duty !== 'chair') return;
  // The chair scores as jurors do: one duty of the two is enough.
  for (const open of await openDutiesOf(tx, competition.id, accountId))
    if (open.duty === 'juror') await endDutyRow(tx, open.id, 'laid_down', at);
}

function tell(
  k: Kernel,
  actor: Actor,
  { tx, competition, at }: Acting,
  payload: { dutyId?: string; invitationId?: string; answer: Answer },
): Promise<void> {
  return k.outbox.emit(tx, at, {
    type: 'competitions.duty_answered',
    subject: competition.id,
    actorId: actor.accountId,
    payload: { slug: competition.slug, ...payload },
  });
}

/** The invitation of a link. @throws AppError competitions.ask_gone whatever became of it */
export async function readInvitation(k: Kernel, token: string): Promise<InvitationRow> {
  const found = await invitationByToken(k.db, dutyTokenHash(token));
  if (!found || found.settledAt || found.expiresAt <= k.clock.now()) return fail('competitions.ask_gone');
  return found;
}

/** Whether somebody's account has the address that an invitation went to; a link that was handed over is for anybody. */
export async function isFor(k: Kernel, invitation: InvitationRow, accountId: string): Promise<boolean> {
  const { addressHash } = invitation;
  if (invitation.way === 'link') return true;
  return (await addressHashes(k, accountId)).some((hash) => addressHash?.equals(hash));
}

/** Keyed hashes of the addresses that an account has. */
export async function addressHashes(k: Kernel, accountId: string): Promise<Buffer[]> {
  const [account] = await accountsByIds(k.db, [accountId]);
  return [account?.email, account?.phone].flatMap((address) => (address ? [dutyAddressHash(k, address)] : []));
}

/**
 * Accepts the duty of an invitation with the account that is signed in.
 * @throws AppError competitions.ask_gone, competitions.ask_other_address, competitions.duty_needs_staff,
 *   competitions.duty_conflict, competitions.duty_own, competitions.wrong_state
 */
export async function acceptInvitation(k: Kernel, actor: Actor, token: string): Promise<DutyRow['id']> {
  const { accountId } = actor;
  if (accountId === null) return fail('kernel.sign_in_first');
  const invitation = await readInvitation(k, token);
  if (!(await isFor(k, invitation, accountId))) fail('competitions.ask_other_address');
  if (invitation.askedBy === accountId) fail('competitions.duty_own');
  return actOnCompetition(
    k,
    actor,
    invitation.competitionId,
    { act: 'accept_duty', as: invitation.duty, states, may: () => true },
    async (acting) => {
      const { tx, at } = acting;
      await holdMayAccept(actor, acting, invitation.duty);
      if (!(await settleInvitation(tx, invitation.id, 'accepted', at))) fail('competitions.ask_gone');
      const { competitionId, duty, shownAs, askedBy, askedAt } = invitation;
      const dutyId = await insertDuty(tx, {
        competitionId,
        accountId,
        duty,
        shownAs,
        askedBy,
        askedAt,
        acceptedAt: at,
      });
      await tell(k, actor, acting, { dutyId, answer: 'accept' });
      return { details: { duty, dutyId }, result: dutyId };
    },
  );
}

/** Whoever has the link declines; nobody has to sign in for it, and nothing is kept of who it was. */
export async function declineInvitation(k: Kernel, actor: Actor, token: string): Promise<void> {
  const invitation = await readInvitation(k, token);
  const nobody = { ...actor, accountId: null };
  await actOnCompetition(
    k,
    nobody,
    invitation.competitionId,
    { act: 'decline_duty', as: invitation.duty, states, may: () => true },
    async (acting) => {
      if (!(await settleInvitation(acting.tx, invitation.id, 'declined', acting.at))) fail('competitions.ask_gone');
      await tell(k, nobody, acting, { invitationId: invitation.id, answer: 'decline' });
      return { details: { duty: invitation.duty, invitationId: invitation.id }, result: undefined };
    },
  );
}

/** The invitation of one competition. @throws AppError competitions.duty_not_found */
export async function invitationIn(k: Kernel, competitionId: string, id: string): Promise<InvitationRow> {
  const found = isId(id) ? await invitationById(k.db, id) : undefined;
  return found?.competitionId === competitionId ? found : fail('competitions.duty_not_found');
}

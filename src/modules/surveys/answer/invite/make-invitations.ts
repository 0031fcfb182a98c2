import { newId } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type Actor, parseAddress } from '../../../people/index.ts';
import { actOnSurvey } from '../../act-on-survey.ts';
import { mayRun } from '../../surveys.policy.ts';
import '../answer.errors.ts';
import { addressesListed, insertInvitations, type NewInvitation, nextNumber } from './invitation.queries.ts';
import { codeHash, codeOf } from './invitation-code.ts';

/** Invitations of one survey, revoked ones among them. */
export const mostInvitations = 50_000;
const chunk = 1000;

export type Invited = { name?: string | null; email?: string | null };

/**
 * Puts people on the list of a survey, or makes codes for whoever gets them. Who is on it already, by address, is passed over.
 * @returns how many are new
 * @throws AppError surveys.answer.not_by_invitation, surveys.answer.too_many_invitations, kernel.not_allowed
 */
export async function makeInvitations(
  k: Kernel,
  actor: Actor,
  surveyId: string,
  people: readonly Invited[],
): Promise<number> {
  return actOnSurvey(
    k,
    actor,
    surveyId,
    { act: 'invite', as: 'convener', states: ['draft', 'open'], may: mayRun },
    async ({ tx, survey, at }) => {
      if (survey.way !== 'invited') fail('surveys.answer.not_by_invitation');
      const first = await nextNumber(tx, survey.id);
      const seen = await addressesListed(
        tx,
        survey.id,
        people.flatMap(({ email }) => (email ? [email.toLowerCase()] : [])),
      );
      const rows: NewInvitation[] = [];
      for (const { name = null, email = null } of people) {
        const address = email?.toLowerCase() ?? null;
        if (address !== null && (seen.has(address) || !parseAddress(address))) continue;
        if (address !== null) seen.add(address);
        const id = newId();
        rows.push({
          id,
          hash: codeHash(codeOf(k, { id, issue: 0 })),
          number: first + rows.length,
          name: name?.slice(0, 60) || null,
          email: address,
        });
      }
      if (first - 1 + rows.length > mostInvitations)
        fail('surveys.answer.too_many_invitations', { most: mostInvitations });
      for (let start = 0; start < rows.length; start += chunk)
        await insertInvitations(tx, at, survey.id, rows.slice(start, start + chunk));
      return { details: { count: rows.length }, done: rows.length > 0, result: rows.length };
    },
  );
}

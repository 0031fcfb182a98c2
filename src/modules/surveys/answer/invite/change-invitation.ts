import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../../people/index.ts';
import { actOnSurvey } from '../../act-on-survey.ts';
import { mayRun } from '../../surveys.policy.ts';
import '../answer.errors.ts';
import { invitationByNumber, revoke, setCode } from './invitation.queries.ts';
import { codeHash, codeOf } from './invitation-code.ts';

/**
 * Gives an invitation another code (the letter was lost), or takes it back.
 * @throws AppError surveys.answer.no_such_invitation, kernel.not_allowed
 */
export async function changeInvitation(
  k: Kernel,
  actor: Actor,
  surveyId: string,
  given: { number: number; deed: 'revoke' | 'renew' },
): Promise<void> {
  await actOnSurvey(
    k,
    actor,
    surveyId,
    {
      act: given.deed === 'revoke' ? 'revoke_invitation' : 'renew_invitation',
      as: 'convener',
      states: ['draft', 'open'],
      may: mayRun,
    },
    async ({ tx, survey, at }) => {
      const known = Number.isInteger(given.number) && given.number > 0 && given.number < 2 ** 31;
      const invitation = known ? await invitationByNumber(tx, survey.id, given.number) : undefined;
      if (!invitation) return fail('surveys.answer.no_such_invitation');
      if (given.deed === 'revoke') await revoke(tx, at, survey.id, invitation.id);
      else {
        const issue = invitation.issue + 1;
        await setCode(tx, survey.id, invitation.id, issue, codeHash(codeOf(k, { id: invitation.id, issue })));
      }
      return { subjectId: invitation.id, details: { number: invitation.number }, result: undefined };
    },
  );
}

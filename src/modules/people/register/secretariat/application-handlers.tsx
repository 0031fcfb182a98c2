import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type Actor, hasRole } from '../../actor.ts';
import { typedOf } from '../../admin/admin-page.tsx';
import { districtBook } from '../../books.ts';
import { expectedError, formErrors } from '../../form-errors.ts';
import { nominationDetails } from '../../nominations/accepted-nomination.ts';
import { staffNames } from '../../staff-lookup.ts';
import { textOf } from '../../text-of.ts';
import { findApplication } from '../application/application.queries.ts';
import { checkItems } from '../application/application.rules.ts';
import { type CheckInput, checkApplication } from '../application/check-application.ts';
import { type DecisionInput, decideApplication } from '../application/decide-application.ts';
import { entryOf } from '../entry.queries.ts';
import { applicationStory, membershipStory } from '../membership/my-membership.ts';
import { membershipsOf } from '../membership.queries.ts';
import { checkConflict, decideConflict, mayCheck, mayDecide } from '../register.policy.ts';
import { nameOf } from '../register.queries.ts';
import { ApplicationPage, type SentJudgement } from './application-page.tsx';
import { noteLooks } from './note-look.ts';
import { requireSecretariat, sendSecretariatPage } from './secretariat-frame.tsx';

export type ByNumber = { Params: { number: string } };

type Wrong = { form: SentJudgement['form']; error: AppError };

/** What was done here, said once: `?said=`. */
const said = {
  returned: 'people.register.staff.said.returned',
  passed: 'people.register.staff.said.passed',
  approved: 'people.register.staff.said.approved',
  declined: 'people.register.staff.said.declined',
};

/** One application; the look at it is recorded. */
export async function showApplication(
  k: Kernel,
  request: FastifyRequest<ByNumber>,
  reply: FastifyReply,
  wrong?: Wrong,
): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request);
  const application = (await findApplication(k.db, request.params.number)) ?? fail('kernel.not_found');
  const { accountId } = application;
  const [story, memberships, districts, entry, realName, nomination] = await Promise.all([
    applicationStory(k, application),
    membershipsOf(k.db, accountId),
    districtBook(k),
    entryOf(k.db, accountId),
    nameOf(k.db, accountId),
    application.nominationId ? nominationDetails(k.db, application.nominationId, accountId) : null,
  ]);
  const shown = application.state === 'withdrawn' ? null : entry;
  if (shown) await noteLooks(k, actor, [accountId], { application: application.number });
  const { checks, decision } = story;
  const facts = { ...application, checkedBy: checks.map(({ by }) => by) };
  const names = await staffNames(k, [...facts.checkedBy, ...(decision ? [decision.by] : [])]);
  const earlier = memberships.filter(({ state }) => state === 'ended');
  const earlierStories = await Promise.all(earlier.map((membership) => membershipStory(k, membership)));
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: application.number,
      main: (
        <ApplicationPage
          story={story}
          entry={shown}
          realName={shown ? realName : ''}
          names={names}
          earlier={earlierStories}
          districts={districts}
          nomination={shown && nomination}
          may={{
            check: application.state === 'submitted' && mayCheck(actor, facts),
            decide: application.state === 'checked' && mayDecide(actor, facts),
          }}
          conflict={conflictHere(actor, facts)}
          memberNumber={memberships.find(({ state }) => state !== 'ended')?.number}
          sent={wrong && sentOf(request, formErrors(ctx, wrong.error).errors, wrong)}
        />
      ),
    }),
    { status: wrong?.error.status ?? 200, said },
  );
}

/** Why this person may not take the step that comes next, although their role does. */
function conflictHere(actor: Actor, facts: Parameters<typeof decideConflict>[1] & { state: string }) {
  if (facts.state === 'submitted' && hasRole(actor, 'secretary')) return checkConflict(actor, facts);
  return facts.state === 'checked' && hasRole(actor, 'committee') ? decideConflict(actor, facts) : null;
}

function sentOf(request: FastifyRequest, errors: SentJudgement['errors'], { form, error }: Wrong): SentJudgement {
  const overtaken = error.status === 409 || error.status === 403;
  return { form, values: typedOf(request.body), errors, ...(overtaken && { said: errors[''] ?? '' }) };
}

/** `items.works.note` stands in the form as `works_note`. */
function checkError(thrown: unknown): AppError {
  const error = expectedError(thrown);
  if (!error.fields) return error;
  const fields = Object.entries(error.fields).map(([path, why]) => [
    path.replace(/^items\.(\w+)\.(\w+)$/, '$1_$2'),
    why,
  ]);
  return new AppError(error.code, error.params, Object.fromEntries(fields));
}

/** The secretariat's findings. */
export async function postCheck(
  k: Kernel,
  request: FastifyRequest<ByNumber>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request);
  const { body } = request;
  const { number } = request.params;
  const okOf: Record<string, boolean> = { yes: true, no: false };
  const items = Object.fromEntries(
    checkItems.map((item) => [item, { ok: okOf[textOf(body, `${item}_ok`)], note: textOf(body, `${item}_note`) }]),
  );
  const input = {
    outcome: textOf(body, 'outcome'),
    items,
    recommendation: textOf(body, 'recommendation') || null,
    note: textOf(body, 'note'),
  };
  try {
    await checkApplication(k, actor, number, Number(textOf(body, 'round')), input as CheckInput);
  } catch (error) {
    return showApplication(k, request, reply, { form: 'check', error: checkError(error) });
  }
  const done = input.outcome === 'pass' ? 'passed' : 'returned';
  return reply.redirect(`/secretariat/applications/${number}?said=${done}`, 303);
}

/** The committee's decision. */
export async function postDecision(
  k: Kernel,
  request: FastifyRequest<ByNumber>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request);
  const { number } = request.params;
  const input = { decision: textOf(request.body, 'decision'), reasons: textOf(request.body, 'reasons') };
  try {
    await decideApplication(k, actor, number, input as DecisionInput);
  } catch (error) {
    return showApplication(k, request, reply, { form: 'decide', error: expectedError(error) });
  }
  const done = input.decision === 'approve' ? 'approved' : 'declined';
  return reply.redirect(`/secretariat/applications/${number}?said=${done}`, 303);
}

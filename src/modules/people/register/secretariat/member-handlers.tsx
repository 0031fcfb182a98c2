import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { localDate } from '../../../../kernel/time/index.ts';
import type { Actor } from '../../actor.ts';
import { hasRole } from '../../actor.ts';
import { typedOf } from '../../admin/admin-page.tsx';
import { districtBook } from '../../books.ts';
import { expectedError, formErrors } from '../../form-errors.ts';
import { staffNames } from '../../staff-lookup.ts';
import { applicationsOf } from '../application/application.queries.ts';
import { entryOf } from '../entry.queries.ts';
import { type MembershipStory, membershipStory } from '../membership/my-membership.ts';
import { decideRenewal } from '../membership/renew-membership.ts';
import { findMembership } from '../membership.queries.ts';
import {
  mayDecideRenewal,
  mayDecideSuspension,
  mayProposeSuspension,
  mayReadMembers,
  suspensionConflict,
} from '../register.policy.ts';
import { nameOf } from '../register.queries.ts';
import { decideSuspension, earliestHearing, liftSuspension, proposeSuspension } from '../suspension/suspend-member.ts';
import type { ByNumber } from './application-handlers.tsx';
import { type MemberForm, MemberPage } from './member-page.tsx';
import { sectionsOf } from './member-sections.ts';
import { noteLooks } from './note-look.ts';
import { requireSecretariat, sendSecretariatPage } from './secretariat-frame.tsx';

/** What was done here, said once: `?said=`. */
const said: Record<MemberForm, string> = {
  suspend: 'people.register.staff.said.suspend',
  suspension: 'people.register.staff.said.suspension',
  lift: 'people.register.staff.said.lift',
  renewal: 'people.register.staff.said.renewal',
};

type Wrong = { form: MemberForm; error: AppError };

/** A member for staff; the look at it is recorded. Of whoever has left there are number and dates alone. */
export async function showMember(
  k: Kernel,
  request: FastifyRequest<ByNumber>,
  reply: FastifyReply,
  wrong?: Wrong,
): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayReadMembers);
  const membership = (await findMembership(k.db, request.params.number)) ?? fail('kernel.not_found');
  const { accountId } = membership;
  const current = membership.state !== 'ended';
  const now = k.clock.now();
  const [story, districts, entry, realName, applications, hearing] = await Promise.all([
    membershipStory(k, membership),
    districtBook(k),
    current ? entryOf(k.db, accountId) : null,
    current ? nameOf(k.db, accountId) : '',
    current ? applicationsOf(k.db, accountId) : [],
    // A calendar that does not reach that far hinders nobody from reading.
    earliestHearing(k, now).catch(() => ''),
  ]);
  if (current) await noteLooks(k, actor, [accountId], { member: membership.number });
  const names = await staffNames(k, peopleIn(story));
  const open = story.suspensions.find(({ state }) => state === 'proposed' || state === 'suspended');
  const matter = { accountId, proposedBy: open?.proposedBy ?? '' };
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    async (ctx) => ({
      title: membership.number,
      main: (
        <MemberPage
          story={story}
          entry={entry}
          realName={realName}
          names={names}
          districts={districts}
          applications={applications}
          may={{
            propose: current && mayProposeSuspension(actor, membership),
            decideSuspension: open !== undefined && mayDecideSuspension(actor, matter),
            decideRenewal: mayDecideRenewal(actor, membership),
          }}
          conflict={open && hasRole(actor, 'committee') ? suspensionConflict(actor, matter) : null}
          today={localDate(now, k.config.TIME_ZONE)}
          earliestHearing={hearing}
          sections={current ? await sectionsOf(k, actor, accountId, ctx) : []}
          sent={
            wrong && {
              form: wrong.form,
              values: typedOf(request.body),
              errors: formErrors(ctx, wrong.error).errors,
            }
          }
        />
      ),
    }),
    { status: wrong?.error.status ?? 200, said },
  );
}

/** Staff who acted in a membership. */
function peopleIn({ renewals, suspensions }: MembershipStory): string[] {
  return [
    ...renewals.map(({ decidedBy }) => decidedBy),
    ...suspensions.flatMap(({ proposedBy, decidedBy, liftedBy }) => [proposedBy, decidedBy, liftedBy]),
  ].filter((id) => id !== null);
}

type Deed = (k: Kernel, actor: Actor, number: string, input: never) => Promise<unknown>;

const deeds: Record<MemberForm, Deed> = {
  suspend: proposeSuspension,
  suspension: decideSuspension,
  lift: liftSuspension,
  renewal: decideRenewal,
};

/** One deed, and back to the member; or the page with what is wrong and everything typed. */
export async function postMember(
  k: Kernel,
  request: FastifyRequest<ByNumber>,
  reply: FastifyReply,
  form: MemberForm,
): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request);
  const { number } = request.params;
  try {
    await deeds[form](k, actor, number, typedOf(request.body) as never);
  } catch (error) {
    return showMember(k, request, reply, { form, error: expectedError(error) });
  }
  return reply.redirect(`/secretariat/members/${number}?said=${form}`, 303);
}

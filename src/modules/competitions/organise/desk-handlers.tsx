import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../../../kernel/kernel.ts';
import { departmentBook, typedOf } from '../../people/index.ts';
import { organises } from '../competitions.policy.ts';
import { post, type Sent, stateOf } from '../desk-page.tsx';
import { cancelCompetition, discardDraft } from './cancel-competition.ts';
import { CancelPage } from './cancel-page.tsx';
import { dutiesIn, invitationsIn } from './duty.queries.ts';
import { leaveRemark } from './leave-remark.ts';
import { peopleMissing } from './next-steps.ts';
import { countNotes } from './notes.queries.ts';
import { missingFor, openCompetition } from './open-competition.ts';
import { mayRemark } from './organise.policy.ts';
import { openDesk, openToChange, RefusedNotice, sendOfCompetition } from './organise-page.tsx';
import { placesFor } from './organiser-places.ts';
import { OverviewPage } from './overview-page.tsx';

type BySlug = FastifyRequest<{ Params: { slug: string } }>;

export async function showOverview(
  k: Kernel,
  request: BySlug,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await openDesk(k, request, request.params.slug);
  const { actor, competition, facts } = desk;
  const [duties, invitations, departments, notes, missing] = await Promise.all([
    dutiesIn(k.db, competition.id),
    invitationsIn(k.db, competition.id),
    departmentBook(k),
    countNotes(k.db, competition.id),
    competition.state === 'draft' ? missingFor(k, competition) : [],
  ]);
  const accepted = new Set(duties.filter((row) => row.acceptedAt && !row.endedAt).map(({ duty }) => duty));
  const asked = new Set([
    ...duties.filter((row) => !row.acceptedAt && !row.endedAt).map(({ duty }) => duty),
    ...invitations.filter((row) => !row.settledAt && row.expiresAt > k.clock.now()).map(({ duty }) => duty),
  ]);
  // Organisers of the department screen as well.
  accepted.add('screener');
  return sendOfCompetition(
    request,
    reply,
    desk,
    async (ctx) => ({
      title: competition.title,
      main: (
        <>
          <RefusedNotice ctx={ctx} thrown={sent?.thrown} />
          <OverviewPage
            competition={competition}
            department={departments.name(competition.departmentId, ctx.locale)}
            mayChange={organises(actor, facts)}
            mayRemark={mayRemark(actor, facts)}
            missing={missing}
            people={peopleMissing(competition, accepted, k.clock.now())}
            asked={asked}
            places={await placesFor(k, { actor, competition, facts, ctx })}
            notes={notes}
            remark={stateOf(ctx, sent, 'remark')}
          />
        </>
      ),
    }),
    sent?.thrown.status ?? 200,
  );
}

export async function openOne(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, competition } = await openToChange(k, request, request.params.slug);
  const version = Number(typedOf(request.body).version) || undefined;
  return post(
    request,
    reply,
    'open',
    async () => {
      await openCompetition(k, actor, competition.id, { version });
      return `/organise/${competition.slug}?done=opened`;
    },
    (sent) => showOverview(k, request, reply, sent),
  );
}

export async function remarkOn(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, competition } = await openDesk(k, request, request.params.slug);
  await k.limits.take({ name: 'competitions.remark', points: 10, seconds: 3600 }, actor.accountId);
  return post(
    request,
    reply,
    'remark',
    async () => {
      await leaveRemark(k, actor, competition.id, typedOf(request.body) as { text: string });
      return `/organise/${competition.slug}?done=remark`;
    },
    (sent) => showOverview(k, request, reply, sent),
  );
}

export async function showCancel(k: Kernel, request: BySlug, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const desk = await openToChange(k, request, request.params.slug);
  const { competition } = desk;
  return sendOfCompetition(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t(
        competition.state === 'draft' ? 'competitions.organise.cancel.discard' : 'competitions.organise.cancel.cancel',
      ),
      main: (
        <>
          <RefusedNotice ctx={ctx} thrown={sent?.thrown} />
          <CancelPage competition={competition} {...stateOf(ctx, sent, 'cancel')} />
        </>
      ),
    }),
    sent?.thrown.status ?? 200,
  );
}

export async function cancelOne(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, competition } = await openToChange(k, request, request.params.slug);
  return post(
    request,
    reply,
    'cancel',
    async () => {
      if (competition.state === 'draft') {
        await discardDraft(k, actor, competition.id);
        return '/organise?done=discarded';
      }
      await cancelCompetition(k, actor, competition.id, typedOf(request.body) as { reason: string });
      return `/organise/${competition.slug}?done=cancelled`;
    },
    (sent) => showCancel(k, request, reply, sent),
  );
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { attempt } from '../admin/admin-page.tsx';
import { formErrors } from '../form-errors.ts';
import { actorOf, requireActor } from '../session.ts';
import { textOf } from '../text-of.ts';
import { acceptInvitation, readInvitation, refuseInvitation } from './answer-invitation.ts';
import { InvitationPage, RefusedPage } from './invitation-page.tsx';
import { GonePage } from './nominate-pages.tsx';
import { nominationSettings } from './nominations.settings.ts';

type ByToken = { Params: { token: string } };
type Request = FastifyRequest<ByToken>;

const openLimit = { name: 'people.invitation', points: 60, seconds: 600 };

/** Invitations, by the link that only the invited person has. */
export function invitationRoutes(app: App, k: Kernel): void {
  app.get('/invitations/answered', (request, reply) => showRefused(request, reply));
  app.get<ByToken>('/invitations/:token', (request, reply) => show(k, request, reply));
  app.post<ByToken>('/invitations/:token/accept', (request, reply) => accept(k, request, reply));
  app.post<ByToken>('/invitations/:token/refuse', (request, reply) => refuse(k, request, reply));
}

async function show(k: Kernel, request: Request, reply: FastifyReply, problem?: AppError): Promise<FastifyReply> {
  await k.limits.takeForAddress(openLimit, request);
  const { token } = request.params;
  let invitation: Awaited<ReturnType<typeof readInvitation>> | undefined;
  const gone = await attempt(async () => {
    invitation = await readInvitation(k, token);
  });
  const actor = await actorOf(k, request);
  const { accepted_days } = k.settings.get(nominationSettings);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t(invitation ? 'people.nominations.invitation.title' : 'people.nominations.gone_title'),
      robots: 'noindex',
      main: invitation ? (
        <InvitationPage
          invitation={invitation}
          token={token}
          signedIn={actor.kind === 'account' ? actor.displayName : null}
          acceptedDays={accepted_days}
          problem={problem ? formErrors(ctx, problem).errors[''] : undefined}
        />
      ) : (
        <GonePage />
      ),
    }),
    gone?.status ?? problem?.status ?? 200,
  );
}

async function accept(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  let id = '';
  const error = await attempt(async () => {
    id = await acceptInvitation(k, actor, request.params.token);
  });
  if (error) return show(k, request, reply, error);
  return reply.redirect(`/join?nomination=${id}`, 303);
}

async function refuse(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  await k.limits.takeForAddress(openLimit, request);
  const never = textOf(request.body, 'never') === 'yes';
  const error = await attempt(() => refuseInvitation(k, request.params.token, never));
  if (error) return show(k, request, reply, error);
  return reply.redirect(`/invitations/answered${never ? '?never=yes' : ''}`, 303);
}

async function showRefused(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('people.nominations.refused_title'),
    robots: 'noindex',
    main: <RefusedPage never={textOf(request.query, 'never') === 'yes'} />,
  }));
}

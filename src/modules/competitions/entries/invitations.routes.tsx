import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { actorOf, attempt, formErrors, typedOf } from '../../people/index.ts';
import { acceptInvitation, type By, declineInvitation, readInvitation } from './answer-invitation.ts';
import { type AskedBySomebody, withAskers } from './askers.ts';
import { DeclinedPage, EntryInvitationPage, InvitationGonePage } from './invitation-page.tsx';
import { doneOf, requireEntrant } from './requests.ts';
import { invitationLink } from './send-invitation.ts';
import { takeBackInvitation } from './team.ts';

type ByToken = { Params: { token: string } };
type ById = { Params: { id: string } };
type Place = { by: By; here: string };

const openLimit = { name: 'competitions.open_invitation', points: 60, seconds: 600 };

const byLink = (request: FastifyRequest<ByToken>): Place => ({
  by: { token: request.params.token },
  here: invitationLink(request.params.token),
});
const byAddress = (request: FastifyRequest<ById>): Place => ({
  by: { id: request.params.id },
  here: `/me/entries/invitations/${encodeURIComponent(request.params.id)}`,
});

/** Invitations: by the link that only the invited person has, or by their account with the address it was sent to. */
export function entryInvitationRoutes(app: App, k: Kernel): void {
  app.get('/entries/invitations/answered', (request, reply) => showDeclined(request, reply));
  app.get<ByToken>('/entries/invitations/:token', (request, reply) => show(k, request, reply, byLink(request)));
  app.post<ByToken>('/entries/invitations/:token/accept', (request, reply) =>
    accept(k, request, reply, byLink(request)),
  );
  app.post<ByToken>('/entries/invitations/:token/decline', (request, reply) =>
    decline(k, request, reply, byLink(request)),
  );
  app.get<ById>('/me/entries/invitations/:id', (request, reply) => showMine(k, request, reply));
  app.post<ById>('/me/entries/invitations/:id/accept', (request, reply) =>
    accept(k, request, reply, byAddress(request)),
  );
  app.post<ById>('/me/entries/invitations/:id/decline', (request, reply) => declineMine(k, request, reply));
  app.post<ById>('/me/entries/invitations/:id/take-back', (request, reply) => takeBack(k, request, reply));
}

async function show(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { by, here }: Place,
  problem?: AppError,
): Promise<FastifyReply> {
  await k.limits.takeForAddress(openLimit, request);
  const actor = await actorOf(k, request);
  let invitation: AskedBySomebody | undefined;
  const gone = await attempt(async () => {
    [invitation] = await withAskers(k.db, [await readInvitation(k, k.db, actor, by)]);
  });
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t(
        invitation ? `competitions.entries.invitation.title_${invitation.kind}` : 'competitions.entries.gone_title',
      ),
      robots: 'noindex',
      main: invitation ? (
        <EntryInvitationPage
          invitation={invitation}
          here={here}
          signedIn={actor.kind === 'account' ? actor.displayName : null}
          errors={problem && formErrors(ctx, problem).errors}
        />
      ) : (
        <InvitationGonePage />
      ),
    }),
    gone?.status ?? problem?.status ?? 200,
  );
}

async function showMine(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  await requireEntrant(k, request);
  return show(k, request, reply, byAddress(request));
}

async function accept(k: Kernel, request: FastifyRequest, reply: FastifyReply, place: Place): Promise<FastifyReply> {
  const actor = await requireEntrant(k, request);
  let to = '';
  const error = await attempt(async () => {
    const { entryId, kind } = await acceptInvitation(k, actor, place.by, typedOf(request.body));
    to = kind === 'nominee' ? `/me/entries/${entryId}?done=accepted` : '/me/entries?done=joined';
  });
  if (error) return show(k, request, reply, place, error);
  return reply.redirect(to, 303);
}

async function decline(k: Kernel, request: FastifyRequest, reply: FastifyReply, place: Place): Promise<FastifyReply> {
  await k.limits.takeForAddress(openLimit, request);
  const actor = await actorOf(k, request);
  const never = typedOf(request.body).never === 'yes';
  const error = await attempt(() => declineInvitation(k, actor, place.by, { never }));
  if (error) return show(k, request, reply, place, error);
  return reply.redirect(`/entries/invitations/answered${never ? '?done=never' : ''}`, 303);
}

async function declineMine(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  await requireEntrant(k, request);
  return decline(k, request, reply, byAddress(request));
}

async function takeBack(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireEntrant(k, request);
  const error = await attempt(() => takeBackInvitation(k, actor, request.params.id));
  if (error) throw error;
  const { entry } = typedOf(request.body);
  const back = typeof entry === 'string' && /^[0-9a-f-]{36}$/.test(entry) ? `/me/entries/${entry}/team` : '/me/entries';
  return reply.redirect(`${back}?done=taken_back`, 303);
}

async function showDeclined(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('competitions.entries.declined_title'),
    robots: 'noindex',
    main: <DeclinedPage never={doneOf(request, ['never']) === 'never'} />,
  }));
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { actorOf, attempt, departmentBook, formErrors, requireActor, typedOf } from '../../people/index.ts';
import { competitionById } from '../competition.queries.ts';
import { acceptInvitation, addressHashes, answerDuty, declineInvitation, readInvitation } from './answer-duty.ts';
import { AnsweredPage, AskPage, DutiesPage } from './duties-page.tsx';
import { dutiesOf, invitationsFor } from './duty.queries.ts';
import { dutyToken } from './duty-token.ts';
import { layDownDuty } from './end-duty.ts';
import { DoneNotice, requireReader } from './organise-page.tsx';

type ById = { Params: { id: string } };
type ByToken = { Params: { token: string } };

const shownDuties = 200;
const tokenLimit = { name: 'competitions.ask_token', points: 60, seconds: 600 };

/** What people are asked to do in competitions: accept it, decline it, lay it down. */
export function dutyRoutes(app: App, k: Kernel): void {
  app.get('/me/duties', (request, reply) => showDuties(k, request, reply));
  app.post<ById>('/me/duties/:id/accept', (request, reply) => answer(k, request, reply, 'accept'));
  app.post<ById>('/me/duties/:id/decline', (request, reply) => answer(k, request, reply, 'decline'));
  app.post<ById>('/me/duties/:id/lay-down', (request, reply) => layDown(k, request, reply));
  app.get<ByToken>('/me/duties/ask/:token', (request, reply) => showAsk(k, request, reply));
  app.post<ByToken>('/me/duties/ask/:token/accept', (request, reply) => accept(k, request, reply));
  app.post<ByToken>('/me/duties/ask/:token/decline', (request, reply) => decline(k, request, reply));
}

async function showDuties(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  problem?: AppError,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const now = k.clock.now();
  const [duties, waiting, departments] = await Promise.all([
    dutiesOf(k.db, actor.accountId, shownDuties),
    addressHashes(k, actor.accountId).then((hashes) => invitationsFor(k.db, hashes, now)),
    departmentBook(k),
  ]);
  const asks = await Promise.all(
    waiting.map(async (row) => ({ row, competition: await competitionById(k.db, row.competitionId) })),
  );
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('competitions.organise.duties.title'),
      robots: 'noindex',
      main: (
        <>
          <DoneNotice ctx={ctx} request={request} />
          <DutiesPage
            duties={duties}
            asks={asks.map(({ row, competition }) => ({
              token: dutyToken(k, row.id),
              title: competition?.title ?? '',
              department: departments.name(competition?.departmentId, ctx.locale),
              duty: row.duty,
              shownAs: row.shownAs,
              askedAt: row.askedAt,
            }))}
            departmentName={(id) => departments.name(id, ctx.locale)}
            problem={problem ? wordsOf(ctx, problem) : null}
          />
        </>
      ),
    }),
    problem?.status ?? 200,
  );
}

function wordsOf(ctx: Parameters<typeof formErrors>[0], problem: AppError): string {
  return Object.values(formErrors(ctx, problem).errors).find((said) => said !== undefined) ?? '';
}

async function answer(
  k: Kernel,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  how: 'accept' | 'decline',
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const error = await attempt(() => answerDuty(k, actor, request.params.id, { answer: how }));
  if (error) return showDuties(k, request, reply, error);
  return reply.redirect(`/me/duties?done=${how === 'accept' ? 'accepted' : 'declined'}`, 303);
}

async function layDown(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const error = await attempt(() =>
    layDownDuty(k, actor, request.params.id, typedOf(request.body) as { reason?: string }),
  );
  if (error) return showDuties(k, request, reply, error);
  return reply.redirect('/me/duties?done=laid_down', 303);
}

async function showAsk(
  k: Kernel,
  request: FastifyRequest<ByToken>,
  reply: FastifyReply,
  problem?: AppError,
): Promise<FastifyReply> {
  await k.limits.takeForAddress(tokenLimit, request);
  const { token } = request.params;
  const actor = await actorOf(k, request);
  let found: Awaited<ReturnType<typeof readInvitation>> | undefined;
  const gone = await attempt(async () => {
    found = await readInvitation(k, token);
  });
  const competition = found && (await competitionById(k.db, found.competitionId));
  const departments = await departmentBook(k);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t(found ? 'competitions.organise.duties.title' : 'competitions.organise.duties.gone'),
      robots: 'noindex',
      main:
        found && competition ? (
          <AskPage
            title={competition.title}
            department={departments.name(competition.departmentId, ctx.locale)}
            duty={found.duty}
            shownAs={found.shownAs}
            expiresAt={found.expiresAt}
            token={token}
            name={actor.kind === 'account' ? actor.displayName : null}
            problem={problem ? wordsOf(ctx, problem) : null}
          />
        ) : (
          <AnsweredPage declined={new URL(request.url, 'http://x').searchParams.get('declined') === 'yes'} />
        ),
    }),
    gone?.status ?? problem?.status ?? 200,
  );
}

async function accept(k: Kernel, request: FastifyRequest<ByToken>, reply: FastifyReply): Promise<FastifyReply> {
  await k.limits.takeForAddress(tokenLimit, request);
  await requireActor(k, request);
  const actor = await requireReader(k, request);
  const error = await attempt(() => acceptInvitation(k, actor, request.params.token));
  if (error) return showAsk(k, request, reply, error);
  return reply.redirect('/me/duties?done=accepted', 303);
}

async function decline(k: Kernel, request: FastifyRequest<ByToken>, reply: FastifyReply): Promise<FastifyReply> {
  await k.limits.takeForAddress(tokenLimit, request);
  const actor = await actorOf(k, request);
  const error = await attempt(() => declineInvitation(k, actor, request.params.token));
  if (error) return showAsk(k, request, reply, error);
  return reply.redirect(`/me/duties/ask/${request.params.token}?declined=yes`, 303);
}

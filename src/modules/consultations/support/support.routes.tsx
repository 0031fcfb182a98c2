import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import { type App, localPath } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { actorOf, formErrors, requireActor, typedOf } from '../../people/index.ts';
import { contributionHref } from '../comments/contribution-href.ts';
import { toModerate } from '../moderation/moderation.queries.ts';
import { setSupport } from './set-support.ts';
import { supportCounts, supportedBy } from './support.queries.ts';
import { SupportPage } from './support-page.tsx';

type OfOne = { Params: { id: string } };
type Request = FastifyRequest<OfOne>;

const pressing = { name: 'consultations.support', points: 300, seconds: 3600 };
const asking = { name: 'consultations.supported', points: 600, seconds: 600 };
const mostAsked = 100;

/** Supporting contributions of all kinds. */
export function supportRoutes(app: App, k: Kernel): void {
  app.get('/contributions/supported', (request, reply) => supported(k, request, reply));
  app.get<OfOne>('/contributions/:id/support', (request, reply) => show(k, request, reply));
  app.post<OfOne>('/contributions/:id/support', (request, reply) => press(k, request, reply));
}

/** For the buttons of one page: which of these contributions the person supports, and how many do by now. */
async function supported(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const { accountId } = await actorOf(k, request);
  if (accountId === null) return reply.code(204).send();
  await k.limits.take(asking, accountId);
  const asked = String((request.query as Record<string, unknown>).ids ?? '');
  const ids = asked
    .slice(0, mostAsked * 37)
    .split(',')
    .filter(isId)
    .slice(0, mostAsked);
  const [on, supports] = await Promise.all([supportedBy(k.db, accountId, ids), supportCounts(k.db, ids)]);
  return reply.header('cache-control', 'private, no-store').send({ on, supports: Object.fromEntries(supports) });
}

async function press(k: Kernel, request: Request, reply: FastifyReply) {
  const typed = typedOf(request.body);
  const json = String(request.headers.accept ?? '').startsWith('application/json');
  const on = typed.want !== 'off';
  const back = localPath(typed.back);
  const own = `/contributions/${encodeURIComponent(request.params.id)}/support?back=${encodeURIComponent(back)}`;
  const actor = await actorOf(k, request);
  // The page behind it asks again once they are signed in.
  if (actor.accountId === null && !json) return reply.redirect(`/sign-in?back=${encodeURIComponent(own)}`, 303);
  const { accountId } = await requireActor(k, request);
  await k.limits.take(pressing, accountId ?? '');
  try {
    const done = await setSupport(k, actor, request.params.id, on);
    if (json) return reply.send({ on: done.on, supports: done.supports });
    return reply.redirect(`${own}&done=1`, 303);
  } catch (error) {
    if (json || !(error instanceof AppError) || error.status !== 409) throw error;
    return show(k, request, reply, error);
  }
}

async function show(k: Kernel, request: Request, reply: FastifyReply, problem?: AppError) {
  const { accountId } = await requireActor(k, request);
  const { id } = request.params;
  const found = isId(id) ? await toModerate(k.db, id) : undefined;
  if (found?.state !== 'visible' || accountId === null) return fail('consultations.support.not_there');
  const [mine, counts] = await Promise.all([supportedBy(k.db, accountId, [found.id]), supportCounts(k.db, [found.id])]);
  const supports = counts.get(found.id);
  // In a consultation that is still prepared.
  if (supports === undefined) return fail('consultations.support.not_there');
  const query = request.query as Record<string, unknown>;
  const asked = localPath(query.back ?? typedOf(request.body).back);
  const back = asked === '/' ? contributionHref(found) : asked;
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('consultations.support.title', {
        kind: ctx.t(`consultations.contribution.${found.kind}`),
        number: found.number,
      }),
      robots: 'noindex',
      main: (
        <SupportPage
          {...{ ctx, supports, back }}
          contribution={found}
          on={mine.length > 0}
          done={request.method === 'GET' && query.done === '1'}
          problem={problem && formErrors(ctx, problem).errors['']}
        />
      ),
    }),
    problem?.status ?? 200,
  );
}

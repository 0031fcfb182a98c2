import type { FastifyReply, FastifyRequest } from 'fastify';
import { pageKeyText, readPageKey } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { sendPublicPage } from '../../../../ui/send-page.tsx';
import { competitionBySlug } from '../../competition.queries.ts';
import { post, requireDesk, type Sent, sendDesk, stageById } from '../../desk-page.tsx';
import { mayDecide, mayPropose, mayReadBursts } from './integrity.policy.ts';
import { IntegrityPage, integrityPath } from './integrity-page.tsx';
import { loadIntegrity } from './integrity-view.ts';
import { decideInvalidation, proposeInvalidation, withdrawInvalidation } from './invalidate-ballots.ts';
import { invalidationsOf } from './invalidation.queries.ts';
import { InvalidationsPage } from './invalidations-page.tsx';

type OfStage = { Params: { slug: string; stage: string } };
type OfOne = { Params: { slug: string; stage: string; id: string } };
type Body = Record<string, string | undefined>;
const pageSize = 50;

/** Bursts for whoever looks after a ballot, and what everybody reads of invalidations. */
export function integrityRoutes(app: App, k: Kernel): void {
  const desk = '/organise/:slug/ballots/:stage/integrity';
  app.get<OfStage>(desk, (request, reply) => showIntegrity(k, request, reply));
  app.post<OfStage>(`${desk}/propose`, (request, reply) =>
    act(k, request, reply, 'propose', async ({ actor, competition, stageId, body }) => {
      await proposeInvalidation(k, actor, competition.id, {
        stageId,
        mark: body.mark,
        choices: body.choices ?? '',
        reason: body.reason ?? '',
      });
      return 'proposed';
    }),
  );
  app.post<OfOne>(`${desk}/:id/decide`, (request, reply) => {
    const body = (request.body ?? {}) as Body;
    const decision = body.decision === 'confirm' ? 'confirm' : 'reject';
    return act(k, request, reply, `${decision}-${request.params.id}`, async ({ actor, competition }) => {
      const { id } = request.params;
      await decideInvalidation(k, actor, competition.id, { id, decision, reason: body.reason ?? '' });
      return decision === 'confirm' ? 'confirmed' : 'rejected';
    });
  });
  app.post<OfOne>(`${desk}/:id/withdraw`, (request, reply) =>
    act(k, request, reply, 'withdraw', async ({ actor, competition }) => {
      await withdrawInvalidation(k, actor, competition.id, request.params.id);
      return 'withdrawn';
    }),
  );
  app.get<OfStage>('/competitions/:slug/ballots/:stage/invalidations', (request, reply) => showLog(k, request, reply));
}

type Doing = Awaited<ReturnType<typeof requireDesk>> & { stageId: string; body: Body };

async function act(
  k: Kernel,
  request: FastifyRequest<OfStage>,
  reply: FastifyReply,
  form: string,
  work: (doing: Doing) => Promise<string>,
): Promise<FastifyReply> {
  const { slug, stage: stageId } = request.params;
  const desk = await requireDesk(k, request, slug, mayReadBursts);
  const stage = stageById(desk.competition, stageId, 'ballot');
  const body = (request.body ?? {}) as Body;
  return post(
    request,
    reply,
    form,
    async () => {
      const done = await work({ ...desk, stageId, body });
      return `${integrityPath({ competition: desk.competition, stage })}?done=${done}`;
    },
    (sent) => showIntegrity(k, request, reply, sent, Number(body.mark)),
  );
}

const said = {
  proposed: 'competitions.ballots.integrity.done.proposed',
  confirmed: 'competitions.ballots.integrity.done.confirmed',
  rejected: 'competitions.ballots.integrity.done.rejected',
  withdrawn: 'competitions.ballots.integrity.done.withdrawn',
};

async function showIntegrity(
  k: Kernel,
  request: FastifyRequest<OfStage>,
  reply: FastifyReply,
  sent?: Sent,
  sentMark?: number,
): Promise<FastifyReply> {
  const { slug, stage: stageId } = request.params;
  const desk = await requireDesk(k, request, slug, mayReadBursts);
  const stage = stageById(desk.competition, stageId, 'ballot');
  const mark = sentMark ?? Number((request.query as { mark?: unknown }).mark);
  const known = Number.isInteger(mark) && mark > 0 && mark < 2 ** 31 ? mark : null;
  const view = await loadIntegrity(k, desk.competition, stage, known);
  const { actor, facts } = desk;
  const may = {
    propose: mayPropose(actor, facts),
    decide: mayDecide(actor, facts),
    accountId: actor.accountId,
  };
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('competitions.ballots.integrity.title'),
      main: <IntegrityPage ctx={ctx} view={view} may={may} sent={sent} />,
    }),
    { sent, done: said },
  );
}

/** Only what was published: nobody's name, and not where ballots came from. */
async function showLog(k: Kernel, request: FastifyRequest<OfStage>, reply: FastifyReply): Promise<FastifyReply> {
  const { slug, stage: stageId } = request.params;
  const before = readPageKey((request.query as { before?: unknown }).before) ?? undefined;
  return sendPublicPage(k, request, reply, async (ctx) => {
    const competition = await competitionBySlug(k.db, slug);
    if (!competition || competition.state === 'draft') return fail('competitions.not_found');
    const stage = stageById(competition, stageId, 'ballot');
    const rows = await invalidationsOf(k.db, stage.id, { before, limit: pageSize + 1 });
    const shown = rows.slice(0, pageSize);
    const last = shown.at(-1);
    const nextHref =
      rows.length > pageSize && last
        ? `/competitions/${slug}/ballots/${stage.id}/invalidations?before=${pageKeyText({ at: last.proposedAt, id: last.id })}`
        : null;
    return {
      title: ctx.t('competitions.ballots.integrity.public_title'),
      main: <InvalidationsPage ctx={ctx} competition={competition} stage={stage} rows={shown} nextHref={nextHref} />,
      tags: ['competitions', `competition:${competition.id}`],
    };
  });
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { FormErrors, FormValues } from '../../../../ui/form.tsx';
import { sendPage, sendPublicPage } from '../../../../ui/send-page.tsx';
import type { Competition } from '../../competition.queries.ts';
import { publishedCompetition } from '../../public/load-competition.ts';
import { type BySlug, isJson, jsonBody, sendJsonError } from '../public/post-ballot.ts';
import { expectedErrorOf, type Said } from '../public/said.ts';
import { showVote } from '../public/show-vote.tsx';
import { receiptLimit } from '../public/take-ballot.ts';
import { lookUp } from './look-up.ts';
import { ReceiptForm } from './receipt-form.tsx';
import { ReceiptAskPage } from './receipt-page.tsx';
import { sendReceipt } from './send-receipt.tsx';

/** Looking a ballot up by its receipt, and beginning to change it. */
export function receiptRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/competitions/:slug/receipt', (request, reply) => askPublicly(k, request, reply));
  app.post<BySlug>('/competitions/:slug/receipt', { bodyLimit: 4096 }, (request, reply) =>
    isJson(request) ? answerJson(k, request, reply) : answerForm(k, request, reply),
  );
}

function askPublicly(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply) {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const competition = await publishedCompetition(k, request.params.slug);
    return {
      title: ctx.t('competitions.ballots.receipt.ask'),
      robots: 'noindex',
      main: (
        <ReceiptAskPage ctx={ctx} competition={competition}>
          <ReceiptForm ctx={ctx} slug={competition.slug} id="receipt-form" />
        </ReceiptAskPage>
      ),
      tags: [`competition:${competition.id}`],
    };
  });
}

async function answerForm(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  const competition = await publishedCompetition(k, request.params.slug);
  const body = (request.body ?? {}) as Record<string, unknown>;
  try {
    await k.limits.takeForAddress(receiptLimit, request);
    const found = await lookUp(k, competition, body.receipt);
    if (body.do === 'change' && found.mayChange) {
      const { code, choices, category } = found;
      return await showVote(k, request, reply, { change: { code, choices, category } });
    }
    return await sendReceipt(k, request, reply, competition, found, null);
  } catch (thrown) {
    return askAgain(
      request,
      reply,
      competition,
      { receipt: typeof body.receipt === 'string' ? body.receipt : '' },
      expectedErrorOf(thrown),
    );
  }
}

function askAgain(
  request: FastifyRequest,
  reply: FastifyReply,
  competition: Competition,
  values: FormValues,
  said: Said,
): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    (ctx) => {
      const errors: FormErrors = { receipt: said.words(ctx) };
      return {
        title: ctx.t('competitions.ballots.receipt.ask'),
        robots: 'noindex',
        main: (
          <ReceiptAskPage ctx={ctx} competition={competition}>
            <ReceiptForm ctx={ctx} slug={competition.slug} id="receipt-form" values={values} errors={errors} />
          </ReceiptAskPage>
        ),
      };
    },
    said.status,
  );
}

async function answerJson(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  try {
    await k.limits.takeForAddress(receiptLimit, request);
    const competition = await publishedCompetition(k, request.params.slug);
    const found = await lookUp(k, competition, jsonBody(request).receipt);
    const { stage, leaf, choices, category, state, sealed, promise } = found;
    return reply.header('cache-control', 'no-store').send({
      stage: stage.id,
      leaf,
      choices,
      category,
      state,
      position: sealed?.position ?? null,
      head: sealed?.head.note ?? null,
      path: sealed?.path.map((hash) => hash.toString('base64')) ?? null,
      promise,
    });
  } catch (thrown) {
    return sendJsonError(request, reply, thrown);
  }
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedLine } from '../../../kernel/text/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPublicPage } from '../../../ui/send-page.tsx';
import { staffNames, typedOf } from '../../people/index.ts';
import { convenes, mayReadDesk } from '../consultations.policy.ts';
import { sendOfConsultation } from '../convene/convene-page.tsx';
import { outcomes } from '../desk/desk.rules.ts';
import { linkAdopted } from '../desk/link-opinions.ts';
import { laterVersions } from '../desk/load-desk.ts';
import { formsOf } from '../desk/opinions-page.tsx';
import { postForm, requireDesk, type Sent } from '../desk-page.tsx';
import { countWaiting } from '../intake/intake.queries.ts';
import { publishedConsultation } from '../public/load-consultation.ts';
import { exportResult } from './export-handlers.ts';
import { loadResult } from './load-result.ts';
import { publishResult } from './publish-result.ts';
import { countFigures, countUnreachable, linkedByVersion, type ResultFilter, resultOf } from './result.queries.ts';
import { ResultDeskPage } from './result-desk-page.tsx';
import { NotYet, ResultPage } from './result-page.tsx';
import { writeSummary } from './write-summary.ts';

type BySlug = { Params: { slug: string } };
type Request = FastifyRequest<BySlug>;

/** The result: its draft at the desk, and as everybody reads it. */
export function resultRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/convene/:slug/result', (request, reply) => draft(k, request, reply));
  app.post<BySlug>('/convene/:slug/result/summary', (request, reply) => summary(k, request, reply));
  app.post<BySlug>('/convene/:slug/result/link', (request, reply) => link(k, request, reply));
  app.post<BySlug>('/convene/:slug/result/publish', (request, reply) => publish(k, request, reply));
  app.get<BySlug>('/consultations/:slug/result', (request, reply) => result(k, request, reply));
  app.get<BySlug>('/consultations/:slug/result.docx', (request, reply) => exportResult(k, request, reply, 'docx'));
  app.get<BySlug>('/consultations/:slug/result.xlsx', (request, reply) => exportResult(k, request, reply, 'xlsx'));
}

const deeds = ['kept', 'linked', 'published'] as const;

function saidOf({ t }: PageContext, request: FastifyRequest): string | undefined {
  const { did, n } = (request.query ?? {}) as Record<string, unknown>;
  const deed = request.method === 'GET' ? deeds.find((one) => one === did) : undefined;
  // keys: consultations.result.did.*
  return deed && t(`consultations.result.did.${deed}`, { n: /^\d{1,6}$/.test(String(n)) ? Number(n) : 0 });
}

async function draft(k: Kernel, request: Request, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, mayReadDesk, 'draft');
  const { consultation, status, actor } = desk;
  const { id } = consultation;
  const [figures, written, versions, linked, unreachable, letters] = await Promise.all([
    countFigures(k.db, id),
    resultOf(k.db, id),
    laterVersions(k, id),
    linkedByVersion(k.db, id),
    countUnreachable(k.db, id),
    countWaiting(k.db, id),
  ]);
  const names = await staffNames(
    k,
    [written?.writtenBy, written?.publishedBy].flatMap((one) => one ?? []),
  );
  return sendOfConsultation(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('consultations.result.title'),
      main: (
        <ResultDeskPage
          {...{ consultation, status, figures, names, unreachable, letters }}
          result={written}
          versions={versions.map((version) => ({ ...version, linked: linked.get(version.no) ?? 0 }))}
          works={convenes(actor, consultation)}
          forms={formsOf(ctx, sent)}
          said={saidOf(ctx, request)}
          kept={request.method === 'GET' && (request.query as Record<string, unknown>).did === 'kept'}
        />
      ),
    }),
    sent,
  );
}

/** A form of the draft: done, the page says so. */
async function post(
  k: Kernel,
  request: Request,
  reply: FastifyReply,
  form: string,
  work: (desk: Awaited<ReturnType<typeof requireDesk>>) => Promise<string>,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, convenes, 'draft');
  const to = async () => `/convene/${desk.consultation.slug}/result?did=${await work(desk)}`;
  return postForm(request, reply, form, to, (sent) => draft(k, request, reply, sent));
}

function summary(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  return post(k, request, reply, 'summary-form', async ({ actor, consultation }) => {
    await writeSummary(k, actor, consultation.id, typedOf(request.body) as never);
    return 'kept';
  });
}

function link(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  return post(k, request, reply, 'link', async ({ actor, consultation }) => {
    const { linked } = await linkAdopted(k, actor, consultation.id, typedOf(request.body) as { versionNo: string });
    return `linked&n=${linked}`;
  });
}

function publish(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  return post(k, request, reply, 'publish-form', async ({ actor, consultation }) => {
    await publishResult(k, actor, consultation.id);
    return 'published';
  });
}

const wish = z.object({
  anchor: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,79}$/)
    .optional()
    .catch(undefined),
  outcome: z.enum(outcomes).optional().catch(undefined),
  q: z.string().max(60).transform(typedLine).optional().catch(undefined),
  number: z.coerce.number().int().min(1).max(9_999_999).optional().catch(undefined),
  after: z
    .string()
    .regex(/^\d{1,7}_\d{1,7}$/)
    .transform((text) => {
      const [position = 0, first = 0] = text.split('_').map(Number);
      return { position, first };
    })
    .optional()
    .catch(undefined),
});

function result(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { anchor, outcome, q, number, after } = wish.parse(request.query ?? {});
  const filter: ResultFilter = { anchor: anchor === 'whole' ? '' : anchor, outcome, q: q || undefined, number };
  return sendPublicPage(k, request, reply, async (ctx) => {
    const consultation = await publishedConsultation(k, request.params.slug);
    if (consultation.kind !== 'draft') return fail('consultations.not_found');
    const answered = consultation.state === 'answered';
    const plain = answered && !after && !anchor && !outcome && !q && !number;
    const title = ctx.t('consultations.result.heading', { title: consultation.title });
    return {
      title,
      ...(plain
        ? { og: {}, canonical: `${k.config.publicUrl}/consultations/${consultation.slug}/result` }
        : { robots: 'noindex' as const }),
      main: answered ? (
        <ResultPage ctx={ctx} view={await loadResult(k, consultation, filter, after ?? null)} />
      ) : (
        <NotYet ctx={ctx} view={{ consultation }} />
      ),
      tags: [`consultation:${consultation.id}`],
    };
  });
}

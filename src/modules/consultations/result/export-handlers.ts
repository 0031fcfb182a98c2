import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import { xlsxStream } from '../../../kernel/export/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Consultation } from '../consultation.queries.ts';
import { mayReadDesk } from '../consultations.policy.ts';
import { readsOpinions } from '../desk/desk.policy.ts';
import { requireDesk } from '../desk-page.tsx';
import { publishedConsultation } from '../public/load-consultation.ts';
import { sheetColumns } from './columns.ts';
import { opinionLines } from './opinion-lines.ts';
import { resultDocx } from './result-docx.ts';

type BySlug = FastifyRequest<{ Params: { slug: string } }>;
type Format = 'docx' | 'xlsx';

const office = 'application/vnd.openxmlformats-officedocument';
const types = {
  docx: `${office}.wordprocessingml.document`,
  xlsx: `${office}.spreadsheetml.sheet`,
} as const;

async function send(
  k: Kernel,
  reply: FastifyReply,
  ctx: PageContext,
  consultation: Consultation,
  format: Format,
): Promise<FastifyReply> {
  const zone = k.config.TIME_ZONE;
  const file =
    format === 'docx'
      ? await resultDocx(k, ctx, consultation)
      : xlsxStream(sheetColumns(ctx.t), opinionLines(k, consultation, { decisions: true }), {
          zone,
          sheet: ctx.t('consultations.result.sheet'),
        });
  return reply
    .header('content-disposition', `attachment; filename="${consultation.slug}-opinions.${format}"`)
    .type(types[format])
    .send(file);
}

/** The table as it stands, for whoever works on it. */
export async function exportDesk(
  k: Kernel,
  request: BySlug,
  reply: FastifyReply,
  format: Format,
): Promise<FastifyReply> {
  // The document begins with the summary, which is its conveners' until it is published.
  const may = format === 'docx' ? mayReadDesk : readsOpinions;
  const { consultation } = await requireDesk(k, request, request.params.slug, may, 'draft');
  const ctx = await request.server.frame.personal(request);
  return send(k, reply.header('cache-control', 'private, no-store'), ctx, consultation, format);
}

/** The published result as a file. */
export async function exportResult(
  k: Kernel,
  request: BySlug,
  reply: FastifyReply,
  format: Format,
): Promise<FastifyReply> {
  const consultation = await publishedConsultation(k, request.params.slug);
  if (consultation.kind !== 'draft' || consultation.state !== 'answered') return fail('consultations.not_found');
  await k.limits.take({ name: 'consultations.result_file', points: 30, seconds: 600 }, request.ip);
  const ctx = request.server.frame.anonymous(request);
  return send(k, reply.header('cache-control', 'public, max-age=60'), ctx, consultation, format);
}

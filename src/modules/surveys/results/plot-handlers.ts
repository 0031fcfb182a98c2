import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/errors/index.ts';
import { sendCached } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Survey } from '../survey.queries.ts';
import { byWholeGroups, loadResults } from './load-results.ts';
import { daysPlot, isDrawn, questionPlot } from './plots.ts';

const isNarrow = (request: FastifyRequest): boolean => (request.query as { narrow?: unknown } | null)?.narrow === 'yes';

/** Drawn once for each revision of the counts, and kept. */
async function send(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  survey: Survey,
  scope: 'desk' | 'public',
  key: string,
  draw: () => Promise<string>,
): Promise<FastifyReply> {
  const page = await k.cache.getOrMake(`plot ${survey.id} ${scope} ${key}`, async () => ({
    status: 200,
    type: 'image/svg+xml; charset=utf-8',
    body: await draw(),
    tags: [`survey:${survey.id}`, `survey-results:${survey.id}`],
  }));
  return sendCached(request, reply, page, scope === 'public' ? {} : { control: 'private, no-cache' });
}

export async function sendPlot(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  survey: Survey,
  question: string,
  { by, scope }: { by?: { name: string; value: string } | undefined; scope: 'desk' | 'public' },
): Promise<FastifyReply> {
  const { locale, t } = request.server.frame.anonymous(request);
  const narrow = isNarrow(request);
  const key = `${question} ${by ? `${by.name}=${by.value}` : ''} ${locale} ${narrow}`;
  return send(k, request, reply, survey, scope, key, async () => {
    const shown = scope === 'public' && byWholeGroups(survey);
    const view = await loadResults(k, survey, { locale, t, ...(by ? { by } : {}), shown });
    const result = view.results.find((each) => each.question.name === question);
    if (!result || !isDrawn(result)) throw new AppError('surveys.not_found');
    return questionPlot(result, { narrow });
  });
}

export async function sendDays(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  survey: Survey,
): Promise<FastifyReply> {
  const { locale, t } = request.server.frame.anonymous(request);
  const narrow = isNarrow(request);
  return send(k, request, reply, survey, 'desk', `days ${locale} ${narrow}`, async () => {
    const { days } = await loadResults(k, survey, { locale, t });
    return daysPlot(days, { narrow });
  });
}

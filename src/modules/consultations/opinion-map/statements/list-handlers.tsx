import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { sendPublicPage } from '../../../../ui/send-page.tsx';
import { mapTag } from '../compute/compute-map.ts';
import { computedMap } from '../compute/map-state.queries.ts';
import { requireMap, statusOf } from '../open-map.ts';
import { statementNumber } from '../opinion-map.rules.ts';
import { shows } from '../results/result-view.ts';
import { type BySlug, fieldsOf } from '../vote/post-vote.ts';
import { ListPage, listSize } from './list-page.tsx';
import { standingRules, statementByNumber, statementsOf } from './statement.queries.ts';

/** GET /maps/:slug/statements?from=51 */
export async function listStatements(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const from = statementNumber(fieldsOf(request.query).from) ?? 1;
  return sendPublicPage(k, request, reply, async (ctx) => {
    const map = await requireMap(k, request.params.slug);
    const [all, computed, rules] = await Promise.all([
      statementsOf(k.db, map.id),
      computedMap(k.db, map.id),
      standingRules(k.db, map.id),
    ]);
    const found = all.filter(({ number, leftOut, state }) => number >= from && !(leftOut && state === 'hidden'));
    const view = {
      map,
      running: statusOf(k, map) === 'running',
      leftOut: all.filter(({ leftOut, state }) => leftOut && state === 'hidden').length,
      statements: found.slice(0, listSize),
      rules,
      figures: new Map((computed?.result.figures ?? []).map((each) => [each.statement, each])),
      open: shows(map, computed?.result),
      from,
      next: found[listSize]?.number ?? null,
    };
    return {
      title: `${ctx.t('consultations.opinion_map.list.title')} · ${map.consultation.title}`,
      ...(from > 1 ? { robots: 'noindex' as const } : {}),
      main: <ListPage view={view} />,
      tags: [`consultation:${map.id}`, mapTag(map.id)],
    };
  });
}

type OfStatement = { Params: { slug: string; number: string } };

/** GET /maps/:slug/statements/:number/report: where it is said that a contribution breaks a rule. */
export async function reportStatement(
  k: Kernel,
  request: FastifyRequest<OfStatement>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const map = await requireMap(k, request.params.slug);
  const number = statementNumber(request.params.number);
  const statement = number === undefined ? undefined : await statementByNumber(k.db, map.id, number);
  if (statement?.state !== 'visible') return fail('consultations.contribution_not_found');
  return reply.redirect(`/contributions/${statement.contributionId}/report`, 302);
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../kernel/errors/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { PageContext } from '../../ui/page-context.ts';
import { type Actor, type DeskPage, requireActor, type Sent, sendDeskPage } from '../people/index.ts';
import { type Competition, competitionBySlug, factsOf } from './competition.queries.ts';
import type { CompetitionFacts } from './competitions.policy.ts';
import type { Stage, StageKind } from './competitions.rules.ts';

/** Somebody at a desk of a competition, and what they are there. */
export type AtDesk = { actor: Actor & { accountId: string }; competition: Competition; facts: CompetitionFacts };

/**
 * Opens a desk of a competition for whom the policy lets in; whoever has a role has passed the second factor.
 * @throws AppError competitions.not_found, kernel.sign_in_first, kernel.second_factor_first, kernel.not_allowed
 */
export async function requireDesk(
  k: Kernel,
  request: FastifyRequest,
  slug: string,
  may: (actor: Actor, facts: CompetitionFacts) => boolean,
): Promise<AtDesk> {
  const actor = await requireActor(k, request);
  if (actor.roles.length > 0 && !actor.secondFactor) fail('kernel.second_factor_first');
  const { accountId } = actor;
  if (accountId === null) return fail('kernel.sign_in_first');
  const competition = await competitionBySlug(k.db, slug);
  if (!competition) return fail('competitions.not_found');
  const facts = await factsOf(k.db, competition, accountId);
  if (!may(actor, facts)) fail('kernel.not_allowed');
  return { actor: { ...actor, accountId }, competition, facts };
}

/** @throws AppError competitions.not_found where it is not a stage of that kind in this competition */
export function stageById<K extends StageKind>(competition: Competition, id: string, ...kinds: K[]): Stage<K> {
  const stage = competition.stages.find((each) => each.id === id && (kinds as StageKind[]).includes(each.kind));
  return (stage as Stage<K> | undefined) ?? fail('competitions.not_found');
}

export { postForm as post, type Sent, stateOf } from '../people/index.ts';

/** A page at a desk of one competition, with the way back to it; a notice of what was just done by `?done=<message key>`. */
export async function sendDesk(
  request: FastifyRequest,
  reply: FastifyReply,
  { actor, competition }: AtDesk,
  make: (ctx: PageContext) => Promise<DeskPage> | DeskPage,
  {
    up = { label: competition.title, href: `/organise/${competition.slug}` },
    ...said
  }: { sent?: Sent | undefined; done?: Readonly<Record<string, string>>; up?: { label: string; href: string } } = {},
): Promise<FastifyReply> {
  return sendDeskPage(request, reply, actor, { up, role: competition.title, ...said }, make);
}

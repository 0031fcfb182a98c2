import type { FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, requireActor } from '../../people/index.ts';
import { type Competition, competitionBySlug } from '../competition.queries.ts';

/**
 * Somebody at their own entries. Whoever has a role has passed the second factor.
 * @throws AppError kernel.sign_in_first, kernel.second_factor_first, people.guardian_first
 */
export async function requireEntrant(k: Kernel, request: FastifyRequest): Promise<Actor & { accountId: string }> {
  const actor = await requireActor(k, request);
  if (actor.roles.length > 0 && !actor.secondFactor) fail('kernel.second_factor_first');
  const { accountId } = actor;
  if (accountId === null) return fail('kernel.sign_in_first');
  return { ...actor, accountId };
}

/** @throws AppError competitions.not_found also where it is not published yet */
export async function publishedCompetition(k: Kernel, slug: string): Promise<Competition> {
  const competition = await competitionBySlug(k.db, slug);
  if (!competition || competition.state === 'draft') return fail('competitions.not_found');
  return competition;
}

/** Which of a few things was just done, from the address: `?done=saved`. */
export function doneOf(request: FastifyRequest, known: readonly string[]): string | undefined {
  if (request.method !== 'GET') return undefined;
  const asked = new URL(request.url, 'http://x').searchParams.get('done');
  return asked !== null && known.includes(asked) ? asked : undefined;
}

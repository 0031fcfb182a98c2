import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import { type Limit, localPath } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { requireOwner } from '../session.ts';
import { isFromHere, leaveFor } from '../sign-in/outside/leave.ts';
import type { Purpose } from '../sign-in/outside/outside.queries.ts';
import { providerOf } from '../sign-in/outside/providers.ts';
import { textOf } from '../text-of.ts';

const leaveLimit: Limit = { name: 'people.outside_own', points: 20, seconds: 3600 };
export type ByProvider = { Params: { provider: string } };

/** Sends somebody who is signed in to a provider, for a purpose that is theirs; only from a page of this site. */
export async function goOutside(
  k: Kernel,
  request: FastifyRequest<ByProvider>,
  reply: FastifyReply,
  { purpose, otherwise }: { purpose: Purpose; otherwise: string },
): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const provider = (await providerOf(k, request.params.provider)) ?? fail('kernel.not_found');
  if (!isFromHere(k, request)) return reply.redirect(otherwise, 303);
  await k.limits.take(leaveLimit, owner.accountId);
  const back = localPath(textOf(request.query, 'back'));
  const href = await leaveFor(k, request, reply, { provider, purpose, accountId: owner.accountId, back });
  return reply.header('cache-control', 'no-store').redirect(href, 303);
}

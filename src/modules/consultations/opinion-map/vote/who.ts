import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type Actor, actorOf, signedToken } from '../../../people/index.ts';
import type { OpenMap } from '../open-map.ts';
import { participantOfAccount, pseudonymOf } from '../voting/cast-vote.ts';
import { crowdOf } from '../voting/crowd.ts';
import { participantsByKey } from '../voting/participant.queries.ts';
import {
  earlierCookie,
  newVisitor,
  type Participant,
  participantCookie,
  participantOf,
  participantToken,
} from '../voting/participant-token.ts';

const keep_s = 180 * 86_400;

export type Who = {
  actor: Actor;
  /** null: so many came from there that work is to be proved first */
  participant: Participant | null;
  /** statements they voted on */
  seen: Set<number>;
  /** voted on this device before they signed in, and have not said whether that was them */
  earlier: { participant: Participant; votes: number } | null;
};

export function keepParticipant(
  k: Kernel,
  reply: FastifyReply,
  map: OpenMap,
  participant: Participant,
  { session = '', name = participantCookie }: { session?: string; name?: string } = {},
): void {
  reply.setCookie(name, participantToken(k, map.id, participant, session), {
    path: `/maps/${map.slug}`,
    httpOnly: true,
    sameSite: 'lax',
    maxAge: keep_s,
    secure: k.config.publicUrl.startsWith('https:'),
    // As it was signed: the path reads it without decoding.
    encode: (value) => value,
  });
}

export function forgetParticipant(reply: FastifyReply, map: OpenMap, name: string = participantCookie): void {
  reply.clearCookie(name, { path: `/maps/${map.slug}` });
}

/**
 * Who takes part, on a page: whoever is signed in is the same participant on every device; everybody else has a number in a
 * cookie, which is given here.
 */
export async function whoTakesPart(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  map: OpenMap,
): Promise<Who> {
  const actor = await actorOf(k, request);
  const { cookie } = request.headers;
  const held = participantOf(k, map.id, cookie);
  if (actor.accountId !== null) return ofAccount(k, request, reply, map, actor, held);
  if (held?.kind === 'c') return { actor, participant: held, seen: await seenBy(k, map, held), earlier: null };
  const nobody = { actor, participant: null, seen: new Set<number>(), earlier: null };
  if (crowdOf(k).arrival(map.id, request.ip) === 'prove') return nobody;
  const participant = newVisitor();
  keepParticipant(k, reply, map, participant);
  return { ...nobody, participant };
}

async function ofAccount(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  map: OpenMap,
  actor: Actor,
  held: Participant | null,
): Promise<Who> {
  const { cookie } = request.headers;
  const participant = participantOfAccount(map, actor.accountId as string);
  if (!participant) return { actor, participant: null, seen: new Set(), earlier: null };
  if (held?.kind !== 'a' || held.value !== participant.value)
    keepParticipant(k, reply, map, participant, { session: signedToken(k, cookie) ?? '' });
  const before = held?.kind === 'c' ? held : participantOf(k, map.id, cookie, earlierCookie);
  const votes = before?.kind === 'c' ? (await seenBy(k, map, before)).size : 0;
  const earlier = before && votes > 0 ? { participant: before, votes } : null;
  if (earlier && held?.kind === 'c') keepParticipant(k, reply, map, earlier.participant, { name: earlierCookie });
  return { actor, participant, seen: await seenBy(k, map, participant), earlier };
}

async function seenBy(k: Kernel, map: OpenMap, participant: Participant): Promise<Set<number>> {
  const key = pseudonymOf(map, participant);
  if (key === null) return new Set();
  const [found] = await participantsByKey(k.db, map.id, [key]);
  return new Set(found?.seen ?? []);
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { sendPage } from '../../../../ui/send-page.tsx';
import { actorOf } from '../../../people/index.ts';
import { type OpenMap, requireMap, statusOf } from '../open-map.ts';
import { participantOfAccount, pseudonymOf } from '../voting/cast-vote.ts';
import { takeVotesBack } from '../voting/own-votes.ts';
import { type Participant, participantOf } from '../voting/participant-token.ts';
import { votesOfParticipant } from '../voting/vote.queries.ts';
import { OwnVotesPage } from './own-votes-page.tsx';
import { type BySlug, fieldsOf } from './post-vote.ts';
import { forgetParticipant } from './who.ts';

type Request = FastifyRequest<BySlug>;

/** Who reads their own votes; nobody becomes a participant by looking. */
async function reader(
  k: Kernel,
  request: Request,
  map: OpenMap,
): Promise<{ signedIn: boolean; who: Participant | null }> {
  const { accountId } = await actorOf(k, request);
  if (accountId !== null) return { signedIn: true, who: participantOfAccount(map, accountId) };
  const held = participantOf(k, map.id, request.headers.cookie);
  return { signedIn: false, who: held?.kind === 'c' ? held : null };
}

/** GET /maps/:slug/votes */
export async function ownVotes(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const map = await requireMap(k, request.params.slug);
  const { signedIn, who } = await reader(k, request, map);
  const key = who && pseudonymOf(map, who);
  const votes = key ? await votesOfParticipant(k.db, map.id, key) : [];
  const { back } = fieldsOf(request.query);
  const takenBack = typeof back === 'string' && /^\d{1,6}$/.test(back) ? Number(back) : null;
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('consultations.opinion_map.own.title'),
    robots: 'noindex',
    main: <OwnVotesPage view={{ map, running: statusOf(k, map) === 'running', signedIn, votes, takenBack }} />,
  }));
}

/** POST /maps/:slug/votes/back */
export async function takeBack(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const map = await requireMap(k, request.params.slug);
  const { who } = await reader(k, request, map);
  const taken = who ? await takeVotesBack(k, map, who) : 0;
  if (who?.kind === 'c') forgetParticipant(reply, map);
  return reply.redirect(`/maps/${map.slug}/votes?back=${taken}`, 303);
}

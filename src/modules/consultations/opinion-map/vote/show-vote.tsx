import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTransaction } from '../../../../kernel/db/index.ts';
import { errorCatalogue, fail } from '../../../../kernel/errors/index.ts';
import { toAppError } from '../../../../kernel/http/index.ts';
import { localised } from '../../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { localDate } from '../../../../kernel/time/index.ts';
import { sendPage } from '../../../../ui/send-page.tsx';
import { departmentBook } from '../../../people/index.ts';
import { computedMap } from '../compute/map-state.queries.ts';
import { type OpenMap, requireMap, statusOf } from '../open-map.ts';
import { statementNumber } from '../opinion-map.rules.ts';
import { pseudonymOf } from '../voting/cast-vote.ts';
import { chooseNext, seenOf } from '../voting/choose-next.ts';
import { crowdOf } from '../voting/crowd.ts';
import { joinVotes } from '../voting/own-votes.ts';
import { earlierCookie, newVisitor, participantOf } from '../voting/participant-token.ts';
import { takeVote } from '../voting/take-vote.ts';
import { votesOfParticipant } from '../voting/vote.queries.ts';
import { type BySlug, fieldsOf, isJson, postJsonVote, sendJsonError, standing } from './post-vote.ts';
import { VotePage, type VoteView } from './vote-page.tsx';
import { forgetParticipant, keepParticipant, type Who, whoTakesPart } from './who.ts';

type Request = FastifyRequest<BySlug>;
type Said = { code: string; status: number; params: Record<string, unknown> };

/** GET /maps/:slug */
export async function voteForm(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  return showVote(k, request, reply, await requireMap(k, request.params.slug));
}

async function showVote(
  k: Kernel,
  request: Request,
  reply: FastifyReply,
  map: OpenMap,
  said?: Said,
): Promise<FastifyReply> {
  const status = statusOf(k, map);
  const who = status === 'running' ? await whoTakesPart(k, request, reply, map) : null;
  const query = fieldsOf(request.query);
  const [departments, computed, asked] = await Promise.all([
    departmentBook(k),
    computedMap(k.db, map.id),
    askedOf(k, map, who, statementNumber(query.statement)),
  ]);
  return sendPage(
    request,
    reply,
    async (ctx) => {
      const office = departments.get(map.consultation.departmentId);
      const view: VoteView = {
        map,
        department: office ? localised(office.name, ctx.locale) : '',
        today: localDate(k.clock.now(), k.config.TIME_ZONE),
        status,
        participants: Math.max(computed?.result.participants ?? 0, map.row.participants),
        seen: who ? seenOf(map, who.seen) : 0,
        ...asked,
        previous: statementNumber(query.after) ?? null,
        signedIn: (who?.actor.accountId ?? null) !== null,
        earlierVotes: who?.earlier?.votes ?? 0,
        proof: who && !who.participant ? await k.proof.challenge(ctx.locale) : null,
        said: said ? ctx.t(`errors.${said.code}`, said.params) : null,
      };
      const { title, summary } = map.consultation;
      return { title, description: summary, main: <VotePage view={view} /> };
    },
    said?.status ?? 200,
  );
}

/** The statement that was asked for by its number, with what they said to it; else the next one. */
async function askedOf(
  k: Kernel,
  map: OpenMap,
  who: Who | null,
  wanted: number | undefined,
): Promise<Pick<VoteView, 'statement' | 'own'>> {
  if (!who?.participant) return { statement: null, own: null };
  const statement = wanted === undefined ? undefined : map.byNumber.get(wanted);
  if (!statement) return { statement: chooseNext(map, who.participant, who.seen), own: null };
  const key = pseudonymOf(map, who.participant);
  const own = key === null ? [] : await votesOfParticipant(k.db, map.id, key);
  return { statement, own: own.find((each) => each.statement === wanted)?.vote ?? null };
}

/** POST /maps/:slug/votes, from the form or as JSON. */
export async function postVote(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  if (isJson(request)) return postJsonVote(k, request, reply);
  const map = await requireMap(k, request.params.slug);
  try {
    const { statement } = await takeVote(k, request, map, fieldsOf(request.body));
    return reply.redirect(`/maps/${map.slug}?after=${statement}`, 303);
  } catch (thrown) {
    return showVote(k, request, reply, map, expected(thrown));
  }
}

/** @throws the given error where it is none that a person can mend on the page */
function expected(thrown: unknown): Said {
  const { code, status, params } = toAppError(thrown);
  if ((status >= 500 && status !== 503) || !errorCatalogue().has(code)) throw thrown;
  return { code, status, params };
}

/** GET /maps/:slug/next: what somebody is asked next, for the page and for programs with its cookie. */
export async function sendNext(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  try {
    const map = await requireMap(k, request.params.slug);
    const who = await whoTakesPart(k, request, reply, map);
    if (!who.participant) return fail('consultations.opinion_map.who');
    const { locale } = request.server.frame.anonymous(request);
    const body = standing(map, who.participant, who.seen, locale);
    return reply.header('cache-control', 'private, no-store').type('application/json; charset=utf-8').send(body);
  } catch (thrown) {
    return sendJsonError(request, reply, thrown);
  }
}

/** POST /maps/:slug/begin: after some work, where many came from one place. */
export async function begin(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const map = await requireMap(k, request.params.slug);
  try {
    const ticket = await k.proof.verify(fieldsOf(request.body));
    crowdOf(k).proved(map.id, request.ip);
    await inTransaction(k.db, (tx) => k.proof.spend(tx, ticket));
  } catch (thrown) {
    return showVote(k, request, reply, map, expected(thrown));
  }
  keepParticipant(k, reply, map, newVisitor());
  return reply.redirect(`/maps/${map.slug}`, 303);
}

/** POST /maps/:slug/join: whether votes from before signing in were theirs. */
export async function joinEarlier(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const map = await requireMap(k, request.params.slug);
  const who = await whoTakesPart(k, request, reply, map);
  const before = participantOf(k, map.id, request.headers.cookie, earlierCookie) ?? who.earlier?.participant;
  const { mine } = fieldsOf(request.body);
  if (mine === 'yes' && who.participant?.kind === 'a' && before?.kind === 'c')
    await joinVotes(k, map, before, who.participant);
  if (mine === 'yes' || mine === 'no') forgetParticipant(reply, map, earlierCookie);
  return reply.redirect(`/maps/${map.slug}`, 303);
}

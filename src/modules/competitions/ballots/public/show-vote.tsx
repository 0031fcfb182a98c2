import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { PageContext } from '../../../../ui/page-context.ts';
import { type PageDraft, sendPage, sendPublicPage } from '../../../../ui/send-page.tsx';
import { actorOf, departmentBook, signedToken } from '../../../people/index.ts';
import { voterState } from '../cast/voter-state.ts';
import { pressureOf } from '../integrity/pressure.ts';
import type { OpenBallot } from '../open-ballot.ts';
import { justCast } from '../receipt/look-up.ts';
import { sendReceipt } from '../receipt/send-receipt.tsx';
import { type BySlug, isJson, postJsonBallot } from './post-ballot.ts';
import { expectedErrorOf, type Said } from './said.ts';
import { ballotBySlug, type SentBallot, takeBallot } from './take-ballot.ts';
import { type RefusedBallot, VotePage, type VoteView } from './vote-page.tsx';

/** GET /competitions/:slug/vote: one page for everybody who is not signed in; whoever is sees what they may. */
export async function voteForm(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  const ballot = await ballotBySlug(k, request.params.slug);
  const signedIn = signedToken(k, request.headers.cookie) !== null;
  if (signedIn || wantsProof(k, request, ballot)) return showVote(k, request, reply, {});
  return sendPublicPage(k, request, reply, async (ctx) => {
    const departments = await departmentBook(k);
    return {
      ...draftOf(ctx, { ballot, departments, voter: null, proof: null }),
      tags: ['competitions', `competition:${ballot.competitionId}`],
    };
  });
}

/** POST /competitions/:slug/vote, from the form or as JSON. */
export async function postVote(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  if (isJson(request)) return postJsonBallot(k, request, reply);
  const ballot = await ballotBySlug(k, request.params.slug);
  const sent = formBallot(request.body);
  try {
    const receipt = await takeBallot(k, request, ballot, sent);
    return await sendReceipt(k, request, reply, ballot.competition, justCast(k, ballot, receipt), k.clock.now());
  } catch (thrown) {
    const said = expectedErrorOf(thrown);
    return showVote(k, request, reply, { said, sent });
  }
}

/** A form sends one tick as a text and several as a list. */
function formBallot(body: unknown): SentBallot {
  const sent = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const { choices = [] } = sent;
  return { ...sent, choices: Array.isArray(choices) ? choices : [choices] };
}

type Shown = { said?: Said; sent?: SentBallot; change?: VoteView['change'] };

/** The ballot for one person: with what they may do, a proof where one is asked for, and what they sent. */
export async function showVote(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
  { said, sent, change }: Shown,
): Promise<FastifyReply> {
  const ballot = await ballotBySlug(k, request.params.slug);
  const [actor, departments] = await Promise.all([actorOf(k, request), departmentBook(k)]);
  const voter = actor.accountId === null ? null : await voterState(k, ballot, actor.accountId);
  const needsProof = said?.code.startsWith('proof.') || wantsProof(k, request, ballot);
  return sendPage(
    request,
    reply,
    async (ctx) => {
      const view: VoteView = {
        ballot,
        departments,
        voter,
        proof: needsProof ? await k.proof.challenge(ctx.locale) : null,
        refused: said && sent ? refusedOf(ctx, said, sent) : undefined,
        change: change ?? changeAgain(sent),
      };
      return { ...draftOf(ctx, view), robots: 'noindex' };
    },
    said?.status ?? 200,
  );
}

function wantsProof(k: Kernel, request: FastifyRequest, { stage, competitionId }: OpenBallot): boolean {
  return pressureOf(k).wantsProof({ id: stage.id, competitionId, settings: stage.settings }, request.ip, k.clock.now());
}

function draftOf(ctx: PageContext, view: VoteView): PageDraft {
  const { title, summary } = view.ballot.competition;
  return {
    title: ctx.t('competitions.ballots.public.vote_title', { title }),
    description: summary,
    main: <VotePage ctx={ctx} view={view} />,
  };
}

const numbersOf = (given: unknown): number[] =>
  (Array.isArray(given) ? given.slice(0, 1000) : []).map(Number).filter((number) => Number.isSafeInteger(number));

const categoryOf = (given: unknown): number | null =>
  typeof given === 'string' && /^\d{1,3}$/.test(given) ? Number(given) : null;

function refusedOf(ctx: PageContext, said: Said, sent: SentBallot): RefusedBallot {
  return {
    choices: numbersOf(sent.choices),
    category: categoryOf(sent.category),
    said: said.words(ctx),
    signIn: said.code === 'kernel.sign_in_first',
  };
}

/** A change that was refused is still a change. */
function changeAgain(sent: SentBallot | undefined): VoteView['change'] {
  if (typeof sent?.receipt !== 'string' || sent.receipt === '' || sent.receipt.length > 60) return undefined;
  return { code: sent.receipt, choices: numbersOf(sent.choices), category: categoryOf(sent.category) };
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { sendPublicPage } from '../../../../ui/send-page.tsx';
import { countsOf, headsOf } from '../log/log.queries.ts';
import { ballotFacts } from '../open-ballot.ts';
import { BallotsPage, type BallotsView } from './ballots-page.tsx';
import { type OfStage, readHeadKey, type ShownBallot, shownBallot } from './log-answers.ts';

const headsShown = 20;

/** GET /competitions/:slug/ballots/:stage */
export function showLog(k: Kernel, request: FastifyRequest<OfStage>, reply: FastifyReply): Promise<FastifyReply> {
  const before = readHeadKey((request.query as { before?: unknown }).before);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const shown = await shownBallot(k, request);
    const heads = await headsOf(k.db, shown.ballot, { before, limit: headsShown + 1 });
    const { competition, stage } = shown;
    const view = {
      ...shown,
      heads: heads.slice(0, headsShown),
      more: heads.length > headsShown,
      paged: before !== null,
      counts: await countsShown(k, shown),
    };
    return {
      title: ctx.t('competitions.ballots.public.log.title_of', { title: competition.title }),
      description: ctx.t('competitions.ballots.public.log.lead'),
      ...(before ? { robots: 'noindex' as const } : {}),
      main: <BallotsPage ctx={ctx} view={view} />,
      tags: ['competitions', `competition:${competition.id}`, `ballot:${stage.id}`],
    };
  });
}

/** No counts while voting runs unless the rules say so, and none on the page of what ranks nobody. */
async function countsShown(k: Kernel, { competition, stage, ballot }: ShownBallot): Promise<BallotsView['counts']> {
  if (competition.mode === 'showcase') return null;
  if (ballot.header === null && stage.settings.live !== 'heads') return null;
  const votes = await countsOf(k.db, ballot);
  const { entries } =
    ballot.header === null
      ? await ballotFacts(k, competition, stage)
      : (JSON.parse(ballot.header) as { entries: { number: number; title: string }[] });
  return entries.map(({ number, title }) => ({ number, title, votes: votes.get(number) ?? 0 }));
}

import type { Kernel } from '../../../kernel/kernel.ts';
import { stageTime } from '../competitions.rules.ts';
import { currentNotice, namesOfEntries } from '../results/notice.queries.ts';
import { loadCompetitionPage } from './load-competition.ts';
import { turnout } from './public.queries.ts';
import type { ScreenView } from './screen-page.tsx';

/** What the wall of a hall shows: turnout of the ballot that runs, or what was announced; never how a secret ballot stands. */
export async function loadScreen(k: Kernel, slug: string): Promise<ScreenView> {
  const view = await loadCompetitionPage(k, slug);
  const { competition } = view;
  const ballot = competition.stages.find(
    (stage) => stage.kind === 'ballot' && stageTime(stage, k.clock.now()) === 'running',
  );
  const shows = competition.mode === 'award' && competition.state !== 'cancelled';
  const [votes, notice] = await Promise.all([
    ballot ? turnout(k.db, competition.id, ballot.id) : undefined,
    shows ? currentNotice(k.db, competition.id) : undefined,
  ]);
  if (!notice) return { ...view, votes: votes ?? null, result: null };
  const names = await namesOfEntries(k.db, competition.id);
  return {
    ...view,
    votes: votes ?? null,
    result: { final: competition.state === 'final', result: notice.result, names },
  };
}

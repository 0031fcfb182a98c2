import { buffer } from 'node:stream/consumers';
import { type Column, csvStream } from '../../../kernel/export/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localIso } from '../../../kernel/time/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { stageName } from '../stage-name.ts';
import type { ResultsView } from './load-results.ts';
import type { ResultEntry } from './result.rules.ts';

type Announced = ResultsView & { notice: NonNullable<ResultsView['notice']> };

/** Results for programs: everything that the page shows, so that places and scores can be computed again. */
export function resultsJson(k: Kernel, view: Announced): unknown {
  const { competition, notice, names } = view;
  const { result } = notice;
  const at = (moment: Date | null) => moment && localIso(moment, k.config.TIME_ZONE);
  return {
    competition: competition.slug,
    title: competition.title,
    mode: competition.mode,
    approval_number: competition.approvalNumber || null,
    state: competition.state === 'final' ? 'final' : 'announced',
    notice: { version: notice.version, published_at: at(notice.publishedAt), ends_at: at(notice.endsAt) },
    final_at: at(competition.finalAt),
    basis: result.basis,
    stages: result.stages.map(({ id, kind, title, weight }) => ({ id, kind, title, weight })),
    levels: result.basis === 'shown' ? [] : result.levels,
    categories: result.categories.map(({ position, name, entries }) => ({
      position,
      name,
      entries: entries.map((entry) => ({
        number: entry.number,
        title: names.get(entry.id)?.title ?? '',
        by_line: names.get(entry.id)?.byLine ?? '',
        ...(result.basis === 'scores' && {
          parts: entry.parts.map(({ stageId, weight, score, votes, most }) => ({
            ...{ stage: stageId, weight, score },
            ...(votes !== null && { votes, most_votes: most }),
          })),
          score: entry.score,
          rank: entry.rank,
        }),
        ...(result.basis !== 'shown' && { level: levelName(view, entry), shared: entry.shared }),
        ...(result.basis !== 'scores' && { chosen: entry.chosen, reason: entry.reason }),
      })),
    })),
    disqualified: view.disqualified.map(({ number, reason }) => ({ number, reason })),
    complaints: view.complaints,
  };
}

const levelName = ({ notice }: Announced, { level }: ResultEntry): string | null =>
  level === null ? null : (notice.result.levels[level]?.name ?? null);

/** The same as a table, a line for each entry. */
export function resultsCsv(k: Kernel, ctx: PageContext, view: Announced): Promise<Buffer> {
  const { t } = ctx;
  const { result } = view.notice;
  type Line = ResultEntry & { category: string };
  const scores = result.stages.flatMap((stage, at): Column<Line>[] => [
    {
      key: `score_${at + 1}`,
      header: t('competitions.results.column.stage', { stage: stageName(ctx.t, stage), weight: stage.weight }),
      value: ({ parts }) => parts[at]?.score,
    },
    ...(stage.kind === 'ballot'
      ? [
          {
            key: `votes_${at + 1}`,
            header: t('competitions.results.column.votes', { stage: stageName(ctx.t, stage) }),
            value: ({ parts }: Line) => parts[at]?.votes,
          },
          {
            key: `most_votes_${at + 1}`,
            header: t('competitions.results.column.most', { stage: stageName(ctx.t, stage) }),
            value: ({ parts }: Line) => parts[at]?.most,
          },
        ]
      : []),
  ]);
  const columns: Column<Line>[] = [
    { key: 'category', header: t('competitions.results.column.category'), value: ({ category }) => category },
    { key: 'number', header: t('competitions.results.column.number'), value: ({ number }) => number },
    { key: 'title', header: t('competitions.results.column.entry'), value: ({ id }) => view.names.get(id)?.title },
    { key: 'by_line', header: t('competitions.results.column.by_line'), value: ({ id }) => view.names.get(id)?.byLine },
    ...(result.basis === 'scores' ? scores : []),
    ...(result.basis === 'scores'
      ? [
          { key: 'score', header: t('competitions.results.column.score'), value: ({ score }: Line) => score },
          { key: 'rank', header: t('competitions.results.column.rank'), value: ({ rank }: Line) => rank },
        ]
      : [{ key: 'reason', header: t('competitions.results.column.reason'), value: ({ reason }: Line) => reason }]),
    ...(result.basis === 'shown'
      ? []
      : [
          {
            key: 'level',
            header: t('competitions.results.column.level'),
            value: (entry: Line) => levelName(view, entry),
          },
        ]),
  ];
  const lines = result.categories.flatMap(({ name, entries }) =>
    entries.map((entry) => ({ ...entry, category: name })),
  );
  return buffer(csvStream(columns, lines, { zone: k.config.TIME_ZONE }));
}

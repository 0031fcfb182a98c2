import { ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime, formatDate } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { workNumber } from '../../../ui/gallery.tsx';
import { Chapter, Trail } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { type PageContext, uiSettings } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import type { Competition } from '../competition.queries.ts';
import type { Mode } from '../competitions.rules.ts';
import { CompetitionHead } from '../public/competition-page.tsx';
import { writtenIn } from '../public/words.ts';
import { stageName } from '../stage-name.ts';
import type { ResultsView } from './load-results.ts';
import type { FinalResult } from './result.rules.ts';
import { ResultTables } from './result-tables.tsx';

/** How the score comes about, step by step, so that anybody can follow. */
export function HowComputed({
  ctx,
  competition,
  result,
}: {
  ctx: PageContext;
  competition: Competition;
  result: FinalResult;
}) {
  const { t } = ctx;
  if (result.basis !== 'scores') return null;
  const counting = result.stages.filter(({ weight }) => weight > 0);
  const ballots = result.stages.filter(({ kind }) => kind === 'ballot');
  const sum = counting.map((stage) => `${stageName(ctx.t, stage)} × ${stage.weight}%`).join(' + ');
  return (
    <Chapter id="computed" title={t('competitions.results.how')} note={t('competitions.results.how_note')}>
      <ol class="bullets">
        <li>{t('competitions.results.how_sum', { sum })}</li>
        {ballots.length > 0 && <li>{t('competitions.results.how_votes')}</li>}
        <li>{t('competitions.results.how_missing')}</li>
        <li>{t('competitions.results.how_ties')}</li>
        {result.levels.length > 0 && (
          <li>
            {t('competitions.results.how_levels', {
              levels: result.levels
                .map(({ name, places }) => t('competitions.results.level_places', { name, places }))
                .join(t('competitions.results.comma')),
            })}
          </li>
        )}
      </ol>
      <More>
        {ballots.map((stage) => (
          <VerbLink href={`/competitions/${competition.slug}/ballots/${stage.id}`}>
            {t('competitions.results.to_log', { stage: stageName(ctx.t, stage) })}
          </VerbLink>
        ))}
        {ballots.length > 0 && <VerbLink href="/verify-tally">{t('competitions.results.to_verify')}</VerbLink>}
      </More>
    </Chapter>
  );
}

/** Entries that were taken out, each with its reason. */
export function TakenOut({ ctx, view }: { ctx: PageContext; view: ResultsView }) {
  const { t } = ctx;
  if (view.disqualified.length === 0) return null;
  return (
    <Chapter id="taken-out" title={t('competitions.results.taken_out')}>
      <ul class="bullets">
        {view.disqualified.map(({ number, title, reason, at }) => (
          <li>
            <strong>
              {workNumber(number)} <span lang={writtenIn(ctx)}>{title}</span>
            </strong>{' '}
            <DateTime value={at} form="date" />
            <p lang={writtenIn(ctx)}>{reason}</p>
          </li>
        ))}
      </ul>
    </Chapter>
  );
}

/** Complaints in figures and their answers; nothing of who complained or what they wrote. */
export function Answers({ ctx, view }: { ctx: PageContext; view: ResultsView }) {
  const { t } = ctx;
  const { all, open, upheld } = view.complaints;
  return (
    <Chapter id="answers" title={t('competitions.results.answers')} note={t('competitions.results.answers_note')}>
      <p>
        {all === 0
          ? t('competitions.results.no_complaints')
          : t('competitions.results.complaint_figures', { all, open, upheld })}
      </p>
      {view.answers.length > 0 && (
        <ul class="bullets">
          {view.answers.map((answer) => (
            <li id={`answer-${answer.number}`}>
              <strong>{t('competitions.results.complaint_number', { number: answer.number })}</strong>{' '}
              {t(answer.upheld ? 'competitions.results.upheld' : 'competitions.results.not_upheld')}{' '}
              <DateTime value={answer.answeredAt} form="date" />
              <div lang={writtenIn(ctx)}>
                <Pre text={answer.answer} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </Chapter>
  );
}

function Period({ ctx, view }: { ctx: PageContext; view: ResultsView }) {
  const { t } = ctx;
  const { notice, competition } = view;
  if (!notice?.endsAt || competition.state !== 'open') return null;
  const until = formatDate(notice.endsAt, uiSettings(ctx), 'weekday');
  if ((ctx.now ?? notice.publishedAt) > notice.endsAt)
    return (
      <Notice title={t('competitions.results.period_over')}>
        {<p>{t('competitions.results.period_over_note')}</p>}
      </Notice>
    );
  return (
    <Notice title={t('competitions.results.period_until', { until })}>
      <p>{t('competitions.results.period_note')}</p>
      <div class="do">
        <ButtonLink href={`/competitions/${competition.slug}/notice/complain`} icon="pen">
          {t('competitions.results.to_complain')}
        </ButtonLink>
        <VerbLink href={`/competitions/${competition.slug}/notice/mine`}>{t('competitions.results.to_mine')}</VerbLink>
      </div>
    </Notice>
  );
}

/** That nothing stands here yet; of a showcase, where nothing is scored, other words. */
export function NotYet(p: { ctx: PageContext; mode: Mode; title: 'not_yet' | 'not_final' }) {
  const { t } = p.ctx;
  if (p.mode === 'showcase')
    return <EmptyState title={t('competitions.results.on_show')}>{t('competitions.results.on_show_note')}</EmptyState>;
  // keys: competitions.results.not_yet, competitions.results.not_final
  return <EmptyState title={t(`competitions.results.${p.title}`)}>{t('competitions.results.not_yet_note')}</EmptyState>;
}

/** 公示: what was announced with its whole calculation, how to complain, and what became of complaints. */
export function NoticePage({ ctx, view }: { ctx: PageContext; view: ResultsView }) {
  const { t } = ctx;
  const { competition, notice, names } = view;
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.public.list.title'), href: '/competitions' },
          { label: competition.title, href: `/competitions/${competition.slug}` },
          { label: t('competitions.results.notice') },
        ]}
      />
      <CompetitionHead ctx={ctx} view={view} />
      {!notice ? (
        <NotYet ctx={ctx} mode={competition.mode} title="not_yet" />
      ) : (
        <>
          <Period ctx={ctx} view={view} />
          {competition.state === 'final' && (
            <Notice tone="success" title={t('competitions.results.is_final')}>
              <p>
                <a href={`/competitions/${competition.slug}/results`}>{t('competitions.results.to_results')}</a>
              </p>
            </Notice>
          )}
          <Chapter id="notice" title={t('competitions.results.notice')}>
            <NoticeFacts view={view} ctx={ctx} />
            {notice.words && (
              <div lang={writtenIn(ctx)}>
                <Pre text={notice.words} />
              </div>
            )}
            <ResultTables ctx={ctx} slug={competition.slug} result={notice.result} names={names} />
            <DataLinks ctx={ctx} slug={competition.slug} file="notice" />
          </Chapter>
          <HowComputed ctx={ctx} competition={competition} result={notice.result} />
          <TakenOut ctx={ctx} view={view} />
          <Answers ctx={ctx} view={view} />
        </>
      )}
      <ScreeningLink ctx={ctx} competition={competition} />
    </>
  );
}

function ScreeningLink({ ctx, competition }: { ctx: PageContext; competition: Competition }) {
  if (!competition.stages.some(({ kind }) => kind === 'screening')) return null;
  return (
    <More>
      <VerbLink href={`/competitions/${competition.slug}/notice/screening`}>
        {ctx.t('competitions.screening.public_link')}
      </VerbLink>
    </More>
  );
}

export function DataLinks({ ctx, slug, file }: { ctx: PageContext; slug: string; file: 'notice' | 'results' }) {
  return (
    <More>
      <VerbLink href={`/competitions/${slug}/${file}.csv`}>{ctx.t('competitions.results.as_csv')}</VerbLink>
      <VerbLink href={`/competitions/${slug}/${file}.json`}>{ctx.t('competitions.results.as_json')}</VerbLink>
    </More>
  );
}

function NoticeFacts({ ctx, view }: { ctx: PageContext; view: ResultsView }) {
  const { t } = ctx;
  const { notice, earlier } = view;
  if (!notice) return null;
  return (
    <Facts
      items={[
        { label: t('competitions.results.published'), value: <DateTime value={notice.publishedAt} form="datetime" /> },
        notice.endsAt && {
          label: t('competitions.results.until'),
          value: <DateTime value={notice.endsAt} form="datetime" />,
        },
        notice.version > 1 && {
          label: t('competitions.results.version'),
          value: t('competitions.results.version_number', { version: notice.version }),
        },
        ...earlier.map(({ version, publishedAt }) => ({
          label: t('competitions.results.earlier', { version }),
          value: <DateTime value={publishedAt} form="datetime" />,
        })),
      ]}
    />
  );
}

import { wordBreaks } from '../../../kernel/text/index.ts';
import { durationWords } from '../../../kernel/time/index.ts';
import { DateTime, formatDate, formatNumber } from '../../../ui/date-time.tsx';
import { Figures } from '../../../ui/facts.tsx';
import { workNumber } from '../../../ui/gallery.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Qr } from '../../../ui/qr.tsx';
import { Title } from '../../../ui/text.tsx';
import type { NamedEntry } from '../results/notice.queries.ts';
import type { FinalResult } from '../results/result.rules.ts';
import { stageName } from '../stage-name.ts';
import type { CompetitionView } from './load-competition.ts';
import { momentOf } from './moment.rules.ts';
import { momentWords } from './words.ts';

export type ScreenView = CompetitionView & {
  /** votes in the log as of its last signed head, while a ballot runs */
  votes: { ballots: number; replaced: number; at: Date } | null;
  /** what was announced, from then on; null in a showcase and before */
  result: { final: boolean; result: FinalResult; names: ReadonlyMap<string, NamedEntry> } | null;
};

const mostPlaces = 10;

/** Places of each category as they were announced. */
function Podium({ shown }: { shown: NonNullable<ScreenView['result']> }) {
  const { result, names } = shown;
  return (
    <div class="podium">
      {result.categories.map((category) => {
        const placed = category.entries
          .filter(({ rank, level, chosen }) => (result.levels.length > 0 ? level !== null : rank !== null) || chosen)
          .slice(0, mostPlaces);
        if (placed.length === 0) return null;
        return (
          <section>
            <h2>{category.name}</h2>
            <ol>
              {placed.map((entry) => {
                const named = names.get(entry.id);
                const level = entry.level === null ? undefined : result.levels[entry.level];
                return (
                  <li>
                    <span class="place num">{entry.rank ?? ''}</span>
                    <b>{named?.title || workNumber(entry.number)}</b>
                    <span>{level?.name ?? ''}</span>
                    {named?.byLine && <span class="by">{named.byLine}</span>}
                  </li>
                );
              })}
            </ol>
          </section>
        );
      })}
    </div>
  );
}

function Now({ ctx, view, url }: { ctx: PageContext; view: ScreenView; url: string }) {
  const { t, locale } = ctx;
  const { competition, votes, total } = view;
  const at = ctx.now ?? new Date(0);
  const moment = momentOf(competition, at);
  const running = moment.is === 'running' ? moment.stages : [];
  const stage = running.find(({ kind }) => kind === 'ballot') ?? running[0];
  const figures = [
    stage && {
      label: t('competitions.public.screen.left', { stage: stageName(ctx.t, stage) }),
      value: durationWords(stage.endsAt.getTime() - at.getTime(), locale),
      note: t('competitions.public.screen.until', {
        at: formatDate(stage.endsAt, { locale, timeZone: ctx.timeZone ?? 'Asia/Shanghai', now: at }, 'datetime'),
      }),
    },
    votes && {
      label: t('competitions.public.screen.ballots'),
      value: formatNumber(votes.ballots - votes.replaced, locale),
      note: t('competitions.public.screen.as_of', {
        at: formatDate(votes.at, { locale, timeZone: ctx.timeZone ?? 'Asia/Shanghai', now: at }, 'datetime'),
      }),
    },
    total > 0 && { label: t('competitions.public.works'), value: formatNumber(total, locale) },
  ].filter((figure) => figure !== null && figure !== undefined && figure !== false);
  return (
    <>
      <div>
        <h1>
          <Title pieces={wordBreaks(competition.title)} />
        </h1>
        <p class="stage-now">{momentWords(ctx, moment)}</p>
        {figures.length > 0 && <Figures items={figures} />}
      </div>
      <div class="qr-big">
        <Qr text={stage?.kind === 'ballot' ? `${url}/vote` : url} label={t('competitions.public.screen.qr')} />
        <p>
          {t(stage?.kind === 'ballot' ? 'competitions.public.screen.scan_to_vote' : 'competitions.public.screen.scan')}
        </p>
      </div>
    </>
  );
}

/** For the wall of a hall. While a ballot is secret nothing here says how anybody stands. */
export function ScreenPage({ ctx, view, url }: { ctx: PageContext; view: ScreenView; url: string }) {
  const { t, locale } = ctx;
  const { competition, departments, result } = view;
  return (
    <div class="hall" id="hall" data-island="hall-refresh">
      <header>
        <span>{ctx.city.platformName}</span>
        <span>{departments.name(competition.departmentId, locale)}</span>
      </header>
      {result ? (
        <div>
          <h1>
            <Title pieces={wordBreaks(competition.title)} />
          </h1>
          <p class="stage-now">
            {t(result.final ? 'competitions.public.screen.final' : 'competitions.public.screen.announced')}
          </p>
          <Podium shown={result} />
        </div>
      ) : (
        <div class="hall-body">
          <Now ctx={ctx} view={view} url={url} />
        </div>
      )}
      <footer>
        <noscript>
          <a href={`/competitions/${competition.slug}/screen?refresh=1`}>{t('competitions.public.screen.refresh')}</a>
        </noscript>
        <span lang="en">{url.replace(/^https?:\/\//, '')}</span>
        <span class="num">
          <DateTime value={ctx.now ?? new Date(0)} form="datetime" />
        </span>
      </footer>
    </div>
  );
}

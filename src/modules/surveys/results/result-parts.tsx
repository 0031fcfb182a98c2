import { formatNumber } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Figure } from '../../../ui/figure.tsx';
import { Section } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { languageIn } from '../language-name.ts';
import type { ResultsView } from './load-results.ts';
import { barsOf, isDrawn, plotHeight } from './plots.ts';
import { protectRow } from './protect.rules.ts';
import type { Line, QuestionResult } from './result.rules.ts';

// keys: surveys.type.*

/** A count, or that it is hidden. */
export function useShown() {
  const { t, locale } = useUi();
  return (n: number | null, least: number): string =>
    n === null ? t('surveys.results.hidden', { least }) : formatNumber(n, locale);
}

const percent = (share: number | null, locale: string): string =>
  share === null ? '–' : `${formatNumber(share * 100, locale as 'zh-CN', 1)}%`;

function LinesTable({ caption, lines, least }: { caption: string; lines: readonly Line[]; least: number }) {
  const { t, locale } = useUi();
  const shown = useShown();
  return (
    <Table
      caption={caption}
      rows={lines}
      columns={[
        { label: t('surveys.results.value'), head: true, cell: ({ label }) => label },
        { label: t('surveys.results.n'), numeric: true, cell: ({ n }) => shown(n, least) },
        { label: t('surveys.results.share'), numeric: true, cell: ({ share }) => percent(share, locale) },
      ]}
    />
  );
}

function Numbers({ result, least }: { result: QuestionResult; least: number }) {
  const { t, locale } = useUi();
  const shown = useShown();
  const { rows, ranks, lines, label } = result;
  if (rows.length > 0)
    return (
      <>
        {rows.map((row) => (
          <LinesTable
            caption={`${row.label} · ${row.answered === null ? t('surveys.results.hidden', { least }) : t('surveys.results.of_answered', { n: row.answered })}`}
            lines={row.lines}
            least={least}
          />
        ))}
      </>
    );
  if (ranks.length > 0)
    return (
      <Table
        caption={label}
        captionHidden
        rows={ranks}
        columns={[
          { label: t('surveys.results.value'), head: true, cell: (rank) => rank.label },
          {
            label: t('surveys.results.mean_place'),
            numeric: true,
            cell: ({ mean }) => (mean === null ? '–' : formatNumber(mean, locale, 2)),
          },
          { label: t('surveys.results.first'), numeric: true, cell: ({ first }) => shown(first, least) },
          { label: t('surveys.results.placed'), numeric: true, cell: ({ placed }) => shown(placed, least) },
        ]}
      />
    );
  return <LinesTable caption={label} lines={lines} least={least} />;
}

/** The outcome in a sentence, for whoever does not see the plot. */
function useOutcome() {
  const { t, locale } = useUi();
  return ({ question, lines, rows, ranks, mean }: QuestionResult): string => {
    if (ranks[0]?.mean === null) return t('surveys.results.outcome.hidden');
    if (ranks[0]) return t('surveys.results.outcome.ranking', { first: ranks[0].label });
    if (rows.length > 0) return t('surveys.results.outcome.matrix', { rows: rows.length });
    const top = [...lines].sort((a, b) => (b.n ?? 0) - (a.n ?? 0))[0];
    if (mean !== null && question.type === 'number')
      return t('surveys.results.outcome.mean', { mean: formatNumber(mean, locale, 1) });
    if (!top || top.n === null) return t('surveys.results.outcome.hidden');
    return t('surveys.results.outcome.top', {
      top: top.label,
      share: percent(top.share, locale),
    });
  };
}

/** One question: its plot, the numbers beside it, who was asked and who answered. */
export function QuestionPart({
  view,
  result,
  plot,
  href,
  quotes,
  words,
}: {
  view: ResultsView;
  result: QuestionResult;
  /** address of its plot */
  plot: (question: string, narrow: boolean) => string;
  /** where its written answers are */
  href?: string | undefined;
  quotes: readonly string[];
  words: readonly { word: string; n: number }[];
}) {
  const { t, locale } = useUi();
  const outcome = useOutcome();
  const { question, label, asked, answered, tooFew, withheld, mean } = result;
  const shown = useShown();
  const least = view.survey.smallestGroup;
  const unit = question.type === 'number' || question.type === 'scale';
  const bars = barsOf(result);
  const height = bars === 0 ? 280 : plotHeight(bars) + (question.type === 'matrix' ? 20 : 0);
  return (
    <Section id={`q-${question.name}`} title={label}>
      <p class="meta">
        {t(`surveys.type.${question.type}`)}
        {answered !== null && ` · ${t('surveys.results.answered_of', { answered, asked: shown(asked, least) })}`}
        {unit && mean !== null && ` · ${t('surveys.results.mean', { mean: formatNumber(mean, locale, 2) })}`}
      </p>
      {tooFew && <p>{t('surveys.results.too_few', { least })}</p>}
      {withheld && <p>{t('surveys.results.withheld', { least })}</p>}
      {!tooFew && answered === 0 && <p>{t('surveys.results.nobody')}</p>}
      {isDrawn(result) && (
        <Figure
          src={plot(question.name, false)}
          width={760}
          height={height}
          narrow={{ src: plot(question.name, true), width: 380, height }}
          alt={`${label}: ${outcome(result)}`}
          caption={outcome(result)}
          table={<Numbers result={result} least={least} />}
        />
      )}
      {words.length > 0 && <FrequentWords words={words} />}
      {quotes.length > 0 && (
        <ul class="bullets">
          {quotes.map((text) => (
            <li>{text}</li>
          ))}
        </ul>
      )}
      {href && (
        <p>
          <a href={href}>{t('surveys.results.read_texts')}</a>
        </p>
      )}
    </Section>
  );
}

/** Words with the number of answers that they stand in, the most frequent first. */
export function FrequentWords({
  words,
  level: H = 'h3',
}: {
  words: readonly { word: string; n: number }[];
  level?: 'h2' | 'h3';
}) {
  const { t, locale } = useUi();
  return (
    <>
      <H>{t('surveys.results.words')}</H>
      <p>
        {words
          .map(({ word, n }) => t('surveys.results.word_n', { word, n: formatNumber(n, locale) }))
          .join(t('surveys.results.comma'))}
      </p>
    </>
  );
}

/** How many answered, when, by which way, in how long. */
export function HeadFigures({
  view,
  invited,
  drafts,
}: {
  view: ResultsView;
  /** of a survey with invitations: how many were invited */
  invited?: number | undefined;
  drafts?: number | undefined;
}) {
  const { t, locale } = useUi();
  const shown = useShown();
  const { survey, responses, median, ways, locales } = view;
  const least = survey.smallestGroup;
  const several = (counts: ReadonlyMap<string, number>, name: (value: string) => string) => {
    const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
    const ns = protectRow(
      sorted.map(([, n]) => n),
      least,
      true,
    );
    return sorted.map(([value], at) => `${name(value)} ${shown(ns[at] ?? null, least)}`).join(' · ');
  };
  // keys: surveys.results.way.*
  return (
    <Facts
      ruled
      items={[
        { label: t('surveys.results.responses'), value: formatNumber(responses, locale) },
        invited !== undefined &&
          invited > 0 && {
            label: t('surveys.results.rate'),
            value: t('surveys.results.rate_of', {
              share: percent(responses / invited, locale),
              responses,
              invited,
            }),
          },
        responses >= least && {
          label: t('surveys.results.by_way'),
          value: several(ways, (way) => t(`surveys.results.way.${way}`)),
        },
        responses >= least &&
          locales.size > 1 && {
            label: t('surveys.results.by_language'),
            value: several(locales, (language) => languageIn(language, locale)),
          },
        median !== null &&
          responses >= least && {
            label: t('surveys.results.median'),
            value: t('surveys.results.minutes', { minutes: formatNumber(median / 60, locale, 1) }),
          },
        drafts !== undefined &&
          drafts > 0 && { label: t('surveys.results.drafts'), value: formatNumber(drafts, locale) },
      ]}
    />
  );
}

import { number } from '../../../kernel/i18n/index.ts';
import { wordBreaks } from '../../../kernel/text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Figure } from '../../../ui/figure.tsx';
import { Chapter, Heading, Trail } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import type { CaseBooks } from '../public/case-books.ts';
import { cursorText } from '../public/find-cases.ts';
import type { ListedCase } from '../public/list.queries.ts';
import { matterEntry } from '../public/list-page.tsx';
import type { Step, Stretch } from './time-steps.ts';
import type { ShownTopic, Span } from './topics.queries.ts';
import { TopicDays, TopicMeta } from './topics-page.tsx';

export type TopicPageProps = {
  ctx: PageContext;
  books: CaseBooks;
  topic: ShownTopic & { span: Span };
  step: Step;
  stretches: readonly Stretch[];
  letters: readonly ListedCase[];
  more: boolean;
  first: boolean;
};

/** One topic: what its heat is made of, when its letters came, and the letters. */
export function TopicPage(props: TopicPageProps) {
  const { ctx, books, topic, letters, more, first } = props;
  const { t } = ctx;
  const last = letters.at(-1);
  const href = `/topics/${topic.id}`;
  const list = topic.span === 'recent' ? '/topics' : `/topics?span=${topic.span}`;
  return (
    <>
      <Trail
        items={[
          { label: t('cases.topics.home'), href: '/' },
          { label: t('cases.topics.title'), href: list },
          { label: topic.title },
        ]}
      />
      <Heading
        title={wordBreaks(topic.title)}
        facts={<TopicMeta topic={topic} />}
        end={<ButtonLink href="/cases/new">{t('cases.topics.write')}</ButtonLink>}
      />
      {first && (
        <>
          <Chapter id="heat" title={t('cases.topics.part.heat')}>
            <HeatFacts ctx={ctx} topic={topic} />
          </Chapter>
          {props.stretches.length > 1 && (
            <Chapter id="time" title={t('cases.topics.over_time')}>
              <TimeFigure {...props} />
            </Chapter>
          )}
        </>
      )}
      <Chapter id="letters" title={t('cases.topics.letters')} note={t('cases.topics.letters_note')}>
        <Matters level="h3" entries={letters.map((row) => matterEntry(ctx, books, row))} />
        <KeysetPager
          firstHref={first ? undefined : href}
          nextHref={more && last ? `${href}?after=${cursorText(last)}` : undefined}
          note={t('cases.topics.follow_note')}
        />
      </Chapter>
    </>
  );
}

function HeatFacts({ ctx, topic }: { ctx: PageContext; topic: ShownTopic }) {
  const { t, locale } = ctx;
  const { people, follows, support: same, heat } = topic;
  const concentration = number(Math.round(topic.concentration * 100) / 100, locale);
  return (
    <>
      <Facts
        ruled
        items={[
          { label: t('cases.topics.part.heat'), value: number(heat, locale) },
          { label: t('cases.topics.part.people'), value: number(people, locale) },
          { label: t('cases.topics.part.letters'), value: number(topic.letters, locale) },
          { label: t('cases.topics.part.follows'), value: number(follows, locale) },
          { label: t('cases.topics.part.same'), value: number(same, locale) },
          { label: t('cases.topics.part.concentration'), value: concentration },
          {
            label: t('cases.topics.part.sum'),
            value: t('cases.topics.sum', { people, follows, same, concentration, heat }),
          },
          { label: t('cases.topics.part.place'), value: topic.place },
          { label: t('cases.topics.part.days'), value: <TopicDays topic={topic} /> },
          { label: t('cases.topics.part.words'), value: topic.keywords.join(' · ') },
        ]}
      />
    </>
  );
}

function TimeFigure({ ctx, topic, step, stretches }: TopicPageProps) {
  const { t } = ctx;
  const src = `/topics/${topic.id}/plot.svg?lang=${ctx.locale}`;
  const most = Math.max(...stretches.map(({ letters }) => letters));
  const busiest = stretches.find(({ letters }) => letters === most)?.from ?? '';
  const words = t(`cases.topics.plot.${step}`, { letters: topic.letters, most, from: busiest });
  return (
    <Figure
      src={src}
      alt={words}
      caption={words}
      width={960}
      height={260}
      narrow={{ src: `${src}&narrow=1`, width: 380, height: 240 }}
      table={
        <Table
          caption={words}
          captionHidden
          columns={[
            { label: t(`cases.topics.step.${step}`), cell: (row: Stretch) => row.from, head: true },
            { label: t('cases.topics.step_letters'), cell: (row: Stretch) => row.letters, numeric: true },
          ]}
          rows={stretches}
        />
      }
    />
  );
}

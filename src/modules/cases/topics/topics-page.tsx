import { wordBreaks } from '../../../kernel/text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { formatDate } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Heading, Section, Trail } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Tabs } from '../../../ui/tabs.tsx';
import { Meta } from '../../../ui/text.tsx';
import { recent_days } from './keep-topics.ts';
import { Spark } from './spark.tsx';
import { inSlices } from './time-steps.ts';
import { type ShownTopic, type Span, spans } from './topics.queries.ts';

const slices = 26;
const day_ms = 86_400_000;

/** The hottest topics of a period, and how heat is counted. */
export function TopicsPage({ topics, span, now }: { topics: readonly ShownTopic[]; span: Span; now: Date }) {
  const { t } = useUi();
  return (
    <>
      <Trail items={[{ label: t('cases.topics.home'), href: '/' }, { label: t('cases.topics.title') }]} />
      <Heading title={t('cases.topics.title')} lead={t('cases.topics.lead')} />
      <Tabs
        label={t('cases.topics.spans')}
        items={spans.map((each) => ({
          href: each === 'recent' ? '/topics' : `/topics?span=${each}`,
          label: t(`cases.topics.span.${each}`),
          current: each === span,
        }))}
      />
      {topics.length === 0 ? (
        <NoTopics span={span} />
      ) : (
        <section aria-labelledby="topics">
          <h2 id="topics" class="vh">
            {t('cases.topics.list')}
          </h2>
          <Matters
            level="h3"
            entries={topics.map((topic, i) => topicEntry(topic, i + 1, span === 'recent' ? now : null))}
          />
        </section>
      )}
      <Section id="how" title={t('cases.topics.how')} note={t('cases.topics.order')}>
        <HowHeat />
      </Section>
    </>
  );
}

function NoTopics({ span }: { span: Span }) {
  const { t } = useUi();
  const next =
    span === 'recent' ? { href: '/topics?span=all', label: 'see_all' } : { href: '/cases', label: 'see_letters' };
  return (
    <EmptyState
      title={t('cases.topics.empty')}
      action={<ButtonLink href={next.href}>{t(`cases.topics.${next.label}`)}</ButtonLink>}
    >
      <p>{t('cases.topics.empty_text')}</p>
    </EmptyState>
  );
}

/** @param now where the small picture ends for all alike; null: each has its own time */
function topicEntry(topic: ShownTopic, rank: number, now: Date | null) {
  const [from, to] = now ? [new Date(now.getTime() - recent_days * day_ms), now] : [topic.from, topic.to];
  return {
    href: `/topics/${topic.id}`,
    title: wordBreaks(topic.title),
    meta: <TopicMeta topic={topic} />,
    excerpt: <NewestLetters topic={topic} />,
    state: <Spark counts={inSlices(topic.times, from, to, slices)} />,
    aside: <Rank rank={rank} heat={topic.heat} />,
  };
}

function Rank({ rank, heat }: { rank: number; heat: number }) {
  const { t } = useUi();
  return <>{t('cases.topics.rank', { rank, heat })}</>;
}

function NewestLetters({ topic }: { topic: ShownTopic }) {
  const { t } = useUi();
  return (
    <>
      {t('cases.topics.letters_in')}
      {topic.newest.map((letter, i) => (
        <>
          {i > 0 && ' · '}
          <a href={`/cases/${letter.number}`}>{letter.title}</a>
        </>
      ))}
    </>
  );
}

/** Place, people, attention and time of a topic on one line. */
export function TopicMeta({ topic }: { topic: ShownTopic }) {
  const { t } = useUi();
  return (
    <Meta
      items={[
        topic.place,
        t('cases.topics.wrote', { people: topic.people, letters: topic.letters }),
        topic.follows > 0 && t('cases.topics.follows', { n: topic.follows }),
        topic.support > 0 && t('cases.topics.same', { n: topic.support }),
        <TopicDays topic={topic} />,
      ].filter(Boolean)}
    />
  );
}

/** From the first letter to the last. */
export function TopicDays({ topic }: { topic: ShownTopic }) {
  const ui = useUi();
  const [from, to] = [formatDate(topic.from, ui, 'date'), formatDate(topic.to, ui, 'date')];
  return <>{from === to ? ui.t('cases.topics.one_day', { day: from }) : ui.t('cases.topics.days', { from, to })}</>;
}

const parts = ['people', 'attention', 'concentration'] as const;

function HowHeat() {
  const { t } = useUi();
  return (
    <>
      <Facts
        ruled
        items={parts.map((part) => ({ label: t(`cases.topics.how.${part}`), value: t(`cases.topics.how_${part}`) }))}
      />
      <p>{t('cases.topics.formula')}</p>
    </>
  );
}

import type { ComponentChildren } from 'preact';
import { wordBreaks } from '../../../kernel/text/index.ts';
import { daysBetween, type LocalDate, localDate } from '../../../kernel/time/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { DueBar } from '../../../ui/due.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { CaseLayout, Heading, Prose, SideSection, Trail } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Meta } from '../../../ui/text.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import { placeLine, stageWords } from './idea-words.ts';
import { isAdopted } from './ideas.rules.ts';
import type { Story } from './load-idea.ts';
import { dayWords, storyEntries } from './story-entries.tsx';

type Props = { ctx: PageContext; story: Story };

function IdeaTrail({ ctx, story: { call, idea } }: Props) {
  return (
    <Trail
      items={[
        { label: ctx.t('consultations.ideas.all_calls'), href: '/consultations?kind=ideas' },
        { label: call.title, href: `/ideas/${call.slug}` },
        { label: ctx.t('consultations.ideas.number', { number: idea.number }) },
      ]}
    />
  );
}

/** A day that an office promised, with what is left of the time or how long it is over. */
function Promised({ ctx, story, id }: Props & { id: string }) {
  const { t } = ctx;
  const { idea, today } = story;
  const zone = ctx.timeZone ?? 'Asia/Shanghai';
  const isAnswer = idea.stage === 'examined';
  const day = isAnswer ? idea.answerBy : idea.stage === 'answered' ? idea.doneBy : null;
  const since = isAnswer ? idea.examinedAt : idea.answeredAt;
  if (day === null || since === null) return null;
  const from: LocalDate = localDate(since, zone);
  const whole = Math.max(1, daysBetween(from, day));
  const left = daysBetween(today, day);
  const what = isAnswer ? 'answer' : 'deed';
  // keys: consultations.ideas.due.*
  return (
    <DueBar
      id={id}
      title={t(`consultations.ideas.due.${what}`)}
      text={
        left < 0
          ? t('consultations.ideas.due.late', { days: -left })
          : t('consultations.ideas.due.left', { days: left })
      }
      from={dayWords(ctx, from, today)}
      to={dayWords(ctx, day, today)}
      share={daysBetween(from, today) / whole}
      late={left < 0}
      note={left < 0 ? t(`consultations.ideas.due.${what}_late`) : undefined}
    />
  );
}

function IdeaFacts({ ctx, story }: Props) {
  const { t, locale } = ctx;
  const { call, idea, category, districts, departments, organisation, joined, thanks } = story;
  return (
    <SideSection id="facts" title={t('consultations.ideas.facts')}>
      <Facts
        items={[
          {
            label: t('consultations.ideas.fact.call'),
            value: <a href={`/ideas/${call.slug}`}>{call.title}</a>,
          },
          { label: t('consultations.ideas.fact.number'), value: String(idea.number) },
          { label: t('consultations.ideas.fact.category'), value: category },
          {
            label: t('consultations.ideas.fact.place'),
            value: placeLine(districts.name(idea.districtId, locale), idea.place, locale),
          },
          {
            label: t('consultations.ideas.fact.office'),
            value: idea.departmentId ? departments.name(idea.departmentId, locale) : '',
          },
          {
            label: t('consultations.ideas.fact.organisation'),
            value: organisation ? <a href={`/organisations/${organisation.slug}`}>{organisation.name}</a> : '',
          },
          {
            label: t('consultations.ideas.fact.merged'),
            value: joined.length > 0 ? t('consultations.ideas.fact.merged_n', { n: joined.length }) : '',
          },
          {
            label: t('consultations.ideas.fact.thanked'),
            value: thanks && isAdopted(idea.outcome) ? thanks.shownAs : '',
          },
        ]}
      />
    </SideSection>
  );
}

/** An idea with everything that came of it. */
export function IdeaPage({ ctx, story, acts }: Props & { acts: ComponentChildren }) {
  const { t } = ctx;
  const { idea, category, districts, today, answers, lead, call } = story;
  const { word, tone } = stageWords(t, idea, today);
  return (
    <>
      <IdeaTrail ctx={ctx} story={story} />
      {idea.state === 'merged' && lead && (
        <Notice tone="info" title={t('consultations.ideas.merged_into')}>
          <p>
            <a href={`/ideas/${call.slug}/${lead.number}`}>
              {t('consultations.ideas.numbered', {
                number: lead.number,
                title: lead.state === 'visible' || lead.state === 'merged' ? lead.title : '',
              })}
            </a>
          </p>
          <p>{t('consultations.ideas.merged_note')}</p>
        </Notice>
      )}
      <CaseLayout
        heading={
          <Heading
            over={
              <Meta
                items={[
                  t('consultations.ideas.number', { number: idea.number }),
                  category,
                  placeLine(districts.name(idea.districtId, ctx.locale), idea.place, ctx.locale),
                ]}
              />
            }
            title={wordBreaks(idea.title)}
            facts={
              <>
                <StateMark tone={tone}>{word}</StateMark>
                {answers.length > 0 && <a href="#answer">{t('consultations.ideas.to_answer')}</a>}
              </>
            }
          />
        }
        before={idea.state === 'visible' ? <Promised ctx={ctx} story={story} id="promised" /> : undefined}
        after={
          <>
            {acts}
            <IdeaFacts ctx={ctx} story={story} />
          </>
        }
        afterLabel={t('consultations.ideas.acts_and_facts')}
      >
        <Timeline entries={storyEntries(ctx, story)} label={t('consultations.ideas.story')} />
      </CaseLayout>
    </>
  );
}

/** What stands where an idea was hidden or taken back: that it was, and where to read why. */
export function GonePage({ ctx, story }: Props) {
  const { t } = ctx;
  const { idea, call, hiddenUnder } = story;
  const hidden = idea.state === 'hidden';
  return (
    <>
      <IdeaTrail ctx={ctx} story={story} />
      <Heading title={t('consultations.ideas.number', { number: idea.number })} />
      <Notice
        tone="info"
        title={hidden ? t('consultations.ideas.hidden', { rule: hiddenUnder }) : t('consultations.ideas.withdrawn')}
      >
        {hidden && (
          <p>
            <a href="/contributions/moderation-log">{t('consultations.ideas.moderation')}</a>
          </p>
        )}
      </Notice>
      <Prose>
        <ButtonLink href={`/ideas/${call.slug}`}>{t('consultations.ideas.back_to_call')}</ButtonLink>
      </Prose>
    </>
  );
}

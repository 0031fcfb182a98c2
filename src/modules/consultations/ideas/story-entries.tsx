import { fileHref } from '../../../kernel/files/index.ts';
import { dateWords, type LocalDate } from '../../../kernel/time/index.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Enclosures } from '../../../ui/enclosures.tsx';
import { Letter } from '../../../ui/letter.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import type { TimelineEntry } from '../../../ui/timeline.tsx';
import { writtenIn } from '../public/consultation-page.tsx';
import type { FollowUp, IdeaAnswer } from './answer.queries.ts';
import type { Story } from './load-idea.ts';

// keys: consultations.ideas.outcome.*

export function dayWords({ locale }: PageContext, day: LocalDate, today: LocalDate): string {
  return dateWords(day, { locale, today, weekday: false });
}

function Pictures({ of }: { of: readonly { fileId: string; name: string; width: number | null }[] }) {
  return (
    <Enclosures
      items={of.map(({ fileId, name, width }) => ({
        href: fileHref(fileId),
        name,
        ...(width === null ? {} : { thumbHref: fileHref(fileId, 'thumb') }),
      }))}
    />
  );
}

/** The idea itself opens its story. */
function letterEntry(ctx: PageContext, { idea, photos, organisation }: Story): TimelineEntry {
  const sign = organisation
    ? ctx.t('consultations.ideas.signed_for', { name: idea.shownAs })
    : ctx.t('consultations.ideas.signed', { name: idea.shownAs });
  return {
    at: idea.createdAt,
    id: 'idea',
    step: ctx.t('consultations.ideas.step.said'),
    body: (
      <>
        <Letter text={idea.text} sign={sign} lang={writtenIn(ctx)} />
        <Pictures of={photos} />
      </>
    ),
  };
}

function answerEntry(ctx: PageContext, story: Story, answer: IdeaAnswer, last: boolean): TimelineEntry {
  const { t, locale } = ctx;
  const { departments, today, call } = story;
  const office = departments.name(answer.departmentId, locale);
  const phone = departments.get(answer.departmentId)?.phone;
  return {
    at: answer.publishedAt ?? answer.writtenAt,
    key: last,
    ...(last ? { id: 'answer' } : {}),
    step: t(last ? 'consultations.ideas.step.answered' : 'consultations.ideas.step.answered_before', {
      outcome: t(`consultations.ideas.outcome.${answer.outcome}`),
    }),
    body: (
      <Answer
        office={office}
        seal={t('consultations.ideas.seal')}
        notes={[
          t(`consultations.ideas.answer_note.${answer.outcome}`),
          ...(answer.doneBy === null
            ? []
            : [t('consultations.ideas.promised_by', { day: dayWords(ctx, answer.doneBy, today) })]),
        ]}
        foot={phone && !call.contact ? t('consultations.ideas.ask_office', { office, phone }) : undefined}
      >
        <div lang={writtenIn(ctx)}>
          <Pre text={answer.text} />
        </div>
      </Answer>
    ),
  };
}

function followUpEntry(ctx: PageContext, { departments, today }: Story, followUp: FollowUp): TimelineEntry {
  const { t, locale } = ctx;
  const office = departments.name(followUp.departmentId, locale);
  const { finished, doneBy } = followUp;
  return {
    at: followUp.at,
    key: finished,
    step: t(finished ? 'consultations.ideas.step.finished' : 'consultations.ideas.step.followed_up', { office }),
    ...(doneBy === null ? {} : { note: t('consultations.ideas.postponed', { day: dayWords(ctx, doneBy, today) }) }),
    body: (
      <>
        <Answer office={office}>
          <div lang={writtenIn(ctx)}>
            <Pre text={followUp.text} />
          </div>
        </Answer>
        <Pictures of={followUp.evidence} />
      </>
    ),
  };
}

/** A promised day that was changed stays to be read. */
function changedDays(ctx: PageContext, { answerDays, today }: Story): TimelineEntry[] {
  return answerDays.flatMap(({ at, day }, i) => {
    const before = answerDays[i - 1]?.day;
    if (before === undefined || before === day) return [];
    const words = { from: dayWords(ctx, before, today), to: dayWords(ctx, day, today) };
    return [
      {
        at,
        step: ctx.t('consultations.ideas.step.answer_day'),
        note: ctx.t('consultations.ideas.answer_day_changed', words),
      },
    ];
  });
}

/** The story of an idea from what its author wrote to what was done, the first first. */
export function storyEntries(ctx: PageContext, story: Story): TimelineEntry[] {
  const { t, locale } = ctx;
  const { idea, answers, followUps, joined, moves, departments, today, call } = story;
  const entries: TimelineEntry[] = [
    letterEntry(ctx, story),
    ...moves.map(({ at, slug, title, number }) => ({
      at,
      step: t('consultations.ideas.step.moved'),
      note: t('consultations.ideas.moved_from', { title: title || slug, number }),
    })),
    ...joined.map(({ number, title, mergedAt }) => ({
      at: mergedAt,
      step: t('consultations.ideas.step.joined'),
      note: <a href={`/ideas/${call.slug}/${number}`}>{t('consultations.ideas.numbered', { number, title })}</a>,
    })),
    ...(idea.examinedAt
      ? [
          {
            at: idea.examinedAt,
            step: t('consultations.ideas.step.examined'),
            note: (
              <>
                {t('consultations.ideas.examined_by', {
                  office: departments.name(idea.departmentId ?? call.departmentId, locale),
                  day: idea.answerBy === null ? '' : dayWords(ctx, idea.answerBy, today),
                })}
                {idea.examineWords && <span lang={writtenIn(ctx)}>　{idea.examineWords}</span>}
              </>
            ),
          },
        ]
      : []),
    ...changedDays(ctx, story),
    ...answers.map((answer, i) => answerEntry(ctx, story, answer, i === answers.length - 1)),
    ...followUps.map((followUp) => followUpEntry(ctx, story, followUp)),
  ];
  return entries.sort((a, b) => new Date(a.at).getTime() - new Date(b.at).getTime());
}

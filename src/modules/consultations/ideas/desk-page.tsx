import { Button, ButtonLink, VerbLink } from '../../../ui/button.tsx';
import { DateTime, formatDate } from '../../../ui/date-time.tsx';
import { DeskColumns, type DeskListEntry, DeskPanes, DeskSection, MatterHead } from '../../../ui/desk.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Form, Hidden } from '../../../ui/form.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type PageContext, uiSettings } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import { MergePart, MovePart } from './desk-arrange.tsx';
import { AnswerForm, ExamineForm, FollowUpForm, type FormState } from './desk-forms.tsx';
import { type DeskList, type IdeasDesk, type Matter, type Place, placeHref, queues } from './desk-view.ts';
import { placeLine, stageWords } from './idea-words.ts';
import { storyEntries } from './story-entries.tsx';

// keys: consultations.ideas.queue.*, consultations.ideas.desk.done.*

/** Queues with what waits in each, for the staff's bar. */
export function queueTabs({ t }: PageContext, slug: string, { figures }: DeskList, place: Place) {
  const counts = {
    open: figures.open,
    examined: figures.examined,
    answered: figures.answered,
    done: figures.done,
    overdue: figures.overdue,
    all: figures.ideas + figures.merged,
  };
  return [
    ...queues.map((queue) => ({
      href: placeHref(slug, { queue, mine: place.mine }),
      label: t(`consultations.ideas.queue.${queue}`),
      count: counts[queue],
      hot: queue === 'overdue' && counts.overdue > 0,
      current: place.queue === queue,
    })),
    { href: `/convene/${slug}/ideas/overview`, label: t('consultations.ideas.queue.overview') },
  ];
}

function entryOf(ctx: PageContext, slug: string, list: DeskList, place: Place, current: number | null) {
  return (idea: DeskList['rows'][number]): DeskListEntry => {
    const { word, tone } = stageWords(ctx.t, idea, list.today);
    return {
      href: placeHref(slug, place, idea.number),
      kind: String(idea.number),
      title: idea.title,
      meta: `${formatDate(idea.createdAt, uiSettings(ctx), 'date')}　${ctx.t('consultations.ideas.supports', { n: idea.supports })}`,
      light: <StateMark tone={tone}>{word}</StateMark>,
      current: idea.number === current,
    };
  };
}

function ListHead({ ctx, slug, place }: { ctx: PageContext; slug: string; place: Place }) {
  const { t } = ctx;
  return (
    <Filters
      id="desk-filters"
      action={placeHref(slug, {})}
      values={{ q: place.q, ...(place.mine ? { mine: '1' } : {}) }}
    >
      <Hidden name="queue" value={place.queue} />
      <Field name="q" type="search" label={t('consultations.ideas.filter.words')} maxLength={60} />
      <Checkbox name="mine" value="1" label={t('consultations.ideas.desk.mine')} />
    </Filters>
  );
}

/** Who has it, and where it went. */
function Standing({
  ctx,
  list,
  matter,
  deskHref,
  here,
  state,
}: {
  ctx: PageContext;
  list: DeskList;
  matter: Matter;
  deskHref: string;
  here: string;
  state: FormState;
}) {
  const { t, locale } = ctx;
  const { idea, story, arranges, handler } = matter;
  return (
    <>
      {idea.departmentId && (
        <DeskSection id="with" title={t('consultations.ideas.desk.with')}>
          <p>
            {list.departments.name(idea.departmentId, locale)}
            {handler && `　${handler}`}
          </p>
        </DeskSection>
      )}
      {idea.state === 'merged' && arranges && (
        <DeskSection id="split" title={t('consultations.ideas.merged_into')}>
          <p>
            <a href={`${deskHref}/${story.lead?.number}`}>
              {t('consultations.ideas.numbered', {
                number: story.lead?.number ?? 0,
                title: story.lead?.title ?? '',
              })}
            </a>
          </p>
          <Form id="split-form" action={`${here}/split`} errors={state('split').errors}>
            <Button>{t('consultations.ideas.desk.split_verb')}</Button>
          </Form>
        </DeskSection>
      )}
    </>
  );
}

function MatterPart(p: {
  ctx: PageContext;
  desk: IdeasDesk;
  list: DeskList;
  place: Place;
  matter: Matter;
  state: FormState;
}) {
  const { ctx, list, place, matter } = p;
  const { t, locale } = ctx;
  const { idea, story, works, arranges } = matter;
  const slug = p.desk.consultation.slug;
  const deskHref = `/convene/${slug}/ideas`;
  const here = `${deskHref}/${idea.number}`;
  const at = list.rows.findIndex(({ number }) => number === idea.number);
  const [previous, next] = [list.rows[at - 1], at < 0 ? list.rows[0] : list.rows[at + 1]];
  const { word, tone } = stageWords(t, idea, list.today);
  const forms = { ctx, matter, here, state: p.state, departments: list.departments };
  const standing = idea.state === 'visible';
  return (
    <>
      <MatterHead
        title={idea.title}
        backLabel={t('consultations.ideas.desk.back')}
        facts={[
          t('consultations.ideas.number', { number: idea.number }),
          <StateMark tone={tone}>{word}</StateMark>,
          story.category,
          placeLine(list.districts.name(idea.districtId, locale), idea.place, locale),
          t('consultations.ideas.supports', { n: idea.supports }),
          <DateTime value={idea.createdAt} form="date" />,
        ]}
        {...(previous ? { previousHref: placeHref(slug, place, previous.number) } : {})}
        {...(next ? { nextHref: placeHref(slug, place, next.number) } : {})}
      />
      <DeskColumns
        left={
          <>
            <Timeline entries={storyEntries(ctx, story)} label={t('consultations.ideas.story')} />
            <VerbLink href={`/ideas/${slug}/${idea.number}`}>{t('consultations.ideas.desk.see')}</VerbLink>
          </>
        }
        right={
          <>
            <Standing {...{ ctx, list, matter, deskHref, here }} state={p.state} />
            {standing && works && (
              <>
                {(idea.stage === 'answered' || idea.stage === 'done') && <FollowUpForm {...forms} />}
                {(idea.stage === 'examined' || idea.stage === 'answered') && <AnswerForm {...forms} />}
                {(idea.stage === 'open' || idea.stage === 'examined') && <ExamineForm {...forms} />}
              </>
            )}
            {standing && arranges && (
              <>
                <MergePart {...forms} desk={deskHref} />
                <MovePart {...forms} />
              </>
            )}
          </>
        }
      />
    </>
  );
}

/** The desk: the list on the left, the idea in hand on the right. */
export function DeskPage(p: {
  ctx: PageContext;
  desk: IdeasDesk;
  list: DeskList;
  place: Place;
  matter: Matter | null;
  state: FormState;
  said: string | undefined;
  problem: string | undefined;
}) {
  const { ctx, desk, list, place, matter } = p;
  const { t } = ctx;
  const { slug } = desk.consultation;
  return (
    <DeskPanes
      listLabel={t(`consultations.ideas.queue.${place.queue}`)}
      order={t('consultations.ideas.desk.order')}
      shown={String(list.rows.length)}
      listHead={<ListHead ctx={ctx} slug={slug} place={place} />}
      entries={list.rows.map(entryOf(ctx, slug, list, place, matter?.idea.number ?? null))}
      empty={t('consultations.ideas.desk.empty')}
      listFoot={
        <KeysetPager
          {...(place.after ? { firstHref: placeHref(slug, { ...place, after: '' }) } : {})}
          {...(list.next ? { nextHref: placeHref(slug, { ...place, after: list.next }) } : {})}
        />
      }
      start={
        <ButtonLink href={`/convene/${slug}/ideas/overview`}>{t('consultations.ideas.queue.overview')}</ButtonLink>
      }
    >
      {matter && (
        <>
          {p.said && <Notice tone="success" live title={p.said} />}
          {p.problem && <Notice tone="error" live title={p.problem} />}
          <MatterPart {...p} matter={matter} />
        </>
      )}
    </DeskPanes>
  );
}

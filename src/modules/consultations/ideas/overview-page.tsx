import { Button, ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { Bar } from '../../../ui/due.tsx';
import { Figures } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import type { IdeaCategory } from './category.queries.ts';
import type { Colleague } from './conveners.ts';
import type { FormState } from './desk-forms.tsx';
import { type DeskList, type IdeasDesk, type Place, placeHref } from './desk-view.ts';
import { stageWords } from './idea-words.ts';
import { dayWords } from './story-entries.tsx';

type Props = {
  ctx: PageContext;
  desk: IdeasDesk;
  list: DeskList;
  place: Place;
  arranges: boolean;
  categories: readonly IdeaCategory[];
  colleagues: readonly Colleague[];
  handlers: ReadonlyMap<string, string>;
  state: FormState;
};

function Progress({ ctx, list: { figures } }: Props) {
  const { t } = ctx;
  const answered = figures.answered + figures.done;
  return (
    <Section id="progress" title={t('consultations.ideas.overview.progress')}>
      <Figures
        items={[
          { label: t('consultations.ideas.figure.ideas'), value: figures.ideas },
          { label: t('consultations.ideas.queue.open'), value: figures.open },
          { label: t('consultations.ideas.queue.examined'), value: figures.examined },
          { label: t('consultations.ideas.figure.answered'), value: answered },
          { label: t('consultations.ideas.figure.done'), value: figures.done },
          {
            label: t('consultations.ideas.queue.overdue'),
            value: figures.overdue,
            ...(figures.overdue > 0 ? { tone: 'no' as const } : {}),
          },
        ]}
      />
      <Bar
        share={figures.ideas === 0 ? 0 : answered / figures.ideas}
        label={t('consultations.ideas.overview.answered_of', { n: answered, all: figures.ideas })}
      />
    </Section>
  );
}

/** Gives the ideas that are ticked in the table to an office. */
function AssignForm({ ctx, desk, list, state, colleagues }: Props) {
  const { t, locale } = ctx;
  const form = state('assign', { departmentId: desk.consultation.departmentId });
  return (
    <Form
      id="assign-form"
      action={`/convene/${desk.consultation.slug}/ideas/assign`}
      values={form.values}
      errors={form.errors}
    >
      <p class="quiet">{t('consultations.ideas.overview.assign_hint')}</p>
      <FieldRow>
        <Field
          name="departmentId"
          type="select"
          label={t('consultations.ideas.desk.office')}
          options={list.departments.all.map(({ id }) => ({ value: id, label: list.departments.name(id, locale) }))}
        />
        <Field
          name="handlerId"
          type="select"
          label={t('consultations.ideas.desk.handler')}
          placeholder={t('consultations.ideas.desk.handler_none')}
          options={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </FieldRow>
      <Actions>
        <Button primary>{t('consultations.ideas.overview.assign')}</Button>
      </Actions>
    </Form>
  );
}

/** A box to tick for each idea that can be given to somebody. */
function tick(t: PageContext['t']) {
  return {
    label: t('consultations.ideas.overview.choose'),
    labelHidden: true,
    cell: ({ id, title, state, stage }: DeskList['rows'][number]) =>
      state === 'visible' &&
      stage !== 'done' && (
        <label>
          <input type="checkbox" name="ids" form="assign-form" value={id} />
          <span class="vh">{t('consultations.ideas.overview.choose_one', { title })}</span>
        </label>
      ),
  };
}

function IdeasTable(props: Props) {
  const { ctx, desk, list, place, arranges, handlers } = props;
  const { t, locale } = ctx;
  const { slug } = desk.consultation;
  const path = `/convene/${slug}/ideas/overview`;
  return (
    <Section id="all" title={t('consultations.ideas.list')}>
      <Table
        caption={t('consultations.ideas.overview.title')}
        captionHidden
        dense
        scroll
        rows={list.rows}
        empty={t('consultations.ideas.desk.empty')}
        columns={[
          ...(arranges ? [tick(t)] : []),
          { label: t('consultations.ideas.fact.number'), numeric: true, cell: ({ number }) => number },
          {
            label: t('consultations.ideas.column.title'),
            head: true,
            cell: ({ number, title }) => <a href={placeHref(slug, place, number)}>{title}</a>,
          },
          {
            label: t('consultations.ideas.mine.state'),
            cell: (idea) => {
              const { word, tone } = stageWords(t, idea, list.today);
              return <StateMark tone={tone}>{word}</StateMark>;
            },
          },
          {
            label: t('consultations.ideas.fact.office'),
            cell: ({ departmentId, handlerId }) =>
              [
                departmentId ? list.departments.name(departmentId, locale) : '',
                handlerId ? (handlers.get(handlerId) ?? '') : '',
              ]
                .filter(Boolean)
                .join('　'),
          },
          {
            label: t('consultations.ideas.column.promised'),
            cell: ({ stage, answerBy, doneBy }) => {
              const day = stage === 'examined' ? answerBy : stage === 'answered' ? doneBy : null;
              return day === null ? '' : dayWords(ctx, day, list.today);
            },
          },
          { label: t('consultations.ideas.fact.supports'), numeric: true, cell: ({ supports }) => supports },
        ]}
      />
      <KeysetPager
        {...(place.after ? { firstHref: path } : {})}
        {...(list.next ? { nextHref: `${path}?after=${list.next}` } : {})}
      />
      {arranges && <AssignForm {...props} />}
    </Section>
  );
}

function Categories({ ctx, desk, categories, state }: Props) {
  const { t } = ctx;
  const form = state('categories', {
    names: categories
      .filter(({ closed }) => !closed)
      .map(({ name }) => name)
      .join('\n'),
  });
  return (
    <Section id="categories" title={t('consultations.ideas.overview.categories')}>
      <Form
        id="categories-form"
        action={`/convene/${desk.consultation.slug}/ideas/categories`}
        values={form.values}
        errors={form.errors}
      >
        <Field
          name="names"
          type="textarea"
          paper="plain"
          rows={8}
          label={t('consultations.ideas.overview.categories_label')}
          hint={t('consultations.ideas.overview.categories_hint')}
          width="half"
          optional
        />
        <Actions>
          <Button>{t('consultations.ideas.overview.save')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Conclude({ ctx, desk, list: { figures }, state }: Props) {
  const { t } = ctx;
  const open = figures.open + figures.examined;
  if (desk.status !== 'ended') return null;
  return (
    <Section id="conclude" title={t('consultations.ideas.overview.conclude')}>
      <p>
        {open > 0
          ? t('consultations.ideas.overview.conclude_wait', { n: open })
          : t('consultations.ideas.overview.conclude_text')}
      </p>
      <Form
        id="conclude-form"
        action={`/convene/${desk.consultation.slug}/ideas/conclude`}
        errors={state('conclude').errors}
      >
        <Actions>
          <Button primary disabled={open > 0}>
            {t('consultations.ideas.overview.conclude_verb')}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}

/** All ideas of a call at a glance: how far the work is, who has what, categories, files. */
export function OverviewPage(props: Props) {
  const { ctx, desk, arranges } = props;
  const { t } = ctx;
  const { slug } = desk.consultation;
  return (
    <>
      <Heading title={t('consultations.ideas.overview.title')} lead={desk.consultation.title} />
      <div class="do">
        <ButtonLink href={`/convene/${slug}/ideas`} primary>
          {t('consultations.ideas.overview.work')}
        </ButtonLink>
        <VerbLink href={`/ideas/${slug}`}>{t('consultations.ideas.overview.see')}</VerbLink>
      </div>
      <Progress {...props} />
      <IdeasTable {...props} />
      {arranges && <Conclude {...props} />}
      {arranges && <Categories {...props} />}
      {desk.offices === null && (
        <More>
          <VerbLink href={`/convene/${slug}/ideas/export.xlsx`}>{t('consultations.ideas.overview.xlsx')}</VerbLink>
          <VerbLink href={`/convene/${slug}/ideas/export.csv`}>{t('consultations.ideas.overview.csv')}</VerbLink>
          <VerbLink href={`/api/v1/ideas/${slug}`}>{t('consultations.ideas.data')}</VerbLink>
        </More>
      )}
    </>
  );
}

import { Button, More, VerbLink } from '../../../ui/button.tsx';
import { Chips } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Progress } from '../../../ui/due.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { type Sent, stateOf } from '../desk-page.tsx';
import { stageName } from '../stage-name.ts';
import { distribute } from './distribute.ts';
import { saidConflicts } from './jury.rules.ts';
import { type EntryLine, type Jury, questionOf } from './load-jury.ts';
import { numberOf } from './words.ts';

// keys: competitions.jury.conflict.*, competitions.jury.by.*

export type OrganiseView = {
  jury: Jury;
  lines: EntryLine[];
  base: string;
  confirmed: Map<string, Date>;
  /** whether the reader runs it, or only reads */
  runs: boolean;
};

type Part = { view: OrganiseView; ctx: PageContext; sent: Sent | undefined };

/** The organiser's page of one jury: who scores what, how far they are, who stands aside. No points. */
export function OrganisePage({ view, ctx, sent }: Part) {
  const { t } = useUi();
  const { jury, lines, base, runs } = view;
  const { stage } = jury;
  const all = lines.reduce((sum, line) => sum + line.expected.length, 0);
  const missing = lines.reduce((sum, line) => sum + line.missing.length, 0);
  const desk = `/jury/${jury.competition.slug}/${stage.id}`;
  return (
    <>
      <Heading
        title={t('competitions.jury.organise_title', { stage: stageName(t, stage) })}
        facts={
          <>
            <span>
              {t('competitions.jury.until')} <DateTime value={stage.endsAt} form="datetime" />
            </span>
            <span>
              {stage.settings.jurorsPerEntry === null
                ? t('competitions.jury.each_all')
                : t('competitions.jury.each', { count: stage.settings.jurorsPerEntry })}
            </span>
          </>
        }
      />
      {stage.closedAt && (
        <Notice tone="success" title={t('competitions.jury.closed_at')}>
          <p>
            <DateTime value={stage.closedAt} form="datetime" />
          </p>
        </Notice>
      )}
      <Progress
        id="jury-progress"
        label={t('competitions.jury.handed_of', { done: all - missing, all })}
        value={all - missing}
        max={Math.max(1, all)}
      />
      {stage.closedAt && (
        <More>
          <VerbLink href={`${desk}/summary`}>{t('competitions.jury.to_summary')}</VerbLink>
          <VerbLink href={`${desk}/record`}>{t('competitions.jury.to_record')}</VerbLink>
        </More>
      )}
      {jury.jurors.length === 0 ? (
        <EmptyState title={t('competitions.jury.no_jurors')}>
          <p>
            <a href={`/organise/${jury.competition.slug}/people`}>{t('competitions.jury.to_people')}</a>
          </p>
        </EmptyState>
      ) : (
        <Jurors view={view} />
      )}
      {!stage.closedAt && jury.jurors.length > 0 && !jury.jurors.some(({ isChair }) => isChair) && (
        <Notice tone="warn" title={t('competitions.jury.no_chair')} />
      )}
      {!stage.closedAt && runs && jury.jurors.length > 0 && (
        <>
          <Assign view={view} />
          {jury.competition.categories.length > 1 && <Categories view={view} ctx={ctx} sent={sent} />}
        </>
      )}
      <Recusals view={view} />
      {!stage.closedAt && runs && jury.jurors.length > 0 && lines.length > 0 && (
        <TakeOut view={view} ctx={ctx} sent={sent} />
      )}
      <p class="quiet">{t('competitions.jury.organise_blind', { address: base })}</p>
    </>
  );
}

function Jurors({ view }: { view: OrganiseView }) {
  const { t } = useUi();
  const { jury, lines } = view;
  const category = new Map(jury.competition.categories.map(({ id, name }) => [id, name]));
  const rows = jury.jurors.map((juror) => {
    const theirs = lines.filter(({ expected }) => expected.includes(juror.id));
    const missing = theirs.filter((line) => line.missing.includes(juror.id)).length;
    return { juror, all: theirs.length, missing };
  });
  return (
    <Section id="jurors" title={t('competitions.jury.by_juror')}>
      <Table
        caption={t('competitions.jury.by_juror')}
        captionHidden
        rows={rows}
        columns={[
          {
            label: t('competitions.jury.juror'),
            head: true,
            cell: ({ juror }) => (juror.isChair ? `${juror.name}（${t('competitions.duty.chair')}）` : juror.name),
          },
          {
            label: t('competitions.jury.confirmed'),
            cell: ({ juror }) => {
              const at = view.confirmed.get(juror.id);
              return at ? <DateTime value={at} form="date" /> : t('competitions.jury.not_confirmed');
            },
          },
          ...(category.size > 1
            ? [
                {
                  label: t('competitions.jury.category'),
                  cell: ({ juror }: (typeof rows)[number]) =>
                    [...(jury.categories.get(juror.id) ?? [])].map((id) => category.get(id) ?? '').join('、') ||
                    t('competitions.jury.all_categories'),
                },
              ]
            : []),
          { label: t('competitions.jury.assigned'), numeric: true, cell: ({ all }) => all },
          { label: t('competitions.jury.figure.in'), numeric: true, cell: ({ all, missing }) => all - missing },
          { label: t('competitions.jury.figure.missing'), numeric: true, cell: ({ missing }) => missing },
        ]}
      />
      {!jury.stage.closedAt && view.runs && rows.some(({ missing }) => missing > 0) && (
        <Form id="remind" action={`${view.base}/remind`}>
          <Actions note={t('competitions.jury.remind_note')}>
            <Button small>{t('competitions.jury.remind')}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}

function Assign({ view }: { view: OrganiseView }) {
  const { t } = useUi();
  const { jury } = view;
  const { given, short } = distribute(questionOf(jury));
  const everybody = jury.stage.settings.jurorsPerEntry === null;
  const number = new Map(jury.field.map((entry) => [entry.id, numberOf(entry)]));
  return (
    <Section id="assign" title={t('competitions.jury.assign_title')}>
      <p>{t(everybody ? 'competitions.jury.assign_all_note' : 'competitions.jury.assign_note')}</p>
      {jury.field.length === 0 && <Notice title={t('competitions.jury.field_empty')} />}
      {given.length > 0 && <Notice tone="warn" title={t('competitions.jury.gaps', { count: given.length })} />}
      {short.length > 0 && (
        <Notice tone="warn" title={t('competitions.jury.short', { count: short.length })}>
          <p>
            {short
              .slice(0, 30)
              .map(({ entryId, has }) => t('competitions.jury.short_one', { number: number.get(entryId) ?? '', has }))
              .join('、')}
          </p>
        </Notice>
      )}
      <Form id="assign-form" action={`${view.base}/assign`}>
        {!everybody && jury.assignments.length > 0 && (
          <Checkbox
            name="again"
            label={t('competitions.jury.assign_again')}
            hint={t('competitions.jury.assign_again_hint')}
          />
        )}
        <Actions>
          <Button primary>{t('competitions.jury.assign_do')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Categories({ view, ctx, sent }: Part) {
  const { t } = useUi();
  const { jury } = view;
  const begin = Object.fromEntries(jury.jurors.map(({ id }) => [`juror-${id}`, [...(jury.categories.get(id) ?? [])]]));
  const options = jury.competition.categories.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Fold summary={t('competitions.jury.by_category')} open={sent?.form === 'categories'}>
      <p>{t('competitions.jury.by_category_note')}</p>
      <Form
        id="categories"
        action={`${view.base}/categories`}
        {...stateOf(ctx, sent, 'categories', begin)}
        summary={false}
      >
        {jury.jurors.map(({ id, name }) => (
          <Chips name={`juror-${id}`} legend={name} options={options} multiple />
        ))}
        <Actions>
          <Button>{t('competitions.jury.by_category_do')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

function Recusals({ view }: { view: OrganiseView }) {
  const { t } = useUi();
  const { jury } = view;
  const entry = new Map(jury.field.map((each) => [each.id, each]));
  const category = new Map(jury.competition.categories.map(({ id, name }) => [id, name]));
  const what = (entryId: string | null, categoryId: string | null) => {
    const found = entryId ? entry.get(entryId) : undefined;
    if (found) return `${numberOf(found)}　${found.title}`;
    return entryId ? t('competitions.jury.entry_gone') : (category.get(categoryId ?? '') ?? '');
  };
  return (
    <Section id="recusals" title={t('competitions.jury.recusals')} note={t('competitions.jury.recusals_note')}>
      <Table
        caption={t('competitions.jury.recusals')}
        captionHidden
        rows={jury.recusals}
        empty={t('competitions.jury.recusals_none')}
        columns={[
          { label: t('competitions.jury.juror'), head: true, cell: ({ jurorId }) => jury.names.get(jurorId) ?? '' },
          { label: t('competitions.jury.from'), cell: ({ entryId, categoryId }) => what(entryId, categoryId) },
          { label: t('competitions.jury.conflict_of'), cell: ({ kind }) => t(`competitions.jury.conflict.${kind}`) },
          { label: t('competitions.jury.words'), cell: ({ words }) => words || '—' },
          { label: t('competitions.jury.said_by'), cell: ({ byAs }) => t(`competitions.jury.by.${byAs}`) },
          { label: t('competitions.jury.when'), cell: ({ at }) => <DateTime value={at} form="date" /> },
        ]}
      />
    </Section>
  );
}

function TakeOut({ view, ctx, sent }: Part) {
  const { t } = useUi();
  const { jury } = view;
  return (
    <Fold summary={t('competitions.jury.take_out')} open={sent?.form === 'recuse'}>
      <p>{t('competitions.jury.take_out_note')}</p>
      <Form id="recuse" action={`${view.base}/recuse`} {...stateOf(ctx, sent, 'recuse')}>
        <Field
          name="juror"
          label={t('competitions.jury.juror')}
          type="select"
          width="half"
          options={jury.jurors.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Field
          name="number"
          label={t('competitions.jury.entry_number')}
          inputmode="numeric"
          width="short"
          maxLength={6}
        />
        <Field
          name="kind"
          label={t('competitions.jury.conflict_of')}
          type="select"
          width="half"
          options={saidConflicts.map((kind) => ({ value: kind, label: t(`competitions.jury.conflict.${kind}`) }))}
        />
        <Field name="words" label={t('competitions.jury.reason')} maxLength={500} />
        <Actions>
          <Button danger>{t('competitions.jury.take_out_do')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

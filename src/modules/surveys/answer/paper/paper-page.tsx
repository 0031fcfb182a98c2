import { Button } from '../../../../ui/button.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Fieldset, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import { Heading, Section } from '../../../../ui/layout.tsx';
import { type T, useUi } from '../../../../ui/page-context.ts';
import { Table } from '../../../../ui/table.tsx';
import {
  type Choice,
  type Definition,
  hasOther,
  isAnswered,
  otherKey,
  type Question,
  type QuestionOf,
} from '../../questionnaire.rules.ts';
import type { Survey } from '../../survey.queries.ts';
import { fieldOf } from '../fields.ts';
import { said, type Tongue } from '../question-words.tsx';
import type { Paper } from './paper.queries.ts';

export type PaperView = {
  survey: Survey;
  definition: Definition;
  tongue: Tongue;
  values: FormValues;
  errors: FormErrors;
  papers: readonly (Paper & { by: string })[];
  count: number;
  takes: boolean;
};

/** One sheet after another: choices by their numbers, everything on one page. */
export function PaperPage({ view }: { view: PaperView }) {
  const { t } = useUi();
  const { survey } = view;
  return (
    <>
      <Heading title={t('surveys.answer.paper.title')} lead={t('surveys.answer.paper.lead')} />
      {view.takes ? <SheetForm view={view} /> : <p>{t('surveys.answer.paper.closed')}</p>}
      <Section id="entered" title={t('surveys.answer.paper.entered', { count: view.count })}>
        <Table
          caption={t('surveys.answer.paper.entered', { count: view.count })}
          captionHidden
          columns={[
            { label: t('surveys.answer.paper.serial'), cell: ({ serial }) => serial, head: true },
            {
              label: t('surveys.answer.paper.when'),
              cell: ({ enteredAt }) => <DateTime value={enteredAt} form="datetime" />,
            },
            { label: t('surveys.answer.paper.by'), cell: ({ by }) => by || '—' },
          ]}
          rows={view.papers}
          empty={t('surveys.answer.paper.none', { survey: survey.title })}
          dense
        />
      </Section>
    </>
  );
}

function SheetForm({ view }: { view: PaperView }) {
  const { t } = useUi();
  const { survey, definition, tongue } = view;
  let number = 0;
  return (
    <div data-island="paper-keys">
      <Form id="sheet" action={`/questionnaires/${survey.slug}/paper`} values={view.values} errors={view.errors}>
        <Field
          name="serial"
          label={t('surveys.answer.paper.serial')}
          hint={t('surveys.answer.paper.serial_hint')}
          autocomplete="off"
          width="short"
          autofocus
        />
        {survey.way === 'invited' && (
          <Field
            name="invitation"
            label={t('surveys.answer.paper.invitation')}
            hint={t('surveys.answer.paper.invitation_hint')}
            inputmode="numeric"
            autocomplete="off"
            width="short"
          />
        )}
        {definition.sections.map((section, at) => (
          <Fieldset legend={said(section.title, tongue) || t('surveys.answer.page_n', { at: at + 1 })}>
            {section.questions.filter(isAnswered).map((question) => {
              number += 1;
              return <PaperQuestion question={question} number={number} tongue={tongue} />;
            })}
          </Fieldset>
        ))}
        <Actions note={t('surveys.answer.paper.keys')}>
          <Button primary>{t('surveys.answer.paper.save')}</Button>
        </Actions>
      </Form>
    </div>
  );
}

type Asked<Q extends Question = Question> = { question: Q; number: number; tongue: Tongue };

function PaperQuestion(p: Asked) {
  const { t } = useUi();
  const { question, number, tongue } = p;
  const label = t('surveys.answer.paper.question', { number, label: said(question.label, tongue) });
  const name = fieldOf(question.name);
  const plain = { name, label, autocomplete: 'off' };
  switch (question.type) {
    case 'one':
    case 'several':
    case 'ranking':
      return <ByNumbers {...p} question={question} label={label} />;
    case 'matrix':
      return <Rows {...p} question={question} />;
    case 'text':
      return question.multiline ? <Field {...plain} type="textarea" paper="plain" rows={3} /> : <Field {...plain} />;
    case 'place':
      return (
        <div class="pair-fields">
          <Field
            name={fieldOf(question.name, 'lat')}
            label={t('surveys.answer.paper.lat', { label })}
            inputmode="decimal"
            width="short"
          />
          <Field
            name={fieldOf(question.name, 'lon')}
            label={t('surveys.answer.place.lon')}
            inputmode="decimal"
            width="short"
          />
        </div>
      );
    case 'file':
      return <p class="quiet">{t('surveys.answer.paper.file', { label })}</p>;
    case 'date':
      return <Field {...plain} hint={t('surveys.answer.paper.date')} width="short" />;
    default:
      return <Field {...plain} inputmode="decimal" width="short" />;
  }
}

/** `1 By bus  2 By bicycle` */
const numbered = (t: T, choices: readonly Choice[], tongue: Tongue): string =>
  choices
    .map((choice, at) => t('surveys.answer.paper.choice', { number: at + 1, label: said(choice.label, tongue) }))
    .join('\u3000');

function ByNumbers({
  question,
  number,
  tongue,
  label,
}: Asked<QuestionOf<'one'> | QuestionOf<'several'> | QuestionOf<'ranking'>> & { label: string }) {
  const { t } = useUi();
  return (
    <>
      <Field
        name={fieldOf(question.name)}
        label={label}
        autocomplete="off"
        hint={[t(`surveys.answer.paper.${question.type}`), numbered(t, question.choices, tongue)].join('\u3000')}
        inputmode="numeric"
        width="short"
      />
      {hasOther(question) && (
        <Field
          name={fieldOf(otherKey(question.name))}
          label={t('surveys.answer.paper.other', { number })}
          autocomplete="off"
        />
      )}
    </>
  );
}

function Rows({ question, number, tongue }: Asked<QuestionOf<'matrix'>>) {
  const { t } = useUi();
  const hint = [said(question.label, tongue), numbered(t, question.choices, tongue)].join('\u3000');
  return (
    <>
      {question.rows.map((row, at) => (
        <Field
          name={fieldOf(question.name, row.name)}
          label={t('surveys.answer.paper.row', { number, row: said(row.label, tongue) })}
          hint={at === 0 ? hint : undefined}
          inputmode="numeric"
          autocomplete="off"
          width="short"
        />
      ))}
    </>
  );
}

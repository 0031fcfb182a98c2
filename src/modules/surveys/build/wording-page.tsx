import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Fieldset, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { choicesOf, isAnswered, type Question } from '../questionnaire.rules.ts';
import { WordsFields } from './words-fields.tsx';

/** The words of one question while people answer: corrected, not changed. */
export function WordingPage(p: {
  slug: string;
  version: number;
  question: Question;
  languages: readonly string[];
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const { question, languages } = p;
  const base = `/questionnaires/${p.slug}/build`;
  const rows = question.type === 'matrix' ? question.rows : [];
  return (
    <>
      <Heading title={t('surveys.build.wording.title', { name: question.name })} />
      <Notice tone="info" title={t('surveys.build.wording.what')}>
        <p>{t('surveys.build.wording.note')}</p>
      </Notice>
      <Form id="question" action={`${base}/questions/${question.name}`} values={p.values} errors={p.errors}>
        <Hidden name="version" value={String(p.version)} />
        <WordsFields name="label" lines label={t('surveys.build.field.label')} languages={languages} />
        <WordsFields name="hint" lines label={t('surveys.build.field.hint')} languages={languages} />
        {isAnswered(question) && (
          <>
            <WordsFields
              name="requiredMessage"
              label={t('surveys.build.field.requiredMessage')}
              languages={languages}
            />
            <WordsFields
              name="constraintMessage"
              label={t('surveys.build.field.constraintMessage')}
              languages={languages}
            />
          </>
        )}
        <Entries legend={t('surveys.build.field.rows')} kind="rows" entries={rows} languages={languages} />
        <Entries
          legend={t('surveys.build.field.choices')}
          kind="choices"
          entries={choicesOf(question)}
          languages={languages}
        />
        <Field
          name="note"
          type="textarea"
          paper="plain"
          rows={3}
          maxLength={1000}
          label={t('surveys.build.field.note')}
          hint={t('surveys.build.hint.note')}
          required
        />
        <Actions>
          <Button primary>{t('surveys.build.wording.do')}</Button>
          <ButtonLink href={`${base}#question-${question.name}`}>{t('surveys.build.back')}</ButtonLink>
        </Actions>
      </Form>
    </>
  );
}

function Entries(p: {
  legend: string;
  kind: 'rows' | 'choices';
  entries: readonly { name: string }[];
  languages: readonly string[];
}) {
  if (p.entries.length === 0) return null;
  return (
    <Fieldset legend={p.legend}>
      {p.entries.map(({ name }) => (
        <WordsFields name={`${p.kind}.${name}`} label={name} languages={p.languages} />
      ))}
    </Fieldset>
  );
}

import type { VNode } from 'preact';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Checkbox, Field, type FieldOption } from '../../../ui/field.tsx';
import { Actions, Fieldset, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Columns, Heading } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { bounds, type Question, questionTypes } from '../questionnaire.rules.ts';
import { conditionOperators } from './condition.rules.ts';
import { languageName } from './languages.ts';
import { fieldsOf, type QuestionField } from './question-fields.ts';
import { WordsFields } from './words-fields.tsx';

// keys: surveys.type.*, surveys.build.field.*, surveys.build.hint.*, surveys.build.option.*, surveys.build.operator.*

/** Fields that say what they are for. */
const hinted = new Set([
  'constraint',
  'leastChoices',
  'calculation',
  'requiredMessage',
  'constraintMessage',
  'randomOrder',
]);

/** Everything that can be said of one question. */
export function QuestionPage(p: {
  slug: string;
  version: number;
  question: Question;
  languages: readonly string[];
  /** questions and rows that stand before it */
  earlier: readonly FieldOption[];
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const { question } = p;
  const base = `/questionnaires/${p.slug}/build`;
  const fields = fieldsOf(question.type);
  const rules = fields.filter((field) => 'group' in field && field.group === 'rules');
  const plain = fields.filter((field) => !rules.includes(field));
  return (
    <>
      <Heading
        title={t('surveys.build.question.title', { name: question.name })}
        over={t(`surveys.type.${question.type}`)}
      />
      <Form id="question" action={`${base}/questions/${question.name}`} values={p.values} errors={p.errors}>
        <Hidden name="version" value={String(p.version)} />
        {plain.map((field) => (
          <OneField field={field} languages={p.languages} />
        ))}
        <ConditionFields earlier={p.earlier} />
        {rules.length > 0 && (
          <Fold summary={t('surveys.build.question.rules')} open={hasAny(rules, p.values, p.errors)}>
            <p class="hint">{t('surveys.build.question.rules_hint')}</p>
            {rules.map((field) => (
              <OneField field={field} languages={p.languages} />
            ))}
          </Fold>
        )}
        <Fieldset legend={t('surveys.build.question.names')}>
          <Columns>
            <Field
              name="name"
              label={t('surveys.build.field.name')}
              hint={t('surveys.build.hint.name')}
              maxLength={32}
            />
            <Field
              name="type"
              type="select"
              label={t('surveys.build.field.type')}
              hint={t('surveys.build.hint.type')}
              options={questionTypes.map((type) => ({ value: type, label: t(`surveys.type.${type}`) }))}
            />
          </Columns>
        </Fieldset>
        <Actions>
          <Button primary name="do" value="save">
            {t('surveys.build.save')}
          </Button>
          <Button name="do" value="save_stay">
            {t('surveys.build.save_stay')}
          </Button>
          <ButtonLink href={`${base}#question-${question.name}`}>{t('surveys.build.back')}</ButtonLink>
        </Actions>
      </Form>
    </>
  );
}

/** Whether something stands in one of the fields, or is wrong with it. */
function hasAny(fields: readonly QuestionField[], values: FormValues, errors: FormErrors): boolean {
  const isOf = (name: string): boolean =>
    fields.some((field) => name === field.name || name.startsWith(`${field.name}.`));
  return Object.entries({ ...values, ...errors }).some(([name, value]) => isOf(name) && String(value ?? '') !== '');
}

function OneField({ field, languages }: { field: QuestionField; languages: readonly string[] }): VNode {
  const { t } = useUi();
  const label = t(`surveys.build.field.${field.name}`);
  const hint = hinted.has(field.name) ? { hint: t(`surveys.build.hint.${field.name}`) } : {};
  switch (field.as) {
    case 'words':
      return <WordsFields name={field.name} label={label} languages={languages} lines={field.lines} {...hint} />;
    case 'yes':
      return <Checkbox name={field.name} label={label} {...hint} />;
    case 'number':
      return (
        <Field name={field.name} label={label} width="short" inputmode="decimal" optional={field.empty} {...hint} />
      );
    case 'day':
      return <Field name={field.name} type="date" width="half" label={label} optional />;
    case 'expression':
      return <Expression name={field.name} label={label} {...hint} />;
    case 'option':
      return (
        <Choice
          name={field.name}
          legend={label}
          options={field.of.map((value) => ({ value, label: t(`surveys.build.option.${field.name}.${value}`) }))}
        />
      );
    case 'lines':
      return (
        <Field
          name={field.name}
          type="textarea"
          paper="plain"
          rows={8}
          label={label}
          hint={t(`surveys.build.hint.${field.name}`, { languages: languages.map(languageName).join(' | ') })}
        />
      );
  }
}

/** A condition or rule, written out. */
function Expression(p: { name: string; label: string; hint?: string }) {
  return (
    <Field
      name={p.name}
      type="textarea"
      paper="plain"
      rows={2}
      maxLength={bounds.expression}
      label={p.label}
      {...(p.hint && { hint: p.hint })}
      lang="en"
    />
  );
}

/** When it is asked: written out, or put together from what people can choose. */
export function ConditionFields({ earlier }: { earlier: readonly FieldOption[] }) {
  const { t } = useUi();
  return (
    <Fieldset legend={t('surveys.build.field.relevant')} hint={t('surveys.build.hint.relevant')}>
      <Expression name="relevant" label={t('surveys.build.field.relevant_expression')} />
      {earlier.length > 0 && (
        <Fold summary={t('surveys.build.condition.title')}>
          <Columns of={3}>
            <Field
              name="pick.question"
              type="select"
              label={t('surveys.build.condition.question')}
              placeholder={t('surveys.build.condition.choose')}
              options={earlier}
            />
            <Field
              name="pick.operator"
              type="select"
              label={t('surveys.build.condition.operator')}
              options={conditionOperators.map((value) => ({ value, label: t(`surveys.build.operator.${value}`) }))}
            />
            <Field
              name="pick.value"
              label={t('surveys.build.condition.value')}
              hint={t('surveys.build.condition.hint')}
            />
          </Columns>
          <Button small name="do" value="condition">
            {t('surveys.build.condition.add')}
          </Button>
        </Fold>
      )}
    </Fieldset>
  );
}

/** What can be said of one page. */
export function SectionPage(p: {
  slug: string;
  version: number;
  id: string;
  number: number;
  languages: readonly string[];
  earlier: readonly FieldOption[];
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const base = `/questionnaires/${p.slug}/build`;
  return (
    <>
      <Heading title={t('surveys.build.page.title', { number: p.number })} />
      <Form id="question" action={`${base}/pages/${p.id}`} values={p.values} errors={p.errors}>
        <Hidden name="version" value={String(p.version)} />
        <WordsFields name="title" label={t('surveys.build.field.page_title')} languages={p.languages} />
        <WordsFields name="intro" lines label={t('surveys.build.field.page_intro')} languages={p.languages} />
        <ConditionFields earlier={p.earlier} />
        <Checkbox
          name="randomOrder"
          label={t('surveys.build.field.random_questions')}
          hint={t('surveys.build.hint.random_questions')}
        />
        <Actions>
          <Button primary name="do" value="save">
            {t('surveys.build.save')}
          </Button>
          <ButtonLink href={`${base}#page-${p.id}`}>{t('surveys.build.back')}</ButtonLink>
        </Actions>
      </Form>
    </>
  );
}

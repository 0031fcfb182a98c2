import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Fieldset, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { resultsShown, smallestGroups, surveyWays } from '../surveys.rules.ts';
import { WordsFields } from './words-fields.tsx';

// keys: surveys.way.*, surveys.shown.*, surveys.build.way_note.*, surveys.build.shown_note.*

/** When a survey runs, who answers it and how, and what is said before and after. */
export function SettingsPage(p: {
  action: string;
  version: number;
  languages: readonly string[];
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const others = p.languages.slice(1);
  return (
    <>
      <Heading title={t('surveys.build.settings.title')} />
      <Form id="settings" action={p.action} values={p.values} errors={p.errors}>
        <Hidden name="version" value={String(p.version)} />
        <Field name="title" label={t('surveys.build.field.title')} maxLength={80} required />
        {others.length > 0 && (
          <WordsFields name="titles" label={t('surveys.build.field.titles')} languages={others} maxLength={80} spelt />
        )}
        <Field
          name="summary"
          type="textarea"
          paper="plain"
          rows={2}
          maxLength={300}
          label={t('surveys.build.field.summary')}
          hint={t('surveys.build.hint.summary')}
        />
        <Fieldset legend={t('surveys.build.field.period')} hint={t('surveys.build.hint.period')}>
          <Field name="firstDay" type="date" width="half" label={t('surveys.build.field.first_day')} />
          <Field name="lastDay" type="date" width="half" label={t('surveys.build.field.last_day')} />
        </Fieldset>
        <Answering />
        <WordsFields name="intro" lines label={t('surveys.build.field.intro')} languages={p.languages} />
        <WordsFields name="thanks" lines label={t('surveys.build.field.thanks')} languages={p.languages} />
        <Field
          name="contact"
          label={t('surveys.build.field.contact')}
          hint={t('surveys.build.hint.contact')}
          maxLength={300}
          optional
        />
        <Actions>
          <Button primary>{t('surveys.build.save')}</Button>
        </Actions>
      </Form>
    </>
  );
}

/** Who answers, what is kept of them, and who sees what came of it. */
function Answering() {
  const { t } = useUi();
  return (
    <>
      <Choice
        name="way"
        legend={t('surveys.build.field.way')}
        options={surveyWays.map((way) => ({
          value: way,
          label: t(`surveys.way.${way}`),
          note: t(`surveys.build.way_note.${way}`),
        }))}
      />
      <Checkbox name="named" label={t('surveys.build.field.named_box')} hint={t('surveys.build.hint.named')} />
      <Choice
        name="results"
        legend={t('surveys.build.field.results')}
        options={resultsShown.map((shown) => ({
          value: shown,
          label: t(`surveys.shown.${shown}`),
          note: t(`surveys.build.shown_note.${shown}`),
        }))}
      />
      <Field
        name="smallestGroup"
        type="number"
        width="short"
        min={smallestGroups.least}
        max={smallestGroups.most}
        label={t('surveys.build.field.smallest_group')}
        hint={t('surveys.build.hint.smallest_group')}
      />
    </>
  );
}

import { Button } from '../../../ui/button.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Fieldset, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Heading, Prose, Section } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Pre } from '../../../ui/text.tsx';
import { saidConflicts } from './jury.rules.ts';
import { baseOf, Criteria } from './own-page.tsx';
import type { OwnWork } from './own-work.ts';
import { entryName, numberOf } from './words.ts';

// keys: competitions.jury.conflict.*

/** Before the first sheet: the rules, and whom the juror has to do with. */
export function ConfirmPage({ work, values, errors }: { work: OwnWork; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  const { stage, desk } = work;
  const { settings } = stage;
  return (
    <>
      <Heading
        over={desk.competition.title}
        title={t('competitions.jury.before_title')}
        lead={t('competitions.jury.before_lead')}
      />
      <Section id="rules" title={t('competitions.jury.rules')}>
        <Prose>
          <ul>
            <li>{t('competitions.jury.rule_points')}</li>
            {settings.blind && <li>{t('competitions.jury.rule_blind')}</li>}
            {settings.dropExtremes && <li>{t('competitions.jury.rule_drop')}</li>}
            <li>{t('competitions.jury.rule_alone')}</li>
            <li>{t('competitions.jury.rule_change')}</li>
            <li>{t('competitions.jury.rule_conflict')}</li>
          </ul>
        </Prose>
        <Criteria work={work} />
        {desk.competition.rules && (
          <Section title={t('competitions.jury.competition_rules')}>
            <Pre text={desk.competition.rules} />
          </Section>
        )}
      </Section>
      <Form id="confirm" action={`${baseOf(work)}/confirm`} values={values} errors={errors}>
        <Conflicts work={work} />
        <Checkbox name="agreed" label={t('competitions.jury.agree')} />
        <Actions note={t('competitions.jury.agree_note')}>
          <Button primary>{t('competitions.jury.begin')}</Button>
        </Actions>
      </Form>
    </>
  );
}

function Conflicts({ work }: { work: OwnWork }) {
  const { t } = useUi();
  const { field, desk, stage } = work;
  const { settings } = stage;
  const options = [
    { value: '', label: t('competitions.jury.conflict.none') },
    ...saidConflicts.map((kind) => ({ value: kind, label: t(`competitions.jury.conflict.${kind}`) })),
  ];
  return (
    <Fieldset legend={t('competitions.jury.conflicts')} hint={t('competitions.jury.conflicts_hint')}>
      {desk.competition.categories.length > 1 &&
        desk.competition.categories.map(({ id, name }) => (
          <Field
            name={`category-${id}`}
            label={t('competitions.jury.whole_category', { name })}
            type="select"
            width="half"
            options={options}
          />
        ))}
      <Table
        caption={t('competitions.jury.conflicts')}
        captionHidden
        dense
        rows={field}
        empty={t('competitions.jury.none_yours')}
        columns={[
          { label: t('competitions.jury.number'), numeric: true, cell: (entry) => numberOf(entry) },
          {
            label: t('competitions.jury.entry'),
            head: true,
            cell: (entry) => (settings.blind ? entry.title : `${entry.title} ${entry.byLine && `（${entry.byLine}）`}`),
          },
          {
            label: t('competitions.jury.conflict_of'),
            cell: (entry) =>
              work.aside.has(entry.id) ? (
                t('competitions.jury.aside_already')
              ) : (
                <Field
                  name={`entry-${entry.number}`}
                  label={entryName(entry)}
                  labelHidden
                  type="select"
                  options={options}
                />
              ),
          },
        ]}
      />
      <Field
        name="words"
        label={t('competitions.jury.conflict_words')}
        hint={t('competitions.jury.conflict_words_hint')}
        type="textarea"
        paper="plain"
        rows={3}
        maxLength={500}
        optional
      />
    </Fieldset>
  );
}

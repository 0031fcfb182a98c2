import { Chips, Choice } from '../../../ui/choice.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import {
  FieldRow,
  Fieldset,
  Form,
  type FormErrors,
  type FormValues,
  Hidden,
  typedValue,
  useForm,
} from '../../../ui/form.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Competition } from '../competition.queries.ts';
import type { Criterion, Stage } from '../competitions.rules.ts';
import { stageName } from '../stage-name.ts';
import { rowsOf } from './read-settings.ts';
import { SaveActions } from './settings-page.tsx';
import { type StageField, stageFields } from './stage-fields.ts';

// keys: competitions.organise.field.*, competitions.organise.hint.*, competitions.organise.option.*, competitions.way.*,
// keys: competitions.organise.media.*, competitions.stage.*

/** The settings of a stage as its form shows them. */
export function settingsValues(stage: Stage): FormValues {
  const settings = stage.settings as Record<string, unknown>;
  const values: Record<string, string | string[]> = {};
  for (const field of stageFields[stage.kind]) {
    const value = settings[field.name];
    if (field.as === 'criteria')
      for (const [at, each] of (value as Criterion[]).entries())
        Object.assign(values, rowValues(`criteria.${at}`, each));
    else if (field.as === 'levels')
      for (const [at, each] of (value as { name: string; places: number }[]).entries())
        Object.assign(values, rowValues(`levels.${at}`, each));
    else if (field.as === 'yes') values[field.name] = value ? 'yes' : '';
    else if (field.as === 'many') values[field.name] = value as string[];
    else if (field.as === 'words') values[field.name] = (value as string[]).join(', ');
    else values[field.name] = value === null ? '' : String(value);
  }
  return values;
}

const rowValues = (prefix: string, row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [`${prefix}.${name}`, String(value)]));

/** The form of one stage, by its kind. */
export function StagePage(p: { competition: Competition; stage: Stage; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  const { competition, stage } = p;
  const name = stageName(t, stage);
  const fields = stageFields[stage.kind];
  return (
    <>
      <Heading
        title={name}
        over={t(`competitions.stage.${stage.kind}`)}
        lead={t(`competitions.organise.stage_lead.${stage.kind}`)}
      />
      <Form id="stage" action={`/organise/${competition.slug}/stages/${stage.id}`} values={p.values} errors={p.errors}>
        <Hidden name="version" value={String(p.values.version ?? competition.version)} />
        {fields.map((field) => (
          <SettingField field={field} />
        ))}
        <SaveActions competition={competition} />
      </Form>
    </>
  );
}

function SettingField({ field }: { field: StageField }) {
  const { t } = useUi();
  const { name } = field;
  const label = t(`competitions.organise.field.${name}`);
  const hint = 'hint' in field && field.hint ? t(`competitions.organise.hint.${name}`) : undefined;
  const options = (values: readonly string[], words: string) =>
    values.map((value) => ({ value, label: t(`${words}.${value}`) }));
  switch (field.as) {
    case 'number':
      return (
        <Field
          name={name}
          type="number"
          width="short"
          label={label}
          hint={hint}
          min={field.least}
          max={field.most}
          optional={field.empty === 'null'}
        />
      );
    case 'yes':
      return <Checkbox name={name} label={label} hint={hint} />;
    case 'one':
      return (
        <Choice
          name={name}
          legend={label}
          hint={hint}
          options={options(field.of, `competitions.organise.option.${name}`)}
        />
      );
    case 'many':
      return <Chips name={name} legend={label} multiple options={options(field.of, field.words)} />;
    case 'line':
      return <Field name={name} label={label} hint={hint} maxLength={field.most} optional />;
    case 'text':
      return (
        <Field
          name={name}
          type="textarea"
          paper="plain"
          rows={4}
          label={label}
          hint={hint}
          maxLength={field.most}
          optional
        />
      );
    case 'words':
      return <Field name={name} label={label} hint={hint} optional />;
    case 'criteria':
      return <CriterionRows />;
    case 'levels':
      return <LevelRows />;
  }
}

/** Rows that are filled, and some to fill: without a script a form cannot grow while it is typed in. */
function useRows(prefix: 'criteria' | 'levels', spare: number): number[] {
  const form = useForm();
  let filled = 0;
  for (let row = 0; row < rowsOf[prefix]; row++) if (typedValue(form, `${prefix}.${row}.name`)) filled = row + 1;
  return Array.from({ length: Math.min(rowsOf[prefix], filled + spare) }, (_, row) => row);
}

function CriterionRows() {
  const { t } = useUi();
  const form = useForm();
  return (
    <Fieldset legend={t('competitions.organise.field.criteria')} hint={t('competitions.organise.hint.criteria')}>
      {useRows('criteria', 2).map((row) => {
        const prefix = `criteria.${row}`;
        const which = { row: row + 1 };
        return (
          <>
            <Hidden name={`${prefix}.id`} value={typedValue(form, `${prefix}.id`) ?? ''} />
            <FieldRow>
              <Field name={`${prefix}.name`} label={t('competitions.organise.row.criterion', which)} maxLength={30} />
              <Field
                name={`${prefix}.weight`}
                type="number"
                min={1}
                max={100}
                label={t('competitions.organise.row.weight', which)}
              />
            </FieldRow>
            <Field
              name={`${prefix}.description`}
              label={t('competitions.organise.row.criterion_note', which)}
              maxLength={300}
              optional
            />
          </>
        );
      })}
    </Fieldset>
  );
}

function LevelRows() {
  const { t } = useUi();
  return (
    <Fieldset legend={t('competitions.organise.field.levels')} hint={t('competitions.organise.hint.levels')}>
      {useRows('levels', 2).map((row) => (
        <FieldRow>
          <Field
            name={`levels.${row}.name`}
            label={t('competitions.organise.row.level', { row: row + 1 })}
            maxLength={20}
          />
          <Field
            name={`levels.${row}.places`}
            type="number"
            min={1}
            max={1000}
            label={t('competitions.organise.row.places', { row: row + 1 })}
          />
        </FieldRow>
      ))}
    </Fieldset>
  );
}

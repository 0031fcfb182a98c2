import { Field } from '../../../ui/field.tsx';
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
import { mostCategories } from './change-categories.ts';
import { SaveActions } from './settings-page.tsx';

export function categoryValues({ categories }: Pick<Competition, 'categories'>): FormValues {
  const values: Record<string, string> = {};
  for (const [at, { id, name, description }] of categories.entries()) {
    values[`category.${at}.id`] = id;
    values[`category.${at}.name`] = name;
    values[`category.${at}.description`] = description;
    values[`category.${at}.order`] = String(at + 1);
  }
  return values;
}

/** The categories of a competition, one a row. */
export function CategoriesPage(p: { competition: Competition; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('competitions.organise.tab.categories')} lead={t('competitions.organise.categories.lead')} />
      <Form id="categories" action={`/organise/${p.competition.slug}/categories`} values={p.values} errors={p.errors}>
        <Hidden name="version" value={String(p.values.version ?? p.competition.version)} />
        <Rows />
        <SaveActions competition={p.competition} />
      </Form>
    </>
  );
}

function Rows() {
  const { t } = useUi();
  const form = useForm();
  let filled = 0;
  for (let row = 0; row < mostCategories; row++) if (typedValue(form, `category.${row}.name`)) filled = row + 1;
  const rows = Array.from({ length: Math.min(mostCategories, filled + 3) }, (_, row) => row);
  return (
    <>
      {rows.map((row) => {
        const prefix = `category.${row}`;
        return (
          <Fieldset legend={t('competitions.organise.categories.nth', { row: row + 1 })}>
            <Hidden name={`${prefix}.id`} value={typedValue(form, `${prefix}.id`) ?? ''} />
            <FieldRow>
              <Field name={`${prefix}.name`} label={t('competitions.organise.categories.name')} maxLength={40} />
              <Field name={`${prefix}.order`} type="number" label={t('competitions.organise.categories.order')} />
            </FieldRow>
            <Field
              name={`${prefix}.description`}
              type="textarea"
              paper="plain"
              rows={2}
              label={t('competitions.organise.categories.description')}
              maxLength={500}
              optional
            />
          </Fieldset>
        );
      })}
    </>
  );
}

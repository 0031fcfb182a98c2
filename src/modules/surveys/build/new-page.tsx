import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Chips } from '../../../ui/choice.tsx';
import { Field, type FieldOption } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Sheet, Trail } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { languageName } from './languages.ts';

/** Name, address and department of a new survey; from a file as well. */
export function NewFields({ departments, titleHint }: { departments: readonly FieldOption[]; titleHint?: string }) {
  const { t } = useUi();
  return (
    <>
      <Field
        name="title"
        label={t('surveys.build.field.title')}
        maxLength={80}
        {...(titleHint ? { hint: titleHint, optional: true } : { required: true })}
      />
      <Field
        name="slug"
        label={t('surveys.build.field.slug')}
        hint={t('surveys.build.hint.slug')}
        maxLength={60}
        optional
      />
      {departments.length > 1 ? (
        <Field name="departmentId" type="select" label={t('surveys.build.field.department')} options={departments} />
      ) : (
        <Hidden name="departmentId" value={departments[0]?.value ?? ''} />
      )}
    </>
  );
}

/** The few things that a new survey needs; everything else comes afterwards. */
export function NewPage(p: {
  departments: readonly FieldOption[];
  /** title of the survey it begins with a copy of */
  copied?: string;
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const title = t(p.copied ? 'surveys.build.new_copy' : 'surveys.build.new');
  const copyOf = String(p.values.copyOf ?? '');
  return (
    <>
      <Trail items={[{ label: t('surveys.build.title'), href: '/questionnaires' }, { label: title }]} />
      <Sheet
        title={title}
        lead={p.copied ? t('surveys.build.copy_lead', { title: p.copied }) : t('surveys.build.new_lead')}
        aside={{
          title: t('surveys.build.other_ways'),
          children: (
            <>
              <p>{t('surveys.build.from_file_note')}</p>
              <ButtonLink href="/questionnaires/from-file" icon="upload">
                {t('surveys.build.from_file')}
              </ButtonLink>
              <p>{t('surveys.build.copy_note')}</p>
            </>
          ),
        }}
      >
        <Form id="new" action="/questionnaires/new" values={p.values} errors={p.errors}>
          <Hidden name="copyOf" value={copyOf} />
          <NewFields departments={p.departments} />
          {copyOf === '' && (
            <Chips
              name="languages"
              legend={t('surveys.build.field.languages')}
              hint={t('surveys.build.hint.languages')}
              multiple
              options={[
                { value: 'zh-CN', label: languageName('zh-CN') },
                { value: 'en', label: languageName('en') },
              ]}
            />
          )}
          <Actions note={t('surveys.build.new_note')}>
            <Button primary>{t('surveys.build.make')}</Button>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}

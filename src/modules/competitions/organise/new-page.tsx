import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Steps } from '../../../ui/facts.tsx';
import { Field, type FieldOption } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading, Sheet, Trail } from '../../../ui/layout.tsx';
import { Toc } from '../../../ui/lists.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { type Format, formats } from '../competitions.rules.ts';
import { templates } from './templates/templates.ts';

// keys: competitions.format.*, competitions.stage.*, competitions.mode.*, competitions.organise.template.*

/** Names of a template's stages in their order. */
function stageWords(t: (key: string) => string, format: Format): string[] {
  return templates[format].stages.map(({ kind, title }) =>
    title ? t(`competitions.organise.template.stage.${title}`) : t(`competitions.stage.${kind}`),
  );
}

/** What a new competition can begin with. */
export function ChooseTemplatePage() {
  const { t } = useUi();
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.organise.title'), href: '/organise' },
          { label: t('competitions.organise.new') },
        ]}
      />
      <Heading title={t('competitions.organise.choose.title')} lead={t('competitions.organise.choose.lead')} />
      <Toc
        label={t('competitions.organise.choose.title')}
        level="h2"
        entries={formats.map((format) => {
          const days = templates[format].stages
            .filter(({ kind }) => kind !== 'results')
            .reduce((sum, stage) => sum + stage.days, 0);
          return {
            kind: t(`competitions.mode.${templates[format].mode}`),
            title: t(`competitions.format.${format}`),
            href: `/organise/new?template=${format}`,
            left: t('competitions.organise.choose.days', { days }),
            note: (
              <>
                {t(`competitions.organise.template.${format}.about`)}
                <br />
                {stageWords(t, format).join(' → ')}
              </>
            ),
          };
        })}
      />
    </>
  );
}

/** The few things that a template needs to know; everything else can be changed afterwards. */
export function NewPage(p: {
  template: Format;
  departments: readonly FieldOption[];
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const title = t('competitions.organise.new_of', { format: t(`competitions.format.${p.template}`) });
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.organise.title'), href: '/organise' },
          { label: t('competitions.organise.new'), href: '/organise/new' },
          { label: t(`competitions.format.${p.template}`) },
        ]}
      />
      <Sheet
        title={title}
        lead={t('competitions.organise.new_lead')}
        aside={{
          title: t('competitions.organise.new_stages'),
          children: <Steps items={stageWords(t, p.template).map((name) => ({ title: name }))} />,
        }}
      >
        <Form id="new" action="/organise/new" values={p.values} errors={p.errors}>
          <Hidden name="template" value={p.template} />
          <Field name="title" label={t('competitions.organise.field.title')} maxLength={60} required />
          <Field
            name="slug"
            label={t('competitions.organise.field.slug')}
            hint={t('competitions.organise.hint.slug')}
            maxLength={60}
            optional
          />
          {p.departments.length > 1 ? (
            <Field
              name="departmentId"
              type="select"
              label={t('competitions.organise.field.department')}
              options={p.departments}
            />
          ) : (
            <Hidden name="departmentId" value={p.departments[0]?.value ?? ''} />
          )}
          <Field
            name="firstDay"
            type="date"
            label={t('competitions.organise.field.first_day')}
            hint={t('competitions.organise.hint.first_day')}
            required
          />
          <NatureFields />
          <Actions note={t('competitions.organise.new_note')}>
            <Button primary>{t('competitions.organise.make')}</Button>
            <ButtonLink href="/organise/new">{t('competitions.organise.other_template')}</ButtonLink>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}

/** An award with its approval, or a showcase. */
function NatureFields() {
  const { t } = useUi();
  return (
    <>
      <Choice
        name="mode"
        legend={t('competitions.organise.field.mode')}
        options={(['award', 'showcase'] as const).map((mode) => ({
          value: mode,
          label: t(`competitions.mode.${mode}`),
          note: t(`competitions.organise.mode_note.${mode}`),
        }))}
      />
      <Field
        name="approvalNumber"
        label={t('competitions.organise.field.approvalNumber')}
        hint={t('competitions.organise.hint.approvalNumber')}
        maxLength={60}
        optional
      />
    </>
  );
}

import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Dialog, Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading, Section, Sheet } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import type { DeskView } from './desk-view.ts';
import { placeholders } from './fill-template.ts';
import type { Template } from './template.queries.ts';

/** Answers that are written often: the departments' own, and the city's. */
export function TemplatesPage(p: {
  view: DeskView;
  templates: readonly Template[];
  mine: (template: Template) => boolean;
  done: 'saved' | 'removed' | null;
}) {
  const { t, locale } = useUi();
  const groups = [...new Set(p.templates.map((template) => template.departmentId))];
  return (
    <>
      <Heading
        title={t('cases.desk.templates.title')}
        lead={t('cases.desk.templates.lead')}
        end={
          <ButtonLink primary href="/desk/templates/new" keyHint="N">
            {t('cases.desk.templates.write')}
          </ButtonLink>
        }
      />
      {p.done && <Notice tone="success" live title={t(`cases.desk.templates.${p.done}`)} />}
      {groups.length === 0 && <EmptyState title={t('cases.desk.templates.none')} />}
      {groups.map((id, i) => (
        <Section id={`t-${i}`} title={id ? p.view.departments.name(id, locale) : t('cases.desk.templates.city')}>
          <div>
            {p.templates
              .filter((template) => template.departmentId === id)
              .map((template) => (
                <Fold summary={template.title}>
                  <Pre text={template.body} />
                  <p class="quiet">
                    <DateTime value={template.updatedAt} form="date" />
                  </p>
                  {p.mine(template) && <Acts template={template} />}
                </Fold>
              ))}
          </div>
        </Section>
      ))}
    </>
  );
}

function Acts({ template }: { template: Template }) {
  const { t } = useUi();
  const dialog = `remove-${template.id}`;
  return (
    <>
      <p class="send-buttons">
        <ButtonLink
          small
          href={`/desk/templates/${template.id}`}
          label={t('cases.desk.templates.edit_named', { title: template.title })}
        >
          {t('cases.desk.templates.edit')}
        </ButtonLink>
        <Button small danger opens={dialog} label={t('cases.desk.templates.remove_named', { title: template.title })}>
          {t('cases.desk.templates.remove')}
        </Button>
      </p>
      <Dialog id={dialog} title={t('cases.desk.templates.remove_named', { title: template.title })}>
        <Form id={`f-${dialog}`} action={`/desk/templates/${template.id}/remove`}>
          <Actions note={t('cases.desk.templates.remove_note')}>
            <Button danger>{t('cases.desk.templates.remove')}</Button>
          </Actions>
        </Form>
      </Dialog>
    </>
  );
}

/** Writing or changing one. */
export function TemplatePage(p: { view: DeskView; template: Template | null; values: FormValues; errors: FormErrors }) {
  const { t, locale } = useUi();
  const { view, template } = p;
  const offices = view.departments.all.filter(
    (department) => department.active && (view.mine.work.city || view.mine.work.ids.includes(department.id)),
  );
  const [only] = offices;
  return (
    <Sheet
      title={t(template ? 'cases.desk.templates.edit' : 'cases.desk.templates.write')}
      lead={t('cases.desk.templates.how', { placeholders: placeholders.join(t('cases.desk.comma')) })}
    >
      <Form
        id="template"
        action={template ? `/desk/templates/${template.id}` : '/desk/templates/new'}
        values={p.values}
        errors={p.errors}
        keepDraft
      >
        {template ? null : offices.length === 1 && only ? (
          <Hidden name="departmentId" value={only.id} />
        ) : (
          <Field
            name="departmentId"
            type="select"
            label={t('cases.desk.templates.office')}
            placeholder={t('cases.desk.templates.office_none')}
            options={offices.map(({ id }) => ({ value: id, label: view.departments.name(id, locale) }))}
          />
        )}
        <Field name="title" label={t('cases.desk.templates.name')} maxLength={60} />
        <Field
          name="body"
          type="textarea"
          paper="plain"
          rows={10}
          label={t('cases.desk.templates.body')}
          maxLength={4000}
          counted
        />
        <Actions>
          <Button primary>{t('cases.desk.templates.save')}</Button>
          <ButtonLink href="/desk/templates">{t('cases.desk.templates.back')}</ButtonLink>
        </Actions>
      </Form>
    </Sheet>
  );
}

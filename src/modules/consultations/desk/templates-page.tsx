import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Chapter, Heading } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Pre } from '../../../ui/text.tsx';
import { longestReason } from './desk.rules.ts';
import type { Forms } from './opinions-page.tsx';
import type { ReasonTemplate } from './template.queries.ts';

/** Reasons that the department gives often. */
export function TemplatesPage(p: { base: string; templates: readonly ReasonTemplate[]; forms: Forms; leads: boolean }) {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('consultations.desk.templates')} lead={t('consultations.desk.templates_lead')} />
      <Table
        caption={t('consultations.desk.templates')}
        captionHidden
        rows={p.templates}
        empty={t('consultations.desk.templates_none')}
        columns={[
          { label: t('consultations.desk.column.title'), head: true, cell: ({ title }) => title },
          { label: t('consultations.desk.reason'), cell: ({ text }) => <Pre text={text} links={false} /> },
          ...(p.leads
            ? [
                {
                  label: t('consultations.desk.column.remove'),
                  labelHidden: true,
                  cell: ({ id, title }: ReasonTemplate) => (
                    <form method="post" action={`${p.base}/templates/${id}/remove`}>
                      <Button small label={t('consultations.desk.remove_one', { title })}>
                        {t('consultations.desk.remove')}
                      </Button>
                    </form>
                  ),
                },
              ]
            : []),
        ]}
      />
      {p.leads && (
        <Chapter id="new" title={t('consultations.desk.template_new')}>
          <Form id="template" action={`${p.base}/templates`} {...p.forms('template')}>
            <Field name="title" label={t('consultations.desk.column.title')} maxLength={40} width="half" />
            <Field
              name="text"
              type="textarea"
              paper="plain"
              rows={4}
              maxLength={longestReason}
              label={t('consultations.desk.reason')}
            />
            <Actions>
              <Button primary>{t('consultations.desk.keep')}</Button>
            </Actions>
          </Form>
        </Chapter>
      )}
    </>
  );
}

import { fileHref } from '../../../kernel/files/index.ts';
import { Button } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Field, FileField } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Section } from '../../../ui/layout.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { Consultation } from '../consultation.queries.ts';
import type { Annex } from './convene.queries.ts';

/** Papers that go with it. */
export function AnnexesPage(p: {
  consultation: Consultation;
  annexes: readonly Annex[];
  mayAdd: boolean;
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const base = `/convene/${p.consultation.slug}/annexes`;
  const removable = p.mayAdd && p.consultation.state === 'draft';
  return (
    <>
      {p.annexes.length === 0 ? (
        <EmptyState title={t('consultations.convene.annexes.none')} />
      ) : (
        <Table
          caption={t('consultations.convene.tab.annexes')}
          captionHidden
          rows={p.annexes}
          columns={[
            {
              label: t('consultations.convene.field.annex_title'),
              head: true,
              cell: ({ title, fileId }) => <a href={fileHref(fileId)}>{title}</a>,
            },
            {
              label: t('consultations.convene.field.added'),
              cell: ({ addedAt }) => <DateTime value={addedAt} form="date" />,
            },
            ...(removable
              ? [
                  {
                    label: t('consultations.convene.field.deeds'),
                    cell: ({ id, title }: Annex) => (
                      <Form id={`remove-${id}`} action={`${base}/${id}/remove`} label={title}>
                        <Button small label={t('consultations.convene.annexes.remove_one', { title })}>
                          {t('consultations.convene.annexes.remove')}
                        </Button>
                      </Form>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {p.mayAdd && (
        <Section id="add" title={t('consultations.convene.annexes.add')}>
          <Form id="annex" action={base} values={p.values} errors={p.errors} multipart>
            <Field name="title" label={t('consultations.convene.field.annex_title')} maxLength={100} required />
            <FileField
              name="file"
              label={t('consultations.convene.field.annex_file')}
              hint={t('consultations.convene.hint.annex_file')}
              required
            />
            <Actions>
              <Button primary>{t('consultations.convene.annexes.add_it')}</Button>
            </Actions>
          </Form>
        </Section>
      )}
    </>
  );
}

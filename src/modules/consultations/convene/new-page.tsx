import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field, type FieldOption } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading, Sheet, Trail } from '../../../ui/layout.tsx';
import { Toc } from '../../../ui/lists.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { StartingPoint } from './starting-points.ts';

// keys: consultations.kind.*

/** What a new consultation can be. */
export function ChoosePage({ points }: { points: readonly StartingPoint[] }) {
  const { t } = useUi();
  const title = t('consultations.convene.choose.title');
  return (
    <>
      <Trail items={[{ label: t('consultations.convene.title'), href: '/convene' }, { label: title }]} />
      <Heading title={title} lead={t('consultations.convene.choose.lead')} />
      <Toc
        label={title}
        level="h2"
        entries={points.map((point) => ({
          kind: t(`consultations.kind.${point.kind}`),
          title: point.name,
          href: `/convene/new?from=${point.id}`,
          left: t('consultations.convene.choose.days', { days: point.days }),
          note: point.about,
        }))}
      />
    </>
  );
}

export function NewPage(p: {
  point: StartingPoint;
  departments: readonly FieldOption[];
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.convene.title'), href: '/convene' },
          { label: t('consultations.convene.new'), href: '/convene/new' },
          { label: p.point.name },
        ]}
      />
      <Sheet title={p.point.name} lead={p.point.about}>
        <Form id="new" action="/convene/new" values={p.values} errors={p.errors}>
          <Hidden name="from" value={p.point.id} />
          <Field name="title" label={t('consultations.convene.field.title')} maxLength={80} required />
          <Field
            name="slug"
            label={t('consultations.convene.field.slug')}
            hint={t('consultations.convene.hint.slug')}
            maxLength={60}
            optional
          />
          {p.departments.length > 1 ? (
            <Field
              name="departmentId"
              type="select"
              label={t('consultations.convene.field.department')}
              options={p.departments}
            />
          ) : (
            <Hidden name="departmentId" value={p.departments[0]?.value ?? ''} />
          )}
          <FieldRow>
            <Field name="startsOn" type="date" label={t('consultations.convene.field.startsOn')} required />
            <Field
              name="endsOn"
              type="date"
              label={t('consultations.convene.field.endsOn')}
              hint={t(
                p.point.kind === 'draft' ? 'consultations.convene.hint.thirty' : 'consultations.convene.hint.last',
              )}
              required
            />
          </FieldRow>
          <Actions note={t('consultations.convene.new_note')}>
            <Button primary>{t('consultations.convene.make')}</Button>
            <ButtonLink href="/convene/new">{t('consultations.convene.other')}</ButtonLink>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}

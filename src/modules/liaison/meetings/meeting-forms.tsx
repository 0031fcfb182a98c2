import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Chips } from '../../../ui/choice.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Sheet, Trail } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { OrganisationFacts } from '../../people/index.ts';
import { seriesKinds, seriesRhythms } from './meetings.rules.ts';
import type { Chosen } from './series.queries.ts';

// keys: liaison.meetings.kind.*, liaison.meetings.rhythm.*

const optionsOf = (people: readonly Chosen[]) => people.map((each) => ({ value: each.id, label: each.name }));

/** When, where, and who chairs. */
export function MeetingFields(p: {
  id: string;
  action: string;
  revision?: number;
  chairs: readonly Chosen[];
  values: FormValues;
  errors: FormErrors;
  button: string;
}) {
  const { t } = useUi();
  return (
    <Form id={p.id} action={p.action} values={p.values} errors={p.errors}>
      {p.revision !== undefined && <Hidden name="revision" value={String(p.revision)} />}
      <Field name="day" type="date" label={t('liaison.meetings.field.day')} required />
      <FieldRow>
        <Field name="from" type="time" label={t('liaison.meetings.field.from')} required />
        <Field name="until" type="time" label={t('liaison.meetings.field.until')} required />
      </FieldRow>
      <Field name="place" label={t('liaison.meetings.field.place')} maxLength={100} required />
      <Field
        name="chairId"
        type="select"
        label={t('liaison.meetings.field.chair')}
        options={[{ value: '', label: t('liaison.exchange.choose') }, ...optionsOf(p.chairs)]}
        required
      />
      <Actions>
        <Button primary>{p.button}</Button>
      </Actions>
    </Form>
  );
}

type SeriesFormProps = {
  id: string | null;
  revision: number | null;
  hosts: readonly { value: string; label: string }[];
  departments: readonly { value: string; label: string }[];
  organisations: readonly OrganisationFacts[];
  staff: readonly Chosen[];
  values: FormValues;
  errors: FormErrors;
};

/** What meets, how often, who takes part. */
export function SeriesForm(p: SeriesFormProps) {
  const { t } = useUi();
  const title = t(p.id ? 'liaison.meetings.edit_series' : 'liaison.meetings.new_series');
  return (
    <>
      <Trail items={[{ label: t('liaison.meetings.title'), href: '/liaison/meetings' }, { label: title }]} />
      <Sheet title={title} lead={t('liaison.meetings.series_lead')}>
        <Form
          id="series"
          action={p.id ? `/liaison/meetings/series/${p.id}/edit` : '/liaison/meetings/series'}
          values={p.values}
          errors={p.errors}
        >
          {p.revision !== null && <Hidden name="revision" value={String(p.revision)} />}
          {[p.values.accountIds ?? []].flat().map((value) => (
            <Hidden name="accountIds" value={value} />
          ))}
          <Field name="title" label={t('liaison.meetings.field.series')} maxLength={60} required />
          <FieldRow>
            <Field
              name="kind"
              type="select"
              label={t('liaison.meetings.field.kind')}
              options={seriesKinds.map((value) => ({ value, label: t(`liaison.meetings.kind.${value}`) }))}
            />
            <Field
              name="rhythm"
              type="select"
              label={t('liaison.meetings.field.rhythm')}
              options={seriesRhythms.map((value) => ({ value, label: t(`liaison.meetings.rhythm.${value}`) }))}
            />
          </FieldRow>
          <Field name="departmentId" type="select" label={t('liaison.meetings.field.host')} options={p.hosts} />
          <Field
            name="chairId"
            type="select"
            label={t('liaison.meetings.field.chair')}
            options={[{ value: '', label: t('liaison.meetings.chair_each') }, ...optionsOf(p.staff)]}
          />
          <Participants {...p} />
          <Actions>
            <Button primary>{t('liaison.meetings.keep')}</Button>
            <ButtonLink href={p.id ? `/liaison/meetings/series/${p.id}` : '/liaison/meetings'}>
              {t('liaison.exchange.back')}
            </ButtonLink>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}

function Participants(p: SeriesFormProps) {
  const { t } = useUi();
  return (
    <>
      <Chips
        name="departmentIds"
        legend={t('liaison.meetings.field.departments')}
        multiple
        options={p.departments}
        optional
      />
      <Chips
        name="organisationIds"
        legend={t('liaison.meetings.field.organisations')}
        multiple
        optional
        options={p.organisations.map((each) => ({ value: each.id, label: each.name }))}
      />
      <Field
        name="memberNumbers"
        type="textarea"
        paper="plain"
        rows={2}
        label={t('liaison.meetings.field.numbers')}
        hint={t('liaison.meetings.numbers_hint')}
        optional
      />
    </>
  );
}

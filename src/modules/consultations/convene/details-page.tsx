import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Fieldset, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Consultation } from '../consultation.queries.ts';
import { answerWays } from '../consultations.rules.ts';

/** What everybody reads of a consultation, when it runs, and how one takes part. */
export function DetailsPage(p: { consultation: Consultation; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  const { consultation } = p;
  const open = consultation.state === 'open';
  return (
    <Form id="details" action={`/convene/${consultation.slug}/details`} values={p.values} errors={p.errors}>
      <Hidden name="version" value={String(p.values.version ?? consultation.version)} />
      <Field name="title" label={t('consultations.convene.field.title')} maxLength={80} required />
      {!open && (
        <Field
          name="slug"
          label={t('consultations.convene.field.slug')}
          hint={t('consultations.convene.hint.slug')}
          maxLength={60}
        />
      )}
      <Field
        name="summary"
        type="textarea"
        paper="plain"
        rows={3}
        label={t('consultations.convene.field.summary')}
        hint={t('consultations.convene.hint.summary')}
        maxLength={300}
      />
      <Field
        name="explanation"
        type="textarea"
        paper="plain"
        rows={16}
        label={t('consultations.convene.field.explanation')}
        hint={t('consultations.convene.hint.explanation')}
        maxLength={40_000}
      />
      <Period consultation={consultation} />
      <Field
        name="audience"
        label={t('consultations.convene.field.audience')}
        hint={t('consultations.convene.hint.audience')}
        maxLength={200}
        optional
      />
      <Field name="contact" label={t('consultations.convene.field.contact')} maxLength={300} optional />
      <Ways consultation={consultation} />
      {open && (
        <Field
          name="note"
          type="textarea"
          paper="plain"
          rows={3}
          label={t('consultations.convene.field.note')}
          hint={t('consultations.convene.hint.note')}
          maxLength={2000}
          required
        />
      )}
      <Actions note={t(open ? 'consultations.convene.save_open_note' : 'consultations.convene.save_note')}>
        <Button primary>{t(open ? 'consultations.convene.publish_change' : 'consultations.convene.save')}</Button>
      </Actions>
    </Form>
  );
}

function Period({ consultation: { state, kind } }: { consultation: Consultation }) {
  const { t } = useUi();
  const open = state === 'open';
  return (
    <>
      <FieldRow>
        {!open && <Field name="startsOn" type="date" label={t('consultations.convene.field.startsOn')} required />}
        <Field
          name="endsOn"
          type="date"
          label={t('consultations.convene.field.endsOn')}
          hint={t(open ? 'consultations.convene.hint.only_longer' : 'consultations.convene.hint.last')}
          required
        />
      </FieldRow>
      {kind === 'draft' && (
        <Field
          name="shortReason"
          type="textarea"
          paper="plain"
          rows={2}
          label={t('consultations.convene.field.shortReason')}
          hint={t('consultations.convene.hint.shortReason')}
          maxLength={500}
          optional
        />
      )}
    </>
  );
}

function Ways({ consultation }: { consultation: Consultation }) {
  const { t } = useUi();
  const open = consultation.state === 'open';
  if (consultation.kind === 'draft')
    return (
      <Fieldset legend={t('consultations.convene.ways')} hint={t('consultations.convene.ways_hint')}>
        {!open && (
          <Choice
            name="ways"
            legend={t('consultations.convene.field.ways')}
            legendHidden
            multiple
            // keys: consultations.answer_way.*
            options={answerWays.map((way) => ({ value: way, label: t(`consultations.answer_way.${way}`) }))}
          />
        )}
        <Field name="email" type="email" label={t('consultations.convene.field.email')} maxLength={120} optional />
        <Field name="post" label={t('consultations.convene.field.post')} maxLength={200} optional />
      </Fieldset>
    );
  if (consultation.kind === 'ideas') return <IdeaWays open={open} />;
  if (open) return null;
  return (
    <Fieldset legend={t('consultations.convene.ways')}>
      <Checkbox
        name="adding"
        label={t('consultations.convene.field.adding')}
        hint={t('consultations.convene.hint.adding')}
      />
      <FieldRow>
        <Field
          name="leastParticipants"
          type="number"
          min={15}
          max={1000}
          label={t('consultations.convene.field.leastParticipants')}
          hint={t('consultations.convene.hint.leastParticipants')}
        />
        <Field
          name="smallestGroup"
          type="number"
          min={3}
          max={100}
          label={t('consultations.convene.field.smallestGroup')}
          hint={t('consultations.convene.hint.smallestGroup')}
        />
      </FieldRow>
    </Fieldset>
  );
}

function IdeaWays({ open }: { open: boolean }) {
  const { t } = useUi();
  return (
    <Fieldset legend={t('consultations.convene.ways')}>
      <Field
        name="prompt"
        label={t('consultations.convene.field.prompt')}
        hint={t('consultations.convene.hint.prompt')}
        maxLength={100}
        optional
      />
      {!open && (
        <>
          <Checkbox name="photos" label={t('consultations.convene.field.photos')} />
          <Checkbox name="place" label={t('consultations.convene.field.place')} />
          <Checkbox
            name="thanks"
            label={t('consultations.convene.field.thanks')}
            hint={t('consultations.convene.hint.thanks')}
          />
        </>
      )}
    </Fieldset>
  );
}

/** What the form begins with. */
export function detailValues(consultation: Consultation): FormValues {
  const { title, slug, summary, explanation, startsOn, endsOn, shortReason, audience, contact } = consultation;
  const settings = Object.entries(consultation.settings).map(([name, value]) => [
    name,
    Array.isArray(value) ? value : typeof value === 'boolean' ? (value ? 'yes' : undefined) : String(value),
  ]);
  return {
    ...{ title, slug, summary, explanation, startsOn, endsOn, shortReason, audience, contact },
    ...Object.fromEntries(settings),
  };
}

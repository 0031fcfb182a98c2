import { Button } from '../../../ui/button.tsx';
import { Chips } from '../../../ui/choice.tsx';
import { DeskSection } from '../../../ui/desk.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Form, Hidden } from '../../../ui/form.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { longestReason, numbersText, verdictOf, verdicts } from './desk.rules.ts';
import { queryText } from './desk-query.ts';
import { deskPath } from './frame.tsx';
import type { DeskView, InHand, SeveralView } from './load-desk.ts';
import type { Forms } from './opinions-page.tsx';

/** What becomes of it, and why: the same fields for one and for many. */
export function VerdictFields({ view, keys }: { view: DeskView | SeveralView; keys?: boolean }) {
  const { t } = useUi();
  return (
    <>
      <Chips
        name="verdict"
        legend={t('consultations.desk.what_becomes')}
        hint={t('consultations.desk.verdict_hint')}
        options={verdicts.map((value, at) => ({
          value,
          label: t(`consultations.desk.verdict.${value}`),
          ...(keys && { keyHint: String(at + 1) }),
        }))}
      />
      <Field
        name="reason"
        type="textarea"
        paper="plain"
        rows={4}
        maxLength={longestReason}
        label={t('consultations.desk.reason')}
        hint={t('consultations.desk.reason_hint')}
        {...(keys && { keyHint: 'R' })}
      />
      {view.templates.length > 0 && (
        <Field
          name="template"
          type="select"
          label={t('consultations.desk.template')}
          hint={t('consultations.desk.template_hint')}
          options={[
            { value: '', label: t('consultations.desk.no_template') },
            ...view.templates.map(({ id, title }) => ({ value: id, label: title })),
          ]}
        />
      )}
    </>
  );
}

/** Decides the opinion in hand; with a tick those that say the same as well. */
export function DecideForm({ view, inHand, forms }: { view: DeskView; inHand: InHand; forms: Forms }) {
  const { t } = useUi();
  const { opinion, openAlike } = inHand;
  const begin = opinion.outcome
    ? { verdict: verdictOf({ outcome: opinion.outcome, ground: opinion.ground }), reason: opinion.reason ?? '' }
    : {};
  const { values, errors } = forms('decide', begin);
  return (
    <Form
      id="decide"
      action={`${deskPath(view.consultation.slug)}/${opinion.number}/decide${queryText(view.query)}`}
      values={values}
      errors={errors}
      label={t('consultations.desk.decision')}
    >
      <Hidden name="revision" value={String(opinion.revision)} />
      <VerdictFields view={view} keys />
      {view.leads && view.status !== 'answered' && openAlike.length > 0 && (
        <>
          <Hidden name="alike" value={numbersText(openAlike)} />
          <Checkbox
            name="together"
            label={t('consultations.desk.together', { n: openAlike.length })}
            hint={t('consultations.desk.together_hint')}
          />
        </>
      )}
      <Actions>
        <Button primary={opinion.outcome === null}>
          {t(opinion.outcome ? 'consultations.desk.change' : 'consultations.desk.decide')}
        </Button>
      </Actions>
    </Form>
  );
}

/** Gives the opinion in hand to a colleague. */
export function AssignForm({ view, inHand, forms }: { view: DeskView; inHand: InHand; forms: Forms }) {
  const { t } = useUi();
  const { opinion, names } = inHand;
  const { values, errors } = forms('assign', { colleague: opinion.assignedTo ?? '' });
  return (
    <DeskSection
      id="assigned"
      title={t('consultations.desk.colleague')}
      end={opinion.assignedTo ? (names.get(opinion.assignedTo) ?? '') : t('consultations.desk.nobody')}
    >
      <Form
        id="assign"
        action={`${deskPath(view.consultation.slug)}/${opinion.number}/assign${queryText(view.query)}`}
        values={values}
        errors={errors}
        label={t('consultations.desk.colleague')}
      >
        <ColleagueField view={view} />
        <Actions>
          <Button small>{t('consultations.desk.assign')}</Button>
        </Actions>
      </Form>
    </DeskSection>
  );
}

export function ColleagueField({ view }: { view: DeskView | SeveralView }) {
  const { t } = useUi();
  return (
    <Field
      name="colleague"
      type="select"
      label={t('consultations.desk.to_whom')}
      options={[
        { value: '', label: t('consultations.desk.nobody') },
        ...view.colleagues.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

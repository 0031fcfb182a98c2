import { Button } from '../../../../ui/button.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Facts } from '../../../../ui/facts.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Pre } from '../../../../ui/text.tsx';
import type { Suspension } from './suspension.queries.ts';

type Sent = { values: FormValues; errors: FormErrors };

/** A suspension as the member sees it: the rule, the facts, the hearing, their own words, the decision. */
export function MySuspension({ suspension, sent }: { suspension: Suspension; sent?: Sent | undefined }) {
  const { t } = useUi();
  const decided = suspension.state === 'suspended';
  return (
    <Section id="suspension" title={t('people.register.suspension.title')}>
      <Notice
        tone="warn"
        title={t(decided ? 'people.register.suspension.in_force' : 'people.register.suspension.proposed')}
      >
        <p>{t(decided ? 'people.register.suspension.in_force_text' : 'people.register.suspension.proposed_text')}</p>
      </Notice>
      <SuspensionFacts suspension={suspension} />
      {!decided && (
        <Form
          id="statement-form"
          action="/me/membership/statement"
          values={sent?.values ?? { statement: suspension.statement }}
          errors={sent?.errors ?? {}}
        >
          <Field
            name="statement"
            type="textarea"
            label={t('people.register.suspension.my_statement')}
            hint={t('people.register.suspension.my_statement_hint')}
            maxLength={2000}
          />
          <Actions>
            <Button primary>{t('people.register.suspension.state')}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}

/** Rule, facts, dates and words of a suspension. */
export function SuspensionFacts({ suspension, statement }: { suspension: Suspension; statement?: boolean }) {
  const { t } = useUi();
  return (
    <Facts
      ruled
      items={[
        { label: t('people.register.suspension.rule'), value: t(`people.register.rule.${suspension.rule}`) },
        { label: t('people.register.suspension.facts'), value: <Pre text={suspension.facts} /> },
        {
          label: t('people.register.suspension.hearing'),
          value: <DateTime value={suspension.hearingOn} form="weekday" />,
        },
        statement && {
          label: t('people.register.suspension.statement'),
          value: suspension.statement ? (
            <Pre text={suspension.statement} />
          ) : (
            t('people.register.suspension.no_statement')
          ),
        },
        suspension.decidedAt && {
          label: t('people.register.suspension.reasons'),
          value: <Pre text={suspension.reasons} />,
        },
        suspension.until !== null && {
          label: t('people.register.suspension.until'),
          value: <DateTime value={suspension.until} form="date" />,
        },
      ]}
    />
  );
}

import { Button } from '../../../ui/button.tsx';
import { formatDate } from '../../../ui/date-time.tsx';
import { DeskSection } from '../../../ui/desk.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import type { InHand } from './desk-view.ts';
import { Queue } from './queue-field.tsx';

/** What the department asks and why; the ruling's own fields stand beside it in the form for deciding. */
export function AskedReturn({ inHand }: { inHand: InHand }) {
  const ui = useUi();
  const { t, locale } = ui;
  const { openReturn, departments } = inHand.matter;
  if (!openReturn) return null;
  return (
    <DeskSection id="asked-return" title={t('cases.dispatch.return.title')}>
      <Pre text={openReturn.reason} />
      <Facts
        ruled
        items={[
          {
            label: t('cases.dispatch.asked_by'),
            value: departments.name(openReturn.departmentId, locale),
            end: formatDate(openReturn.at, ui, 'auto'),
          },
          {
            label: t('cases.dispatch.return.suggests'),
            value: departments.name(openReturn.suggestedDepartmentId, locale),
          },
        ]}
      />
      <p class="quiet">{t('cases.dispatch.return.once')}</p>
    </DeskSection>
  );
}

/** 延期待批. */
export function RuleExtension({ inHand, base }: { inHand: InHand; base: string }) {
  const ui = useUi();
  const { t, locale } = ui;
  const { openExtension, departments, row } = inHand.matter;
  if (!openExtension || !inHand.may.ruleExtension) return null;
  return (
    <DeskSection id="extension" title={t('cases.dispatch.extension.title', { n: openExtension.working_days })}>
      <Pre text={openExtension.reason} />
      <Facts
        ruled
        items={[
          {
            label: t('cases.dispatch.asked_by'),
            value: departments.name(openExtension.departmentId, locale),
            end: formatDate(openExtension.at, ui, 'auto'),
          },
          { label: t('cases.dispatch.extension.before'), value: formatDate(openExtension.dueBefore, ui, 'weekday') },
          inHand.extendedTo && {
            label: t('cases.dispatch.extension.after'),
            value: <b>{formatDate(inHand.extendedTo, ui, 'weekday')}</b>,
          },
        ]}
      />
      <Form
        id="extension-form"
        action={`${base}/${row.number}/extension`}
        values={typedFor(inHand, 'extension')}
        errors={errorsFor(inHand, 'extension')}
      >
        <Queue />
        <Field
          name="reason"
          type="textarea"
          paper="plain"
          rows={3}
          label={t('cases.dispatch.ruling_reason')}
          hint={t('cases.dispatch.extension.reason_hint')}
        />
        <Actions note={t('cases.dispatch.extension.next')}>
          <Button primary name="granted" value="yes" keyHint="Y">
            {t('cases.dispatch.extension.grant')}
          </Button>
          <Button name="granted" value="no" keyHint="X">
            {t('cases.dispatch.extension.refuse')}
          </Button>
        </Actions>
      </Form>
    </DeskSection>
  );
}

/** 终止待审. */
export function RuleEnding({ inHand, base }: { inHand: InHand; base: string }) {
  const ui = useUi();
  const { t, locale } = ui;
  const { openEnding, departments, row } = inHand.matter;
  if (!openEnding || !inHand.may.ruleEnding) return null;
  return (
    <DeskSection id="ending" title={t('cases.dispatch.ending.title')}>
      <Pre text={openEnding.reason} />
      <Facts
        ruled
        items={[
          {
            label: t('cases.dispatch.asked_by'),
            value: departments.name(openEnding.departmentId, locale),
            end: formatDate(openEnding.at, ui, 'auto'),
          },
        ]}
      />
      <Form
        id="ending-form"
        action={`${base}/${row.number}/ending`}
        values={typedFor(inHand, 'ending')}
        errors={errorsFor(inHand, 'ending')}
      >
        <Queue />
        <Field
          name="reason"
          type="textarea"
          paper="plain"
          rows={4}
          label={t('cases.dispatch.ending.reason')}
          hint={t('cases.dispatch.ending.reason_hint')}
        />
        <Actions>
          <Button primary name="granted" value="yes" keyHint="Y">
            {t('cases.dispatch.ending.grant')}
          </Button>
          <Button name="granted" value="no" keyHint="X">
            {t('cases.dispatch.ending.refuse')}
          </Button>
        </Actions>
      </Form>
    </DeskSection>
  );
}

export function typedFor(inHand: InHand, form: string): InHand['values'] {
  return inHand.form === form ? inHand.values : {};
}

export function errorsFor(inHand: InHand, form: string): InHand['errors'] {
  return inHand.form === form ? inHand.errors : {};
}

import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { DeskSection } from '../../../ui/desk.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { StarField } from '../../../ui/stars.tsx';
import type { InHand } from './desk-view.ts';
import { Queue } from './queue-field.tsx';
import { errorsFor, typedFor } from './ruling.tsx';

/** 回访: the answers of whoever was called, or that nobody was reached. */
export function CallingBack({ inHand, base }: { inHand: InHand; base: string }) {
  const { t } = useUi();
  const { row, attempts } = inHand.matter;
  if (!inHand.may.callBack) return null;
  const missed = attempts.filter(({ reached }) => !reached);
  return (
    <DeskSection
      id="call-back"
      title={t('cases.dispatch.call.title')}
      end={missed.length > 0 ? t('cases.dispatch.call.missed', { n: missed.length }) : undefined}
    >
      {missed.length > 0 && (
        <ul>
          {missed.map(({ at, note }) => (
            <li>
              <DateTime value={at} form="datetime" /> {note}
            </li>
          ))}
        </ul>
      )}
      <Form
        id="call-form"
        action={`${base}/${row.number}/call-back`}
        values={typedFor(inHand, 'call')}
        errors={errorsFor(inHand, 'call')}
      >
        <Queue />
        <StarField name="outcome" legend={t('cases.dispatch.call.outcome')} />
        <StarField name="attitude" legend={t('cases.dispatch.call.attitude')} />
        <StarField name="speed" legend={t('cases.dispatch.call.speed')} />
        <Choice
          name="solved"
          legend={t('cases.dispatch.call.solved')}
          options={[
            { value: 'yes', label: t('cases.dispatch.call.yes') },
            { value: 'no', label: t('cases.dispatch.call.no') },
          ]}
        />
        <Field
          name="text"
          type="textarea"
          paper="plain"
          rows={2}
          optional
          label={t('cases.dispatch.call.text')}
          hint={t('cases.dispatch.call.text_hint')}
          maxLength={1000}
        />
        <Field
          name="note"
          type="textarea"
          paper="plain"
          rows={2}
          optional
          label={t('cases.dispatch.call.note')}
          maxLength={1000}
        />
        <Actions note={t('cases.dispatch.call.next')}>
          <Button primary name="reached" value="yes">
            {t('cases.dispatch.call.record')}
          </Button>
          <Button name="reached" value="no" keyHint="X">
            {t('cases.dispatch.call.not_reached')}
          </Button>
        </Actions>
      </Form>
    </DeskSection>
  );
}

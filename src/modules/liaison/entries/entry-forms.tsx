import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { cityDate } from '../../../ui/date-time.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form, Hidden } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { newFormToken, type Sent, stateOf } from '../desk-page.tsx';
import { heldKinds } from './write-entry.ts';

type FormProps = { ctx: PageContext; action: string; sent?: Sent | undefined };

/** 记一次联系. For both sides: what happened, and nothing of what one thinks of the other. */
// keys: liaison.entries.kind.*
export function EntryForm({ ctx, action, sent, side }: FormProps & { side: 'member' | 'contact' }) {
  const { t } = ctx;
  const now = cityDate(ctx.now ?? new Date(), ctx.timeZone ?? 'Asia/Shanghai', true);
  return (
    <Form id="entry" action={action} keepDraft {...stateOf(ctx, sent, 'entry', { held: now, kind: 'call' })}>
      <p class="hint">{t('liaison.entries.charter')}</p>
      <Hidden name="token" value={newFormToken()} />
      <Choice
        name="kind"
        legend={t('liaison.entries.how')}
        options={heldKinds.map((value) => ({ value, label: t(`liaison.entries.kind.${value}`) }))}
      />
      <FieldRow>
        <Field name="held" type="datetime-local" label={t('liaison.entries.held')} />
        <Field name="minutes" type="number" min={1} max={1440} label={t('liaison.entries.minutes_label')} optional />
      </FieldRow>
      <Field name="place" label={t('liaison.entries.place')} maxLength={100} optional />
      <Field
        name="talked"
        type="textarea"
        rows={4}
        paper="plain"
        label={t('liaison.entries.talked')}
        maxLength={4000}
        counted
      />
      <Field
        name="asked"
        type="textarea"
        rows={3}
        paper="plain"
        label={t(side === 'member' ? 'liaison.entries.asked_mine' : 'liaison.entries.asked_label')}
        maxLength={2000}
        optional
      />
      <Field
        name="matter"
        label={t('liaison.entries.matter')}
        hint={t('liaison.entries.matter_hint')}
        maxLength={80}
        optional
      />
      <Actions note={t(side === 'member' ? 'liaison.entries.both_see_mine' : 'liaison.entries.both_see')}>
        <Button primary>{t('liaison.entries.write')}</Button>
      </Actions>
    </Form>
  );
}

export function MessageForm({ ctx, action, sent, side }: FormProps & { side: 'member' | 'contact' }) {
  const { t } = ctx;
  return (
    <Form id="message" action={action} keepDraft {...stateOf(ctx, sent, 'message')}>
      <Hidden name="token" value={newFormToken()} />
      <Field
        name="text"
        type="textarea"
        rows={4}
        label={t(side === 'member' ? 'liaison.entries.message_mine' : 'liaison.entries.message_theirs')}
        maxLength={4000}
      />
      <Actions>
        <Button primary={side === 'member'}>{t('liaison.entries.send')}</Button>
      </Actions>
    </Form>
  );
}

/** What the member would like done: one matter of its own. */
export function RequestForm({ ctx, action, sent, side }: FormProps & { side: 'member' | 'contact' }) {
  const { t } = ctx;
  return (
    <Form id="request" action={action} keepDraft {...stateOf(ctx, sent, 'request')}>
      <Hidden name="token" value={newFormToken()} />
      <Field
        name="title"
        label={t('liaison.entries.request_title')}
        hint={t('liaison.entries.request_hint')}
        maxLength={80}
      />
      <Field
        name="text"
        type="textarea"
        rows={4}
        paper="plain"
        label={t('liaison.entries.request_text')}
        maxLength={4000}
        optional
      />
      <Actions note={t('liaison.entries.request_note')}>
        <Button primary={side === 'member'}>{t('liaison.entries.request')}</Button>
      </Actions>
    </Form>
  );
}

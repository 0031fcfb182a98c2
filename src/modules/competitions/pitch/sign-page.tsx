import { Button } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, Hidden } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Competition } from '../competition.queries.ts';
import type { Stage } from '../competitions.rules.ts';
import { type Sent, stateOf } from '../desk-page.tsx';
import { jurySum } from '../scoring.rules.ts';
import type { Slot } from './pitch.queries.ts';
import { sheetDigest } from './pitch.rules.ts';

export type OwnSlot = Slot & { totals: number[]; missing: number };

type Props = {
  ctx: PageContext;
  competition: Competition;
  stage: Stage<'pitch'>;
  slots: readonly OwnSlot[];
  sent?: Sent | undefined;
};

/** A contestant sees the totals of their sheets, without jurors' names, and signs them. */
export function SignPage({ ctx, competition, stage, slots, sent }: Props) {
  const { t } = ctx;
  return (
    <>
      <Heading
        over={competition.title}
        title={t('competitions.pitch.sign_title')}
        lead={t('competitions.pitch.sign_lead')}
      />
      {slots.length === 0 && <EmptyState title={t('competitions.pitch.sign_none')} />}
      {slots.map((slot) => (
        <Section id={`slot-${slot.number}`} title={`${slot.position}. ${slot.title}`}>
          <OneSheet ctx={ctx} competition={competition} stage={stage} slot={slot} sent={sent} />
        </Section>
      ))}
    </>
  );
}

function OneSheet({ ctx, competition, stage, slot, sent }: Omit<Props, 'slots'> & { slot: OwnSlot }) {
  const { t } = ctx;
  const { totals, missing } = slot;
  const sum = jurySum(totals, stage.settings.dropExtremes);
  if (slot.state !== 'done' || missing > 0 || !sum) return <Notice title={t('competitions.pitch.sign_wait')} />;
  const digest = sheetDigest(slot.number, totals);
  const form = `sign-${slot.number}`;
  const shown = (numbers: readonly number[]) => numbers.map((each) => each.toFixed(2)).join(' · ');
  return (
    <>
      <Facts
        items={[
          { label: t('competitions.pitch.totals'), value: shown([...totals].sort((a, b) => a - b)) },
          sum.dropped.length > 0 && { label: t('competitions.pitch.dropped'), value: shown(sum.dropped) },
          { label: t('competitions.pitch.score'), value: sum.score.toFixed(2) },
        ].filter((item) => item !== false)}
      />
      {slot.signedDigest === digest && slot.signedAt ? (
        <Notice tone="success" title={t('competitions.pitch.signed')}>
          <p>
            {slot.signedName} <DateTime value={slot.signedAt} />
          </p>
        </Notice>
      ) : (
        <>
          {slot.signedDigest !== null && <Notice tone="warn" title={t('competitions.pitch.changed_since')} />}
          <Form id={form} action={`/pitch/${competition.slug}/${stage.id}/sign`} {...stateOf(ctx, sent, form)}>
            <Hidden name="entryId" value={slot.entryId} />
            <Hidden name="number" value={String(slot.number)} />
            <Hidden name="digest" value={digest} />
            <Field name="name" label={t('competitions.pitch.name')} required maxLength={40} autocomplete="name" />
            <Field
              name="remark"
              type="textarea"
              rows={3}
              label={t('competitions.pitch.remark')}
              hint={t('competitions.pitch.remark_hint')}
              optional
              maxLength={1000}
            />
            <Actions>
              <Button primary>{t('competitions.pitch.sign')}</Button>
            </Actions>
          </Form>
        </>
      )}
    </>
  );
}

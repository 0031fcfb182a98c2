import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, Hidden } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { Rows } from '../../../ui/lists.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Competition } from '../competition.queries.ts';
import type { Stage } from '../competitions.rules.ts';
import { type Sent, stateOf } from '../desk-page.tsx';
import type { Sheet } from '../jury/sheet.queries.ts';
import type { Slot } from './pitch.queries.ts';
import { PitchClock } from './pitch-parts.tsx';

export type LiveView = {
  competition: Competition;
  stage: Stage<'pitch'>;
  slots: readonly Slot[];
  /** by entry, this juror's own */
  sheets: ReadonlyMap<string, Sheet>;
  now: Slot | undefined;
  /** the entry whose sheet is shown: who speaks now, or the one asked for */
  shown: Slot | undefined;
};

type Props = { ctx: PageContext; view: LiveView; sent?: Sent | undefined };

/** A juror's phone on a pitch day: the sheet of whoever speaks, and below it those before. */
export function LiveSheetPage({ ctx, view, sent }: Props) {
  const { t } = ctx;
  const { competition, stage, now, shown } = view;
  const here = `/pitch/${competition.slug}/${stage.id}/sheet`;
  const states = (slot: Slot) => view.sheets.get(slot.entryId)?.state ?? 'none';
  return (
    <>
      <Heading
        over={competition.title}
        title={shown ? `${shown.position}. ${shown.title}` : t('competitions.pitch.sheet_title')}
        {...(shown?.byLine && !stage.settings.blind ? { lead: shown.byLine } : {})}
      />
      <PitchClock slug={competition.slug} stageId={stage.id} slot={now} settings={stage.settings} />
      <p id="pitch-moved-on" hidden>
        <ButtonLink primary href={here}>
          {t('competitions.pitch.moved_on')}
        </ButtonLink>
      </p>
      {now && shown && shown.entryId !== now.entryId && (
        <Notice title={t('competitions.pitch.other_speaks', { title: now.title })}>
          <p>
            <a href={here}>{t('competitions.pitch.to_current')}</a>
          </p>
        </Notice>
      )}
      {shown ? (
        <SheetForm ctx={ctx} view={view} slot={shown} sent={sent} />
      ) : (
        <EmptyState title={t('competitions.pitch.nobody_speaks')}>
          <p>{t('competitions.pitch.page_follows')}</p>
        </EmptyState>
      )}
      <Section title={t('competitions.pitch.order')}>
        <Rows
          label={t('competitions.pitch.order')}
          entries={view.slots
            .filter(({ state }) => state !== 'gone')
            .map((slot) => ({
              href: `${here}?entry=${slot.number}`,
              title: `${slot.position}. ${slot.title}`,
              // keys: competitions.pitch.own.*
              facts: [t(`competitions.pitch.own.${states(slot)}`), view.sheets.get(slot.entryId)?.total?.toFixed(2)],
            }))}
        />
      </Section>
    </>
  );
}

function SheetForm({ ctx, view, slot, sent }: Props & { slot: Slot }) {
  const { t } = ctx;
  const { stage, competition } = view;
  const sheet = view.sheets.get(slot.entryId);
  if (sheet?.state === 'void') return <Notice title={t('competitions.pitch.stood_aside')} />;
  const form = `sheet-${slot.number}`;
  const begin = {
    ...Object.fromEntries(stage.settings.criteria.map(({ id }) => [`points-${id}`, String(sheet?.points[id] ?? '')])),
    comment: sheet?.comment ?? '',
  };
  const handedIn = sheet?.state === 'handed_in';
  return (
    <Form
      id={form}
      action={`/pitch/${competition.slug}/${stage.id}/sheet`}
      label={slot.title}
      {...stateOf(ctx, sent, form, begin)}
    >
      <Hidden name="entryId" value={slot.entryId} />
      <Hidden name="number" value={String(slot.number)} />
      <Hidden name="version" value={String(sheet?.version ?? 0)} />
      {stage.settings.criteria.map(({ id, name, weight, description }) => (
        <Field
          name={`points-${id}`}
          type="number"
          min={0}
          max={100}
          step={0.5}
          inputmode="decimal"
          width="short"
          label={t('competitions.pitch.criterion', { name, weight })}
          {...(description ? { hint: description } : {})}
        />
      ))}
      <Field
        name="comment"
        type="textarea"
        rows={2}
        optional
        maxLength={2000}
        label={t('competitions.pitch.comment')}
      />
      {handedIn && (
        <Field
          name="reason"
          label={t('competitions.pitch.change_reason')}
          hint={t('competitions.pitch.change_reason_hint')}
          maxLength={500}
        />
      )}
      <Actions {...(handedIn ? { note: t('competitions.pitch.handed_in') } : {})}>
        <Button primary name="act" value="hand_in">
          {t(handedIn ? 'competitions.pitch.change' : 'competitions.pitch.hand_in')}
        </Button>
        {!handedIn && (
          <Button name="act" value="draft">
            {t('competitions.pitch.keep')}
          </Button>
        )}
      </Actions>
    </Form>
  );
}

import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, Hidden } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { Competition } from '../competition.queries.ts';
import type { Stage } from '../competitions.rules.ts';
import { type Sent, stateOf } from '../desk-page.tsx';
import { stageName } from '../stage-name.ts';
import type { Draw, Slot } from './pitch.queries.ts';
import { possibleActs } from './pitch.rules.ts';
import { currentOf, nextOf, PitchClock, SlotMark } from './pitch-parts.tsx';

export type RunView = {
  competition: Competition;
  stage: Stage<'pitch'>;
  draw: Draw | undefined;
  slots: readonly Slot[];
  /** by entry: totals handed in, and sheets that are missing */
  sheets: ReadonlyMap<string, { totals: number[]; missing: number }>;
  field: number;
};

type Props = { ctx: PageContext; view: RunView; mayRun: boolean; sent?: Sent | undefined };

export const runPath = ({ competition, stage }: Pick<RunView, 'competition' | 'stage'>): string =>
  `/pitch/${competition.slug}/${stage.id}`;

/** The desk of whoever runs the day: who speaks, the clock, who is next, who has signed. */
export function RunPage({ ctx, view, mayRun, sent }: Props) {
  const { t } = ctx;
  const { competition, stage } = view;
  const hall = `/competitions/${competition.slug}/pitch/${stage.id}`;
  const { pitchMinutes, questionMinutes, place } = stage.settings;
  return (
    <>
      <Heading
        over={competition.title}
        title={stageName(t, stage)}
        lead={[t('competitions.pitch.lengths', { pitchMinutes, questionMinutes }), place].filter(Boolean).join(' · ')}
      />
      <div class="do">
        <ButtonLink small href={hall}>
          {t('competitions.pitch.hall_open')}
        </ButtonLink>
        <ButtonLink small href={`/organise/${competition.slug}/jury/${stage.id}`}>
          {t('competitions.pitch.jury_open')}
        </ButtonLink>
      </div>
      {view.draw ? (
        <Running ctx={ctx} view={view} mayRun={mayRun} sent={sent} />
      ) : (
        <NotDrawn ctx={ctx} view={view} mayRun={mayRun} />
      )}
    </>
  );
}

function NotDrawn({ ctx, view, mayRun }: Props) {
  const { t } = ctx;
  const byLot = view.stage.settings.order === 'drawn';
  return (
    <Section id="draw" title={t('competitions.pitch.order')}>
      {view.field === 0 ? (
        <EmptyState title={t('competitions.pitch.nobody')}>
          <p>{t('competitions.pitch.nobody_note')}</p>
        </EmptyState>
      ) : (
        <>
          <p>{t(byLot ? 'competitions.pitch.draw_note' : 'competitions.pitch.number_note', { n: view.field })}</p>
          {mayRun && (
            <Form id="draw-order" action={`${runPath(view)}/draw`}>
              <Actions>
                <Button primary>{t(byLot ? 'competitions.pitch.draw' : 'competitions.pitch.take_numbers')}</Button>
              </Actions>
            </Form>
          )}
        </>
      )}
    </Section>
  );
}

function Running({ ctx, view, mayRun, sent }: Props) {
  const { t } = ctx;
  const now = currentOf(view.slots);
  const next = nextOf(view.slots);
  const shown = now ?? next;
  const closed = view.stage.closedAt !== null;
  return (
    <>
      <Section id="now" title={shown && t(now ? 'competitions.pitch.now' : 'competitions.pitch.next')}>
        <PitchClock slug={view.competition.slug} stageId={view.stage.id} slot={now} settings={view.stage.settings} />
        {shown && !closed ? (
          <>
            <h3>
              {shown.position}. {shown.title}
            </h3>
            <p>{shown.byLine}</p>
            {mayRun && <SlotActs ctx={ctx} view={view} slot={shown} primary />}
          </>
        ) : (
          <Notice title={t(closed ? 'competitions.pitch.closed' : 'competitions.pitch.all_done')} />
        )}
      </Section>
      <Section
        id="order"
        title={t('competitions.pitch.order')}
        note={view.draw?.seed ? t('competitions.pitch.seed', { seed: view.draw.seed }) : undefined}
      >
        <Order ctx={ctx} view={view} mayRun={mayRun && !closed} />
        {mayRun && !closed && <Move ctx={ctx} view={view} sent={sent} />}
      </Section>
    </>
  );
}

function SlotActs({ ctx, view, slot, primary }: Pick<Props, 'ctx' | 'view'> & { slot: Slot; primary?: boolean }) {
  const { t } = ctx;
  const acts = possibleActs(slot.state, slot.pausedAt !== null, view.stage.settings);
  return (
    <Form id={`slot-${slot.number}`} action={`${runPath(view)}/slot`} label={slot.title}>
      <Hidden name="entryId" value={slot.entryId} />
      <Actions>
        {acts.map((act, at) => (
          // keys: competitions.pitch.act.*
          <Button name="act" value={act} {...(primary && at === 0 ? { primary: true } : { small: !primary })}>
            {t(`competitions.pitch.act.${act}`)}
          </Button>
        ))}
      </Actions>
    </Form>
  );
}

function Order({ ctx, view, mayRun }: Props) {
  const { t } = ctx;
  const now = currentOf(view.slots);
  // Whoever comes next has their buttons above.
  const next = nextOf(view.slots);
  return (
    <Table<Slot>
      caption={t('competitions.pitch.order')}
      captionHidden
      rows={view.slots}
      columns={[
        { label: t('competitions.pitch.place'), numeric: true, cell: (slot) => slot.position },
        {
          label: t('competitions.pitch.entry'),
          head: true,
          cell: (slot) => `${slot.number} ${slot.title}`,
        },
        { label: t('competitions.pitch.state'), cell: (slot) => <SlotMark state={slot.state} /> },
        {
          label: t('competitions.pitch.sheets'),
          numeric: true,
          cell: (slot) => {
            const { totals = [], missing = 0 } = view.sheets.get(slot.entryId) ?? {};
            return `${totals.length}/${totals.length + missing}`;
          },
        },
        {
          label: t('competitions.pitch.signature'),
          cell: (slot) =>
            slot.signedAt ? (
              <>
                {slot.signedName || t('competitions.pitch.signed')}
                {slot.remark !== '' && (
                  <>
                    <br />
                    {t('competitions.pitch.remark_said', { remark: slot.remark })}
                  </>
                )}
              </>
            ) : (
              ''
            ),
        },
        {
          label: t('competitions.pitch.do'),
          labelHidden: true,
          cell: (slot) =>
            mayRun && !now && slot.entryId !== next?.entryId && slot.state !== 'done' && slot.state !== 'gone' ? (
              <SlotActs ctx={ctx} view={view} slot={slot} />
            ) : null,
        },
      ]}
    />
  );
}

function Move({ ctx, view, sent }: Pick<Props, 'ctx' | 'view' | 'sent'>) {
  const { t } = ctx;
  const waiting = view.slots.filter(({ state }) => state === 'waiting');
  if (waiting.length < 2) return null;
  return (
    <Fold summary={t('competitions.pitch.move')} open={sent?.form === 'move'}>
      <Form id="move" action={`${runPath(view)}/move`} {...stateOf(ctx, sent, 'move')}>
        <Field
          name="entryId"
          type="select"
          label={t('competitions.pitch.entry')}
          options={waiting.map(({ entryId, position, title }) => ({ value: entryId, label: `${position}. ${title}` }))}
        />
        <Field
          name="to"
          type="select"
          label={t('competitions.pitch.move_to')}
          options={waiting.map(({ position }) => ({ value: String(position), label: String(position) }))}
        />
        <Field
          name="reason"
          label={t('competitions.pitch.reason')}
          hint={t('competitions.pitch.reason_hint')}
          required
          maxLength={500}
        />
        <Actions>
          <Button>{t('competitions.pitch.move')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

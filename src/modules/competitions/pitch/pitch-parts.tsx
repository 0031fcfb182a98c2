import { DateTime } from '../../../ui/date-time.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { StageSettings } from '../competitions.rules.ts';
import type { Slot } from './pitch.queries.ts';
import { type SlotState, speaking } from './pitch.rules.ts';
import { pitchTopic } from './run-pitch.ts';

const tones: Record<SlotState, 'ok' | 'no' | 'open' | 'wait'> = {
  waiting: 'wait',
  pitching: 'open',
  questions: 'open',
  scoring: 'open',
  done: 'ok',
  absent: 'no',
  gone: 'no',
};

export function SlotMark({ state }: { state: SlotState }) {
  const { t } = useUi();
  // keys: competitions.pitch.slot.*
  return <StateMark tone={tones[state]}>{t(`competitions.pitch.slot.${state}`)}</StateMark>;
}

export const currentOf = (slots: readonly Slot[]): Slot | undefined =>
  slots.find(({ state }) => speaking.includes(state));

/** Who comes next, of those who wait. */
export const nextOf = (slots: readonly Slot[]): Slot | undefined => slots.find(({ state }) => state === 'waiting');

export type ClockProps = {
  slug: string;
  stageId: string;
  slot: Slot | undefined;
  settings: Pick<StageSettings['pitch'], 'pitchMinutes' | 'questionMinutes'>;
};

/** What is left of the phase: counted down by the island; without scripts it says since when and how long. */
export function PitchClock({ slug, stageId, slot, settings }: ClockProps) {
  const { t } = useUi();
  const home = `/competitions/${slug}/pitch/${stageId}`;
  const minutes =
    slot?.state === 'pitching' ? settings.pitchMinutes : slot?.state === 'questions' ? settings.questionMinutes : 0;
  return (
    <div
      class="pitch-clock"
      data-island="pitch-clock"
      data-events={`${home}/events`}
      data-clock={`${home}/clock`}
      data-topic={pitchTopic(stageId)}
      data-started={slot?.startedAt?.getTime()}
      data-paused={slot?.pausedAt?.getTime()}
      data-paused-ms={slot?.pausedMs}
      data-planned={minutes * 60}
    >
      {slot && (
        <>
          <SlotMark state={slot.state} />
          {minutes > 0 && slot.startedAt && (
            <>
              <output class="num" aria-live="off" />
              <p>
                {t('competitions.pitch.since', { minutes })} <DateTime value={slot.startedAt} form="time" />
                {slot.pausedAt && <> {t('competitions.pitch.paused')}</>}
              </p>
            </>
          )}
        </>
      )}
    </div>
  );
}

import type { ComponentChildren } from 'preact';
import { cityDate, formatDate } from './date-time.tsx';
import { useUi } from './page-context.ts';
import { Labelled } from './text.tsx';

export type TimelineEntry = {
  at: Date | string;
  /** The step in a word: 受理, 派单, 答复. */
  step: ComponentChildren;
  /** One line that says more, for a small entry. */
  note?: ComponentChildren;
  /** What was said: letter, answer, rating; makes it a main entry with a title. */
  body?: ComponentChildren;
  /** The turning point of the story, in vermilion. */
  key?: boolean;
  id?: string;
  /** Only the day is known. */
  dayOnly?: boolean;
};

function When({ entry, sameDay }: { entry: TimelineEntry; sameDay: boolean }) {
  const ui = useUi();
  const date = new Date(entry.at);
  const exact = formatDate(date, ui, 'exact');
  const time = entry.dayOnly ? '' : formatDate(date, ui, 'time');
  const day = formatDate(date, ui, 'date');
  const weekday = formatDate(date, ui, 'weekday').replace(day, '').trim();
  return (
    <p class={sameDay ? 'when one' : 'when'}>
      <time dateTime={entry.dayOnly ? cityDate(date, ui.timeZone) : date.toISOString()} title={exact}>
        {sameDay ? ui.t('ui.time.same_day') : day}
        <span>{sameDay ? time : [weekday, time].filter(Boolean).join(' ')}</span>
      </time>
    </p>
  );
}

/** The chronicle of a case: dates in the margin, letters and answers in full, small steps in a line. Oldest first. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label?: string }) {
  const ui = useUi();
  return (
    <Labelled label={label}>
      <ol class="annals">
        {entries.map((entry, i) => {
          const before = entries[i - 1];
          const sameDay =
            before !== undefined &&
            cityDate(new Date(before.at), ui.timeZone) === cityDate(new Date(entry.at), ui.timeZone) &&
            !entry.body;
          const dot = ['dot', entry.body && 'main', entry.key && 'key'].filter(Boolean).join(' ');
          return (
            <li id={entry.id}>
              <When entry={entry} sameDay={sameDay} />
              <span class={dot} aria-hidden="true" />
              {entry.body ? (
                <div class="what">
                  <h2>{entry.step}</h2>
                  {entry.note && <p class="small">{entry.note}</p>}
                  {entry.body}
                </div>
              ) : (
                <p class="what small">
                  <b>{entry.step}</b>
                  {entry.note}
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </Labelled>
  );
}

import { Unseen } from './text.tsx';

export type MonthDay = {
  /** `2026-10-01` */
  date: string;
  kind: 'workday' | 'weekend' | 'holiday' | 'makeup';
  /** One character that says the kind without its colour: 休, 班. */
  mark?: string;
  /** Everything about the day, for screen readers and on hover. */
  words: string;
  href: string;
  current?: boolean;
};

export type MonthGridProps = { title: string; weekdays: readonly string[]; days: readonly MonthDay[] };

/** Monday first: how many cells are empty before the first of the month. */
function leading(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** One month, a day a cell, each a link to what can be done with it. */
export function MonthGrid({ title, weekdays, days }: MonthGridProps) {
  const first = days[0];
  const cells: (MonthDay | null)[] = [...Array<null>(first ? leading(first.date) : 0).fill(null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  const weeks = Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
  return (
    <div class="month num">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            {weekdays.map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr>
              {week.map((day) =>
                day ? (
                  <td class={day.kind}>
                    <a href={day.href} title={day.words} aria-current={day.current || undefined}>
                      {Number(day.date.slice(8))}
                      {day.mark && <small aria-hidden="true">{day.mark}</small>}
                      <Unseen> {day.words}</Unseen>
                    </a>
                  </td>
                ) : (
                  <td />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Months side by side. */
export function Months({ months }: { months: readonly MonthGridProps[] }) {
  return (
    <div class="months">
      {months.map((month) => (
        <MonthGrid {...month} />
      ))}
    </div>
  );
}

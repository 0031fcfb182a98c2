import { type CalendarRows, WorkingCalendar } from './working-calendar.ts';
import type { Zone } from './zone.ts';

/** The calendar of the city as its table stands now. */
export type CalendarBook = {
  /** Reads the table at most once until {@link CalendarBook.forget}; rejects when it cannot be read. */
  current(): Promise<WorkingCalendar>;
  /** Call when the table was edited, in this process or (through an event) in another. */
  forget(): void;
};

export function calendarBook(load: () => Promise<CalendarRows>, zone: () => Zone): CalendarBook {
  let page: Promise<WorkingCalendar> | undefined;
  return {
    current() {
      if (page === undefined) {
        const reading = load().then((rows) => new WorkingCalendar(rows, zone()));
        page = reading;
        // A failed reading is not kept.
        reading.catch(() => {
          if (page === reading) page = undefined;
        });
      }
      return page;
    },
    forget() {
      page = undefined;
    },
  };
}

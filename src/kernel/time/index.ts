export { listYears, readCalendar, seedYears, writeYear } from './calendar.queries.ts';
export { type CalendarBook, calendarBook } from './calendar-book.ts';
export { defaultYears, draftYear, proposeYear, type YearTable } from './calendar-years.ts';
export { type Clock, type FixedClock, fixedClock, systemClock } from './clock.ts';
export { dueAt, type SignalInput, type SignalLight, signalLight, type TimeLimit } from './deadline.ts';
export { addDays, daysBetween, isLocalDate, type LocalDate, type Weekday, weekday } from './local-date.ts';
export {
  inServiceTime,
  type ServiceTime,
  type TimeWindow,
} from './service-time.ts';
export {
  type DateWordsOptions,
  type DayWordsOptions,
  dateWords,
  dayWords,
  durationWords,
} from './words.ts';
export {
  type WorkdayBar,
  type WorkdayCell,
  type WorkdayGap,
  type WorkdayInput,
  workdayCells,
} from './workday-cells.ts';
export {
  type CalendarDay,
  type CalendarRows,
  type CalendarYear,
  type DayKind,
  WorkingCalendar,
} from './working-calendar.ts';
export { atLocal, endOfDay, localDate, localIso, localTime, startOfDay, type Zone } from './zone.ts';

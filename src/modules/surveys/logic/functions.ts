import { dayOf, daysOf, equal, isDay, listOf, toBoolean, toNumber, toText, type Value } from './values.ts';

/** The present, in the city's time zone. */
export type Moment = {
  /** `YYYY-MM-DD` */
  today: string;
  /** `YYYY-MM-DDTHH:mm` */
  now: string;
};

/** Texts that an expression makes are cut here, so that none can double itself without end. */
const longestText = 20_000;

type Fn = { least: number; most: number; run: (args: Value[], moment: Moment) => Value };

const fn = (least: number, most: number, run: Fn['run']): Fn => ({ least, most, run });
const of = (args: readonly Value[], at: number): Value => args[at] ?? '';
const text = (args: readonly Value[], at: number): string => toText(of(args, at));
const number = (args: readonly Value[], at: number): number => toNumber(of(args, at));
const cut = (made: string): string => made.slice(0, longestText);
const any = 30;

/** A number after the decimal point, halves away from nought as people round. */
function round(value: number, digits: number): number {
  const places = Math.max(0, Math.min(10, Math.trunc(digits) || 0));
  const factor = 10 ** places;
  return (Math.sign(value) * Math.round(Number((Math.abs(value) * factor).toPrecision(15)))) / factor;
}

function asDay(value: Value): string {
  if (typeof value === 'number') return dayOf(value);
  const day = toText(value).slice(0, 10);
  return isDay(day) ? day : '';
}

/** `%Y-%m-%d` and the like. */
function formatDate(value: Value, format: string): string {
  const days = typeof value === 'number' ? value : daysOf(toText(value));
  const day = dayOf(days);
  if (day === '') return '';
  const minutes = Math.round((days - Math.floor(days)) * 1440);
  const [year = '', month = '', date = ''] = day.split('-');
  const parts: Record<string, string> = {
    Y: year,
    y: year.slice(2),
    m: month,
    n: String(Number(month)),
    d: date,
    e: String(Number(date)),
    H: String(Math.floor(minutes / 60)).padStart(2, '0'),
    M: String(minutes % 60).padStart(2, '0'),
  };
  return cut(format.replace(/%([YymndeHM])/g, (_, name: string) => parts[name] ?? ''));
}

/**
 * Functions of XLSForm expressions that do not depend on chance or on who asks. `if`, `coalesce`, `and` and the like are the
 * evaluator's own. Arguments that are missing or of another kind give nothing or NaN, never an error.
 */
export const functions: Readonly<Record<string, Fn>> = {
  true: fn(0, 0, () => true),
  false: fn(0, 0, () => false),
  not: fn(1, 1, (args) => !toBoolean(of(args, 0))),
  boolean: fn(1, 1, (args) => toBoolean(of(args, 0))),
  'boolean-from-string': fn(1, 1, (args) => ['true', '1'].includes(text(args, 0))),
  string: fn(1, 1, (args) => text(args, 0)),
  number: fn(1, 1, (args) => number(args, 0)),
  int: fn(1, 1, (args) => Math.trunc(number(args, 0))),
  round: fn(1, 2, (args) => round(number(args, 0), args.length > 1 ? number(args, 1) : 0)),
  floor: fn(1, 1, (args) => Math.floor(number(args, 0))),
  ceiling: fn(1, 1, (args) => Math.ceil(number(args, 0))),
  abs: fn(1, 1, (args) => Math.abs(number(args, 0))),
  pow: fn(2, 2, (args) => number(args, 0) ** number(args, 1)),
  sqrt: fn(1, 1, (args) => Math.sqrt(number(args, 0))),
  min: fn(1, any, (args) => Math.min(...figures(args))),
  max: fn(1, any, (args) => Math.max(...figures(args))),
  sum: fn(1, any, (args) => figures(args).reduce((all, each) => all + each, 0)),
  selected: fn(2, 2, (args) => listOf(of(args, 0)).includes(text(args, 1).trim())),
  'selected-at': fn(2, 2, (args) => listOf(of(args, 0))[number(args, 1)] ?? ''),
  'count-selected': fn(1, 1, (args) => listOf(of(args, 0)).length),
  'string-length': fn(1, 1, (args) => [...text(args, 0)].length),
  substr: fn(2, 3, (args) =>
    [...text(args, 0)].slice(number(args, 1), args[2] === undefined ? undefined : number(args, 2)).join(''),
  ),
  substring: fn(2, 3, (args) => {
    const start = Math.max(0, number(args, 1) - 1);
    return [...text(args, 0)].slice(start, args[2] === undefined ? undefined : start + number(args, 2)).join('');
  }),
  contains: fn(2, 2, (args) => text(args, 0).includes(text(args, 1))),
  'starts-with': fn(2, 2, (args) => text(args, 0).startsWith(text(args, 1))),
  'ends-with': fn(2, 2, (args) => text(args, 0).endsWith(text(args, 1))),
  'substring-before': fn(2, 2, (args) => text(args, 0).split(text(args, 1))[0] ?? ''),
  'substring-after': fn(2, 2, (args) => text(args, 0).split(text(args, 1)).slice(1).join(text(args, 1))),
  concat: fn(1, any, (args) => cut(args.map(toText).join(''))),
  join: fn(2, any, (args) => cut(args.slice(1).map(toText).join(text(args, 0)))),
  'normalize-space': fn(1, 1, (args) => text(args, 0).trim().replace(/\s+/g, ' ')),
  'upper-case': fn(1, 1, (args) => cut(text(args, 0).toUpperCase())),
  'lower-case': fn(1, 1, (args) => text(args, 0).toLowerCase()),
  today: fn(0, 0, (_, moment) => moment.today),
  now: fn(0, 0, (_, moment) => moment.now),
  date: fn(1, 1, (args) => asDay(of(args, 0))),
  'decimal-date-time': fn(1, 1, (args) => (typeof args[0] === 'number' ? args[0] : daysOf(text(args, 0)))),
  'format-date': fn(2, 2, (args) => formatDate(of(args, 0), text(args, 1))),
  'format-date-time': fn(2, 2, (args) => formatDate(of(args, 0), text(args, 1))),
  'count-non-empty': fn(1, any, (args) => args.filter((each) => !equal(each, '')).length),
};

/** Arguments that are numbers; what was not answered does not count. */
function figures(args: readonly Value[]): number[] {
  const found = args.map(toNumber).filter((each) => !Number.isNaN(each));
  return found.length > 0 ? found : [Number.NaN];
}

import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../../kernel/db/index.ts';
import { fail, failFields } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import {
  addDays,
  type CalendarDay,
  daysBetween,
  defaultYears,
  draftYear,
  isLocalDate,
  proposeYear,
  weekday,
  writeYear,
  type YearTable,
} from '../../../../kernel/time/index.ts';
import type { Actor } from '../../actor.ts';
import { mayAdministerCity } from '../admin.policy.ts';
import { holdVersion } from '../admin-page.tsx';
import { optionalLine } from '../names.ts';
import { lockYear, type StoredYear, storedYear } from './calendar.queries.ts';

const longest_days = 31;
const date = z.string().refine(isLocalDate, 'people.admin.calendar.date_wrong');

export const daysShape = z
  .object({
    from: date,
    until: z.union([z.literal(''), date]).default(''),
    /** `rule`: as the day of the week has it */
    kind: z.enum(['holiday', 'workday', 'rule'], 'people.admin.calendar.kind_missing'),
    name: optionalLine(40),
    version: z.string().max(40).optional(),
  })
  .transform((typed) => ({ ...typed, until: typed.until || typed.from }));
export type DaysInput = z.output<typeof daysShape>;

/** What the page of a year was made from; see `versionOf`. */
export function yearState(year: StoredYear | undefined) {
  return year ? [year.provisional, year.days.map(({ date: day, kind, name }) => [day, kind, name])] : null;
}

/**
 * Says of some days of one year what they are. Deadlines that were given before stay: people were told them.
 * @throws AppError kernel.not_allowed, kernel.invalid, kernel.changed_meanwhile, time.calendar_year_missing
 */
export async function changeDays(k: Kernel, actor: Actor, input: DaysInput): Promise<void> {
  const year = Number(input.from.slice(0, 4));
  if (input.until < input.from) failFields({ until: { key: 'people.admin.calendar.until_before' } });
  if (Number(input.until.slice(0, 4)) !== year) failFields({ until: { key: 'people.admin.calendar.one_year' } });
  if (daysBetween(input.from, input.until) >= longest_days)
    failFields({ until: { key: 'people.admin.calendar.too_many_days', params: { limit: longest_days } } });
  await edit(k, actor, year, input.version, async (tx, stored) => {
    if (!stored) fail('time.calendar_year_missing', { year });
    const days = new Map(stored.days.map((day) => [day.date, day]));
    for (let day = input.from; day <= input.until; day = addDays(day, 1)) {
      const special = specialDay(day, input);
      if (special) days.set(day, special);
      else days.delete(day);
    }
    const sorted = [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
    await writeYear(tx, { ...stored, days: sorted }, k.clock.now());
    await record(k, tx, actor, 'people.calendar_changed', year, {
      from: input.from,
      until: input.until,
      kind: input.kind,
      before: stored.days
        .filter((day) => day.date >= input.from && day.date <= input.until)
        .map((day) => `${day.date} ${day.kind}`),
    });
  });
}

/** Nothing where the day of the week says the same already and the day has no name. */
function specialDay(day: string, { kind, name }: DaysInput): CalendarDay | null {
  if (kind === 'rule') return null;
  if (kind === 'workday' && weekday(day) < 6 && name === '') return null;
  return { date: day, kind, name };
}

/**
 * Puts a year in: as its notice was published where the program knows it, else only what the law fixes. Provisional
 * until somebody confirms it.
 * @throws AppError kernel.not_allowed, kernel.changed_meanwhile, people.year_there
 */
export async function addYear(k: Kernel, actor: Actor, year: number): Promise<void> {
  if (!Number.isInteger(year) || year < 2000 || year > 2100) fail('kernel.bad_request');
  await edit(k, actor, year, undefined, async (tx, stored) => {
    if (stored) fail('kernel.changed_meanwhile');
    const table = proposal(year);
    await writeYear(tx, { ...table, provisional: true }, k.clock.now());
    await record(k, tx, actor, 'people.calendar_year_added', year, { days: table.days.length, source: table.source });
  });
}

function proposal(year: number): YearTable {
  const known = defaultYears.find((table) => table.year === year && !table.provisional);
  if (known) return known;
  try {
    return proposeYear(year);
  } catch (error) {
    if ((error as { code?: string }).code !== 'time.year_not_published') throw error;
    return draftYear(year);
  }
}

/**
 * Says that somebody compared the year with the official notice.
 * @throws AppError kernel.not_allowed, kernel.changed_meanwhile, time.calendar_year_missing
 */
export async function confirmYear(
  k: Kernel,
  actor: Actor,
  year: number,
  input: { source: string; version: string | undefined },
): Promise<void> {
  await edit(k, actor, year, input.version, async (tx, stored) => {
    if (!stored) fail('time.calendar_year_missing', { year });
    await writeYear(tx, { ...stored, provisional: false, source: input.source || stored.source }, k.clock.now());
    await record(k, tx, actor, 'people.calendar_year_confirmed', year, { source: input.source || stored.source });
  });
}

async function edit(
  k: Kernel,
  actor: Actor,
  year: number,
  version: string | undefined,
  work: (tx: Tx, stored: StoredYear | undefined) => Promise<void>,
): Promise<void> {
  if (!mayAdministerCity(actor)) fail('kernel.not_allowed');
  await inTransaction(k.db, async (tx) => {
    await lockYear(tx, year);
    const stored = await storedYear(tx, year);
    holdVersion(yearState(stored), version);
    await work(tx, stored);
  });
  k.calendar.forget();
  k.cache.clear();
  await k.live.publish('kernel.settings', 'calendar');
}

function record(k: Kernel, tx: Tx, actor: Actor, action: string, year: number, details: object): Promise<void> {
  return audit(tx, k.clock.now(), {
    actorId: actor.accountId,
    actorName: actor.name,
    action,
    objectType: 'calendar_year',
    objectId: String(year),
    details: { ...details },
  });
}

import { z } from 'zod';
import { addDays, daysBetween, isLocalDate, localDate, weekday } from '../../../kernel/time/index.ts';
import { channels, kinds } from '../cases.rules.ts';
import type { Dimension, FigureFilter } from './figures.queries.ts';

export const presets = ['last_week', 'this_week', 'last_30', 'this_month', 'this_year', 'all'] as const;
export type Preset = (typeof presets)[number];

const text = z.string().max(60).optional().catch(undefined);
/** What the address of a statistics page can ask for; anything out of shape is passed over. */
export const figuresQuery = z.object({
  period: z.enum(presets).optional().catch(undefined),
  from: z.string().refine(isLocalDate).optional().catch(undefined),
  until: z.string().refine(isLocalDate).optional().catch(undefined),
  department: text,
  district: text,
  channel: z.enum(channels).optional().catch(undefined),
  kind: z.enum(kinds).optional().catch(undefined),
  by: z.enum(['department', 'district', 'channel', 'kind', 'month', 'day']).optional().catch(undefined),
});
export type FiguresQuery = z.output<typeof figuresQuery>;

const earliest = '2000-01-01';

/** The days of a preset, both included. */
export function presetDays(preset: Preset, today: string): { from: string; until: string } {
  const monday = addDays(today, 1 - weekday(today));
  switch (preset) {
    case 'last_week':
      return { from: addDays(monday, -7), until: addDays(monday, -1) };
    case 'this_week':
      return { from: monday, until: today };
    case 'last_30':
      return { from: addDays(today, -29), until: today };
    case 'this_month':
      return { from: `${today.slice(0, 7)}-01`, until: today };
    case 'this_year':
      return { from: `${today.slice(0, 4)}-01-01`, until: today };
    case 'all':
      return { from: earliest, until: today };
  }
}

export type Asked = { filter: FigureFilter; preset: Preset | null; by: Dimension };

/** Period, filter and dimension that a query asks for; without one the last 30 days by department. */
export function askedFor(
  query: FiguresQuery,
  now: Date,
  zone: string,
  ids: { department?: string | undefined; district?: string | undefined },
): Asked {
  const today = localDate(now, zone);
  const own = query.from !== undefined && query.until !== undefined && query.from <= query.until;
  const preset = own ? null : (query.period ?? 'last_30');
  const days = own
    ? { from: query.from as string, until: query.until as string }
    : presetDays(preset ?? 'last_30', today);
  const filter: FigureFilter = { ...days };
  if (ids.department) filter.departmentId = ids.department;
  if (ids.district) filter.districtId = ids.district;
  if (query.channel) filter.channel = query.channel;
  if (query.kind) filter.kind = query.kind;
  return { filter, preset, by: query.by ?? 'department' };
}

/** The time axis of a plot: days up to two months, months beyond. */
export function timeStep(filter: { from: string; until: string }): 'day' | 'month' {
  return daysBetween(filter.from, filter.until) <= 62 ? 'day' : 'month';
}

import { createHmac } from 'node:crypto';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { districtBook } from '../books.ts';
import { categories, organisationKinds, strata } from '../register/register.rules.ts';
import { type Cell, hideCells, type Kind, least, mayShowHours, type ShownList } from './hide-cells.ts';
import { countActivity, countMembers, figuresOn, keepFigures } from './member-figures.queries.ts';

/** Lists in the order of the page. Words: `people.member_statistics.list.<code>`. */
export const listNames = ['category', 'district', 'organisation', 'stratum', 'joined'] as const;
export type ListName = (typeof listNames)[number];

/** What took place in a year; null where it would single somebody out. */
export type ShownYear = { year: string; trainings: number; people: number | null; hours: number | null };

export type Figures = { total: number | null; lists: Record<ListName, ShownList>; years: ShownYear[] };

const kinds: Record<ListName, Kind> = {
  category: 'cover',
  district: 'parts',
  organisation: 'parts',
  stratum: 'parts',
  // Whoever is a member joined in one of the years: together they make at least the total.
  joined: 'cover',
};

/**
 * Takes the figures of this quarter, once; with what would single somebody out already left out, so that nothing else is
 * kept. Between two quarters nothing changes that is shown: from the difference of two days one could read who joined.
 * @returns whether they were new
 */
export async function takeMemberFigures(k: Kernel): Promise<boolean> {
  const takenAt = k.clock.now();
  const onDay = localDate(takenAt, k.config.TIME_ZONE);
  const last = await figuresOn(k.db, null);
  if (last && quarterOf(last.onDay) >= quarterOf(onDay)) return false;
  const figures = await makeFigures(k, last?.figures);
  const isNew = await inTransaction(k.db, (tx) => keepFigures(tx, { onDay, figures, takenAt }));
  if (isNew) {
    k.cache.invalidate('member-figures');
    await k.live.publish('kernel.cache', ['member-figures']);
  }
  return isNew;
}

/** The first day of the quarter that a day is in. */
function quarterOf(day: string): string {
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${day.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
}

async function makeFigures(k: Kernel, before: Figures | undefined): Promise<Figures> {
  const counted = await countMembers(k.db);
  const districts = await districtBook(k);
  const all: Record<ListName, Cell[]> = {
    category: filled(counted.category, categories),
    district: filled(counted.district, [...districts.all.map(({ code }) => code), '']),
    organisation: filled(counted.organisation, [...organisationKinds, '']),
    stratum: filled(counted.stratum, [...strata, '']),
    joined: counted.joined.sort((a, b) => (a.key < b.key ? 1 : -1)),
  };
  const lists = Object.fromEntries(
    listNames.map((name) => {
      const kind = kinds[name];
      const rank = (key: string) =>
        createHmac('sha256', k.secret).update(`member-figures ${name} ${key}`).digest('hex');
      const hidden = before?.lists[name]?.cells.filter(({ count }) => count === null).map(({ key }) => key) ?? [];
      return [name, hideCells(kind, counted.total, all[name], rank, new Set(hidden))];
    }),
  ) as Record<ListName, ShownList>;
  const years = (await countActivity(k.db, k.config.TIME_ZONE)).map(({ year, trainings, each }) => ({
    year,
    trainings,
    people: each.length >= least ? each.length : null,
    hours: mayShowHours(each) ? Math.round(each.reduce((sum, hours) => sum + hours, 0)) : null,
  }));
  return { total: counted.total >= least ? counted.total : null, lists, years };
}

/** Every key of the list, those that nobody has too, and what stands in none of them. */
function filled(counted: readonly Cell[], keys: readonly string[]): Cell[] {
  const counts = new Map(counted.map(({ key, count }) => [key, count]));
  const listed = keys.map((key) => ({ key, count: counts.get(key) ?? 0 }));
  return [...listed, ...counted.filter(({ key }) => !keys.includes(key))];
}

import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { departmentBook } from '../../people/index.ts';
import { totalFigures } from './figures.queries.ts';
import type { Figures } from './figures.rules.ts';
import { type FiguresView, loadFigures } from './load-figures.ts';
import {
  type LateRow,
  lateByDepartment,
  latest,
  openByState,
  type StateCount,
  type UnhappyRow,
  unhappy,
} from './overview.queries.ts';
import { presetDays } from './period.ts';

export type Overview = {
  now: Date;
  today: Figures;
  thisWeek: Figures;
  lastWeek: Figures;
  open: StateCount[];
  late: (LateRow & { department: string })[];
  unhappy: (UnhappyRow & { department: string })[];
  departments: { name: string; late: number; soon: number }[];
  /** the last 30 days by department */
  view: FiguresView;
};

const day_ms = 86_400_000;

/** One page for a leader: what comes in, what is late, what people are unhappy about, by department. */
export async function loadOverview(k: Kernel, locale: Locale): Promise<Overview> {
  const now = k.clock.now();
  const today = localDate(now, k.config.TIME_ZONE);
  const departments = await departmentBook(k);
  const department = (id: string | null) => departments.name(id, locale);
  const [todays, thisWeek, lastWeek, open, late, unhappyRows, byDepartment, view] = await Promise.all([
    totalFigures(k.db, { from: today, until: today }),
    totalFigures(k.db, presetDays('this_week', today)),
    totalFigures(k.db, presetDays('last_week', today)),
    openByState(k.db),
    latest(k.db, now, 12),
    unhappy(k.db, new Date(now.getTime() - 14 * day_ms), 12),
    lateByDepartment(k.db, now, new Date(now.getTime() + day_ms)),
    loadFigures(k, { period: 'last_30', by: 'department' }, locale),
  ]);
  return {
    now,
    today: todays,
    thisWeek,
    lastWeek,
    open,
    late: late.map((row) => ({ ...row, department: department(row.department_id) })),
    unhappy: unhappyRows.map((row) => ({ ...row, department: department(row.department_id) })),
    departments: byDepartment.map((row) => ({ name: department(row.department_id), late: row.late, soon: row.soon })),
    view,
  };
}

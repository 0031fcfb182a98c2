import type { Column } from '../../../kernel/export/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localIso, startOfDay } from '../../../kernel/time/index.ts';
import { departmentBook, districtBook } from '../../people/index.ts';
import { categoryBook } from '../category-book.ts';
import { type OpenRow, openRows } from './figures.queries.ts';

const pageSize = 2000;

/** All lines of a period in the order of time, read a page at a time. */
export async function* openData(k: Kernel, from: string, until: string): AsyncGenerator<OpenRow> {
  const filter = {
    from: startOfDay(from, k.config.TIME_ZONE),
    until: startOfDay(addDays(until, 1), k.config.TIME_ZONE),
  };
  let after: { at: Date; id: string; round: number } | null = null;
  for (;;) {
    const rows: (OpenRow & { case_id: string })[] = await openRows(k.db, filter, after, pageSize);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = { at: last.opened_at, id: last.case_id, round: last.round };
  }
}

/** Columns of the open data: codes and words beside each other, moments as ISO 8601 with the city's offset. */
export async function openColumns(k: Kernel, locale: Locale): Promise<Column<OpenRow>[]> {
  const [departments, districts, categories] = await Promise.all([departmentBook(k), districtBook(k), categoryBook(k)]);
  const t = k.i18n.t(locale);
  const moment = (at: Date | null) => (at ? localIso(at, k.config.TIME_ZONE) : null);
  const column = (key: string, value: Column<OpenRow>['value']): Column<OpenRow> => ({ key, header: key, value });
  return [
    column('number', (row) => row.number),
    column('round', (row) => row.round),
    column('title', (row) => row.title),
    column('kind', (row) => row.kind),
    column('kind_name', (row) => t(`cases.kind.${row.kind}`)),
    column('channel', (row) => row.channel),
    column('channel_name', (row) => t(`cases.channel.${row.channel}`)),
    column('state', (row) => row.state),
    column('state_name', (row) => t(`cases.state.${row.state}`)),
    column('category', (row) => categories.get(row.category_id)?.code ?? null),
    column('category_name', (row) => categories.name(row.category_id, locale)),
    column('district', (row) => districts.get(row.district_id)?.code ?? null),
    column('district_name', (row) => districts.name(row.district_id, locale)),
    column('department', (row) => departments.get(row.department_id)?.code ?? null),
    column('department_name', (row) => departments.name(row.department_id, locale)),
    column('imported', (row) => row.imported),
    column('opened_at', (row) => moment(row.opened_at)),
    column('dispatched_at', (row) => moment(row.dispatched_at)),
    column('sign_due_at', (row) => moment(row.sign_due_at)),
    column('signed_at', (row) => moment(row.signed_at)),
    column('contact_due_at', (row) => moment(row.contact_due_at)),
    column('contacted_at', (row) => moment(row.contacted_at)),
    column('due_at', (row) => moment(row.due_at)),
    column('answered_at', (row) => moment(row.answered_at)),
    column('let_go', (row) => row.let_go),
    column('stars_outcome', (row) => row.outcome),
    column('stars_attitude', (row) => row.attitude),
    column('stars_speed', (row) => row.speed),
    column('solved', (row) => row.solved),
  ];
}

import type { PageKey } from '../../../kernel/db/index.ts';
import type { Column } from '../../../kernel/export/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Locale, T } from '../../../ui/page-context.ts';
import { type Actor, departmentBook } from '../../people/index.ts';
import { noteLooks } from '../contacts/note-look.ts';
import type { Scope } from '../scope.ts';
import { isOverFilter, lastRatings, listMatters, type MatterFilter } from './list.queries.ts';
import { namesFor } from './load-names.ts';
import type { Matter } from './matter.queries.ts';

const batch = 1000;

export type MatterLine = Matter & {
  member: string;
  memberNumber: string;
  owner: string;
  rating: { solved: boolean; outcome: number; attitude: number; speed: number } | undefined;
};

/** Where the list goes on after a matter. */
export function keyAfter(matter: Matter, filter: MatterFilter): PageKey {
  return { at: isOverFilter(filter.state) ? matter.opened_at : matter.due_at, id: matter.id };
}

/**
 * Every matter that somebody may read, a batch at a time, with what the members asked for: that they take it away is
 * recorded as a look at each of them.
 */
export async function* allMatters(
  k: Kernel,
  actor: Actor,
  scope: Scope,
  filter: MatterFilter,
): AsyncGenerator<MatterLine> {
  for (let after: PageKey | null = null; ; ) {
    const rows: Matter[] = await listMatters(k.db, scope, filter, after, batch);
    const names = await namesFor(k, rows);
    const ratings = await lastRatings(
      k.db,
      rows.map(({ id }) => id),
    );
    const told = rows.filter(({ erased }) => !erased);
    await noteLooks(
      k,
      actor,
      told.map((row) => ({ memberId: row.member_id, departmentId: row.department_id })),
    );
    for (const row of rows)
      yield {
        ...row,
        member: row.erased ? '' : (names.people.get(row.member_id) ?? ''),
        memberNumber: names.members.get(row.member_id) ?? '',
        owner: row.owner_id ? (names.people.get(row.owner_id) ?? '') : '',
        rating: ratings.get(row.id),
      };
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = keyAfter(last, filter);
  }
}

export async function matterColumns(k: Kernel, t: T, locale: Locale): Promise<Column<MatterLine>[]> {
  const departments = await departmentBook(k);
  const day = (at: Date | null) => (at ? localDate(at, k.config.TIME_ZONE) : null);
  const star = (side: 'outcome' | 'attitude' | 'speed'): Column<MatterLine> => ({
    key: side,
    header: t(`liaison.matters.star.${side}`),
    value: ({ rating }) => rating?.[side],
  });
  return [
    { key: 'number', header: t('liaison.matters.number'), value: ({ number }) => number },
    { key: 'title', header: t('liaison.matters.title_of'), value: ({ title }) => title, width: 40 },
    { key: 'member_number', header: t('liaison.contacts.number'), value: ({ memberNumber }) => memberNumber },
    { key: 'member', header: t('liaison.matters.member'), value: ({ member }) => member },
    { key: 'owner', header: t('liaison.matters.owner'), value: ({ owner }) => owner },
    {
      key: 'department',
      header: t('liaison.contacts.department'),
      value: (row) => departments.name(row.department_id, locale),
    },
    { key: 'state', header: t('liaison.matters.state_of'), value: ({ state }) => t(`liaison.matters.state.${state}`) },
    { key: 'opened', header: t('liaison.matters.opened'), value: (row) => day(row.opened_at) },
    { key: 'due', header: t('liaison.matters.due'), value: (row) => day(row.due_at) },
    { key: 'closed', header: t('liaison.matters.closed'), value: (row) => day(row.closed_at) },
    { key: 'case', header: t('liaison.matters.case'), value: (row) => row.case_number },
    {
      key: 'solved',
      header: t('liaison.matters.solved'),
      value: ({ rating }) => rating && t(rating.solved ? 'liaison.contacts.yes' : 'liaison.contacts.no'),
    },
    star('outcome'),
    star('attitude'),
    star('speed'),
  ];
}

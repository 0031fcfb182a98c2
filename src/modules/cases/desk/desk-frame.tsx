import type { ComponentChildren } from 'preact';
import { pageKeyText } from '../../../kernel/db/index.ts';
import { DateTime } from '../../../ui/date-time.tsx';
import { type DeskListEntry, DeskPanes } from '../../../ui/desk.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import type { StaffBarProps } from '../../../ui/staff-bar.tsx';
import type { TabEntry } from '../../../ui/tabs.tsx';
import { CaseLight } from '../matter/index.ts';
import { caseHref, listHref, type Place } from './desk-address.ts';
import type { DeskView } from './desk-view.ts';
import { isEmpty } from './mine.ts';
import type { DeskRow } from './queues.queries.ts';

/** The head of every page of the desk: whose desk it is, its queues with what waits in each, the search. */
export function deskStaff(ctx: PageContext, view: DeskView, at: 'list' | 'promises' | 'templates'): StaffBarProps {
  const { t } = ctx;
  const queues: TabEntry[] = view.figures.queues.map(({ name, n, more, late }) => ({
    href: listHref({ queue: name, words: '' }),
    label: queueLabel(name, view, t),
    ...(name === 'done' ? {} : { count: n, more, hot: late }),
    current: at === 'list' && view.list.name === name,
  }));
  const { n, more, late } = view.figures.promises;
  return {
    role: [t('cases.desk.title'), ...officeNames(ctx, view).slice(0, 2)],
    search: {
      action: '/desk',
      placeholder: t('cases.desk.find_hint'),
      label: t('cases.desk.find'),
      ...(view.words ? { value: view.words } : {}),
    },
    queues: [
      ...queues,
      ...(isEmpty(view.mine.work)
        ? []
        : [
            {
              href: '/desk/promises',
              label: t('cases.desk.queue.promises'),
              count: n,
              more,
              hot: late,
              current: at === 'promises',
            },
          ]),
      { href: '/desk/templates', label: t('cases.desk.queue.templates'), current: at === 'templates' },
    ],
  };
}

/** Whoever only writes sees what they sent; whoever reviews sees what waits for them. */
function queueLabel(name: DeskView['list']['name'], { mine }: DeskView, t: PageContext['t']): string {
  const onlyWrites = name === 'review' && !mine.review.city && mine.review.ids.length === 0;
  return t(onlyWrites ? 'cases.desk.queue.sent' : `cases.desk.queue.${name}`);
}

export function officeNames({ locale }: Pick<PageContext, 'locale'>, { mine, departments }: DeskView): string[] {
  return [...new Set([...mine.work.ids, ...mine.review.ids])].map((id) => departments.name(id, locale)).filter(Boolean);
}

export function placeOf(view: DeskView): Place {
  return { queue: view.list.name, words: view.words };
}

/** The list on the left, whatever is in hand on the right. */
export function DeskFrame(p: {
  view: DeskView;
  current?: string;
  children?: ComponentChildren;
  deeds?: ComponentChildren;
}) {
  const { t } = useUi();
  const { view } = p;
  const { list } = view;
  const place = placeOf(view);
  const first = list.rows[0];
  const last = list.rows.at(-1);
  const label = list.name === 'found' ? t('cases.desk.found') : queueLabel(list.name, view, t);
  return (
    <DeskPanes
      listLabel={label}
      order={t(`cases.desk.order.${list.name}`)}
      entries={list.rows.map((row) => entryOf(row, view, place, row.number === p.current))}
      empty={t(list.name === 'found' ? 'cases.desk.empty.found' : `cases.desk.empty.${list.name}`)}
      listFoot={
        <KeysetPager
          {...(list.earlier && first ? { previousHref: listHref(place, { before: pageKeyText(first) }) } : {})}
          {...(list.later && last ? { nextHref: listHref(place, { after: pageKeyText(last) }) } : {})}
        />
      }
      deeds={p.deeds}
    >
      {p.children}
    </DeskPanes>
  );
}

function entryOf(row: DeskRow, view: DeskView, place: Place, current: boolean): DeskListEntry {
  return {
    href: caseHref(row.number, place),
    kind: <KindWord row={row} />,
    title: row.title,
    meta: <EntryMeta row={row} view={view} />,
    light:
      view.list.name === 'done' && row.reviewed_at ? (
        <span class="light none">
          <DateTime value={row.reviewed_at} form="date" />
        </span>
      ) : (
        <CaseLight row={row} calendar={view.calendar} />
      ),
    current,
  };
}

function KindWord({ row }: { row: DeskRow }) {
  const { t } = useUi();
  return <>{t(`cases.kind.${row.kind}`)}</>;
}

/** Where it stands where the queue does not say it, from where it came, and whose it is where one works for several. */
function EntryMeta({ row, view }: { row: DeskRow; view: DeskView }) {
  const { t, locale } = useUi();
  const several = view.mine.work.ids.length > 1 || view.mine.work.city || view.mine.review.city;
  const sayState = view.list.name === 'found' || ['return_requested', 'sent_back'].includes(row.state);
  const parts = [
    sayState && t(`cases.state.${row.state}`),
    row.supervised && view.list.name !== 'supervised' && t('cases.desk.supervised'),
    row.round > 1 && view.list.name !== 'redo' && t('cases.desk.again', { n: row.round }),
    (several || view.list.name === 'helping') && view.departments.name(row.lead_department_id, locale),
    view.districts.name(row.district_id, locale),
  ].filter(Boolean);
  return (
    <>
      <DateTime value={row.submitted_at} form="date" />
      {parts.length > 0 && `　${parts.join(t('cases.desk.comma'))}`}
    </>
  );
}

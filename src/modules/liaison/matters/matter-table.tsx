import { localDate, signalLight, type WorkingCalendar } from '../../../kernel/time/index.ts';
import { DateTime, formatDate } from '../../../ui/date-time.tsx';
import { SignalLight, StateMark, type StateTone } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { type Column, Table } from '../../../ui/table.tsx';
import type { Book, Department } from '../../people/index.ts';
import type { Matter } from './matter.queries.ts';
import type { MatterState } from './matters.rules.ts';

const tones: Record<MatterState, StateTone> = {
  open: 'wait',
  in_progress: 'open',
  answered: 'open',
  closed: 'ok',
  dropped: 'no',
};

// keys: liaison.matters.state.*
export function MatterStateMark({ state }: { state: MatterState }) {
  const { t } = useUi();
  return <StateMark tone={tones[state]}>{t(`liaison.matters.state.${state}`)}</StateMark>;
}

/** The light of a matter's due day with the day itself; nothing once the department has answered. */
export function MatterLight({ matter, calendar }: { matter: Matter; calendar: WorkingCalendar }) {
  const ui = useUi();
  if (matter.state !== 'open' && matter.state !== 'in_progress') return null;
  const level = signalLight({ due: matter.due_at, now: ui.now, calendar });
  const day = formatDate(matter.due_at, ui, 'date');
  const over = localDate(matter.due_at, calendar.zone) < localDate(ui.now, calendar.zone);
  return (
    <SignalLight level={level}>
      {ui.t(over ? 'liaison.matters.over_since' : 'liaison.matters.due_on', { day })}
    </SignalLight>
  );
}

/** What a list needs to name people and offices. */
export type MatterNames = {
  departments: Book<Department>;
  people: ReadonlyMap<string, string>;
  members: ReadonlyMap<string, string>;
  calendar: WorkingCalendar;
};

export function titleOf(matter: Matter, t: (key: string) => string): string {
  return matter.erased ? t('liaison.matters.erased_title') : matter.title;
}

/** Matters, one a line, each with its light. */
export function MatterTable(p: {
  rows: readonly Matter[];
  names: MatterNames;
  caption: string;
  empty: string;
  withOwner?: boolean;
}) {
  const { t, locale } = useUi();
  const { names } = p;
  const columns: Column<Matter>[] = [
    {
      label: t('liaison.matters.title_of'),
      head: true,
      cell: (row) => <a href={`/liaison/matters/${row.number}`}>{titleOf(row, t)}</a>,
    },
    { label: t('liaison.matters.number'), cell: (row) => row.number },
    {
      label: t('liaison.matters.member'),
      cell: (row) => (row.erased ? '' : (names.people.get(row.member_id) ?? '')),
    },
    ...(p.withOwner
      ? [
          {
            label: t('liaison.matters.owner'),
            cell: (row: Matter) => (
              <span>
                {row.owner_id ? (
                  names.people.get(row.owner_id)
                ) : (
                  <StateMark tone="no">{t('liaison.matters.no_owner')}</StateMark>
                )}{' '}
                <span class="quiet">{names.departments.name(row.department_id, locale)}</span>
              </span>
            ),
          },
        ]
      : []),
    { label: t('liaison.matters.state_of'), cell: (row) => <MatterStateMark state={row.state} /> },
    {
      label: t('liaison.matters.due'),
      cell: (row) =>
        row.closed_at ? (
          <DateTime value={row.closed_at} form="date" />
        ) : (
          <span>
            <MatterLight matter={row} calendar={names.calendar} />
          </span>
        ),
    },
    { label: t('liaison.matters.case'), cell: (row) => row.case_number ?? '' },
  ];
  return (
    <Table
      caption={p.caption}
      captionHidden
      dense
      rows={p.rows}
      columns={columns}
      empty={p.empty}
      rowId={(row) => row.number}
    />
  );
}

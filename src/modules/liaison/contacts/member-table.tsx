import { DateTime } from '../../../ui/date-time.tsx';
import { SignalLight, StateMark } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { type Column, Table } from '../../../ui/table.tsx';
import type { Book, Department } from '../../people/index.ts';
import type { MemberRow } from './load-contacts.ts';

/** A member's name; a link for whoever may open the page. */
function NameOf({ row, link }: { row: MemberRow; link: boolean }) {
  const { name, penName, number } = row.member;
  return (
    <>
      {link ? <a href={`/liaison/members/${number}`}>{name}</a> : name}
      {penName !== '' && penName !== name && <span class="quiet"> {penName}</span>}
    </>
  );
}

function Last({ row }: { row: MemberRow }) {
  const { t } = useUi();
  if (!row.contact) return <span class="quiet">{t('liaison.contacts.none_yet')}</span>;
  if (row.last) return <DateTime value={row.last} form="date" />;
  return <StateMark tone="wait">{t('liaison.contacts.not_this_quarter')}</StateMark>;
}

function Open({ row }: { row: MemberRow }) {
  const { t } = useUi();
  if (row.open === 0) return <span class="quiet">0</span>;
  return row.late > 0 ? (
    <span>
      {row.open} <SignalLight level="red">{t('liaison.contacts.late', { n: row.late })}</SignalLight>
    </span>
  ) : (
    row.open
  );
}

/** Members, one a line: with whom, when last in contact, what is open. */
export function MemberTable(p: {
  rows: readonly MemberRow[];
  departments: Book<Department>;
  caption: string;
  empty: string;
  /** whether the page of this member may be opened */
  opens: (row: MemberRow) => boolean;
  /** shows whose contact it is; left out on one's own list */
  withContact?: boolean;
  end?: Column<MemberRow>;
}) {
  const { t, locale } = useUi();
  const columns: Column<MemberRow>[] = [
    { label: t('liaison.contacts.member'), head: true, cell: (row) => <NameOf row={row} link={p.opens(row)} /> },
    { label: t('liaison.contacts.number'), cell: (row) => row.member.number },
    ...(p.withContact
      ? [
          {
            label: t('liaison.contacts.contact'),
            cell: (row: MemberRow) =>
              row.contact ? (
                <span>
                  {row.contact.name} <span class="quiet">{row.contact.post}</span>
                </span>
              ) : row.consents ? (
                <StateMark tone="no">{t('liaison.contacts.vacant')}</StateMark>
              ) : (
                <span class="quiet">{t('liaison.contacts.no_consent')}</span>
              ),
          },
          {
            label: t('liaison.contacts.department'),
            cell: (row: MemberRow) => p.departments.name(row.contact?.departmentId, locale),
          },
        ]
      : []),
    { label: t('liaison.contacts.last'), cell: (row) => <Last row={row} /> },
    {
      label: t('liaison.contacts.waiting'),
      cell: (row) =>
        row.waiting ? (
          <span>
            <SignalLight level="yellow">
              <DateTime value={row.waiting} form="date" />
            </SignalLight>
          </span>
        ) : (
          ''
        ),
    },
    { label: t('liaison.contacts.open'), numeric: true, cell: (row) => <Open row={row} /> },
    ...(p.end ? [p.end] : []),
  ];
  return <Table caption={p.caption} captionHidden dense rows={p.rows} columns={columns} empty={p.empty} />;
}

import { DateTime } from '../../../ui/date-time.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { Book, Department } from '../../people/index.ts';
import type { PastContact } from './load-member.ts';

// keys: liaison.contacts.end.*
/** Who was the contact before, until when, why it ended, and what was said at the hand-over. */
export function ContactHistory(p: { history: readonly PastContact[]; departments: Book<Department> }) {
  const { t, locale } = useUi();
  return (
    <Table
      caption={t('liaison.contacts.history')}
      captionHidden
      dense
      rows={p.history}
      empty={t('liaison.contacts.history_none')}
      columns={[
        { label: t('liaison.contacts.contact'), head: true, cell: (row) => row.name },
        { label: t('liaison.contacts.department'), cell: (row) => p.departments.name(row.departmentId, locale) },
        { label: t('liaison.contacts.since'), cell: (row) => <DateTime value={row.since} form="date" /> },
        { label: t('liaison.contacts.until'), cell: (row) => row.until && <DateTime value={row.until} form="date" /> },
        {
          label: t('liaison.contacts.why'),
          cell: (row) => (
            <>
              {row.endReason && t(`liaison.contacts.end.${row.endReason}`)}
              {row.note && (
                <>
                  <br />
                  {row.note}
                </>
              )}
            </>
          ),
        },
      ]}
    />
  );
}

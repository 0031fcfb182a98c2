import { DateTime } from '../../../ui/date-time.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';

export type StepLine = { at: Date; act: string; who: string; about: string; details: string };

/** Everything that was done, by whom: acts in words, newest first. */
export function RecordPage(p: { steps: readonly StepLine[]; nextHref: string | null; firstHref: string | null }) {
  const { t } = useUi();
  return (
    <>
      <p>{t('consultations.convene.record.lead')}</p>
      {p.steps.length === 0 ? (
        <EmptyState title={t('consultations.convene.record.none')} />
      ) : (
        <Table
          caption={t('consultations.convene.tab.record')}
          captionHidden
          rows={p.steps}
          columns={[
            { label: t('consultations.convene.record.act'), head: true, cell: ({ act }) => act },
            { label: t('consultations.convene.record.at'), cell: ({ at }) => <DateTime value={at} form="exact" /> },
            { label: t('consultations.convene.record.who'), cell: ({ who }) => who },
            { label: t('consultations.convene.record.about'), cell: ({ about }) => about },
            { label: t('consultations.convene.record.details'), cell: ({ details }) => details },
          ]}
        />
      )}
      <KeysetPager
        {...(p.nextHref ? { nextHref: p.nextHref } : {})}
        {...(p.firstHref ? { firstHref: p.firstHref } : {})}
      />
    </>
  );
}

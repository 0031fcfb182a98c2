import { wordBreaks } from '../../../kernel/text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { Rows } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { stateWords } from '../public/case-state.ts';
import type { MyCase } from './my-cases.queries.ts';

export type MyCasesProps = {
  ctx: PageContext;
  tab: 'written' | 'followed';
  rows: readonly MyCase[];
  nextHref?: string;
  first: boolean;
};

/** What waits for its author, else how it stands. */
function standing(ctx: PageContext, row: MyCase) {
  const { t } = ctx;
  if (row.asked) return <StateMark tone="no">{t('cases.resident.mine.asked')}</StateMark>;
  if (row.state === 'reviewed') return <StateMark tone="open">{t('cases.resident.mine.to_rate')}</StateMark>;
  const state = stateWords(t, row);
  return <StateMark tone={state.tone}>{state.word}</StateMark>;
}

/** My letters, and those that I follow. */
export function MyCasesPage({ ctx, tab, rows, nextHref, first }: MyCasesProps) {
  const { t } = ctx;
  const base = tab === 'written' ? '/me/cases' : '/me/cases?tab=followed';
  return (
    <>
      <Heading
        title={t('cases.resident.mine.title')}
        end={
          <ButtonLink href="/cases/new" primary icon="pen">
            {t('cases.public.write')}
          </ButtonLink>
        }
      />
      <Tabs
        label={t('cases.resident.mine.title')}
        items={[
          { href: '/me/cases', label: t('cases.resident.mine.written'), current: tab === 'written' },
          { href: '/me/cases?tab=followed', label: t('cases.resident.mine.followed'), current: tab === 'followed' },
        ]}
      />
      {rows.length === 0 ? (
        <EmptyState
          title={t(tab === 'written' ? 'cases.resident.mine.none' : 'cases.resident.mine.none_followed')}
          action={<a href="/cases/track">{t('cases.resident.mine.track')}</a>}
        />
      ) : (
        <Rows
          label={t(`cases.resident.mine.${tab}`)}
          entries={rows.map((row) => ({
            href: tab === 'written' ? `/me/cases/${row.number}` : `/cases/${row.number}`,
            title: wordBreaks(row.title),
            facts: [
              row.hidden
                ? t('cases.resident.mine.hidden')
                : row.confidential
                  ? t('cases.resident.mine.confidential')
                  : t(`cases.kind.${row.kind}`),
              <DateTime value={row.submittedAt} form="date" />,
              standing(ctx, row),
            ],
          }))}
        />
      )}
      <KeysetPager firstHref={first ? undefined : base} nextHref={nextHref} />
    </>
  );
}

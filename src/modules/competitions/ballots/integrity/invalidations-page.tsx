import { DateTime } from '../../../../ui/date-time.tsx';
import { Heading, Trail } from '../../../../ui/layout.tsx';
import { EmptyState } from '../../../../ui/notice.tsx';
import type { PageContext } from '../../../../ui/page-context.ts';
import { KeysetPager } from '../../../../ui/pager.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { Competition } from '../../competition.queries.ts';
import type { Stage } from '../../competitions.rules.ts';
import type { Invalidation } from './invalidation.queries.ts';

type Props = {
  ctx: PageContext;
  competition: Competition;
  stage: Stage<'ballot'>;
  rows: readonly Invalidation[];
  nextHref: string | null;
};

/** The public log of invalidations: what was proposed and decided, why, and how many ballots; no names and no addresses. */
export function InvalidationsPage({ ctx, competition, stage, rows, nextHref }: Props) {
  const { t } = ctx;
  const home = `/competitions/${competition.slug}`;
  return (
    <>
      <Trail
        items={[
          { label: competition.title, href: home },
          { label: t('competitions.ballots.integrity.ballots_page'), href: `${home}/ballots/${stage.id}` },
          { label: t('competitions.ballots.integrity.public_title') },
        ]}
      />
      <Heading
        title={t('competitions.ballots.integrity.public_title')}
        lead={t('competitions.ballots.integrity.public_lead')}
      />
      {rows.length === 0 ? (
        <EmptyState title={t('competitions.ballots.integrity.public_none')} />
      ) : (
        <Table<Invalidation>
          caption={t('competitions.ballots.integrity.public_title')}
          captionHidden
          rows={rows}
          columns={[
            {
              label: t('competitions.ballots.integrity.proposed_at'),
              head: true,
              cell: (row) => <DateTime value={row.proposedAt} />,
            },
            { label: t('competitions.ballots.integrity.reason'), cell: (row) => row.reason },
            {
              label: t('competitions.ballots.integrity.ballots'),
              numeric: true,
              // Positions in the log, as the published file has them.
              cell: (row) => row.ballots ?? '',
            },
            {
              label: t('competitions.ballots.integrity.decision'),
              cell: (row) => (
                <>
                  {/* keys: competitions.ballots.integrity.state.* */}
                  {t(`competitions.ballots.integrity.state.${row.state}`)}
                  {row.decidedAt && (
                    <>
                      <br />
                      <DateTime value={row.decidedAt} />
                    </>
                  )}
                  {row.decidedAs && (
                    <>
                      <br />
                      {t('competitions.ballots.integrity.decided_as', { as: t(`competitions.duty.${row.decidedAs}`) })}
                    </>
                  )}
                  {row.decisionReason !== '' && (
                    <>
                      <br />
                      {row.decisionReason}
                    </>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
      <KeysetPager {...(nextHref ? { nextHref } : {})} />
    </>
  );
}

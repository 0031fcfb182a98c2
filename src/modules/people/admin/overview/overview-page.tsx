import { Button } from '../../../../ui/button.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Figures } from '../../../../ui/facts.tsx';
import { Heading, Section } from '../../../../ui/layout.tsx';
import { Rows } from '../../../../ui/lists.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { type NavItem, useUi } from '../../../../ui/page-context.ts';
import { Table } from '../../../../ui/table.tsx';

type Job = { name: string; id: string; error: string; attempts: number; failedAt: Date };
export type Health = {
  backlog: readonly { name: string; waiting: number; later: number; running: number; failed: number }[];
  failed: readonly Job[];
  years: readonly { year: number; provisional: boolean }[];
  thisYear: number;
};

/** Where everything is, and what needs somebody's eye. */
export function OverviewPage(p: { places: readonly NavItem[]; health: Health | null; mayManagePeople: boolean }) {
  const { t } = useUi();
  const places = p.places.filter(({ href }) => href !== '/admin');
  return (
    <>
      <Heading
        title={t('people.admin.overview.title')}
        lead={t(p.health ? 'people.admin.overview.lead' : 'people.admin.overview.lead_part')}
      />
      {p.health && <Warnings health={p.health} />}
      <Rows
        label={t('people.admin.overview.places')}
        entries={places.map(({ href, label }) => ({ href, title: label, facts: [placeWords(href)] }))}
      />
      {p.health && <Jobs health={p.health} />}
    </>
  );
  function placeWords(href: string): string {
    // keys: people.admin.overview.place_*
    const name = href.replace('/admin/', '').replace(/[/-]/g, '_');
    return t(`people.admin.overview.place_${name}`);
  }
}

function Warnings({ health }: { health: Health }) {
  const { t } = useUi();
  const { years, thisYear, failed } = health;
  const missing = [thisYear, thisYear + 1].filter((wanted) => !years.some(({ year }) => year === wanted));
  const unsure = years.filter(({ year, provisional }) => provisional && year >= thisYear);
  return (
    <>
      {missing.map((year) => (
        <Notice
          tone={year === thisYear ? 'error' : 'warn'}
          title={t('people.admin.overview.year_missing', { year: String(year) })}
        >
          <p>
            <a href={`/admin/calendar/${year}`}>{t('people.admin.overview.year_link')}</a>
          </p>
        </Notice>
      ))}
      {unsure.map(({ year }) => (
        <Notice tone="warn" title={t('people.admin.overview.year_provisional', { year: String(year) })}>
          <p>
            <a href={`/admin/calendar/${year}`}>{t('people.admin.overview.year_link')}</a>
          </p>
        </Notice>
      ))}
      {failed.length > 0 && (
        <Notice tone="error" title={t('people.admin.overview.failed', { n: failed.length })}>
          <p>
            <a href="#jobs">{t('people.admin.overview.failed_link')}</a>
          </p>
        </Notice>
      )}
    </>
  );
}

function Jobs({ health }: { health: Health }) {
  const { t } = useUi();
  const sum = (field: 'waiting' | 'running' | 'failed') => health.backlog.reduce((n, job) => n + job[field], 0);
  return (
    <Section id="jobs" title={t('people.admin.overview.jobs')} note={t('people.admin.overview.jobs_note')}>
      <Figures
        items={[
          { label: t('people.admin.overview.waiting'), value: sum('waiting') },
          { label: t('people.admin.overview.running'), value: sum('running') },
          { label: t('people.admin.overview.failed_jobs'), value: sum('failed') },
        ]}
      />
      {health.failed.length > 0 && (
        <Table
          caption={t('people.admin.overview.failed_table')}
          dense
          rows={health.failed}
          columns={[
            { label: t('people.admin.overview.job'), head: true, cell: ({ name }) => <span lang="en">{name}</span> },
            { label: t('people.admin.overview.when'), cell: ({ failedAt }) => <DateTime value={failedAt} /> },
            { label: t('people.admin.overview.tries'), numeric: true, cell: ({ attempts }) => attempts },
            {
              label: t('people.admin.overview.why'),
              cell: ({ error }) => <span lang="en">{error.length > 160 ? `${error.slice(0, 160)}…` : error}</span>,
            },
            {
              label: t('people.admin.overview.retry'),
              labelHidden: true,
              cell: ({ name, id }) => (
                <form action={`/admin/jobs/${encodeURIComponent(name)}/${id}/retry`} method="post">
                  <Button small label={`${t('people.admin.overview.retry')}: ${name}`}>
                    {t('people.admin.overview.retry')}
                  </Button>
                </form>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

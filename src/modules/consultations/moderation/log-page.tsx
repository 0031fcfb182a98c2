import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Heading, Trail } from '../../../ui/layout.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { publicHref } from '../consultation-href.ts';
import type { LogEntry } from './moderation.queries.ts';

// keys: consultations.contribution.*

const kinds = { comment: 'draft', idea: 'ideas', statement: 'map' } as const;

/** The public log of this module: every decision to hide something, its rule and reason, the appeal and its ruling. */
export function LogPage(p: {
  ctx: PageContext;
  entries: readonly LogEntry[];
  nextHref: string | undefined;
  first: boolean;
}) {
  const { t } = p.ctx;
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.public.list.title'), href: '/consultations' },
          { label: t('consultations.moderation.log.title') },
        ]}
      />
      <Heading
        title={t('consultations.moderation.log.title')}
        lead={t('consultations.moderation.log.lead')}
        facts={
          <>
            <a href="/moderation-log">{t('consultations.moderation.log.of_cases')}</a>
            <a href="/appointments/log">{t('consultations.moderation.log.of_pieces')}</a>
            <a href="/about/rules">{t('consultations.moderation.log.rules')}</a>
          </>
        }
      />
      {p.entries.length === 0 && <EmptyState title={t('consultations.moderation.log.none')} />}
      <ol class="matters">
        {p.entries.map((entry) => (
          <li>
            <h2>
              {t('consultations.moderation.log.hidden', {
                kind: t(`consultations.contribution.${entry.kind}`),
                number: entry.number,
                rule: entry.rule,
              })}
            </h2>
            <Facts
              items={[
                { label: t('consultations.moderation.when'), value: <DateTime value={entry.at} form="datetime" /> },
                {
                  label: t('consultations.moderation.log.where'),
                  value: <a href={publicHref({ kind: kinds[entry.kind], slug: entry.slug })}>{entry.title}</a>,
                },
                { label: t('consultations.moderation.reason'), value: entry.reason },
                {
                  label: t('consultations.moderation.log.appeal'),
                  value: entry.ruling
                    ? t(`consultations.moderation.ruling_${entry.ruling}`, { reason: entry.rulingReason })
                    : t(`consultations.moderation.log.${entry.appealedAt ? 'waiting' : 'no_appeal'}`),
                },
              ]}
            />
          </li>
        ))}
      </ol>
      <KeysetPager
        {...(p.first ? {} : { firstHref: '/contributions/moderation-log' })}
        {...(p.nextHref ? { nextHref: p.nextHref } : {})}
      />
    </>
  );
}

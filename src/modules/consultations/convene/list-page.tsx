import { ButtonLink } from '../../../ui/button.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { Meta } from '../../../ui/text.tsx';
import { type Status, statusOn } from '../consultations.rules.ts';
import { periodWords } from '../period-words.ts';
import type { ConsultationLine } from './convene.queries.ts';

// keys: consultations.kind.*, consultations.status.*

export const statusTones = {
  prepared: 'wait',
  not_started: 'wait',
  running: 'open',
  ended: 'wait',
  answered: 'ok',
  cancelled: 'no',
} as const satisfies Record<Status, string>;

/** Consultations of a convener's departments. */
export function ListPage(p: {
  lines: readonly ConsultationLine[];
  over: boolean;
  today: string;
  mayCreate: boolean;
  departmentName: (id: string) => string;
  nextHref: string | null;
  firstHref: string | null;
}) {
  const ui = useUi();
  const { t } = ui;
  return (
    <>
      <Heading
        title={t('consultations.convene.title')}
        lead={t('consultations.convene.lead')}
        end={
          p.mayCreate ? (
            <ButtonLink primary href="/convene/new" icon="plus">
              {t('consultations.convene.new')}
            </ButtonLink>
          ) : undefined
        }
      />
      <Tabs
        label={t('consultations.convene.list.which')}
        items={[
          { href: '/convene', label: t('consultations.convene.list.running'), current: !p.over },
          { href: '/convene?over=yes', label: t('consultations.convene.list.over'), current: p.over },
        ]}
      />
      {p.lines.length === 0 && (
        <EmptyState title={t(p.over ? 'consultations.convene.list.none_over' : 'consultations.convene.list.none')} />
      )}
      <Matters
        entries={p.lines.map((line) => {
          const status = statusOn(line, p.today);
          return {
            href: `/convene/${line.slug}`,
            title: line.title,
            excerpt: periodWords(ui, line, p.today),
            meta: <Meta items={[t(`consultations.kind.${line.kind}`), p.departmentName(line.departmentId)]} />,
            state: <StateMark tone={statusTones[status]}>{t(`consultations.status.${status}`)}</StateMark>,
            aside: line.state === 'draft' ? undefined : t('consultations.came_in', { count: line.contributions }),
          };
        })}
      />
      <KeysetPager
        {...(p.nextHref ? { nextHref: p.nextHref } : {})}
        {...(p.firstHref ? { firstHref: p.firstHref } : {})}
      />
    </>
  );
}

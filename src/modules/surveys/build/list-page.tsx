import { ButtonLink } from '../../../ui/button.tsx';
import { formatDate } from '../../../ui/date-time.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { Meta } from '../../../ui/text.tsx';
import type { SurveyState } from '../surveys.rules.ts';
import type { SurveyLine } from './build.queries.ts';

// keys: surveys.state.*, surveys.way.*

const tones = { draft: 'wait', open: 'open', closed: 'wait', published: 'ok', cancelled: 'no' } as const;

export function SurveyMark({ state }: { state: SurveyState }) {
  const { t } = useUi();
  return <StateMark tone={tones[state]}>{t(`surveys.state.${state}`)}</StateMark>;
}

/** When it runs; nothing where that is not known yet. */
export function Period({ startsAt, endsAt }: { startsAt: Date | null; endsAt: Date | null }) {
  const ui = useUi();
  if (!startsAt || !endsAt) return null;
  // The end is the first moment after the last day.
  const last = new Date(endsAt.getTime() - 1);
  return (
    <>{ui.t('surveys.build.period', { from: formatDate(startsAt, ui, 'date'), to: formatDate(last, ui, 'date') })}</>
  );
}

/** Surveys of a convener's departments, or of all for whoever reads. */
export function ListPage(p: {
  lines: readonly SurveyLine[];
  over: boolean;
  mayCreate: boolean;
  departmentName: (id: string) => string;
  nextHref: string | null;
  firstHref: string | null;
}) {
  const { t } = useUi();
  return (
    <>
      <Heading
        title={t('surveys.build.title')}
        lead={t('surveys.build.lead')}
        end={
          p.mayCreate ? (
            <ButtonLink primary href="/questionnaires/new" icon="plus">
              {t('surveys.build.new')}
            </ButtonLink>
          ) : undefined
        }
      />
      <Tabs
        label={t('surveys.build.list.which')}
        items={[
          { href: '/questionnaires', label: t('surveys.build.list.running'), current: !p.over },
          { href: '/questionnaires?over=yes', label: t('surveys.build.list.over'), current: p.over },
        ]}
      />
      {p.lines.length === 0 && (
        <EmptyState title={t(p.over ? 'surveys.build.list.none_over' : 'surveys.build.list.none')} />
      )}
      <Matters
        entries={p.lines.map((line) => ({
          href: `/questionnaires/${line.slug}`,
          title: line.title,
          excerpt: <Period {...line} />,
          meta: <Meta items={[p.departmentName(line.departmentId), t(`surveys.way.${line.way}`)]} />,
          state: <SurveyMark state={line.state} />,
        }))}
      />
      <KeysetPager
        {...(p.nextHref ? { nextHref: p.nextHref } : {})}
        {...(p.firstHref ? { firstHref: p.firstHref } : {})}
      />
    </>
  );
}

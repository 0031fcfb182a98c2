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
import { stageTime } from '../competitions.rules.ts';
import { stageName } from '../stage-name.ts';
import type { CompetitionLine } from './organise.queries.ts';

// keys: competitions.state.*, competitions.stage.*, competitions.format.*, competitions.duty.*

const tones = { draft: 'wait', open: 'open', final: 'ok', cancelled: 'no' } as const;

/** The stage that runs, or the next one. */
function Now({ line }: { line: CompetitionLine }) {
  const ui = useUi();
  const { t, now } = ui;
  if (line.state !== 'open') return null;
  const running = line.stages.filter((stage) => stageTime(stage, now) === 'running');
  const stage = running[0] ?? line.stages.find((each) => stageTime(each, now) === 'waiting');
  if (!stage) return <>{t('competitions.organise.list.all_over')}</>;
  const said = {
    stage: stageName(t, stage),
    when: formatDate(running.length > 0 ? stage.endsAt : stage.startsAt, ui),
  };
  return (
    <>{t(running.length > 0 ? 'competitions.organise.overview.runs' : 'competitions.organise.overview.begins', said)}</>
  );
}

/** Competitions of an organiser, and of whoever has a duty in them. */
export function ListPage(p: {
  lines: readonly CompetitionLine[];
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
        title={t('competitions.organise.title')}
        lead={t('competitions.organise.lead')}
        end={
          p.mayCreate ? (
            <ButtonLink primary href="/organise/new" icon="plus">
              {t('competitions.organise.new')}
            </ButtonLink>
          ) : undefined
        }
      />
      <Tabs
        label={t('competitions.organise.list.which')}
        items={[
          { href: '/organise', label: t('competitions.organise.list.running'), current: !p.over },
          { href: '/organise?over=yes', label: t('competitions.organise.list.over'), current: p.over },
        ]}
      />
      {p.lines.length === 0 && (
        <EmptyState title={t(p.over ? 'competitions.organise.list.none_over' : 'competitions.organise.list.none')} />
      )}
      <Matters
        entries={p.lines.map((line) => ({
          href: `/organise/${line.slug}`,
          title: line.title,
          excerpt: <Now line={line} />,
          meta: (
            <Meta
              items={[
                t(`competitions.format.${line.format}`),
                p.departmentName(line.departmentId),
                ...line.duties.map((duty) => t(`competitions.duty.${duty}`)),
              ]}
            />
          ),
          state: <StateMark tone={tones[line.state]}>{t(`competitions.state.${line.state}`)}</StateMark>,
        }))}
      />
      <KeysetPager
        {...(p.nextHref ? { nextHref: p.nextHref } : {})}
        {...(p.firstHref ? { firstHref: p.firstHref } : {})}
      />
    </>
  );
}

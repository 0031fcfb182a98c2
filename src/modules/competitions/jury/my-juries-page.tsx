import { DateTime } from '../../../ui/date-time.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { Rows } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { stageTime } from '../competitions.rules.ts';
import { stageName } from '../stage-name.ts';
import type { OwnJury } from './juror.queries.ts';

// keys: competitions.duty.*

/** The juries that somebody is in, those that run first. */
export function MyJuriesPage({ juries, at }: { juries: readonly OwnJury[]; at: Date }) {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('competitions.jury.mine')} lead={t('competitions.jury.mine_lead')} />
      {juries.length === 0 ? (
        <EmptyState title={t('competitions.jury.mine_empty')}>
          <p>{t('competitions.jury.mine_empty_note')}</p>
        </EmptyState>
      ) : (
        <Rows
          label={t('competitions.jury.mine')}
          entries={juries.map((jury) => ({
            href: `/jury/${jury.slug}/${jury.stageId}`,
            title: `${jury.title}：${stageName(t, { kind: jury.stageKind, title: jury.stageTitle })}`,
            facts: [
              t('competitions.jury.handed_of', { done: jury.handedIn, all: Math.max(jury.assigned, jury.handedIn) }),
              <JuryState jury={jury} at={at} />,
              t(`competitions.duty.${jury.isChair ? 'chair' : 'juror'}`),
              <>
                {t('competitions.jury.until')} <DateTime value={jury.endsAt} form="datetime" />
              </>,
            ],
          }))}
        />
      )}
    </>
  );
}

function JuryState({ jury, at }: { jury: OwnJury; at: Date }) {
  const { t } = useUi();
  if (jury.closedAt) return <StateMark tone="ok">{t('competitions.jury.state.closed')}</StateMark>;
  const time = stageTime(jury, at);
  if (time === 'waiting') return <StateMark tone="wait">{t('competitions.jury.state.waiting')}</StateMark>;
  if (time === 'over') return <StateMark tone="no">{t('competitions.jury.state.late')}</StateMark>;
  return <StateMark tone="open">{t('competitions.jury.state.running')}</StateMark>;
}

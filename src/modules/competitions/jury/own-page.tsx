import { Button, ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Progress } from '../../../ui/due.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { type Criterion, stageTime } from '../competitions.rules.ts';
import { stageName } from '../stage-name.ts';
import type { OwnEntry, OwnWork } from './own-work.ts';
import { entryName, numberOf } from './words.ts';

// keys: competitions.jury.conflict.*, competitions.jury.sheet_state.*

export const baseOf = (work: Pick<OwnWork, 'desk' | 'stage'>) => `/jury/${work.desk.competition.slug}/${work.stage.id}`;

export const isIn = ({ sheet }: OwnEntry) => sheet?.state === 'handed_in';
const isFull = ({ sheet }: OwnEntry) => sheet !== undefined && sheet.state === 'draft' && sheet.total !== null;

/** A juror's entries of one stage and how far they are. */
export function OwnPage({ work }: { work: OwnWork }) {
  const { t } = useUi();
  const { stage, mine, at } = work;
  const done = mine.filter(isIn).length;
  const full = mine.filter(isFull).length;
  const next = mine.find((each) => !isIn(each));
  const base = baseOf(work);
  return (
    <>
      <Heading
        over={work.desk.competition.title}
        title={stageName(t, stage)}
        facts={
          <>
            <span>
              {t('competitions.jury.until')} <DateTime value={stage.endsAt} form="datetime" />
            </span>
            <span>{t('competitions.jury.criteria_line', { count: stage.settings.criteria.length })}</span>
            {stage.settings.blind && <StateMark tone="wait">{t('competitions.jury.blind')}</StateMark>}
          </>
        }
      />
      <Standing work={work} />
      <Progress
        id="own-progress"
        label={t('competitions.jury.handed_of', { done, all: mine.length })}
        value={done}
        max={Math.max(1, mine.length)}
      />
      {!stage.closedAt && stageTime(stage, at) !== 'waiting' && (
        <div class="do">
          {next && (
            <ButtonLink href={`${base}/${next.entry.number}`} primary>
              {t('competitions.jury.go_on', { number: numberOf(next.entry) })}
            </ButtonLink>
          )}
          {full > 0 && (
            <form method="post" action={`${base}/hand-in`}>
              <Button>{t('competitions.jury.hand_in_full', { count: full })}</Button>
            </form>
          )}
        </div>
      )}
      <More>
        <VerbLink href={`${base}/table`}>{t('competitions.jury.to_table')}</VerbLink>
        <VerbLink href={`${base}/sheet.pdf`}>{t('competitions.jury.own_pdf')}</VerbLink>
        <VerbLink href={`${base}/record`}>{t('competitions.jury.to_record')}</VerbLink>
        {work.isChair && <VerbLink href={`${base}/chair`}>{t('competitions.jury.to_chair')}</VerbLink>}
        {stage.closedAt && <VerbLink href={`${base}/summary`}>{t('competitions.jury.to_summary')}</VerbLink>}
      </More>
      {mine.length === 0 ? (
        <EmptyState title={t('competitions.jury.none_yours')}>
          <p>{t('competitions.jury.none_yours_note')}</p>
        </EmptyState>
      ) : (
        <OwnTable work={work} />
      )}
    </>
  );
}

function Standing({ work }: { work: OwnWork }) {
  const { t } = useUi();
  const { stage, at } = work;
  const reopened = work.mine.filter(({ sheet }) => sheet?.state === 'reopened');
  if (stage.closedAt) return <Notice title={t('competitions.jury.closed_note')} />;
  const time = stageTime(stage, at);
  return (
    <>
      {time === 'waiting' && <Notice title={t('competitions.jury.waiting_note')} />}
      {time === 'over' && <Notice tone="warn" title={t('competitions.jury.late_note')} />}
      {reopened.length > 0 && (
        <Notice tone="warn" title={t('competitions.jury.reopened_note', { count: reopened.length })}>
          <p>{reopened.map(({ entry }) => entryName(entry)).join('、')}</p>
        </Notice>
      )}
    </>
  );
}

export function SheetMark({ own }: { own: OwnEntry }) {
  const { t } = useUi();
  const { sheet } = own;
  if (!sheet) return <StateMark tone="wait">{t('competitions.jury.sheet_state.none')}</StateMark>;
  if (sheet.state === 'handed_in')
    return <StateMark tone="ok">{t('competitions.jury.sheet_state.handed_in')}</StateMark>;
  if (sheet.state === 'reopened') return <StateMark tone="no">{t('competitions.jury.sheet_state.reopened')}</StateMark>;
  return (
    <StateMark tone="open">
      {t(isFull(own) ? 'competitions.jury.sheet_state.full' : 'competitions.jury.sheet_state.draft')}
    </StateMark>
  );
}

function OwnTable({ work }: { work: OwnWork }) {
  const { t } = useUi();
  const base = baseOf(work);
  const category = new Map(work.desk.competition.categories.map(({ id, name }) => [id, name]));
  return (
    <Table
      caption={t('competitions.jury.own_entries')}
      captionHidden
      rows={work.mine}
      rowId={({ entry }) => `e${entry.number}`}
      columns={[
        { label: t('competitions.jury.number'), numeric: true, cell: ({ entry }) => numberOf(entry) },
        {
          label: t('competitions.jury.entry'),
          head: true,
          cell: ({ entry }) => <a href={`${base}/${entry.number}`}>{entry.title}</a>,
        },
        ...(category.size > 1
          ? [
              {
                label: t('competitions.jury.category'),
                cell: ({ entry }: OwnEntry) => category.get(entry.categoryId),
              },
            ]
          : []),
        { label: t('competitions.jury.state_of'), cell: (own) => <SheetMark own={own} /> },
        {
          label: t('competitions.jury.total'),
          numeric: true,
          cell: ({ sheet }) => (sheet?.total === null || sheet === undefined ? '—' : sheet.total.toFixed(2)),
        },
      ]}
    />
  );
}

export function Criteria({ work }: { work: Pick<OwnWork, 'stage'> }) {
  const { t } = useUi();
  const { criteria } = work.stage.settings;
  return (
    <Table
      caption={t('competitions.jury.criteria')}
      dense
      rows={criteria}
      columns={[
        { label: t('competitions.jury.criterion'), head: true, cell: ({ name }) => name },
        ...(criteria.some(({ description }) => description)
          ? [{ label: t('competitions.jury.criterion_note'), cell: ({ description }: Criterion) => description || '—' }]
          : []),
        { label: t('competitions.jury.weight'), numeric: true, cell: ({ weight }) => `${weight}%` },
      ]}
    />
  );
}

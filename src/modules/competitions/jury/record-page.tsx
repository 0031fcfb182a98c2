import { More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { type T, useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import { stageName } from '../stage-name.ts';
import type { ScoringStage } from './load-jury.ts';
import type { SheetChange } from './sheet.queries.ts';
import { numberOf } from './words.ts';

// keys: competitions.jury.change_act.*, competitions.jury.sheet_state.*, competitions.jury.conflict.*

export type RecordView = {
  stage: ScoringStage;
  title: string;
  changes: SheetChange[];
  names: Map<string, string>;
  base: string;
  /** only the reader's own sheets */
  ownOnly: boolean;
  nextHref: string | undefined;
  firstHref: string | undefined;
};

/** Every change of every sheet, the newest first. */
export function RecordPage({ view }: { view: RecordView }) {
  const { t } = useUi();
  return (
    <>
      <Heading
        over={`${view.title}　${stageName(t, view.stage)}`}
        title={t('competitions.jury.record')}
        lead={t(view.ownOnly ? 'competitions.jury.record_own' : 'competitions.jury.record_lead')}
      />
      <Table
        caption={t('competitions.jury.record')}
        captionHidden
        dense
        rows={view.changes}
        empty={t('competitions.jury.record_none')}
        columns={[
          { label: t('competitions.jury.when'), head: true, cell: ({ at }) => <DateTime value={at} form="exact" /> },
          { label: t('competitions.jury.number'), numeric: true, cell: (change) => numberOf(change) },
          { label: t('competitions.jury.sheet_of'), cell: ({ jurorId }) => view.names.get(jurorId) ?? '' },
          {
            label: t('competitions.jury.what'),
            cell: ({ act, byId, jurorId }) =>
              byId === jurorId
                ? t(`competitions.jury.change_act.${act}`)
                : `${t(`competitions.jury.change_act.${act}`)}（${(byId && view.names.get(byId)) || t('competitions.jury.by_desk')}）`,
          },
          { label: t('competitions.jury.before_after'), cell: (change) => <Values change={change} view={view} /> },
          { label: t('competitions.jury.reason'), cell: ({ act, reason }) => reasonWords(t, act, reason) },
        ]}
      />
      <KeysetPager
        {...(view.firstHref ? { firstHref: view.firstHref } : {})}
        {...(view.nextHref ? { nextHref: view.nextHref } : {})}
      />
      <More>
        <VerbLink href={view.base}>{t('competitions.jury.back')}</VerbLink>
      </More>
    </>
  );
}

/** A sheet that is void because of what the system knows has the kind of conflict as its reason. */
function reasonWords(t: T, act: string, reason: string): string {
  if (act === 'void' && /^[a-z]+$/.test(reason)) return t(`competitions.jury.conflict.${reason}`);
  return reason || '—';
}

function Values({ change, view }: { change: SheetChange; view: RecordView }) {
  const { t } = useUi();
  const names = new Map(view.stage.settings.criteria.map(({ id, name }) => [id, name]));
  const label = (key: string) =>
    key === '_total'
      ? t('competitions.jury.total')
      : key === '_comment'
        ? t('competitions.jury.comment')
        : (names.get(key) ?? key);
  const text = (value: unknown) => (value === null || value === undefined || value === '' ? '—' : String(value));
  const keys = [...new Set([...Object.keys(change.before), ...Object.keys(change.after)])].filter(
    (key) => key !== '_state',
  );
  if (keys.length === 0) return <>—</>;
  return (
    <>
      {keys
        .map((key) =>
          t('competitions.jury.from_to', {
            name: label(key),
            from: text(change.before[key]),
            to: text(change.after[key]),
          }),
        )
        .join(t('competitions.jury.semicolon'))}
    </>
  );
}

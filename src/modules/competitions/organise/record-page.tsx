import { ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import type { Competition } from '../competition.queries.ts';
import { stageName } from '../stage-name.ts';
import type { StepFilter } from './record.queries.ts';
import type { StepWords } from './record-words.ts';

// keys: competitions.stage.*

/** Everything that was done in a competition, with who did it and in which part. */
export function RecordPage(p: {
  competition: Competition;
  steps: readonly StepWords[];
  filter: StepFilter;
  acts: readonly { value: string; label: string }[];
  nextHref: string | null;
  firstHref: string | null;
  query: string;
}) {
  const { t } = useUi();
  const { competition, filter } = p;
  const base = `/organise/${competition.slug}/record`;
  const chosen = filter.stageId !== null || filter.act !== null;
  return (
    <>
      <Heading
        title={t('competitions.organise.tab.record')}
        lead={t('competitions.organise.record.lead')}
        end={(['csv', 'xlsx'] as const).map((format) => (
          <ButtonLink small icon="download" href={`${base}.${format}${p.query}`}>
            {t('competitions.organise.record.as_file', { format: format.toUpperCase() })}
          </ButtonLink>
        ))}
      />
      <Filters
        action={base}
        values={{ stage: filter.stageId ?? '', act: filter.act ?? '' }}
        {...(chosen ? { clearHref: base } : {})}
      >
        <Field
          name="stage"
          type="select"
          label={t('competitions.organise.record.stage')}
          placeholder={t('competitions.organise.record.any')}
          options={competition.stages.map((stage) => ({
            value: stage.id,
            label: stageName(t, stage),
          }))}
        />
        <Field
          name="act"
          type="select"
          label={t('competitions.organise.record.act')}
          placeholder={t('competitions.organise.record.any')}
          options={p.acts}
        />
      </Filters>
      {p.steps.length === 0 ? <EmptyState title={t('competitions.organise.record.none')} /> : <Steps steps={p.steps} />}
      <KeysetPager
        {...(p.nextHref ? { nextHref: p.nextHref } : {})}
        {...(p.firstHref ? { firstHref: p.firstHref } : {})}
      />
    </>
  );
}

function Steps({ steps }: { steps: readonly StepWords[] }) {
  const { t } = useUi();
  return (
    <Table
      caption={t('competitions.organise.tab.record')}
      captionHidden
      rows={steps}
      columns={[
        { label: t('competitions.organise.record.act'), head: true, cell: ({ act }) => act },
        { label: t('competitions.organise.record.at'), cell: ({ at }) => <DateTime value={at} form="exact" /> },
        { label: t('competitions.organise.record.who'), cell: ({ who, as }) => (who ? `${who} · ${as}` : as) },
        { label: t('competitions.organise.record.about'), cell: ({ about }) => about },
        { label: t('competitions.organise.record.details'), cell: ({ details }) => details },
      ]}
    />
  );
}

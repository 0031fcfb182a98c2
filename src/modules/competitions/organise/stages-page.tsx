import { Button, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Fieldset, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { Competition } from '../competition.queries.ts';
import { type Stage, scoringKinds, stageKinds, stagesProblem } from '../competitions.rules.ts';
import { stageName } from '../stage-name.ts';
import { localMinute } from './change-timetable.ts';
import { SaveActions } from './settings-page.tsx';

// keys: competitions.stage.*, competitions.stages.wrong.*

/** Fields of the timetable as they stand. */
export function timetableValues(stages: readonly Stage[], zone: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const stage of stages) {
    values[`stage_title.${stage.id}`] = stage.title;
    values[`starts.${stage.id}`] = localMinute(stage.startsAt, zone);
    values[`ends.${stage.id}`] = localMinute(stage.endsAt, zone);
    if (scoringKinds.includes(stage.kind))
      values[`weight.${stage.id}`] = String((stage.settings as { weight: number }).weight);
  }
  return values;
}

/** Stages in their order: which there are, when they are, what they weigh. */
export function StagesPage(p: { competition: Competition; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  const { competition } = p;
  const problem = stagesProblem(competition.stages);
  return (
    <>
      <Heading title={t('competitions.organise.tab.stages')} lead={t('competitions.organise.stages.lead')} />
      {problem && competition.state === 'draft' && (
        <Notice tone="warn" title={t(`competitions.stages.wrong.${problem}`)} />
      )}
      <StageList competition={competition} />
      <Section
        id="times"
        title={t('competitions.organise.stages.times')}
        note={t('competitions.organise.stages.times_note')}
      >
        <Form id="timetable" action={`/organise/${competition.slug}/stages`} values={p.values} errors={p.errors}>
          <Hidden name="version" value={String(p.values.version ?? competition.version)} />
          {competition.stages.map((stage, at) => (
            <StageTimesFields stage={stage} number={at + 1} />
          ))}
          <SaveActions competition={competition} />
        </Form>
      </Section>
      {competition.state === 'draft' && <AddStage competition={competition} />}
    </>
  );
}

function StageList({ competition }: { competition: Competition }) {
  const { t } = useUi();
  const draft = competition.state === 'draft';
  const base = `/organise/${competition.slug}/stages`;
  return (
    <>
      {draft && (
        <form id="moves" method="post" action={base}>
          <Hidden name="version" value={String(competition.version)} />
        </form>
      )}
      <Table
        caption={t('competitions.organise.overview.stages')}
        captionHidden
        rows={competition.stages}
        columns={[
          { label: t('competitions.organise.overview.stage'), head: true, cell: (stage) => stageName(t, stage) },
          {
            label: t('competitions.organise.overview.when'),
            cell: (stage) => (
              <span>
                <DateTime value={stage.startsAt} form="date" /> – <DateTime value={stage.endsAt} form="date" />
              </span>
            ),
          },
          {
            label: t('competitions.organise.stages.rules'),
            cell: (stage) => (
              <VerbLink
                href={`${base}/${stage.id}`}
                label={t('competitions.organise.stages.settings_of', { stage: stageName(t, stage) })}
              >
                {t('competitions.organise.stages.settings')}
              </VerbLink>
            ),
          },
          ...(draft
            ? [
                {
                  label: t('competitions.organise.stages.order'),
                  cell: (stage: Stage, at: number) => (
                    <StageMoves
                      base={base}
                      stage={stage}
                      first={at === 0}
                      last={at === competition.stages.length - 1}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

function StageMoves(p: { base: string; stage: Stage; first: boolean; last: boolean }) {
  const { t } = useUi();
  const name = stageName(t, p.stage);
  const move = (way: 'earlier' | 'later' | 'remove', disabled: boolean) => (
    // keys: competitions.organise.stages.move_*
    <Button
      small
      danger={way === 'remove'}
      form="moves"
      formAction={`${p.base}/${p.stage.id}/${way}`}
      disabled={disabled}
      label={t(`competitions.organise.stages.move_${way}_of`, { stage: name })}
    >
      {t(`competitions.organise.stages.move_${way}`)}
    </Button>
  );
  return (
    <span>
      {move('earlier', p.first)} {move('later', p.last)} {move('remove', false)}
    </span>
  );
}

function StageTimesFields({ stage, number }: { stage: Stage; number: number }) {
  const { t } = useUi();
  const { id, kind } = stage;
  return (
    <Fieldset legend={`${number} ${stageName(t, stage)}`}>
      <div class="pairs">
        <Field name={`starts.${id}`} type="datetime-local" label={t('competitions.organise.field.starts')} required />
        <Field name={`ends.${id}`} type="datetime-local" label={t('competitions.organise.field.ends')} required />
      </div>
      <FieldRow>
        <Field
          name={`stage_title.${id}`}
          label={t('competitions.organise.field.stage_title')}
          placeholder={t(`competitions.stage.${kind}`)}
          maxLength={30}
          optional
        />
        {scoringKinds.includes(kind) && (
          <Field
            name={`weight.${id}`}
            type="number"
            min={0}
            max={100}
            label={t('competitions.organise.field.weight')}
            required
          />
        )}
      </FieldRow>
    </Fieldset>
  );
}

function AddStage({ competition }: { competition: Competition }) {
  const { t } = useUi();
  const once = new Set(['entry', 'screening', 'announcement', 'results']);
  const kinds = stageKinds.filter(
    (kind) => !once.has(kind) || !competition.stages.some((stage) => stage.kind === kind),
  );
  return (
    <Section id="add" title={t('competitions.organise.stages.add')}>
      <Form id="add-stage" action={`/organise/${competition.slug}/stages/add`}>
        <Hidden name="version" value={String(competition.version)} />
        <Field
          name="kind"
          type="select"
          label={t('competitions.organise.stages.kind')}
          hint={t('competitions.organise.stages.add_note')}
          options={kinds.map((kind) => ({ value: kind, label: t(`competitions.stage.${kind}`) }))}
        />
        <Actions>
          <Button>{t('competitions.organise.stages.add_now')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

import type { VNode } from 'preact';
import { Button, ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime, formatDate } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Acts, CaseLayout, Heading, Section, SideSection } from '../../../ui/layout.tsx';
import { Tasks } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { Competition } from '../competition.queries.ts';
import { type Duty, type Stage, stageTime } from '../competitions.rules.ts';
import { stageName } from '../stage-name.ts';
import { type PersonMissing, stagesNow, stagesToClose } from './next-steps.ts';
import type { Missing } from './opening.rules.ts';
import type { OrganiserPlace, PlacesOf } from './organiser-places.ts';

// keys: competitions.state.*, competitions.format.*, competitions.mode.*, competitions.organise.missing.*,
// keys: competitions.organise.time.*, competitions.duty.*, competitions.stages.wrong.*

export type OverviewProps = {
  competition: Competition;
  department: string;
  mayChange: boolean;
  mayRemark: boolean;
  missing: readonly Missing[];
  people: readonly PersonMissing[];
  /** duties that somebody was asked for and has not answered */
  asked: ReadonlySet<Duty>;
  places: PlacesOf;
  notes: number;
  /** a form on the page that was refused */
  remark: { values: FormValues; errors: FormErrors };
};

const tones = { draft: 'wait', open: 'open', final: 'ok', cancelled: 'no' } as const;

/** What a competition is waiting for, where every part of it is worked on, and what can be done to it as a whole. */
export function OverviewPage(p: OverviewProps) {
  const { t } = useUi();
  const { competition } = p;
  return (
    <CaseLayout
      heading={
        <Heading
          title={competition.title}
          over={
            <>
              <span>{t(`competitions.format.${competition.format}`)}</span>
              <StateMark tone={tones[competition.state]}>{t(`competitions.state.${competition.state}`)}</StateMark>
            </>
          }
          lead={competition.summary}
        />
      }
      after={<Side {...p} />}
      afterLabel={t('competitions.organise.overview.side')}
    >
      {competition.state === 'cancelled' && (
        <Notice tone="warn" title={t('competitions.organise.overview.cancelled')}>
          <p>{competition.cancelReason}</p>
        </Notice>
      )}
      {(competition.state === 'draft' || competition.state === 'open') && <Next {...p} />}
      <Section id="stages" title={t('competitions.organise.overview.stages')}>
        <StageTable competition={competition} places={p.places} />
      </Section>
      {p.places.sections}
      {p.mayRemark && competition.state !== 'draft' && <Remark {...p} />}
    </CaseLayout>
  );
}

type Task = { href: string; icon: 'warn' | 'join' | 'arrow'; title: string; note?: string };

function useTasks({ competition, missing, people, asked, places, mayChange }: OverviewProps): Task[] {
  const { t, now } = useUi();
  const base = `/organise/${competition.slug}`;
  const tasks: Task[] = [];
  if (competition.state === 'draft' && mayChange)
    for (const { key, page, problem } of missing)
      tasks.push({
        href: `${base}/${page}`,
        icon: 'warn',
        title: t(`competitions.organise.missing.${key}`),
        ...(problem && { note: t(`competitions.stages.wrong.${problem}`) }),
      });
  if (mayChange)
    for (const { duty, stage } of people)
      tasks.push({
        href: `${base}/people`,
        icon: 'join',
        title: t('competitions.organise.next.person', { duty: t(`competitions.duty.${duty}`) }),
        note: asked.has(duty)
          ? t('competitions.organise.next.person_asked')
          : t('competitions.organise.next.person_for', { stage: stageName(t, stage) }),
      });
  if (competition.state === 'open')
    for (const stage of stagesToClose(competition.stages, now))
      tasks.push({
        href: places.stages.get(stage.id)?.[0]?.href ?? `${base}/stages`,
        icon: 'warn',
        title: t('competitions.organise.next.close', { stage: stageName(t, stage) }),
      });
  for (const place of [...places.whole, ...[...places.stages.values()].flat()])
    if (place.hot)
      tasks.push({ href: place.href, icon: 'arrow', title: place.label, ...(place.note && { note: place.note }) });
  return tasks;
}

function Next(p: OverviewProps) {
  const ui = useUi();
  const { t, now } = ui;
  const { competition, missing, mayChange } = p;
  const said = (stage: Stage, at: Date) => ({ stage: stageName(t, stage), when: formatDate(at, ui, 'datetime') });
  const tasks = useTasks(p);
  const { running, next } = stagesNow(competition.stages, now);
  const ready = competition.state === 'draft' && missing.length === 0;
  return (
    <Section id="next" title={t('competitions.organise.overview.next')}>
      {competition.state === 'open' && (
        <p>
          {running.map((stage) => t('competitions.organise.overview.runs', said(stage, stage.endsAt))).join(' ')}
          {running.length === 0 && next && t('competitions.organise.overview.begins', said(next, next.startsAt))}
        </p>
      )}
      {tasks.length > 0 ? (
        <Tasks label={t('competitions.organise.overview.next')} entries={tasks} />
      ) : (
        <p class="quiet">
          {t(ready ? 'competitions.organise.overview.ready' : 'competitions.organise.overview.nothing_due')}
        </p>
      )}
      {competition.state === 'draft' && mayChange && (
        <Form id="open" action={`/organise/${competition.slug}/open`}>
          <Hidden name="version" value={String(competition.version)} />
          <Actions
            note={t(ready ? 'competitions.organise.overview.open_note' : 'competitions.organise.overview.not_yet')}
          >
            <Button primary disabled={!ready}>
              {t('competitions.organise.overview.open')}
            </Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}

function StageTable({ competition, places }: { competition: Competition; places: PlacesOf }) {
  const { t, now } = useUi();
  return (
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
              <DateTime value={stage.startsAt} form="datetime" /> – <DateTime value={stage.endsAt} form="datetime" />
            </span>
          ),
        },
        {
          label: t('competitions.organise.overview.state'),
          cell: (stage) => {
            const time = competition.state === 'draft' ? 'waiting' : stageTime(stage, now);
            return (
              <span>
                <StateMark tone={time === 'running' ? 'open' : time === 'over' ? 'ok' : 'wait'}>
                  {t(`competitions.organise.time.${time}`)}
                </StateMark>{' '}
                <Places places={places.stages.get(stage.id) ?? []} of={stageName(t, stage)} />
              </span>
            );
          },
        },
      ]}
    />
  );
}

function Places({ places, of }: { places: readonly OrganiserPlace[]; of: string }): VNode | null {
  if (places.length === 0) return null;
  return (
    <>
      {places.map(({ href, label, note }) => (
        <span>
          <VerbLink href={href} label={`${of}: ${label}`}>
            {label}
          </VerbLink>
          {note && <span class="quiet"> {note}</span>}{' '}
        </span>
      ))}
    </>
  );
}

function Side(p: OverviewProps) {
  const { t } = useUi();
  const { competition, places, mayChange } = p;
  const base = `/organise/${competition.slug}`;
  const seen = competition.state !== 'draft';
  return (
    <>
      {(places.whole.length > 0 || seen) && (
        <SideSection id="desks" title={t('competitions.organise.overview.places')}>
          <More>
            {seen && (
              <VerbLink href={`/competitions/${competition.slug}`}>
                {t('competitions.organise.overview.public')}
              </VerbLink>
            )}
            {seen && p.notes > 0 && (
              <VerbLink href={`/competitions/${competition.slug}/notes`}>
                {t('competitions.organise.overview.notes', { count: p.notes })}
              </VerbLink>
            )}
            <Places places={places.whole} of={competition.title} />
          </More>
        </SideSection>
      )}
      <SideSection id="facts" title={t('competitions.organise.overview.facts')}>
        <Facts
          items={[
            { label: t('competitions.organise.field.department'), value: p.department },
            { label: t('competitions.organise.field.coOrganisers'), value: competition.coOrganisers },
            { label: t('competitions.organise.field.mode'), value: t(`competitions.mode.${competition.mode}`) },
            { label: t('competitions.organise.field.approvalNumber'), value: competition.approvalNumber },
            { label: t('competitions.organise.field.complaintPhone'), value: competition.complaintPhone },
            { label: t('competitions.organise.field.complaintEmail'), value: competition.complaintEmail },
            {
              label: t('competitions.organise.field.categories'),
              value: competition.categories.map(({ name }) => name).join(' · '),
            },
          ]}
        />
      </SideSection>
      {mayChange && (competition.state === 'draft' || competition.state === 'open') && (
        <SideSection id="end" title={t('competitions.organise.overview.end')}>
          <Acts>
            <ButtonLink href={`${base}/cancel`} danger small>
              {t(
                competition.state === 'draft'
                  ? 'competitions.organise.cancel.discard'
                  : 'competitions.organise.cancel.cancel',
              )}
            </ButtonLink>
          </Acts>
        </SideSection>
      )}
    </>
  );
}

function Remark({ competition, remark }: OverviewProps) {
  const { t } = useUi();
  return (
    <Section
      id="remark-part"
      title={t('competitions.organise.remark.title')}
      note={t('competitions.organise.remark.note')}
    >
      <Fold summary={t('competitions.organise.remark.open')} open={remark.values.text !== undefined}>
        <Form
          id="remark"
          action={`/organise/${competition.slug}/remarks`}
          values={remark.values}
          errors={remark.errors}
        >
          <Field
            name="text"
            type="textarea"
            paper="plain"
            label={t('competitions.organise.remark.text')}
            maxLength={2000}
            required
          />
          <Actions note={t('competitions.organise.remark.sent')}>
            <Button primary>{t('competitions.organise.remark.send')}</Button>
          </Actions>
        </Form>
      </Fold>
    </Section>
  );
}

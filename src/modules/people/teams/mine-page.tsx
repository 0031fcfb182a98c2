import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form } from '../../../ui/form.tsx';
import { Heading, Section, Trail } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Meta } from '../../../ui/text.tsx';
import type { Hours } from './hours.queries.ts';
import type { Task } from './task.queries.ts';
import type { Team } from './team.queries.ts';
import { TaskTime } from './team-page.tsx';
import type { TeamPerson } from './team-person.queries.ts';
import { Deed, formState, hoursWords, type Wrong } from './team-words.tsx';
import type { HoursState } from './teams.rules.ts';

export type MinePageProps = {
  ctx: PageContext;
  team: Team;
  mine: TeamPerson | undefined;
  displayName: string;
  people: readonly TeamPerson[];
  tasks: readonly Task[];
  taken: readonly string[];
  hours: readonly Hours[];
  today: string;
  done: string;
  wrong?: Wrong;
};

const tones = { claimed: 'wait', confirmed: 'ok', declined: 'no', withdrawn: 'no' } as const;

/** State of claimed hours, with why where they were declined, and what they were before a correction. */
export function HoursMark({ ctx, hours }: { ctx: PageContext; hours: Hours }) {
  const { t } = ctx;
  return (
    <>
      <StateMark tone={tones[hours.state as HoursState]}>{t(`people.teams.hours_state.${hours.state}`)}</StateMark>
      {hours.decisionReason && <p class="quiet">{hours.decisionReason}</p>}
      {hours.corrections.map(({ before, after, reason }) => (
        <p class="quiet">
          {t('people.teams.corrected', { before: hoursWords(ctx, before), after: hoursWords(ctx, after), reason })}
        </p>
      ))}
    </>
  );
}

/** What somebody who does not belong to the team can do. */
function Outside({ ctx, team, mine, displayName, wrong }: MinePageProps) {
  const { t } = ctx;
  const base = `/teams/${team.slug}`;
  if (mine?.state === 'offered')
    return (
      <Notice title={t('people.teams.invited')}>
        <p>{t('people.teams.what_is_seen', { name: displayName })}</p>
        <div class="send-buttons">
          <Deed action={`${base}/invitation`} fields={{ answer: 'yes' }} primary>
            {t('people.teams.accept')}
          </Deed>
          <Deed action={`${base}/invitation`} fields={{ answer: 'no' }}>
            {t('people.teams.refuse')}
          </Deed>
        </div>
      </Notice>
    );
  if (mine)
    return (
      <Notice title={t('people.teams.asked')}>
        <p>{t('people.teams.asked_text')}</p>
        <Deed action={`${base}/leave`}>{t('people.teams.take_back')}</Deed>
      </Notice>
    );
  if (team.state !== 'active') return <Notice title={t('people.teams.not_open')} />;
  return (
    <Section id="ask" title={t('people.teams.ask')} note={t('people.teams.what_is_seen', { name: displayName })}>
      <Form {...formState(ctx, wrong, 'ask')} action={`${base}/join`}>
        <Field
          name="note"
          type="textarea"
          rows={3}
          paper="plain"
          label={t('people.teams.note')}
          hint={t('people.teams.note_hint')}
          maxLength={300}
          optional
        />
        <Actions note={t('people.teams.ask_next')}>
          <Button primary>{t('people.teams.ask_do')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Tasks({ ctx, team, tasks, taken }: MinePageProps) {
  const { t } = ctx;
  return (
    <Section id="tasks" title={t('people.teams.tasks')}>
      <Table
        caption={t('people.teams.tasks')}
        captionHidden
        rows={tasks}
        empty={t('people.teams.wanted_none')}
        columns={[
          {
            label: t('people.teams.task'),
            head: true,
            cell: (task) => (
              <>
                {task.title}
                {task.about && <p class="quiet">{task.about}</p>}
              </>
            ),
          },
          { label: t('people.teams.when'), cell: (task) => <TaskTime task={task} /> },
          { label: t('people.teams.where'), cell: (task) => task.place },
          { label: t('people.teams.places'), numeric: true, cell: (task) => `${task.taken}/${task.places}` },
          {
            label: t('people.teams.do'),
            labelHidden: true,
            cell: (task) => {
              const action = `/teams/${team.slug}/tasks/${task.id}`;
              if (taken.includes(task.id))
                return (
                  <Deed action={`${action}/give-back`} label={t('people.teams.give_back_of', { task: task.title })}>
                    {t('people.teams.give_back')}
                  </Deed>
                );
              return task.taken < task.places ? (
                <Deed action={`${action}/take`} label={t('people.teams.take_of', { task: task.title })} primary>
                  {t('people.teams.take')}
                </Deed>
              ) : (
                t('people.teams.full')
              );
            },
          },
        ]}
      />
    </Section>
  );
}

function MyHours({ ctx, team, hours, tasks, today, wrong }: MinePageProps) {
  const { t } = ctx;
  return (
    <Section id="hours" title={t('people.teams.my_hours')} note={t('people.teams.my_hours_note')}>
      <Form {...formState(ctx, wrong, 'claim', { day: today })} action={`/teams/${team.slug}/hours`}>
        <FieldRow>
          <Field name="day" type="date" label={t('people.teams.day')} max={today} required />
          <Field
            name="hours"
            type="number"
            label={t('people.teams.how_many_hours')}
            min={0.25}
            max={24}
            step={0.25}
            inputmode="decimal"
            required
          />
        </FieldRow>
        {tasks.length > 0 && (
          <Field
            name="taskId"
            type="select"
            label={t('people.teams.task')}
            placeholder={t('people.teams.no_task')}
            options={tasks.map(({ id, title }) => ({ value: id, label: title }))}
            optional
          />
        )}
        <Field name="note" label={t('people.teams.hours_note')} maxLength={300} optional />
        <Actions>
          <Button primary>{t('people.teams.claim')}</Button>
        </Actions>
      </Form>
      <Table
        caption={t('people.teams.my_hours')}
        captionHidden
        rows={hours}
        empty={t('people.teams.no_hours')}
        columns={[
          { label: t('people.teams.day'), head: true, cell: ({ doneOn }) => <DateTime value={doneOn} form="date" /> },
          { label: t('people.teams.hours'), numeric: true, cell: ({ minutes }) => hoursWords(ctx, minutes) },
          { label: t('people.teams.what'), cell: ({ taskTitle, note }) => <Meta items={[taskTitle, note]} /> },
          { label: t('people.teams.state'), cell: (each) => <HoursMark ctx={ctx} hours={each} /> },
          {
            label: t('people.teams.do'),
            labelHidden: true,
            cell: ({ id, state, doneOn }) =>
              state === 'claimed' && (
                <Deed
                  action={`/teams/${team.slug}/hours/${id}/withdraw`}
                  label={t('people.teams.withdraw_of', { day: doneOn })}
                >
                  {t('people.teams.take_back')}
                </Deed>
              ),
          },
        ]}
      />
    </Section>
  );
}

function Inside(p: MinePageProps) {
  const { ctx, team, mine } = p;
  const { t } = ctx;
  const base = `/teams/${team.slug}`;
  return (
    <>
      {mine?.leadOfferedAt && (
        <Notice title={t('people.teams.lead_offered')}>
          <p>{t('people.teams.lead_offered_text')}</p>
          <div class="send-buttons">
            <Deed action={`${base}/lead`} fields={{ answer: 'yes' }} primary>
              {t('people.teams.lead_accept')}
            </Deed>
            <Deed action={`${base}/lead`} fields={{ answer: 'no' }}>
              {t('people.teams.refuse')}
            </Deed>
          </div>
        </Notice>
      )}
      <Tasks {...p} />
      <MyHours {...p} />
      <Section id="people" title={t('people.teams.people')} note={t('people.teams.people_note')}>
        <Table
          caption={t('people.teams.people')}
          captionHidden
          rows={p.people.filter(({ state }) => state === 'held')}
          columns={[
            { label: t('people.teams.who'), head: true, cell: ({ name }) => name },
            { label: t('people.teams.part'), cell: ({ part }) => t(`people.teams.part.${part}`) },
          ]}
        />
      </Section>
      <Section id="me-here" title={t('people.teams.me_here')}>
        <p>{t(mine?.shown ? 'people.teams.shown_now' : 'people.teams.not_shown_now', { name: p.displayName })}</p>
        <div class="send-buttons">
          <Deed action={`${base}/shown`} fields={{ shown: mine?.shown ? 'no' : 'yes' }}>
            {t(mine?.shown ? 'people.teams.hide_me' : 'people.teams.show_me_do')}
          </Deed>
          {mine?.part === 'leader' ? (
            <span class="quiet">{t('people.teams.leader_leaves')}</span>
          ) : (
            <Deed action={`${base}/leave`} danger>
              {t('people.teams.leave')}
            </Deed>
          )}
        </div>
      </Section>
    </>
  );
}

/** One's own page of a team: join, tasks, hours, leave. */
export function MinePage(p: MinePageProps) {
  const { ctx, team, mine, wrong } = p;
  const { t } = ctx;
  const held = mine?.state === 'held';
  // Errors of the page's buttons stand above everything; those of a form in it.
  const general = wrong && !['ask', 'claim'].includes(wrong.form) ? formState(ctx, wrong, wrong.form).errors : {};
  return (
    <>
      <Trail
        items={[
          { label: t('people.teams.mine_title'), href: '/me/teams' },
          { label: team.name, href: `/teams/${team.slug}` },
          { label: t('people.teams.mine') },
        ]}
      />
      <Heading
        title={team.name}
        over={mine && held ? t(`people.teams.part.${mine.part}`) : undefined}
        end={
          held && mine?.part !== 'member' ? (
            <ButtonLink href={`/teams/${team.slug}/manage`}>{t('people.teams.manage')}</ButtonLink>
          ) : undefined
        }
      />
      {p.done && <Notice tone="success" live title={t(`people.teams.done.${p.done}`)} />}
      {Object.values(general).map((text) => (
        <Notice tone="error" title={text} />
      ))}
      {held && team.state !== 'closed' ? <Inside {...p} /> : <Outside {...p} />}
    </>
  );
}

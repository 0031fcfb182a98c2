import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form } from '../../../ui/form.tsx';
import { Heading, Section, Trail } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Meta } from '../../../ui/text.tsx';
import type { Hours } from './hours.queries.ts';
import { ManageHours } from './manage-hours.tsx';
import { ManagePosts } from './manage-posts.tsx';
import type { Moderation, Post } from './post.queries.ts';
import type { Task } from './task.queries.ts';
import type { Team } from './team.queries.ts';
import { TaskTime } from './team-page.tsx';
import type { TeamPerson } from './team-person.queries.ts';
import { Deed, formState, type Wrong } from './team-words.tsx';

export type ManagePageProps = {
  ctx: PageContext;
  team: Team;
  mine: TeamPerson;
  people: readonly TeamPerson[];
  tasks: readonly Task[];
  /** names of who took a task on, by its id */
  takers: ReadonlyMap<string, string[]>;
  claimed: readonly Hours[];
  confirmed: readonly Hours[];
  posts: readonly Post[];
  standing: readonly Moderation[];
  done: string;
  wrong?: Wrong;
};

function Exports({ ctx, slug, what }: { ctx: PageContext; slug: string; what: 'members' | 'tasks' | 'hours' }) {
  return (
    <Meta
      items={(['csv', 'xlsx'] as const).map((format) => (
        <a href={`/teams/${slug}/${what}.${format}`} download>
          {ctx.t('people.teams.download', { format: format.toUpperCase() })}
        </a>
      ))}
    />
  );
}

function Requests({ ctx, team, people }: ManagePageProps) {
  const { t } = ctx;
  const asking = people.filter(({ state }) => state === 'asked');
  if (asking.length === 0) return null;
  return (
    <Section id="requests" title={t('people.teams.requests')}>
      <Table
        caption={t('people.teams.requests')}
        captionHidden
        rows={asking}
        columns={[
          { label: t('people.teams.who'), head: true, cell: ({ name }) => name },
          { label: t('people.teams.note'), cell: ({ note }) => note },
          { label: t('people.teams.when'), cell: ({ since }) => <DateTime value={since} /> },
          {
            label: t('people.teams.do'),
            labelHidden: true,
            cell: ({ id, name }) => (
              <div class="send-buttons">
                <Deed
                  action={`/teams/${team.slug}/people/${id}/answer`}
                  fields={{ answer: 'yes' }}
                  label={t('people.teams.let_in_of', { name })}
                  primary
                >
                  {t('people.teams.let_in')}
                </Deed>
                <Deed
                  action={`/teams/${team.slug}/people/${id}/answer`}
                  fields={{ answer: 'no' }}
                  label={t('people.teams.turn_down_of', { name })}
                >
                  {t('people.teams.turn_down')}
                </Deed>
              </div>
            ),
          },
        ]}
      />
    </Section>
  );
}

function PersonDeeds({ ctx, team, mine, person }: ManagePageProps & { person: TeamPerson }) {
  const { t } = ctx;
  const { id, name, part } = person;
  const action = (deed: string) => `/teams/${team.slug}/people/${id}/${deed}`;
  const leads = mine.part === 'leader';
  if (part === 'leader') return null;
  return (
    <div class="send-buttons">
      {leads && (
        <Deed
          action={action('deputy')}
          fields={{ deputy: part === 'deputy' ? 'no' : 'yes' }}
          label={`${t(part === 'deputy' ? 'people.teams.deputy_end' : 'people.teams.deputy_make')}: ${name}`}
        >
          {t(part === 'deputy' ? 'people.teams.deputy_end' : 'people.teams.deputy_make')}
        </Deed>
      )}
      {leads &&
        (person.leadOfferedAt ? (
          <span class="quiet">{t('people.teams.lead_waits')}</span>
        ) : (
          <Deed action={action('lead')} label={`${t('people.teams.lead_offer')}: ${name}`}>
            {t('people.teams.lead_offer')}
          </Deed>
        ))}
      {(leads || part === 'member') && id !== mine.id && (
        <Deed action={action('remove')} label={`${t('people.teams.remove')}: ${name}`}>
          {t('people.teams.remove')}
        </Deed>
      )}
    </div>
  );
}

function People(p: ManagePageProps) {
  const { ctx, team } = p;
  const { t } = ctx;
  return (
    <Section id="people" title={t('people.teams.people')}>
      <Exports ctx={ctx} slug={team.slug} what="members" />
      <Table
        caption={t('people.teams.people')}
        captionHidden
        rows={p.people.filter(({ state }) => state === 'held')}
        columns={[
          // Whoever was asked in is not listed before they say yes: an invitation is no way to learn who is here.
          { label: t('people.teams.who'), head: true, cell: ({ name }) => name },
          { label: t('people.teams.part'), cell: ({ part }) => t(`people.teams.part.${part}`) },
          { label: t('people.teams.since'), cell: ({ since }) => <DateTime value={since} form="date" /> },
          {
            label: t('people.teams.do'),
            labelHidden: true,
            cell: (person) => <PersonDeeds {...p} person={person} />,
          },
        ]}
      />
      {team.state === 'active' && (
        <Form {...formState(ctx, p.wrong, 'invite')} action={`/teams/${team.slug}/invite`}>
          <Field
            name="who"
            label={t('people.teams.invite_who')}
            hint={t('people.teams.invite_hint')}
            maxLength={254}
            width="half"
            required
          />
          <Actions note={t('people.teams.invite_note')}>
            <Button>{t('people.teams.invite')}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}

/** Fields of a task. */
function TaskFields({ ctx }: { ctx: PageContext }) {
  const { t } = ctx;
  return (
    <>
      <Field name="title" label={t('people.teams.task_title')} maxLength={60} required />
      <Field
        name="about"
        type="textarea"
        paper="plain"
        rows={3}
        label={t('people.teams.task_about')}
        maxLength={2000}
        optional
      />
      <Field name="place" label={t('people.teams.where')} maxLength={120} optional />
      <FieldRow>
        <Field name="day" type="date" label={t('people.teams.day')} required />
        <Field name="places" type="number" label={t('people.teams.how_many')} min={1} max={200} required />
      </FieldRow>
      <FieldRow>
        <Field name="from" type="time" label={t('people.teams.from')} required />
        <Field name="until" type="time" label={t('people.teams.until')} required />
      </FieldRow>
    </>
  );
}

const taskState = { open: 'open', done: 'ok', cancelled: 'no' } as const;

function Tasks({ ctx, team, tasks, takers, wrong }: ManagePageProps) {
  const { t } = ctx;
  const base = `/teams/${team.slug}/tasks`;
  return (
    <Section id="tasks" title={t('people.teams.tasks')}>
      <Exports ctx={ctx} slug={team.slug} what="tasks" />
      <Table
        caption={t('people.teams.tasks')}
        captionHidden
        rows={tasks}
        empty={t('people.teams.no_tasks')}
        columns={[
          { label: t('people.teams.task'), head: true, cell: ({ title }) => title },
          { label: t('people.teams.when'), cell: (task) => <TaskTime task={task} /> },
          { label: t('people.teams.places'), numeric: true, cell: (task) => `${task.taken}/${task.places}` },
          { label: t('people.teams.who'), cell: ({ id }) => (takers.get(id) ?? []).join(t('people.teams.separator')) },
          {
            label: t('people.teams.state'),
            cell: ({ state }) => <StateMark tone={taskState[state]}>{t(`people.teams.task_state.${state}`)}</StateMark>,
          },
          {
            label: t('people.teams.do'),
            labelHidden: true,
            cell: ({ id, title, state }) =>
              state === 'open' && (
                <div class="send-buttons">
                  <ButtonLink small href={`${base}/${id}`} label={`${t('people.teams.change')}: ${title}`}>
                    {t('people.teams.change')}
                  </ButtonLink>
                  <Deed
                    action={`${base}/${id}/end`}
                    fields={{ state: 'done' }}
                    label={`${t('people.teams.is_done')}: ${title}`}
                  >
                    {t('people.teams.is_done')}
                  </Deed>
                  <Deed
                    action={`${base}/${id}/end`}
                    fields={{ state: 'cancelled' }}
                    label={`${t('people.teams.is_off')}: ${title}`}
                  >
                    {t('people.teams.is_off')}
                  </Deed>
                </div>
              ),
          },
        ]}
      />
      {team.state === 'active' && (
        <Fold summary={t('people.teams.new_task')} icon="plus" open={wrong?.form === 'task'}>
          <Form {...formState(ctx, wrong, 'task')} action={base}>
            <TaskFields ctx={ctx} />
            <Actions>
              <Button primary>{t('people.teams.set_task')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
    </Section>
  );
}

/** One task to be changed. */
export function TaskPage(p: {
  ctx: PageContext;
  team: Team;
  task: Task;
  values: Record<string, string>;
  wrong?: Wrong;
}) {
  const { ctx, team, task } = p;
  const { t } = ctx;
  return (
    <>
      <Trail
        items={[
          { label: team.name, href: `/teams/${team.slug}` },
          { label: t('people.teams.manage'), href: `/teams/${team.slug}/manage` },
          { label: task.title },
        ]}
      />
      <Heading title={task.title} lead={t('people.teams.change_task_note', { n: task.taken })} />
      <Form {...formState(ctx, p.wrong, 'task', p.values)} action={`/teams/${team.slug}/tasks/${task.id}`}>
        <TaskFields ctx={ctx} />
        <Actions>
          <Button primary>{t('people.teams.save')}</Button>
        </Actions>
      </Form>
    </>
  );
}

function Describe({ ctx, team, wrong }: ManagePageProps) {
  const { t } = ctx;
  return (
    <Section id="describe" title={t('people.teams.describe')}>
      <Form
        {...formState(ctx, wrong, 'describe', { name: team.name, about: team.about })}
        action={`/teams/${team.slug}/describe`}
      >
        <Field name="name" label={t('people.teams.name')} maxLength={40} required />
        <Field name="about" type="textarea" label={t('people.teams.about')} rows={5} maxLength={2000} required />
        <Actions>
          <Button>{t('people.teams.save')}</Button>
        </Actions>
      </Form>
      <Fold summary={t('people.teams.close')} open={wrong?.form === 'close'}>
        <Form {...formState(ctx, wrong, 'close')} action={`/teams/${team.slug}/close`}>
          <p>{t('people.teams.close_text')}</p>
          <Field name="reason" label={t('people.teams.close_reason')} maxLength={500} required />
          <Actions>
            <Button danger>{t('people.teams.close')}</Button>
          </Actions>
        </Form>
      </Fold>
    </Section>
  );
}

const ownForms = ['invite', 'task', 'post', 'describe', 'close'];

/** The page of those who run a team. */
export function ManagePage(p: ManagePageProps) {
  const { ctx, team, wrong } = p;
  const { t } = ctx;
  const own = ownForms.includes(wrong?.form ?? '') || wrong?.form.includes('-');
  return (
    <>
      <Trail
        items={[
          { label: t('people.teams.mine_title'), href: '/me/teams' },
          { label: team.name, href: `/teams/${team.slug}` },
          { label: t('people.teams.manage') },
        ]}
      />
      <Heading
        title={team.name}
        over={t(`people.teams.part.${p.mine.part}`)}
        end={<ButtonLink href={`/teams/${team.slug}/mine`}>{t('people.teams.mine')}</ButtonLink>}
      />
      {p.done && <Notice tone="success" live title={t(`people.teams.done.${p.done}`)} />}
      {wrong &&
        !own &&
        Object.values(formState(ctx, wrong, wrong.form).errors).map((text) => <Notice tone="error" title={text} />)}
      <Requests {...p} />
      <ManageHours {...p} />
      <Tasks {...p} />
      <ManagePosts {...p} />
      <People {...p} />
      {p.mine.part === 'leader' && <Describe {...p} />}
    </>
  );
}

import type { FastifyReply } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import { type App, lookOf } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { localDate, localTime } from '../../../kernel/time/index.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { attempt } from '../admin/admin-page.tsx';
import { requireOwner } from '../session.ts';
import { mineOf, type TeamActor } from './act-on-team.ts';
import { closeTeam } from './decide-team.ts';
import { fieldOf } from './field-of.ts';
import { hoursOf } from './hours.queries.ts';
import { answerRequest, inviteToTeam } from './join-team.ts';
import { offerLead, removePerson, setDeputy } from './lead-team.ts';
import { ManagePage, TaskPage } from './manage-page.tsx';
import { doneOf, type OfTeam, openedTeam } from './mine.routes.tsx';
import { ownPosts, standingOf } from './post.queries.ts';
import { describeTeam } from './propose-team.ts';
import { takersOf, taskById, tasksOf } from './task.queries.ts';
import type { Team } from './team.queries.ts';
import { exportFormats, exportKinds, sendExport } from './team-exports.ts';
import { correctHours, decideHours } from './team-hours.ts';
import { peopleOf, personOf, type TeamPerson } from './team-person.queries.ts';
import { appealHiding, publishPost, withdrawPost } from './team-posts.ts';
import { changeTask, endTask, setTask } from './team-tasks.ts';
import { mayRun } from './teams.policy.ts';

type Params = { Params: { slug: string; id: string } };

/** The pages of those who run a team. */
export function manageRoutes(app: App, k: Kernel): void {
  app.get<Params>('/teams/:slug/manage', (request, reply) => show(k, request, reply));
  app.get<Params>('/teams/:slug/tasks/:id', (request, reply) => showTask(k, request, reply));
  for (const kind of exportKinds)
    for (const format of exportFormats)
      app.get<Params>(`/teams/:slug/${kind}.${format}`, async (request, reply) => {
        const { team } = await runBy(k, request);
        const { locale } = lookOf(request, k.settings.get(citySettings).languages);
        return sendExport(k, reply, k.i18n.t(locale), team, { kind, format });
      });

  type Deed = (actor: TeamActor, slug: string, request: OfTeam) => Promise<unknown>;
  const post = (path: string, done: string, form: string | ((request: OfTeam) => string), deed: Deed) =>
    app.post<Params>(`/teams/:slug/${path}`, async (request, reply) => {
      const actor = await requireOwner(k, request);
      const error = await attempt(() => deed(actor, request.params.slug, request));
      const wrong = error && { form: typeof form === 'string' ? form : form(request), error };
      if (wrong) return path === 'tasks/:id' ? showTask(k, request, reply, wrong) : show(k, request, reply, wrong);
      return reply.redirect(`/teams/${encodeURIComponent(request.params.slug)}/manage?done=${done}`, 303);
    });
  peopleDeeds(k, post);
  workDeeds(k, post);
}

type Post = (
  path: string,
  done: string,
  form: string | ((request: OfTeam) => string),
  deed: (actor: TeamActor, slug: string, request: OfTeam) => Promise<unknown>,
) => void;

function peopleDeeds(k: Kernel, post: Post): void {
  post('people/:id/answer', 'answered', 'top', (actor, slug, { params, body }) =>
    answerRequest(k, actor, slug, params.id, { answer: fieldOf(body, 'answer') as 'yes' | 'no' }),
  );
  post('people/:id/deputy', 'saved', 'top', (actor, slug, { params, body }) =>
    setDeputy(k, actor, slug, params.id, fieldOf(body, 'deputy') === 'yes'),
  );
  post('people/:id/lead', 'saved', 'top', (actor, slug, { params }) => offerLead(k, actor, slug, params.id));
  post('people/:id/remove', 'saved', 'top', (actor, slug, { params }) => removePerson(k, actor, slug, params.id));
  post('invite', 'invited', 'invite', (actor, slug, { body }) =>
    inviteToTeam(k, actor, slug, { who: fieldOf(body, 'who') }),
  );
  post('describe', 'saved', 'describe', (actor, slug, { body }) =>
    describeTeam(k, actor, slug, { name: fieldOf(body, 'name'), about: fieldOf(body, 'about') }),
  );
  post('close', 'saved', 'close', (actor, slug, { body }) =>
    closeTeam(k, actor, slug, { reason: fieldOf(body, 'reason') }),
  );
}

function taskOf({ body }: OfTeam) {
  return {
    title: fieldOf(body, 'title'),
    about: fieldOf(body, 'about'),
    place: fieldOf(body, 'place'),
    day: fieldOf(body, 'day'),
    from: fieldOf(body, 'from'),
    until: fieldOf(body, 'until'),
    places: fieldOf(body, 'places') || undefined,
  };
}

function workDeeds(k: Kernel, post: Post): void {
  post('tasks', 'saved', 'task', (actor, slug, request) => setTask(k, actor, slug, taskOf(request)));
  post('tasks/:id', 'saved', 'task', (actor, slug, request) =>
    changeTask(k, actor, slug, request.params.id, taskOf(request)),
  );
  post('tasks/:id/end', 'saved', 'top', (actor, slug, { params, body }) =>
    endTask(k, actor, slug, params.id, fieldOf(body, 'state') === 'done' ? 'done' : 'cancelled'),
  );
  post(
    'hours/:id/decide',
    'saved',
    ({ params }) => `decline-${params.id}`,
    (actor, slug, { params, body }) =>
      decideHours(k, actor, slug, params.id, {
        decision: fieldOf(body, 'decision') as 'decline',
        reason: fieldOf(body, 'reason'),
      }),
  );
  post(
    'hours/:id/correct',
    'saved',
    ({ params }) => `correct-${params.id}`,
    (actor, slug, { params, body }) =>
      correctHours(k, actor, slug, params.id, {
        hours: fieldOf(body, 'hours') || undefined,
        reason: fieldOf(body, 'reason'),
      }),
  );
  post('posts', 'published', 'post', (actor, slug, { body }) =>
    publishPost(k, actor, slug, { title: fieldOf(body, 'title'), body: fieldOf(body, 'body') }),
  );
  post('posts/:id/withdraw', 'saved', 'top', (actor, slug, { params }) => withdrawPost(k, actor, slug, params.id));
  post(
    'posts/:id/appeal',
    'saved',
    ({ params }) => `appeal-${params.id}`,
    (actor, slug, { params, body }) => appealHiding(k, actor, slug, params.id, { text: fieldOf(body, 'text') }),
  );
}

/** The team, and its leader or deputy who asks. @throws AppError kernel.not_allowed */
async function runBy(k: Kernel, request: OfTeam): Promise<{ team: Team; mine: TeamPerson }> {
  const actor = await requireOwner(k, request);
  const team = await openedTeam(k, request.params.slug);
  const mine = await personOf(k.db, team.id, actor.accountId);
  if (!mine || !mayRun(team, mineOf(mine))) return fail('kernel.not_allowed');
  return { team, mine };
}

async function show(
  k: Kernel,
  request: OfTeam,
  reply: FastifyReply,
  wrong?: { form: string; error: AppError },
): Promise<FastifyReply> {
  // Closed just now: there is nothing to manage any more.
  if (!wrong && (await openedTeam(k, request.params.slug)).state === 'closed')
    return reply.redirect(`/teams/${encodeURIComponent(request.params.slug)}`, 303);
  const { team, mine } = await runBy(k, request);
  const [people, tasks, takers, claimed, confirmed, posts, standing] = await Promise.all([
    peopleOf(k.db, team.id),
    tasksOf(k.db, team.id, 50),
    takersOf(k.db, team.id),
    hoursOf(k.db, team.id, { state: 'claimed' }, 200),
    hoursOf(k.db, team.id, { state: 'confirmed' }, 50),
    ownPosts(k.db, team.id, 30),
    standingOf(k.db, team.id),
  ]);
  const names = new Map<string, string[]>();
  for (const { taskId, name } of takers) names.set(taskId, [...(names.get(taskId) ?? []), name]);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: team.name,
      robots: 'noindex',
      main: (
        <ManagePage
          {...{ ctx, team, mine, people, tasks, claimed, confirmed, posts, standing }}
          takers={names}
          done={doneOf(request)}
          wrong={wrong && { ...wrong, body: request.body }}
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

async function showTask(
  k: Kernel,
  request: OfTeam,
  reply: FastifyReply,
  wrong?: { form: string; error: AppError },
): Promise<FastifyReply> {
  const { team } = await runBy(k, request);
  const task = isId(request.params.id) ? await taskById(k.db, team.id, request.params.id) : undefined;
  if (!task) fail('kernel.not_found');
  const zone = k.config.TIME_ZONE;
  const values = {
    title: task.title,
    about: task.about,
    place: task.place,
    day: localDate(task.startsAt, zone),
    from: localTime(task.startsAt, zone),
    until: localTime(task.endsAt, zone),
    places: String(task.places),
  };
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: task.title,
      robots: 'noindex',
      main: (
        <TaskPage ctx={ctx} team={team} task={task} values={values} wrong={wrong && { ...wrong, body: request.body }} />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

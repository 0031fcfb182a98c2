import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { attempt } from '../admin/admin-page.tsx';
import { requireOwner } from '../session.ts';
import { textOf } from '../text-of.ts';
import type { TeamActor } from './act-on-team.ts';
import { fieldOf } from './field-of.ts';
import { hoursOf, minutesOfPerson } from './hours.queries.ts';
import { answerInvitation, askToJoin, leaveTeam, showName } from './join-team.ts';
import { answerLead } from './lead-team.ts';
import { MeTeamsPage } from './me-teams-page.tsx';
import { MinePage } from './mine-page.tsx';
import { openTasks, tasksTakenBy } from './task.queries.ts';
import { findTeam, type Team, teamsOf } from './team.queries.ts';
import { claimHours, withdrawHours } from './team-hours.ts';
import { peopleOf, personOf } from './team-person.queries.ts';
import { giveTaskBack, takeTask } from './team-tasks.ts';
import { publicStates } from './teams.rules.ts';

export type OfTeam = FastifyRequest<{ Params: { slug: string; id: string } }>;
type Answer = 'yes' | 'no';

/** One's own pages of teams. */
export function mineRoutes(app: App, k: Kernel): void {
  app.get('/me/teams', (request, reply) => showTeams(k, request, reply));
  app.get<{ Params: { slug: string; id: string } }>('/teams/:slug/mine', (request, reply) => show(k, request, reply));

  /** @param done what is said afterwards; `form` is where errors stand */
  const post = (
    path: string,
    done: string,
    form: string,
    deed: (actor: TeamActor, slug: string, request: OfTeam) => Promise<unknown>,
  ) =>
    app.post<{ Params: { slug: string; id: string } }>(`/teams/:slug/${path}`, async (request, reply) => {
      const actor = await requireOwner(k, request);
      const error = await attempt(() => deed(actor, request.params.slug, request));
      if (error) return show(k, request, reply, { form, error });
      return reply.redirect(`/teams/${encodeURIComponent(request.params.slug)}/mine?done=${done}`, 303);
    });
  const answer = (request: OfTeam) => ({ answer: textOf(request.body, 'answer') as Answer });

  post('join', 'asked', 'ask', (actor, slug, { body }) => askToJoin(k, actor, slug, { note: fieldOf(body, 'note') }));
  post('invitation', 'answered', 'top', (actor, slug, request) => answerInvitation(k, actor, slug, answer(request)));
  post('leave', 'left', 'top', (actor, slug) => leaveTeam(k, actor, slug));
  post('lead', 'answered', 'top', (actor, slug, request) => answerLead(k, actor, slug, answer(request)));
  post('shown', 'saved', 'top', (actor, slug, { body }) => showName(k, actor, slug, fieldOf(body, 'shown') === 'yes'));
  post('tasks/:id/take', 'taken', 'top', (actor, slug, { params }) => takeTask(k, actor, slug, params.id));
  post('tasks/:id/give-back', 'given_back', 'top', (actor, slug, { params }) =>
    giveTaskBack(k, actor, slug, params.id),
  );
  post('hours', 'claimed', 'claim', (actor, slug, { body }) =>
    claimHours(k, actor, slug, {
      day: fieldOf(body, 'day'),
      hours: fieldOf(body, 'hours') || undefined,
      taskId: fieldOf(body, 'taskId') || null,
      note: fieldOf(body, 'note'),
    }),
  );
  post('hours/:id/withdraw', 'saved', 'top', (actor, slug, { params }) => withdrawHours(k, actor, slug, params.id));
}

/** What may be said after something was done: `?done=` one of these. */
const done = new Set([
  'asked',
  'answered',
  'left',
  'saved',
  'taken',
  'given_back',
  'claimed',
  'confirmed',
  'declined',
  'invited',
  'published',
  'hidden',
  'ruled',
]);

export function doneOf(request: FastifyRequest): string {
  const given = request.method === 'GET' ? textOf(request.query, 'done') : '';
  return done.has(given) ? given : '';
}

/** A team whose page its own people may open. @throws AppError people.team_not_found */
export async function openedTeam(k: Kernel, slug: string): Promise<Team> {
  const team = await findTeam(k.db, slug);
  if (!team || !publicStates.includes(team.state)) fail('people.team_not_found');
  return team;
}

async function show(
  k: Kernel,
  request: OfTeam,
  reply: FastifyReply,
  wrong?: { form: string; error: AppError },
): Promise<FastifyReply> {
  const actor = await requireOwner(k, request);
  const team = await openedTeam(k, request.params.slug);
  const mine = await personOf(k.db, team.id, actor.accountId);
  const now = k.clock.now();
  const held = mine?.state === 'held';
  const [people, tasks, taken, hours] = held
    ? await Promise.all([
        peopleOf(k.db, team.id),
        openTasks(k.db, team.id, now, 100),
        tasksTakenBy(k.db, team.id, actor.accountId),
        hoursOf(k.db, team.id, { accountId: actor.accountId }, 100),
      ])
    : [[], [], [], []];
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: team.name,
      robots: 'noindex',
      main: (
        <MinePage
          ctx={ctx}
          team={team}
          mine={mine}
          displayName={actor.displayName}
          people={people}
          tasks={tasks}
          taken={taken}
          hours={hours}
          today={localDate(now, k.config.TIME_ZONE)}
          done={doneOf(request)}
          wrong={wrong && { ...wrong, body: request.body }}
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

async function showTeams(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireOwner(k, request);
  const [teams, minutes] = await Promise.all([teamsOf(k.db, actor.accountId), minutesOfPerson(k.db, actor.accountId)]);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('people.teams.mine_title'),
    robots: 'noindex',
    main: <MeTeamsPage ctx={ctx} teams={teams} minutes={minutes} />,
  }));
}

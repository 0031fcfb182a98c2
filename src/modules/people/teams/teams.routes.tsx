import type { FastifyReply, FastifyRequest } from 'fastify';
import { pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import { type App, sendCached } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { sendPage, sendPublicPage } from '../../../ui/send-page.tsx';
import { attempt } from '../admin/admin-page.tsx';
import { departmentBook } from '../books.ts';
import { requireActor } from '../session.ts';
import { textOf } from '../text-of.ts';
import { deskRoutes } from './desk.routes.tsx';
import { fieldOf } from './field-of.ts';
import { manageRoutes } from './manage.routes.tsx';
import { mineRoutes } from './mine.routes.tsx';
import { listModerations, listPosts } from './post.queries.ts';
import { ProposePage } from './propose-page.tsx';
import { canPropose, proposeTeam, proposingDepartments } from './propose-team.ts';
import { openTasks } from './task.queries.ts';
import { findTeam, listTeams, type Team, teamFigures } from './team.queries.ts';
import { TeamPage } from './team-page.tsx';
import { type Purpose, publicStates, purposes } from './teams.rules.ts';
import { teamsFeed } from './teams-feed.ts';
import { LogPage, TeamsPage } from './teams-page.tsx';

export const teamsNav: readonly NavEntry[] = [
  { href: '/teams', label: 'people.teams.title', place: 'foot', order: 14 },
  { href: '/teams/moderation', label: 'people.teams.moderation', place: 'staff', order: 72, roles: ['moderator'] },
];

type BySlug = FastifyRequest<{ Params: { slug: string } }>;

/** Everything about teams: what everybody reads, one's own pages, the pages of those who run one, the staff's. */
export function teamsRoutes(app: App, k: Kernel): void {
  app.get('/teams', (request, reply) => list(k, request, reply));
  app.get('/teams/feed.xml', (request, reply) => feed(k, request, reply));
  app.get('/teams/log', (request, reply) => log(k, request, reply));
  app.get('/teams/new', (request, reply) => showProposal(k, request, reply));
  app.post('/teams/new', (request, reply) => propose(k, request, reply));
  app.get<{ Params: { slug: string } }>('/teams/:slug', (request, reply) => one(k, request, reply));
  app.get<{ Params: { slug: string } }>('/teams/:slug/feed.xml', async (request, reply) =>
    feed(k, request, reply, await publicTeam(k, request.params.slug)),
  );
  mineRoutes(app, k);
  manageRoutes(app, k);
  deskRoutes(app, k);
}

const pageSize = 24;
const postsSize = 10;

function list(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const given = textOf(request.query, 'purpose');
  const purpose: Purpose | null = purposes.find((each) => each === given) ?? null;
  const [, sortKey, slug] = /^([a-z0-9]{0,400})~([a-z0-9-]{1,80})$/.exec(textOf(request.query, 'after')) ?? [];
  const after = sortKey !== undefined && slug !== undefined ? { sortKey, slug } : null;
  return sendPublicPage(k, request, reply, async (ctx) => {
    const rows = await listTeams(k.db, purpose, after, pageSize + 1);
    const teams = rows.slice(0, pageSize);
    const last = rows.length > pageSize ? teams.at(-1) : undefined;
    const next =
      last && new URLSearchParams({ ...(purpose ? { purpose } : {}), after: `${last.sortKey}~${last.slug}` });
    return {
      title: ctx.t('people.teams.title'),
      description: ctx.t('people.teams.lead'),
      feeds: [{ href: '/teams/feed.xml', title: ctx.t('people.teams.title') }],
      main: (
        <TeamsPage
          ctx={ctx}
          purpose={purpose}
          teams={teams}
          nextHref={next && `/teams?${next}`}
          first={after === null}
        />
      ),
      tags: ['teams'],
    };
  });
}

/** @throws AppError people.team_not_found for what is not public, as for what is not there */
async function publicTeam(k: Kernel, slug: string): Promise<Team> {
  const team = await findTeam(k.db, slug);
  if (!team || !publicStates.includes(team.state)) fail('people.team_not_found');
  return team;
}

function one(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const after = readPageKey(textOf(request.query, 'after'));
  return sendPublicPage(k, request, reply, async (ctx) => {
    const team = await publicTeam(k, request.params.slug);
    const [figures, tasks, posts, entries, departments] = await Promise.all([
      teamFigures(k.db, team.id),
      openTasks(k.db, team.id, k.clock.now(), 30),
      listPosts(k.db, team.id, after, postsSize + 1),
      listModerations(k.db, team.id, null, 20),
      departmentBook(k),
    ]);
    const last = posts.length > postsSize ? posts[postsSize - 1] : undefined;
    return {
      title: team.name,
      description: [...team.about.replace(/\s+/g, ' ')].slice(0, 120).join(''),
      canonical: `${k.config.publicUrl}/teams/${team.slug}`,
      feeds: [{ href: `/teams/${team.slug}/feed.xml`, title: team.name }],
      main: (
        <TeamPage
          ctx={ctx}
          team={team}
          figures={figures}
          department={departments.name(team.departmentId, ctx.locale)}
          tasks={tasks}
          posts={posts.slice(0, postsSize)}
          nextPosts={last && `/teams/${team.slug}?after=${pageKeyText({ at: last.publishedAt, id: last.id })}`}
          log={entries}
          first={after === null}
        />
      ),
      tags: ['teams', `team:${team.id}`],
    };
  });
}

async function feed(k: Kernel, request: FastifyRequest, reply: FastifyReply, team?: Team): Promise<FastifyReply> {
  const ctx = request.server.frame.anonymous(request);
  const page = await k.cache.getOrMake(`${ctx.locale} ${request.url}`, async () => ({
    status: 200,
    type: 'application/atom+xml; charset=utf-8',
    body: teamsFeed(k, ctx, await listPosts(k.db, team?.id, null, 40), team),
    tags: ['teams'],
  }));
  return sendCached(request, reply, page);
}

function log(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const after = readPageKey(textOf(request.query, 'after'));
  const size = 30;
  return sendPublicPage(k, request, reply, async (ctx) => {
    const rows = await listModerations(k.db, undefined, after, size + 1);
    const last = rows.length > size ? rows[size - 1] : undefined;
    return {
      title: ctx.t('people.teams.log'),
      description: ctx.t('people.teams.log_lead'),
      main: (
        <LogPage
          ctx={ctx}
          entries={rows.slice(0, size)}
          nextHref={last && `/teams/log?after=${pageKeyText(last)}`}
          first={after === null}
        />
      ),
      tags: ['teams'],
    };
  });
}

async function showProposal(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const [allowed, own, departments] = await Promise.all([
    canPropose(k, actor),
    proposingDepartments(k, actor),
    departmentBook(k),
  ]);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.teams.propose_title'),
      robots: 'noindex',
      main: (
        <ProposePage
          ctx={ctx}
          allowed={allowed}
          displayName={actor.displayName}
          departments={own.map((id) => ({ value: id, label: departments.name(id, ctx.locale) }))}
          wrong={error && { form: 'propose', error, body: request.body }}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function propose(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const { body } = request;
  const error = await attempt(() =>
    proposeTeam(k, actor, {
      name: fieldOf(body, 'name'),
      purpose: fieldOf(body, 'purpose') as Purpose,
      about: fieldOf(body, 'about'),
      departmentId: fieldOf(body, 'departmentId') || null,
      shown: fieldOf(body, 'shown') === 'yes',
      charter: fieldOf(body, 'charter') as 'yes',
    }),
  );
  if (error) return showProposal(k, request, reply, error);
  return reply.redirect('/me/teams', 303);
}

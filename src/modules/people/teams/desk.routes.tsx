import type { FastifyReply, FastifyRequest } from 'fastify';
import { pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import type { AppError } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { publishedRules } from '../../../kernel/settings/index.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, hasRole } from '../actor.ts';
import { attempt } from '../admin/admin-page.tsx';
import { departmentBook } from '../books.ts';
import { requireSecretariat, sendSecretariatPage } from '../register/secretariat/secretariat-frame.tsx';
import { requireStaff } from '../session.ts';
import { textOf } from '../text-of.ts';
import { closeTeam, decideOnTeam, nameLeader } from './decide-team.ts';
import { type Appeal, ModerationDesk, TeamsDesk } from './desk-pages.tsx';
import { fieldOf } from './field-of.ts';
import { doneOf } from './mine.routes.tsx';
import { findPost, listPosts, waitingAppeals } from './post.queries.ts';
import { waitingTeams } from './team.queries.ts';
import { peopleOf } from './team-person.queries.ts';
import { hidePost, ruleOnAppeal } from './team-posts.ts';
import { mayReadProposals } from './teams.policy.ts';

type BySlug = { Params: { slug: string } };
type ById = { Params: { id: string } };
type Wrong = { form: string; error: AppError };

/** The pages of the secretariat and of moderators. */
export function deskRoutes(app: App, k: Kernel): void {
  app.get('/secretariat/teams', (request, reply) => showTeams(k, request, reply));
  const decide = (deed: string, form: string, work: (actor: Actor, slug: string, body: unknown) => Promise<void>) =>
    app.post<BySlug>(`/secretariat/teams/:slug/${deed}`, async (request, reply) => {
      const actor = await requireSecretariat(k, request, mayReadProposals);
      const { slug } = request.params;
      const error = await attempt(() => work(actor, slug, request.body));
      if (error) return showTeams(k, request, reply, { form: `${form}-${slug}`, error });
      return reply.redirect('/secretariat/teams?said=saved', 303);
    });
  decide('decide', 'decide', (actor, slug, body) =>
    decideOnTeam(k, actor, slug, {
      decision: fieldOf(body, 'decision') as 'decline',
      reason: fieldOf(body, 'reason'),
    }),
  );
  decide('leader', 'leader', (actor, slug, body) => nameLeader(k, actor, slug, fieldOf(body, 'person')));
  decide('close', 'close', (actor, slug, body) => closeTeam(k, actor, slug, { reason: fieldOf(body, 'reason') }));

  app.get('/teams/moderation', (request, reply) => showModeration(k, request, reply));
  const moderate = (
    deed: 'hide' | 'rule',
    done: string,
    work: (actor: Actor, id: string, body: unknown) => Promise<void>,
  ) =>
    app.post<ById>(`/teams/moderation/:id/${deed}`, async (request, reply) => {
      const actor = await requireStaff(k, request, 'moderator');
      const { id } = request.params;
      const error = await attempt(() => work(actor, id, request.body));
      if (error) return showModeration(k, request, reply, { form: `${deed}-${id}`, error });
      return reply.redirect(`/teams/moderation?done=${done}`, 303);
    });
  moderate('hide', 'hidden', (actor, id, body) =>
    hidePost(k, actor, id, { rule: fieldOf(body, 'rule'), reason: fieldOf(body, 'reason') }),
  );
  moderate('rule', 'ruled', (actor, id, body) =>
    ruleOnAppeal(k, actor, id, { ruling: fieldOf(body, 'ruling') as 'upheld', reason: fieldOf(body, 'reason') }),
  );
}

async function showTeams(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  wrong?: Wrong,
): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayReadProposals);
  const [teams, departments] = await Promise.all([waitingTeams(k.db), departmentBook(k)]);
  const people = await Promise.all(teams.map((team) => peopleOf(k.db, team.id)));
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('people.teams.desk_title'),
      main: (
        <TeamsDesk
          ctx={ctx}
          actor={actor}
          decides={hasRole(actor, 'secretary')}
          waiting={teams.map((team, i) => ({
            team,
            people: people[i] ?? [],
            department: departments.name(team.departmentId, ctx.locale),
          }))}
          wrong={wrong && { ...wrong, body: request.body }}
        />
      ),
    }),
    { status: wrong?.error.status, said: { saved: 'people.teams.done.saved' } },
  );
}

async function showModeration(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  wrong?: Wrong,
): Promise<FastifyReply> {
  const actor = await requireStaff(k, request, 'moderator');
  const after = readPageKey(textOf(request.query, 'after'));
  const size = 20;
  const [decisions, posts] = await Promise.all([waitingAppeals(k.db), listPosts(k.db, undefined, after, size + 1)]);
  const appeals: Appeal[] = [];
  for (const decision of decisions) {
    const post = await findPost(k.db, decision.postId);
    if (post) appeals.push({ decision, post });
  }
  const last = posts.length > size ? posts[size - 1] : undefined;
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.teams.moderation'),
      robots: 'noindex',
      staff: {},
      main: (
        <ModerationDesk
          ctx={ctx}
          actor={actor}
          appeals={appeals}
          posts={posts.slice(0, size)}
          rules={publishedRules(k, ctx.locale)}
          nextHref={last && `/teams/moderation?after=${pageKeyText({ at: last.publishedAt, id: last.id })}`}
          first={after === null}
          done={doneOf(request)}
          wrong={wrong && { ...wrong, body: request.body }}
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

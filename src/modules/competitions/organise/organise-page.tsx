import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { AppError } from '../../../kernel/errors/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import type { TabEntry } from '../../../ui/tabs.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { type Actor, hasRole, requireActor } from '../../people/index.ts';
import { mayReadRecord, organises } from '../competitions.policy.ts';
import { type AtDesk, requireDesk } from '../desk-page.tsx';
import { worksAtDesk } from './duty.queries.ts';
import { mayOpenDesk } from './organise.policy.ts';

/** Somebody signed in; whoever has a role has passed the second factor. */
export type Reader = Actor & { accountId: string };

/** @throws AppError kernel.sign_in_first, people.welcome_first, kernel.second_factor_first */
export async function requireReader(k: Kernel, request: FastifyRequest): Promise<Reader> {
  const actor = await requireActor(k, request);
  if (actor.roles.length > 0 && !actor.secondFactor) fail('kernel.second_factor_first');
  return { ...actor, accountId: actor.accountId ?? fail('kernel.sign_in_first') };
}

/**
 * Whoever has something to do at /organise: the roles, or a duty.
 * @throws AppError kernel.sign_in_first, kernel.second_factor_first, kernel.not_allowed
 */
export async function requireOrganiseList(k: Kernel, request: FastifyRequest): Promise<Reader> {
  const actor = await requireReader(k, request);
  const may = hasRole(actor, 'organiser') || hasRole(actor, 'auditor') || (await worksAtDesk(k.db, actor.accountId));
  return may ? actor : fail('kernel.not_allowed');
}

/** The competition of an address, for whoever may see its desk. */
export function openDesk(k: Kernel, request: FastifyRequest, slug: string): Promise<AtDesk> {
  return requireDesk(k, request, slug, mayOpenDesk);
}

/** The competition of an address, for whoever may change it. */
export function openToChange(k: Kernel, request: FastifyRequest, slug: string): Promise<AtDesk> {
  return requireDesk(k, request, slug, organises);
}

/** What was just done, said once after the redirect: `?done=` one of these. */
const done = new Set([
  'created',
  'saved',
  'nothing',
  'published',
  'opened',
  'cancelled',
  'discarded',
  'added',
  'removed',
  'moved',
  'asked',
  'link',
  'taken_back',
  'accepted',
  'declined',
  'laid_down',
  'remark',
]);

/** Notice of what was just done; nothing for any other word in the address. */
export function DoneNotice({ ctx, request }: { ctx: PageContext; request: FastifyRequest }) {
  const said = request.method === 'GET' ? new URL(request.url, 'http://x').searchParams.get('done') : null;
  if (said === null || !done.has(said)) return null;
  // keys: competitions.organise.done.*
  return <Notice tone="success" live title={ctx.t(`competitions.organise.done.${said}`)} />;
}

/** What cannot be said beside a field: the rule of stages that is broken, somebody else's change. */
export function RefusedNotice({ ctx, thrown }: { ctx: PageContext; thrown: AppError | undefined }) {
  if (!thrown || thrown.fields) return null;
  if (thrown.code === 'competitions.stages_wrong')
    return <Notice tone="error" title={ctx.t(`competitions.stages.wrong.${thrown.params.problem}`)} />;
  return <Notice tone="error" title={ctx.t(`errors.${thrown.code}`, thrown.params)} />;
}

const pages = ['settings', 'stages', 'categories', 'people', 'record'] as const;

function tabsOf(ctx: PageContext, { actor, competition, facts }: AtDesk): TabEntry[] {
  const base = `/organise/${competition.slug}`;
  const changes = organises(actor, facts);
  const goesOn = competition.state === 'draft' || competition.state === 'open';
  const shown = pages.filter((page) => {
    if (page === 'record') return mayReadRecord(actor, facts);
    return changes && (goesOn || page === 'people');
  });
  const [path = ''] = ctx.path.split('?');
  const here = (href: string) => path === href || path.startsWith(`${href}/`);
  return [
    { href: base, label: ctx.t('competitions.organise.tab.overview'), current: path === base },
    ...shown.map((page) => ({
      href: `${base}/${page}`,
      // keys: competitions.organise.tab.*
      label: ctx.t(`competitions.organise.tab.${page}`),
      current: here(`${base}/${page}`),
    })),
  ];
}

export type OrganiseDraft = { title: string; main: VNode };

/** Sends a page of the organiser's work that is about no single competition. */
export async function sendOrganise(
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  make: (ctx: PageContext) => OrganiseDraft | Promise<OrganiseDraft>,
  status = 200,
): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    async (ctx) => {
      const { title, main } = await make(ctx);
      return {
        title,
        robots: 'noindex',
        ...(actor.secondFactor && actor.roles.length > 0 ? { staff: {} } : {}),
        main: (
          <div class="admin">
            <DoneNotice ctx={ctx} request={request} />
            {main}
          </div>
        ),
      };
    },
    status,
  );
}

/** Sends a page about one competition, with the way back to the list and its parts. */
export async function sendOfCompetition(
  request: FastifyRequest,
  reply: FastifyReply,
  desk: AtDesk,
  make: (ctx: PageContext) => OrganiseDraft | Promise<OrganiseDraft>,
  status = 200,
): Promise<FastifyReply> {
  return sendOrganise(
    request,
    reply,
    desk.actor,
    async (ctx) => {
      const { title, main } = await make(ctx);
      const { competition } = desk;
      return {
        title: title === competition.title ? title : `${title} · ${competition.title}`,
        main: (
          <>
            <Trail
              items={[
                { label: ctx.t('competitions.organise.title'), href: '/organise' },
                ...(title === competition.title
                  ? [{ label: title }]
                  : [{ label: competition.title, href: `/organise/${competition.slug}` }, { label: title }]),
              ]}
            />
            <Tabs label={ctx.t('competitions.organise.parts')} items={tabsOf(ctx, desk)} />
            {main}
          </>
        ),
      };
    },
    status,
  );
}

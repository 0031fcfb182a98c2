import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId, pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { publishedRules } from '../../../kernel/settings/index.ts';
import { sendPage, sendPublicPage } from '../../../ui/send-page.tsx';
import { type Actor, formErrors, postForm, requireStaff, type Sent, typedOf } from '../../people/index.ts';
import { deskHref, type InHand, ModerationDesk } from './desk-page.tsx';
import { hideContribution } from './hide-contribution.ts';
import { keepContribution } from './keep-contribution.ts';
import { LogPage } from './log-page.tsx';
import { mayHide } from './moderation.policy.ts';
import {
  listModerations,
  listToModerate,
  moderationsOf,
  type Queue,
  queues,
  toModerate,
  waitingCounts,
} from './moderation.queries.ts';
import { openReports } from './report.queries.ts';
import { reportRoutes } from './report.routes.tsx';
import { ruleAppeal } from './rule-appeal.ts';

type ById = { Params: { id: string } };
type Request = FastifyRequest<ById>;

const logSize = 30;
const listSize = 50;
const mostCounted = 100;
const mostReports = 50;
const log = '/contributions/moderation-log';

export const moderationNav: readonly NavEntry[] = [
  {
    ...{ href: '/contributions/moderation', label: 'consultations.moderation.nav', place: 'staff', order: 71 },
    roles: ['moderator'],
  },
];

/** Hiding under published rules, for contributions of all kinds; and the public log of it. */
export function moderationRoutes(app: App, k: Kernel): void {
  app.get(log, (request, reply) => showLog(k, request, reply));
  app.get('/contributions/moderation', (request, reply) => desk(k, request, reply));
  app.get<ById>('/contributions/moderation/:id', (request, reply) => desk(k, request, reply, request.params.id));
  const deed = (path: string, work: (actor: Actor, id: string, typed: never) => Promise<void>) =>
    app.post<ById>(`/contributions/moderation/:id/${path}`, (request, reply) => decide(k, request, reply, path, work));
  deed('hide', (actor, id, typed) => hideContribution(k, actor, id, typed));
  deed('keep', (actor, id, typed) => keepContribution(k, actor, id, typed));
  deed('rule', (actor, id, typed) => ruleAppeal(k, actor, id, typed));
  reportRoutes(app, k);
}

function showLog(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const after = readPageKey((request.query as Record<string, unknown>).after);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const rows = await listModerations(k.db, after, logSize + 1);
    const entries = rows.slice(0, logSize);
    const last = rows.length > logSize ? entries.at(-1) : undefined;
    return {
      title: ctx.t('consultations.moderation.log.title'),
      description: ctx.t('consultations.moderation.log.lead'),
      main: (
        <LogPage {...{ ctx, entries }} nextHref={last && `${log}?after=${pageKeyText(last)}`} first={after === null} />
      ),
      tags: ['consultations'],
    };
  });
}

const queueOf = (request: FastifyRequest): Queue => {
  const asked = (request.query as Record<string, unknown>).queue;
  return queues.find((queue) => queue === asked) ?? 'reports';
};

/** What is in hand: nothing of a consultation in preparation, which nobody else knows of. */
async function inHandOf(k: Kernel, actor: Actor, id: string): Promise<InHand> {
  const matter = isId(id) ? await toModerate(k.db, id) : undefined;
  if (!matter) return fail('consultations.contribution_not_found');
  const [reports, decisions] = await Promise.all([
    openReports(k.db, matter.id, mostReports),
    moderationsOf(k.db, [matter.id]),
  ]);
  const own = matter.accountId !== null && matter.accountId === actor.accountId;
  const hid =
    decisions[0]?.ruling === null && decisions[0].appealedAt !== null && decisions[0].byId === actor.accountId;
  const notMine = own
    ? 'consultations.moderation.own_words'
    : !mayHide(actor, matter)
      ? 'consultations.moderation.own_draft'
      : hid
        ? 'consultations.moderation.own_decision'
        : undefined;
  return { matter, reports, decisions, notMine };
}

async function desk(k: Kernel, request: FastifyRequest, reply: FastifyReply, id?: string, sent?: Sent) {
  const actor = await requireStaff(k, request, 'moderator');
  const queue = queueOf(request);
  const query = request.query as Record<string, unknown>;
  const [found, counts, inHand] = await Promise.all([
    listToModerate(k.db, queue, readPageKey(query.after), listSize + 1),
    waitingCounts(k.db, mostCounted + 1),
    id === undefined ? undefined : inHandOf(k, actor, id),
  ]);
  const rows = found.slice(0, listSize);
  const last = found.length > listSize ? rows.at(-1) : undefined;
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('consultations.moderation.title'),
      robots: 'noindex',
      bare: true,
      staff: {
        role: [ctx.t('consultations.moderation.title')],
        queues: queues.map((each) => ({
          href: deskHref(each),
          label: ctx.t(`consultations.moderation.queue.${each}`),
          current: each === queue,
          ...(each === 'newest'
            ? {}
            : { count: Math.min(counts[each], mostCounted), more: counts[each] > mostCounted }),
        })),
      },
      main: (
        <ModerationDesk
          {...{ ctx, queue, rows, inHand, sent }}
          nextHref={last && `${deskHref(queue)}&after=${pageKeyText({ at: last.since, id: last.id })}`}
          rules={publishedRules(k, ctx.locale)}
          done={request.method === 'GET' && query.done === '1'}
          problem={sent && formErrors(ctx, sent.thrown).errors['']}
        />
      ),
    }),
    sent?.thrown.status ?? 200,
  );
}

async function decide(
  k: Kernel,
  request: Request,
  reply: FastifyReply,
  form: string,
  work: (actor: Actor, id: string, typed: never) => Promise<void>,
) {
  const actor = await requireStaff(k, request, 'moderator');
  const { id } = request.params;
  return postForm(
    request,
    reply,
    form,
    async () => {
      await work(actor, id, typedOf(request.body) as never);
      return `${deskHref(queueOf(request), encodeURIComponent(id))}&done=1`;
    },
    (sent) => desk(k, request, reply, id, sent),
  );
}

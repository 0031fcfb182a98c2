import type { FastifyReply, FastifyRequest } from 'fastify';
import { readPageKey } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { sendPage } from '../../../../ui/send-page.tsx';
import { type Actor, formErrors, requireStaff } from '../../../people/index.ts';
import { type CaseRow, factsOf, findCaseByNumber } from '../../case.queries.ts';
import { mayReadPublicly } from '../../cases.policy.ts';
import { cursorText, findCases } from '../find-cases.ts';
import { hideCase, hideInput, ruleAppeal, rulingInput } from './hide-case.ts';
import { standingModeration, waitingAppeals } from './moderation.queries.ts';
import { ModerationDesk, ModerationMatter } from './moderation-page.tsx';
import { publishedRules } from './rules-list.ts';

type OfOne = FastifyRequest<{ Params: { number: string } }>;

/** The moderator's pages. */
export function moderationRoutes(app: App, k: Kernel): void {
  app.get('/moderation', async (request, reply) => {
    await requireStaff(k, request, 'moderator');
    const after = readPageKey((request.query as Record<string, unknown>).after);
    const [appeals, found] = await Promise.all([waitingAppeals(k.db, 50), findCases(k, {}, after)]);
    const last = found.rows.at(-1);
    const nextHref = found.more && last ? `/moderation?after=${cursorText(last)}` : undefined;
    return sendPage(request, reply, (ctx) => ({
      title: ctx.t('cases.public.moderation.title'),
      staff: {},
      main: <ModerationDesk ctx={ctx} appeals={appeals} rows={found.rows} nextHref={nextHref} />,
    }));
  });

  app.get<{ Params: { number: string } }>('/moderation/:number', async (request, reply) => {
    const actor = await requireStaff(k, request, 'moderator');
    return showMatter(k, request, reply, actor, { done: (request.query as { done?: string }).done === '1' });
  });

  app.post<{ Params: { number: string } }>('/moderation/:number/hide', (request, reply) =>
    decide(k, request, reply, (actor, row) => hideCase(k, actor, row.id, hideInput.parse(request.body ?? {}))),
  );

  app.post<{ Params: { number: string } }>('/moderation/:number/rule', (request, reply) =>
    decide(k, request, reply, (actor, row) => ruleAppeal(k, actor, row.id, rulingInput.parse(request.body ?? {}))),
  );
}

/** Public letters, and those that were hidden; nothing else is a moderator's to open. */
async function matterOf(k: Kernel, number: string): Promise<CaseRow> {
  const row = await findCaseByNumber(k.db, number);
  if (!row || !mayReadPublicly({ ...(await factsOf(k.db, row)), hidden: false })) fail('cases.not_found');
  return row;
}

async function decide(
  k: Kernel,
  request: OfOne,
  reply: FastifyReply,
  deed: (actor: Actor, row: CaseRow) => Promise<void>,
): Promise<FastifyReply> {
  const actor = await requireStaff(k, request, 'moderator');
  const row = await matterOf(k, request.params.number);
  try {
    await deed(actor, row);
    return reply.redirect(`/moderation/${row.number}?done=1`, 303);
  } catch (error) {
    return showMatter(k, request, reply, actor, { thrown: error });
  }
}

async function showMatter(
  k: Kernel,
  request: OfOne,
  reply: FastifyReply,
  actor: Actor,
  { thrown, done }: { thrown?: unknown; done?: boolean },
): Promise<FastifyReply> {
  const row = await matterOf(k, request.params.number);
  const standing = await standingModeration(k.db, row.id);
  return sendPage(
    request,
    reply,
    (ctx) => {
      const problem = thrown === undefined ? undefined : formErrors(ctx, thrown);
      return {
        title: row.title,
        staff: {},
        main: (
          <ModerationMatter
            ctx={ctx}
            row={row}
            standing={standing}
            rules={publishedRules(k, ctx.locale)}
            own={standing?.by_id === actor.accountId}
            done={done}
            values={request.body as Record<string, string> | undefined}
            errors={problem?.errors}
          />
        ),
      };
    },
    thrown === undefined ? 200 : 422,
  );
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId, pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, requireStaff } from '../../people/index.ts';
import { post, requireDesk, type Sent, sendDesk } from '../desk-page.tsx';
import { sendTable } from '../exchange/send-file.ts';
import { scopeOf } from '../scope.ts';
import { allMatters, keyAfter, matterColumns } from './export-matters.ts';
import { giveMatter, offerMatter, refuseMatter, takeMatter, withdrawOffer } from './hand-on.ts';
import { listMatters, type MatterFilter } from './list.queries.ts';
import { loadMatter } from './load-matter.ts';
import { namesFor } from './load-names.ts';
import { MatterPage } from './matter-page.tsx';
import { matterToCase } from './matter-to-case.ts';
import { listStates, MattersPage } from './matters-page.tsx';
import { answerMatter, postponeMatter, reportStep } from './work-on-matter.ts';

type Numbered = { Params: { number: string } };
type Deed = { Params: { number: string; deed: string } };
const pageSize = 50;
const wishQuery = z.object({
  state: z.enum(listStates).catch('open'),
  department: z.string().refine(isId).optional().catch(undefined),
  owner: z.literal('me').optional().catch(undefined),
  after: z.string().max(60).optional().catch(undefined),
});
type Wish = z.output<typeof wishQuery>;
const format = z.object({ format: z.enum(['csv', 'xlsx']) });

/** Matters of the staff: their list, one of them, and what is done to it. */
export function matterRoutes(app: App, k: Kernel): void {
  app.get('/liaison/matters', { schema: { querystring: wishQuery } }, (request, reply) =>
    showList(k, request, reply, request.query),
  );
  app.get(
    '/liaison/matters/list.:format',
    { schema: { querystring: wishQuery, params: format } },
    async (request, reply) => {
      const actor = await requireDesk(k, request);
      const { locale, t } = app.frame.anonymous(request);
      const rows = allMatters(k, actor, scopeOf(actor), filterOf(k, actor, request.query));
      return sendTable(k, reply, request.params.format, 'liaison-matters', await matterColumns(k, t, locale), rows);
    },
  );
  app.get<Numbered>('/liaison/matters/:number', (request, reply) => show(k, request, reply, request.params.number));
  app.post<Deed>('/liaison/matters/:number/:deed', (request, reply) => doDeed(k, request, reply));
}

const deeds: Record<string, (k: Kernel, actor: Actor, matterId: string, body: never) => Promise<unknown>> = {
  step: reportStep,
  answer: answerMatter,
  postpone: postponeMatter,
  case: matterToCase,
  offer: offerMatter,
  withdraw_offer: (k, actor, id) => withdrawOffer(k, actor, id),
  take: (k, actor, id) => takeMatter(k, actor, id),
  refuse: refuseMatter,
  give: giveMatter,
};

function filterOf(k: Kernel, actor: Actor, wish: Wish): MatterFilter {
  return {
    state: wish.state === 'late' ? 'open' : wish.state,
    departmentId: wish.department,
    ownerId: wish.owner === 'me' ? (actor.accountId ?? undefined) : undefined,
    lateAt: wish.state === 'late' ? k.clock.now() : undefined,
  };
}

async function showList(k: Kernel, request: FastifyRequest, reply: FastifyReply, query: Wish): Promise<FastifyReply> {
  const actor = await requireDesk(k, request);
  const after = readPageKey(query.after);
  const filter = filterOf(k, actor, query);
  const found = await listMatters(k.db, scopeOf(actor), filter, after, pageSize + 1);
  const rows = found.slice(0, pageSize);
  const last = rows.at(-1);
  const next = found.length > pageSize && last ? keyAfter(last, filter) : null;
  const names = await namesFor(k, rows);
  return sendDesk(k, request, reply, actor, (ctx) => ({
    title: ctx.t('liaison.matters.title'),
    main: (
      <MattersPage
        view={{
          wish: { state: query.state, department: query.department ?? '', owner: query.owner ?? '' },
          first: after === null,
          rows,
          next: next && pageKeyText(next),
          names,
        }}
      />
    ),
  }));
}

/** Whoever has nothing else to do here may still own a matter, or be offered one. */
async function show(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  number: string,
  sent?: Sent,
): Promise<FastifyReply> {
  const actor = await requireStaff(k, request);
  const view = await loadMatter(k, actor, number);
  return sendDesk(
    k,
    request,
    reply,
    actor,
    (ctx) => ({ title: view.matter.title || number, main: <MatterPage ctx={ctx} view={view} sent={sent} /> }),
    sent?.thrown.status ?? 200,
  );
}

async function doDeed(k: Kernel, request: FastifyRequest<Deed>, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireStaff(k, request);
  const { number, deed } = request.params;
  const work = Object.hasOwn(deeds, deed) ? deeds[deed] : undefined;
  if (!work) fail('kernel.not_found');
  const { matter } = await loadMatter(k, actor, number);
  return post(
    request,
    reply,
    deed,
    async () => {
      await work(k, actor, matter.id, (request.body ?? {}) as never);
      return deed === 'refuse' ? '/liaison?done=refuse' : `/liaison/matters/${matter.number}?done=${deed}`;
    },
    (sent) => show(k, request, reply, number, sent),
  );
}

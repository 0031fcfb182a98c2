import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { formatDate } from '../../../ui/date-time.tsx';
import { DeskPanes } from '../../../ui/desk.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, departmentBook, departmentsOf, requireStaff } from '../../people/index.ts';
import { CaseLight } from '../matter/index.ts';
import { type Asked, postDeed, saidOf } from './desk-handlers.ts';
import { type Desk, nothingTyped, type Typed, takeInHand } from './desk-view.ts';
import { superviseDeeds } from './dispatch-deeds.ts';
import { MatterDeeds, MatterInHand } from './matter-in-hand.tsx';
import { ListContext } from './queue-field.tsx';
import type { QueueRow } from './queues.queries.ts';
import { type SupervisionList, supervisionLists, supervisionRows } from './supervision.queries.ts';
import { type Fields, one } from './typed-decision.ts';

const most = 200;
const asked = z.object({
  list: z.enum(supervisionLists).catch('overdue'),
  did: z.string().max(30).optional(),
  about: z.string().max(40).optional(),
});
const place = z.object({ number: z.string().max(40) });

/** 督办台: what is late, unsigned, ordered or unsolved, and the orders over it. */
export function supervisionRoutes(app: App, k: Kernel): void {
  const staff = (request: FastifyRequest) => requireStaff(k, request, 'supervisor');
  app.get('/supervision', { schema: { querystring: asked } }, async (request, reply) =>
    sendSupervision(k, request, reply, { actor: await staff(request), list: request.query.list, said: request.query }),
  );
  app.get('/supervision/:number', { schema: { params: place, querystring: asked } }, async (request, reply) =>
    sendSupervision(k, request, reply, {
      actor: await staff(request),
      list: request.query.list,
      number: request.params.number,
      said: request.query,
    }),
  );
  app.post(
    '/supervision/:number/:deed',
    { schema: { params: place.extend({ deed: z.string().max(20) }) } },
    async (request, reply) => {
      const actor = await staff(request);
      const { number, deed } = request.params;
      const deeds = superviseDeeds();
      const known = Object.hasOwn(deeds, deed) ? deeds[deed] : undefined;
      if (!known) fail('kernel.not_found');
      const list = asked.shape.list.parse(one((request.body ?? {}) as Fields, 'list'));
      return postDeed(k, request, reply, actor, {
        form: known.form,
        base: '/supervision',
        work: (posted) => known.work(k, posted, actor.locale),
        again: (typed, status) => sendSupervision(k, request, reply, { actor, list, number, said: {}, typed, status }),
      });
    },
  );
}

type Sending = {
  actor: Actor;
  list: SupervisionList;
  number?: string;
  said: Asked;
  typed?: Typed;
  status?: number;
};

async function sendSupervision(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { actor, list, number, said, typed = nothingTyped, status = 200 }: Sending,
): Promise<FastifyReply> {
  const { city, ids } = departmentsOf(actor, 'supervisor');
  const [inHand, rows, calendar, departments] = await Promise.all([
    number === undefined ? null : takeInHand(k, actor, number, { typed }),
    supervisionRows(k.db, list, { now: k.clock.now(), departmentIds: city ? null : ids, limit: most }),
    k.calendar.current(),
    departmentBook(k),
  ]);
  const at = inHand ? rows.findIndex(({ id }) => id === inHand.matter.row.id) : -1;
  return sendPage(
    request,
    reply,
    (ctx) => {
      const words = saidOf(ctx.t, said);
      const hand = inHand && { ...inHand, said: inHand.said ?? words };
      const desk: Desk = {
        base: '/supervision',
        queue: 'supervised',
        query: `list=${list}`,
        listName: ctx.t(`cases.supervision.list.${list}`),
        list: {
          name: 'supervised',
          rows,
          offset: 0,
          previous: rows[at - 1] ?? null,
          next: (at < 0 ? rows[0] : rows[at + 1]) ?? null,
          more: rows.length === most,
        },
        figures: null,
        inHand: hand,
        said: words,
      };
      return {
        title: inHand ? inHand.matter.row.title : ctx.t('cases.supervision.title'),
        robots: 'noindex',
        bare: true,
        staff: { queues: tabs(ctx, list) },
        main: (
          <ListContext.Provider value={desk.query}>
            <Supervision
              desk={desk}
              calendar={calendar}
              nameOf={(row) => departments.name(row.lead_department_id, ctx.locale)}
            />
          </ListContext.Provider>
        ),
      };
    },
    status,
  );
}

function tabs({ t }: PageContext, current: SupervisionList) {
  return supervisionLists.map((list) => ({
    href: `/supervision?list=${list}`,
    label: t(`cases.supervision.list.${list}`),
    current: list === current,
  }));
}

function Supervision(p: {
  desk: Desk;
  calendar: Parameters<typeof CaseLight>[0]['calendar'];
  nameOf: (row: QueueRow) => string;
}) {
  const ui = useUi();
  const { t } = ui;
  const { desk } = p;
  const { inHand, list } = desk;
  const first = list.rows[0];
  return (
    <DeskPanes
      listLabel={t('cases.dispatch.list', { queue: desk.listName })}
      order={t('cases.supervision.order')}
      shown={t('cases.supervision.shown', { n: list.rows.length, more: list.more ? 'yes' : 'no' })}
      listHead={
        desk.said && !inHand ? (
          <Notice tone={desk.said.tone} live>
            <p>{desk.said.text}</p>
          </Notice>
        ) : undefined
      }
      entries={list.rows.map((row) => ({
        href: `${desk.base}/${row.number}?${desk.query}`,
        kind: t(`cases.kind.${row.kind}`),
        title: row.title,
        meta: [p.nameOf(row), formatDate(row.submitted_at, ui, 'date')].filter(Boolean).join(' '),
        light: <CaseLight row={row} calendar={p.calendar} />,
        current: row.id === inHand?.matter.row.id,
      }))}
      empty={t('cases.supervision.empty')}
      start={
        first && (
          <ButtonLink href={`${desk.base}/${first.number}?${desk.query}`} primary keyHint="J">
            {t('cases.dispatch.start')}
          </ButtonLink>
        )
      }
      deeds={inHand ? <MatterDeeds desk={desk} inHand={inHand} /> : undefined}
    >
      {inHand && <MatterInHand desk={desk} inHand={inHand} />}
    </DeskPanes>
  );
}

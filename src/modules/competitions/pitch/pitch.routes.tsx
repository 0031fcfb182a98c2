import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendEvents } from '../../../kernel/live/index.ts';
import { sendPublicPage } from '../../../ui/send-page.tsx';
import { competitionBySlug } from '../competition.queries.ts';
import { post, requireDesk, type Sent, sendDesk, stageById } from '../desk-page.tsx';
import { fieldOf } from '../field.queries.ts';
import { stageName } from '../stage-name.ts';
import { HallPage } from './hall-page.tsx';
import { liveSheetRoutes } from './live-sheet.routes.tsx';
import { mayReadRun, mayRun } from './pitch.policy.ts';
import { drawOf, slotsOf, totalsOf } from './pitch.queries.ts';
import { RunPage, type RunView, runPath } from './run-page.tsx';
import { actOnSlot, drawPitchOrder, movePitch, pitchTopic } from './run-pitch.ts';

type OfStage = { Params: { slug: string; stage: string } };
type Body = Record<string, string | undefined>;

/** The pitch day: its desk, the wall of the hall, jurors' phones and contestants' signatures. */
export function pitchRoutes(app: App, k: Kernel): void {
  app.get<OfStage>('/pitch/:slug/:stage', (request, reply) => showRun(k, request, reply));
  app.post<OfStage>('/pitch/:slug/:stage/draw', (request, reply) =>
    run(k, request, reply, 'draw', ({ actor, competition }, stageId) =>
      drawPitchOrder(k, actor, competition.id, stageId),
    ),
  );
  app.post<OfStage>('/pitch/:slug/:stage/slot', (request, reply) =>
    run(k, request, reply, 'slot', ({ actor, competition }, stageId, { entryId = '', act }) =>
      actOnSlot(k, actor, competition.id, { stageId, entryId, act: act as never }),
    ),
  );
  app.post<OfStage>('/pitch/:slug/:stage/move', (request, reply) =>
    run(k, request, reply, 'move', ({ actor, competition }, stageId, { entryId = '', to = '', reason = '' }) =>
      movePitch(k, actor, competition.id, { stageId, entryId, to, reason }),
    ),
  );
  liveSheetRoutes(app, k);
  app.get<OfStage>('/competitions/:slug/pitch/:stage', (request, reply) => showHall(k, request, reply));
  app.get<OfStage>('/competitions/:slug/pitch/:stage/events', async (request, reply) => {
    const { stage } = await publicStage(k, request);
    sendEvents(k.live, reply, [pitchTopic(stage.id)]);
  });
  app.get<OfStage>('/competitions/:slug/pitch/:stage/clock', async (request, reply) => {
    await publicStage(k, request);
    return reply.header('cache-control', 'no-store').send({ at: k.clock.now().getTime() });
  });
}

async function publicStage(k: Kernel, request: FastifyRequest<OfStage>) {
  const competition = await competitionBySlug(k.db, request.params.slug);
  if (!competition || competition.state === 'draft') return fail('competitions.not_found');
  return { competition, stage: stageById(competition, request.params.stage, 'pitch') };
}

type Desk = Awaited<ReturnType<typeof requireDesk>>;

async function run(
  k: Kernel,
  request: FastifyRequest<OfStage>,
  reply: FastifyReply,
  form: string,
  work: (desk: Desk, stageId: string, body: Body) => Promise<void>,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, mayReadRun);
  const stage = stageById(desk.competition, request.params.stage, 'pitch');
  return post(
    request,
    reply,
    form,
    async () => {
      await work(desk, stage.id, (request.body ?? {}) as Body);
      return runPath({ competition: desk.competition, stage });
    },
    (sent) => showRun(k, request, reply, sent),
  );
}

async function showRun(
  k: Kernel,
  request: FastifyRequest<OfStage>,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, mayReadRun);
  const { actor, competition, facts } = desk;
  const stage = stageById(competition, request.params.stage, 'pitch');
  const [draw, slots] = [await drawOf(k.db, stage.id), await slotsOf(k.db, stage.id)];
  const sheets: RunView['sheets'] = await totalsOf(k.db, stage.id);
  const field = draw ? slots.length : (await fieldOf(k.db, competition, stage)).length;
  const view: RunView = { competition, stage, draw, slots, sheets, field };
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: stageName(ctx.t, stage),
      main: <RunPage ctx={ctx} view={view} mayRun={mayRun(actor, facts)} sent={sent} />,
    }),
    { sent },
  );
}

async function showHall(k: Kernel, request: FastifyRequest<OfStage>, reply: FastifyReply): Promise<FastifyReply> {
  // For browsers without scripts, by an address of its own: others would load the whole page again and again.
  if ((request.query as Record<string, unknown>).refresh === '1') reply.header('refresh', '15');
  return sendPublicPage(k, request, reply, async (ctx) => {
    const { competition, stage } = await publicStage(k, request);
    const [draw, slots] = [await drawOf(k.db, stage.id), await slotsOf(k.db, stage.id)];
    return {
      title: `${stageName(ctx.t, stage)} · ${competition.title}`,
      bare: true,
      hall: true,
      main: <HallPage ctx={ctx} competition={competition} stage={stage} slots={slots} draw={draw} />,
      tags: [`competition:${competition.id}`, pitchTopic(stage.id)],
    };
  });
}

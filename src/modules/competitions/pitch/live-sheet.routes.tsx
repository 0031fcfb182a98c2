import type { FastifyReply, FastifyRequest } from 'fastify';
import { failFields } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Stage } from '../competitions.rules.ts';
import { post, requireDesk, type Sent, sendDesk, stageById } from '../desk-page.tsx';
import { readPoints } from '../jury/jury.rules.ts';
import { scoreEntry } from '../jury/score-entry.ts';
import { sheetsOf } from '../jury/sheet.queries.ts';
import { LiveSheetPage, type LiveView } from './live-sheet-page.tsx';
import { mayScoreLive, maySign } from './pitch.policy.ts';
import { slotsOf, totalsOf } from './pitch.queries.ts';
import { currentOf } from './pitch-parts.tsx';
import { SignPage } from './sign-page.tsx';
import { signSheet } from './sign-sheet.ts';

type OfStage = { Params: { slug: string; stage: string } };
type Body = Record<string, string | undefined>;

/** Jurors' phones, and what contestants sign. */
export function liveSheetRoutes(app: App, k: Kernel): void {
  app.get<OfStage>('/pitch/:slug/:stage/sheet', (request, reply) => showSheet(k, request, reply));
  app.post<OfStage>('/pitch/:slug/:stage/sheet', (request, reply) => score(k, request, reply));
  app.get<OfStage>('/pitch/:slug/:stage/sign', (request, reply) => showSign(k, request, reply));
  app.post<OfStage>('/pitch/:slug/:stage/sign', (request, reply) => sign(k, request, reply));
}

async function showSheet(
  k: Kernel,
  request: FastifyRequest<OfStage>,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, mayScoreLive);
  const { competition, actor } = desk;
  const stage = stageById(competition, request.params.stage, 'pitch');
  const slots = await slotsOf(k.db, stage.id);
  const own = await sheetsOf(k.db, stage.id, { jurorId: actor.accountId });
  const asked = Number(sent?.values.number ?? (request.query as { entry?: unknown }).entry);
  const now = currentOf(slots);
  const view: LiveView = {
    competition,
    stage,
    slots,
    sheets: new Map(own.map((sheet) => [sheet.entryId, sheet])),
    now,
    shown: slots.find(({ number }) => number === asked) ?? now,
  };
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('competitions.pitch.sheet_title'),
      main: <LiveSheetPage ctx={ctx} view={view} sent={sent} />,
    }),
    {
      sent,
      up: { label: competition.title, href: `/jury/${competition.slug}/${stage.id}` },
      done: { handed_in: 'competitions.pitch.done.handed_in', kept: 'competitions.pitch.done.kept' },
    },
  );
}

function pointsOf(stage: Stage<'pitch'>, body: Body): Record<string, number> {
  const points: Record<string, number> = {};
  const wrong: Record<string, { key: string }> = {};
  for (const { id } of stage.settings.criteria) {
    const given = readPoints(body[`points-${id}`] ?? '');
    if (given === null) continue;
    if (given >= 0 && given <= 100 && Number.isInteger(given * 2)) points[id] = given;
    else wrong[`points-${id}`] = { key: 'competitions.pitch.points_wrong' };
  }
  if (Object.keys(wrong).length > 0) failFields(wrong);
  return points;
}

async function score(k: Kernel, request: FastifyRequest<OfStage>, reply: FastifyReply): Promise<FastifyReply> {
  const { slug } = request.params;
  const desk = await requireDesk(k, request, slug, mayScoreLive);
  const stage = stageById(desk.competition, request.params.stage, 'pitch');
  const body = (request.body ?? {}) as Body;
  const number = Number(body.number);
  const handIn = body.act !== 'draft';
  return post(
    request,
    reply,
    `sheet-${number}`,
    async () => {
      await scoreEntry(k, desk.actor, {
        stageId: stage.id,
        entryId: body.entryId ?? '',
        points: pointsOf(stage, body),
        comment: body.comment ?? '',
        handIn,
        reason: body.reason ?? '',
        version: Number(body.version) || 0,
      });
      return `/pitch/${slug}/${stage.id}/sheet?entry=${number}&done=${handIn ? 'handed_in' : 'kept'}`;
    },
    (sent) => showSheet(k, request, reply, sent),
  );
}

async function showSign(
  k: Kernel,
  request: FastifyRequest<OfStage>,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, (_, facts) => facts.state !== 'draft');
  const { competition, actor } = desk;
  const stage = stageById(competition, request.params.stage, 'pitch');
  const own = (await slotsOf(k.db, stage.id)).filter((slot) => maySign(actor, slot));
  const totals = await totalsOf(k.db, stage.id);
  const slots = own.map((slot) => ({ ...slot, ...(totals.get(slot.entryId) ?? { totals: [], missing: 0 }) }));
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('competitions.pitch.sign_title'),
      main: <SignPage ctx={ctx} competition={competition} stage={stage} slots={slots} sent={sent} />,
    }),
    {
      sent,
      up: { label: competition.title, href: `/competitions/${competition.slug}` },
      done: { signed: 'competitions.pitch.done.signed' },
    },
  );
}

async function sign(k: Kernel, request: FastifyRequest<OfStage>, reply: FastifyReply): Promise<FastifyReply> {
  const { slug, stage } = request.params;
  const desk = await requireDesk(k, request, slug, (_, facts) => facts.state !== 'draft');
  const { entryId = '', digest = '', name = '', remark = '', number } = (request.body ?? {}) as Body;
  return post(
    request,
    reply,
    `sign-${Number(number)}`,
    async () => {
      await signSheet(k, desk.actor, desk.competition.id, { stageId: stage, entryId, digest, name, remark });
      return `/pitch/${slug}/${stage}/sign?done=signed`;
    },
    (sent) => showSign(k, request, reply, sent),
  );
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import { type Column, csvStream } from '../../../kernel/export/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { noteLooks, typedOf } from '../../people/index.ts';
import { convenes, mayReadDesk } from '../consultations.policy.ts';
import { type AtDesk, postForm, requireDesk, type Sent, stateOf } from '../desk-page.tsx';
import { announceHearing, cancelHearing, type HearingInput } from './announce-hearing.ts';
import { sendOfConsultation } from './convene-page.tsx';
import { type HearingPlace, hearingById, hearingsOf, placesOf } from './hearing.queries.ts';
import { HearingsPage } from './hearings-page.tsx';

type BySlug = FastifyRequest<{ Params: { slug: string } }>;
type ByHearing = FastifyRequest<{ Params: { slug: string; hearing: string } }>;

/** Names and how to reach people were looked at: each of them sees by whom on /me/data. */
async function noteList(k: Kernel, { actor, consultation }: AtDesk, places: readonly HearingPlace[]): Promise<void> {
  const { departmentId, slug } = consultation;
  const ids = places.map(({ accountId }) => accountId);
  await noteLooks(k, actor, { departmentId, details: { consultation: slug } }, ids);
}

export async function showHearings(
  k: Kernel,
  request: BySlug,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, mayReadDesk, 'draft');
  const { consultation, actor } = desk;
  const works = convenes(actor, consultation);
  const hearings = await Promise.all(
    (await hearingsOf(k.db, consultation.id)).map(async (hearing) => {
      // Leaders and auditors see how many come, not who.
      const places = works ? await placesOf(k.db, hearing.id) : [];
      await noteList(k, desk, places);
      return { hearing, places };
    }),
  );
  return sendOfConsultation(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('consultations.convene.tab.hearings'),
      main: (
        <HearingsPage
          {...{ consultation, hearings, works }}
          now={k.clock.now()}
          announce={stateOf(ctx, sent, 'hearing')}
          cancel={
            sent?.form.startsWith('cancel-') ? { id: sent.form.slice(7), ...stateOf(ctx, sent, sent.form) } : null
          }
        />
      ),
    }),
    sent,
  );
}

export async function announceOne(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes, 'draft');
  return postForm(
    request,
    reply,
    'hearing',
    async () => {
      await announceHearing(k, actor, consultation.id, typedOf(request.body) as unknown as HearingInput);
      return `/convene/${consultation.slug}/hearings?done=hearing`;
    },
    (sent) => showHearings(k, request, reply, sent),
  );
}

export async function cancelOneHearing(k: Kernel, request: ByHearing, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes, 'draft');
  const { hearing } = request.params;
  return postForm(
    request,
    reply,
    `cancel-${hearing}`,
    async () => {
      const reason = String(typedOf(request.body).reason ?? '');
      await cancelHearing(k, actor, consultation.id, hearing, { reason });
      return `/convene/${consultation.slug}/hearings?done=hearing_cancelled`;
    },
    (sent) => showHearings(k, request, reply, sent),
  );
}

/** The list for the door. */
export async function exportHearing(k: Kernel, request: ByHearing, reply: FastifyReply): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, convenes, 'draft');
  const id = request.params.hearing;
  const hearing = isId(id) ? await hearingById(k.db, id) : undefined;
  if (hearing?.consultationId !== desk.consultation.id) return fail('consultations.hearing_not_found');
  const places = await placesOf(k.db, hearing.id);
  await noteList(k, desk, places);
  const { t } = request.server.frame.anonymous(request);
  // keys: consultations.convene.field.*, consultations.convene.place.*
  const column = (name: string, value: Column<HearingPlace>['value']) => ({
    key: name,
    header: t(`consultations.convene.field.${name}`),
    value,
  });
  const columns: Column<HearingPlace>[] = [
    column('turn', ({ turn }) => turn),
    column('name', ({ name }) => name),
    column('contact_of', ({ contact }) => contact),
    column('speaks', ({ speaks }) => t(`consultations.convene.hearings.${speaks ? 'speaks' : 'listens'}`)),
    column('about', ({ about }) => about),
    column('state', ({ state }) => t(`consultations.convene.place.${state}`)),
  ];
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="hearing-${desk.consultation.slug}.csv"`)
    .type('text/csv; charset=utf-8')
    .send(csvStream(columns, places, { zone: k.config.TIME_ZONE }));
}

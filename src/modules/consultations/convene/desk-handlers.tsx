import type { FastifyReply, FastifyRequest } from 'fastify';
import { failFields } from '../../../kernel/errors/index.ts';
import { readMultipart } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { FormErrors, FormValues } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { departmentBook, typedOf } from '../../people/index.ts';
import { convenes, mayReadDesk } from '../consultations.policy.ts';
import { type AtDesk, postForm, requireDesk, type Sent, stateOf } from '../desk-page.tsx';
import { addAnnex, annexPurpose, removeAnnex } from './annexes.ts';
import { AnnexesPage } from './annexes-page.tsx';
import { cancelConsultation } from './cancel-consultation.ts';
import { CancelPage } from './cancel-page.tsx';
import { type ChangeInput, changeConsultation } from './change-consultation.ts';
import { annexesOf, conveneLine, notesOf } from './convene.queries.ts';
import { sendOfConsultation } from './convene-page.tsx';
import { DetailsPage, detailValues } from './details-page.tsx';
import { leaveNote } from './leave-note.ts';
import { openConsultation } from './open-consultation.ts';
import { missingOf } from './opening.ts';
import { OverviewPage } from './overview-page.tsx';
import { readSettings } from './read-settings.ts';

type BySlug = FastifyRequest<{ Params: { slug: string } }>;
type ByAnnex = FastifyRequest<{ Params: { slug: string; annex: string } }>;

export async function showOverview(
  k: Kernel,
  request: BySlug,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, mayReadDesk);
  const { consultation, status, actor } = desk;
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  const [departments, missing, notes, line] = await Promise.all([
    departmentBook(k),
    status === 'prepared' ? missingOf(k.db, consultation, today) : [],
    notesOf(k.db, consultation.id),
    conveneLine(k.db, consultation.id),
  ]);
  return sendOfConsultation(
    request,
    reply,
    desk,
    (ctx) => ({
      title: consultation.title,
      main: (
        <OverviewPage
          {...{ consultation, status, today, missing, notes }}
          department={departments.name(consultation.departmentId, ctx.locale)}
          works={convenes(actor, consultation)}
          contributions={line?.contributions ?? 0}
          note={stateOf(ctx, sent, 'note')}
        />
      ),
    }),
    sent,
  );
}

export async function openOne(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes);
  return postForm(
    request,
    reply,
    'open',
    async () => {
      await openConsultation(k, actor, consultation.id);
      return `/convene/${consultation.slug}?done=opened`;
    },
    (sent) => showOverview(k, request, reply, sent),
  );
}

export async function noteOn(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes);
  return postForm(
    request,
    reply,
    'note',
    async () => {
      await leaveNote(k, actor, consultation.id, { text: String(typedOf(request.body).text ?? '') });
      return `/convene/${consultation.slug}?done=noted`;
    },
    (sent) => showOverview(k, request, reply, sent),
  );
}

/** What was typed, over what stands; boxes that are not ticked are not sent. */
function typedOver(ctx: PageContext, desk: AtDesk, sent: Sent | undefined): { values: FormValues; errors: FormErrors } {
  const begin = detailValues(desk.consultation);
  if (!sent) return { values: begin, errors: {} };
  const unticked = Object.fromEntries(Object.keys(desk.consultation.settings).map((name) => [name, undefined]));
  const { errors } = stateOf(ctx, sent, 'details');
  // After somebody else's change the form goes on from what stands now.
  const { version, ...typed } = sent.values;
  const kept = sent.thrown.code === 'kernel.changed_meanwhile' ? typed : { ...typed, version };
  return { values: { ...begin, ...unticked, ...kept }, errors };
}

export async function showDetails(k: Kernel, request: BySlug, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, convenes);
  return sendOfConsultation(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('consultations.convene.tab.details'),
      main: <DetailsPage consultation={desk.consultation} {...typedOver(ctx, desk, sent)} />,
    }),
    sent,
  );
}

export async function saveDetails(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes);
  const typed = typedOf(request.body);
  return postForm(
    request,
    reply,
    'details',
    async () => {
      const input = { ...typed, settings: readSettings(consultation, typed) };
      const { slug, changed } = await changeConsultation(k, actor, consultation.id, input as unknown as ChangeInput);
      return changed.length === 0 ? `/convene/${slug}/details?done=nothing` : `/convene/${slug}?done=saved`;
    },
    (sent) => showDetails(k, request, reply, sent),
  );
}

export async function showCancel(k: Kernel, request: BySlug, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, convenes);
  return sendOfConsultation(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('consultations.convene.cancel'),
      main: <CancelPage consultation={desk.consultation} {...stateOf(ctx, sent, 'cancel')} />,
    }),
    sent,
  );
}

export async function cancelOne(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes);
  return postForm(
    request,
    reply,
    'cancel',
    async () => {
      await cancelConsultation(k, actor, consultation.id, { reason: String(typedOf(request.body).reason ?? '') });
      return `/convene/${consultation.slug}?done=cancelled`;
    },
    (sent) => showCancel(k, request, reply, sent),
  );
}

export async function showAnnexes(k: Kernel, request: BySlug, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, mayReadDesk);
  const { consultation, status, actor } = desk;
  const annexes = await annexesOf(k.db, consultation.id);
  const mayAdd = convenes(actor, consultation) && status !== 'answered' && status !== 'cancelled';
  return sendOfConsultation(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('consultations.convene.tab.annexes'),
      main: <AnnexesPage {...{ consultation, annexes, mayAdd }} {...stateOf(ctx, sent, 'annex')} />,
    }),
    sent,
  );
}

export async function addOneAnnex(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes);
  const form = await readMultipart(request, {
    files: k.files,
    purpose: annexPurpose,
    ownerId: actor.accountId,
    mostFiles: 1,
  });
  const title = typeof form.fields.title === 'string' ? form.fields.title : '';
  return postForm(
    request,
    reply,
    'annex',
    async () => {
      if (form.problems.length > 0) failFields(form.fieldErrors);
      const [file] = form.files;
      if (!file) return failFields({ file: { key: 'consultations.convene.field_error.annex_file' } });
      await addAnnex(k, actor, consultation.id, { title, fileId: file.id });
      return `/convene/${consultation.slug}/annexes?done=annex_added`;
    },
    (sent) => showAnnexes(k, request, reply, { ...sent, values: { title } }),
  );
}

export async function removeOneAnnex(k: Kernel, request: ByAnnex, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes);
  return postForm(
    request,
    reply,
    'remove',
    async () => {
      await removeAnnex(k, actor, consultation.id, request.params.annex);
      return `/convene/${consultation.slug}/annexes?done=annex_removed`;
    },
    (sent) => showAnnexes(k, request, reply, sent),
  );
}

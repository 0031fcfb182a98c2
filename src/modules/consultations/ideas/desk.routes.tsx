import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import { readMultipart } from '../../../kernel/files/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { formErrors, postForm, type Sent, staffNames, stateOf, typedOf } from '../../people/index.ts';
import { sendDesk } from '../desk-page.tsx';
import { answerInput, draftAnswer, publishAnswer } from './answer-idea.ts';
import { categoriesOf } from './category.queries.ts';
import { concludeCall } from './conclude-call.ts';
import { convenersFor } from './conveners.ts';
import { DeskPage, queueTabs } from './desk-page.tsx';
import { loadDeskList, loadMatter, placeHref, readPlace, requireIdeasDesk } from './desk-view.ts';
import { assignIdeas, examineIdea } from './examine-idea.ts';
import { exportIdeas } from './export-ideas.ts';
import { followUpIdea } from './follow-up-idea.ts';
import { ideaByNumber } from './idea.queries.ts';
import './ideas.errors.ts';
import { mayArrange } from './ideas.policy.ts';
import { evidencePurpose, mostPhotos } from './ideas.rules.ts';
import { readNumber } from './load-idea.ts';
import { mergeIdea, splitIdea } from './merge-ideas.ts';
import { moveIdea } from './move-idea.ts';
import { OverviewPage } from './overview-page.tsx';
import { setCategories } from './set-categories.ts';

type BySlug = { Params: { slug: string } };
type ByIdea = { Params: { slug: string; number: string } };
type ByFormat = { Params: { slug: string; format: string } };

/** The desk of a call for ideas. */
export function ideasDeskRoutes(app: App, k: Kernel): void {
  const base = '/convene/:slug/ideas';
  app.get<BySlug>(base, (request, reply) => showDesk(k, request, reply));
  app.get<BySlug>(`${base}/overview`, (request, reply) => showOverview(k, request, reply));
  app.get<ByFormat>(`${base}/export.:format`, (request, reply) => sendExport(k, request, reply));
  app.post<BySlug>(`${base}/assign`, (request, reply) => onCall(k, request, reply, 'assign'));
  app.post<BySlug>(`${base}/categories`, (request, reply) => onCall(k, request, reply, 'categories'));
  app.post<BySlug>(`${base}/conclude`, (request, reply) => onCall(k, request, reply, 'conclude'));
  app.get<ByIdea>(`${base}/:number`, (request, reply) => showDesk(k, request, reply));
  for (const deed of deeds)
    app.post<ByIdea>(`${base}/:number/${deed}`, (request, reply) => onIdea(k, request, reply, deed));
  app.post<ByIdea>(`${base}/:number/follow-up`, (request, reply) => followUp(k, request, reply));
}

const deeds = ['examine', 'answer', 'publish', 'merge', 'split', 'move'] as const;
type Deed = (typeof deeds)[number];
const done = new Set([...deeds, 'follow-up', 'moved']);
const doneOverview = {
  assigned: 'consultations.ideas.overview.done.assigned',
  saved: 'consultations.ideas.overview.done.saved',
  concluded: 'consultations.ideas.overview.done.concluded',
};

async function showDesk(
  k: Kernel,
  request: FastifyRequest<{ Params: { slug: string; number?: string } }>,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const { slug, number } = request.params;
  const desk = await requireIdeasDesk(k, request, slug);
  const place = readPlace(request.query);
  const [list, matter] = await Promise.all([
    loadDeskList(k, desk, place),
    number === undefined ? null : loadMatter(k, desk, number),
  ]);
  const asked = (request.query as Record<string, unknown>).done;
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: matter ? matter.idea.title : `${ctx.t('consultations.ideas.queue.all')} · ${desk.consultation.title}`,
      robots: 'noindex',
      bare: true,
      staff: { role: [desk.consultation.title], queues: queueTabs(ctx, slug, list, place) },
      main: (
        <DeskPage
          {...{ ctx, desk, list, place, matter }}
          state={(form, begin) => stateOf(ctx, sent, form, begin)}
          said={
            !sent && typeof asked === 'string' && done.has(asked as Deed)
              ? ctx.t(`consultations.ideas.desk.done.${asked.replace('-', '_')}`)
              : undefined
          }
          problem={sent && formErrors(ctx, sent.thrown).errors['']}
        />
      ),
    }),
    sent ? sent.thrown.status : 200,
  );
}

/** The idea that an address at the desk means, of whatever state; an office finds those that it was given. */
async function ideaAt(k: Kernel, request: FastifyRequest<ByIdea>) {
  const desk = await requireIdeasDesk(k, request, request.params.slug);
  const number = readNumber(request.params.number);
  const idea = number === null ? undefined : await ideaByNumber(k.db, desk.consultation.id, number);
  if (!idea || (desk.offices && !desk.offices.includes(idea.departmentId ?? '')))
    return fail('consultations.ideas.not_found');
  return { desk, idea };
}

async function onIdea(
  k: Kernel,
  request: FastifyRequest<ByIdea>,
  reply: FastifyReply,
  deed: Deed,
): Promise<FastifyReply> {
  const { desk, idea } = await ideaAt(k, request);
  const { actor, consultation } = desk;
  const typed = typedOf(request.body);
  const here = (number = idea.number) => `${placeHref(consultation.slug, {}, number)}?done=${deed}`;
  const work: Record<Deed, () => Promise<string>> = {
    examine: async () => {
      await examineIdea(k, actor, idea.id, typed as never);
      return here();
    },
    answer: async () => {
      await draftAnswer(k, actor, idea.id, answerInput.parse(typed));
      return `${here()}#answer-part`;
    },
    publish: async () => {
      await publishAnswer(k, actor, idea.id, Number(typed.version) || 0);
      return here();
    },
    merge: async () => {
      const number = readNumber(String(typed.number ?? '').trim());
      const lead = number === null ? undefined : await ideaByNumber(k.db, consultation.id, number);
      await mergeIdea(k, actor, idea.id, lead?.id ?? '');
      return here();
    },
    split: async () => {
      await splitIdea(k, actor, idea.id);
      return here();
    },
    move: async () => {
      const moved = await moveIdea(k, actor, idea.id, String(typed.to ?? ''));
      return `${placeHref(moved.slug, {}, moved.number)}?done=moved`;
    },
  };
  return postForm(request, reply, deed, work[deed], (sent) => showDesk(k, request, reply, sent));
}

async function followUp(k: Kernel, request: FastifyRequest<ByIdea>, reply: FastifyReply): Promise<FastifyReply> {
  const { desk, idea } = await ideaAt(k, request);
  const { actor, consultation } = desk;
  const form = await readMultipart(request, {
    files: k.files,
    purpose: evidencePurpose,
    ownerId: actor.accountId,
    mostFiles: mostPhotos,
    limits: { documents: false },
  });
  request.body = form.fields;
  return postForm(
    request,
    reply,
    'follow-up',
    async () => {
      const { text, finished, doneBy } = form.fields;
      const fileIds = form.files.map(({ id }) => id);
      await followUpIdea(k, actor, idea.id, { text, finished, doneBy, fileIds } as never);
      return `${placeHref(consultation.slug, {}, idea.number)}?done=follow-up`;
    },
    (sent) => showDesk(k, request, reply, sent),
  );
}

async function showOverview(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await requireIdeasDesk(k, request, request.params.slug);
  const place = readPlace(request.query);
  const { consultation } = desk;
  const list = await loadDeskList(k, desk, place);
  const [categories, colleagues, handlers] = await Promise.all([
    categoriesOf(k.db, consultation.id),
    convenersFor(k, consultation.departmentId),
    staffNames(
      k,
      list.rows.flatMap(({ handlerId }) => handlerId ?? []),
    ),
  ]);
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('consultations.ideas.overview.title'),
      main: (
        <OverviewPage
          {...{ ctx, desk, list, place, categories, colleagues, handlers }}
          arranges={mayArrange(desk.actor, consultation)}
          state={(form, begin) => stateOf(ctx, sent, form, begin)}
        />
      ),
    }),
    { done: doneOverview, sent },
  );
}

async function onCall(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
  deed: 'assign' | 'categories' | 'conclude',
): Promise<FastifyReply> {
  const { actor, consultation } = await requireIdeasDesk(k, request, request.params.slug);
  const to = (said: keyof typeof doneOverview) => `/convene/${consultation.slug}/ideas/overview?done=${said}`;
  const typed = typedOf(request.body);
  return postForm(
    request,
    reply,
    deed,
    async () => {
      if (deed === 'conclude') {
        await concludeCall(k, actor, consultation.id);
        return to('concluded');
      }
      if (deed === 'categories') {
        await setCategories(k, actor, consultation.id, { names: String(typed.names ?? '') });
        return to('saved');
      }
      await assignIdeas(k, actor, consultation.id, typed as never);
      return to('assigned');
    },
    (sent) => showOverview(k, request, reply, sent),
  );
}

async function sendExport(k: Kernel, request: FastifyRequest<ByFormat>, reply: FastifyReply): Promise<FastifyReply> {
  const desk = await requireIdeasDesk(k, request, request.params.slug);
  const { format } = request.params;
  // An office that works on some of them reads those at the desk.
  if (desk.offices !== null) fail('kernel.not_allowed');
  if (format !== 'csv' && format !== 'xlsx') return fail('kernel.not_found');
  const { t, locale } = request.server.frame.anonymous(request);
  return exportIdeas(k, reply, desk.consultation, { format, t, locale });
}

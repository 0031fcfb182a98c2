import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { Kernel } from '../../../kernel/kernel.ts';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { staffNames, typedOf } from '../../people/index.ts';
import { convenes, mayReadDesk } from '../consultations.policy.ts';
import { postForm, requireDesk, type Sent, sendDesk } from '../desk-page.tsx';
import { assignOpinions } from './assign-opinions.ts';
import { decideMany } from './decide-opinions.ts';
import { readsOpinions, worksOnOpinions } from './desk.policy.ts';
import { readDeskQuery } from './desk-query.ts';
import { deskPath } from './frame.tsx';
import { saidOf, saying } from './handlers.tsx';
import { keepTemplate, removeTemplate } from './keep-templates.ts';
import { linkOpinions } from './link-opinions.ts';
import { type Desk, loadSeveral } from './load-desk.ts';
import { formsOf } from './opinions-page.tsx';
import { loadParagraphs } from './paragraphs.ts';
import { progressByParagraph, progressByPerson, progressOf } from './progress.queries.ts';
import { ProgressPage } from './progress-page.tsx';
import { SeveralPage } from './several-page.tsx';
import { templatesOf } from './template.queries.ts';
import { TemplatesPage } from './templates-page.tsx';

type BySlug = FastifyRequest<{ Params: { slug: string } }>;
type ById = FastifyRequest<{ Params: { slug: string; id: string } }>;

/** A page beside the desk, with the way back to it. */
function sendBeside(
  request: FastifyRequest,
  reply: FastifyReply,
  desk: Desk,
  title: string,
  make: (ctx: PageContext) => VNode,
  sent?: Sent,
): Promise<FastifyReply> {
  const up = { label: desk.consultation.title, href: deskPath(desk.consultation.slug) };
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => {
      const said = saidOf(ctx, request);
      return {
        title: ctx.t(title),
        main: (
          <>
            {said && <Notice tone="success" live title={said} />}
            {make(ctx)}
          </>
        ),
      };
    },
    { sent, up },
  );
}

export async function showSeveral(k: Kernel, request: BySlug, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, worksOnOpinions, 'draft');
  const view = await loadSeveral(k, desk, readDeskQuery(request.query));
  return sendBeside(
    request,
    reply,
    desk,
    'consultations.desk.several',
    (ctx) => <SeveralPage view={view} forms={formsOf(ctx, sent)} />,
    sent,
  );
}

/** Decides, hands over or links what was ticked, or everything that was listed. */
export async function doSeveral(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, worksOnOpinions, 'draft');
  const { id } = consultation;
  return postForm(
    request,
    reply,
    'several',
    async () => {
      const { do: deed, which, all, numbers, ...typed } = typedOf(request.body) as Record<string, string | string[]>;
      const given = { ...typed, numbers: which === 'all' ? all : (numbers ?? '') } as never;
      const to = (did: Record<string, string | number>) =>
        saying(`${deskPath(consultation.slug)}/several`, readDeskQuery(request.query), did);
      if (deed === 'assign') return to({ did: 'assigned', n: (await assignOpinions(k, actor, id, given)).assigned });
      if (deed === 'link') return to({ did: 'linked', n: (await linkOpinions(k, actor, id, given)).linked });
      const { decided, left } = await decideMany(k, actor, consultation, given);
      return to({ did: 'decided', n: decided, left });
    },
    (sent) => showSeveral(k, request, reply, sent),
  );
}

export async function showProgress(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, readsOpinions, 'draft');
  const { id } = desk.consultation;
  const [progress, byParagraph, byPerson, paragraphs] = await Promise.all([
    progressOf(k.db, id),
    progressByParagraph(k.db, id),
    progressByPerson(k.db, id),
    loadParagraphs(k.db, id),
  ]);
  const names = await staffNames(
    k,
    byPerson.flatMap(({ accountId }) => accountId ?? []),
  );
  return sendBeside(request, reply, desk, 'consultations.desk.progress', () => (
    <ProgressPage
      consultation={desk.consultation}
      reads={mayReadDesk(desk.actor, desk.consultation)}
      {...{ progress, byParagraph, byPerson, paragraphs, names }}
    />
  ));
}

export async function showTemplates(
  k: Kernel,
  request: BySlug,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, readsOpinions, 'draft');
  const { consultation, actor } = desk;
  const templates = await templatesOf(k.db, consultation.departmentId);
  return sendBeside(
    request,
    reply,
    desk,
    'consultations.desk.templates',
    (ctx) => (
      <TemplatesPage
        base={deskPath(consultation.slug)}
        templates={templates}
        forms={formsOf(ctx, sent)}
        leads={convenes(actor, consultation)}
      />
    ),
    sent,
  );
}

export async function addTemplate(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes, 'draft');
  return postForm(
    request,
    reply,
    'template',
    async () => {
      await keepTemplate(k, actor, consultation.departmentId, typedOf(request.body) as never);
      return `${deskPath(consultation.slug)}/templates?did=kept`;
    },
    (sent) => showTemplates(k, request, reply, sent),
  );
}

export async function dropTemplate(k: Kernel, request: ById, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes, 'draft');
  await removeTemplate(k, actor, consultation.departmentId, request.params.id);
  return reply.redirect(`${deskPath(consultation.slug)}/templates?did=removed`, 303);
}

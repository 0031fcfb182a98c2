import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage, sendPublicPage } from '../../../ui/send-page.tsx';
import { postForm, requireActor, type Sent, stateOf, typedOf } from '../../people/index.ts';
import { type CommentKey, commentSorts, numberOfComment, publicComment } from './comment.queries.ts';
import { newFormToken } from './form-token.ts';
import { loadOpinion, loadOpinions, publishedDraft, takesComments } from './load-opinions.ts';
import { OpinionPage, OpinionsPage, opinionsHref } from './opinions-page.tsx';
import { readingNow } from './paragraph.ts';
import { type SayInput, sayComment } from './say-comment.ts';
import { ClosedPage, SayPage } from './say-page.tsx';
import { nameInFront, speakingOrganisations } from './speaker.ts';

type BySlug = { Params: { slug: string } };
type ByNumber = { Params: { slug: string; number: string } };
type Request = FastifyRequest<BySlug>;

const saying = { name: 'consultations.say', points: 30, seconds: 3600 };
/** A text of a megabyte is refused beside its field, with the text kept; what is larger is not read. */
const largestForm_bytes = 4_000_000;

/** What people say about drafts. */
export function commentRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/consultations/:slug/opinions', (request, reply) => opinions(k, request, reply));
  app.get<ByNumber>('/consultations/:slug/opinions/:number', (request, reply) => opinion(k, request, reply));
  app.get<BySlug>('/consultations/:slug/say', (request, reply) => showForm(k, request, reply));
  app.post<BySlug>('/consultations/:slug/say', { bodyLimit: largestForm_bytes }, (request, reply) =>
    say(k, request, reply),
  );
}

const wholeNumber = /^\d{1,9}$/;

/** `3_12`: ordered by 3, number 12. */
function readKey(text: unknown): CommentKey | null {
  const [by = '', number = ''] = typeof text === 'string' ? text.split('_') : [];
  return wholeNumber.test(by) && wholeNumber.test(number) ? { by: Number(by), number: Number(number) } : null;
}

async function opinions(k: Kernel, request: Request, reply: FastifyReply) {
  const draft = await publishedDraft(k, request.params.slug);
  const { consultation } = draft;
  const query = request.query as Record<string, unknown>;
  const named = typeof query.anchor === 'string' && /^[\w-]{1,80}$/.test(query.anchor) ? query.anchor : undefined;
  const filter = {
    ...(named === undefined ? {} : { anchor: named === 'whole' ? null : named }),
    sort: commentSorts.find((sort) => sort === query.sort) ?? 'newest',
    after: readKey(query.after),
  };
  return sendPublicPage(k, request, reply, async (ctx) => {
    const view = await loadOpinions(k, ctx, consultation.id, filter);
    const plain = filter.sort === 'newest' && !filter.after && filter.anchor === undefined;
    return {
      title: `${ctx.t('consultations.comments.title')} · ${consultation.title}`,
      ...(plain ? { canonical: `${k.config.publicUrl}${opinionsHref(consultation.slug, {})}` } : { robots: 'noindex' }),
      main: <OpinionsPage {...{ ctx, draft, filter, view }} />,
      tags: ['consultations', `consultation:${consultation.id}`],
    };
  });
}

async function opinion(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply) {
  const draft = await publishedDraft(k, request.params.slug);
  const { consultation } = draft;
  const { number } = request.params;
  const after = readKey(`0_${(request.query as Record<string, unknown>).after}`)?.number ?? 0;
  return sendPublicPage(k, request, reply, async (ctx) => {
    const view = await loadOpinion(k, ctx, consultation.id, {
      number: wholeNumber.test(number) ? Number(number) : 0,
      after,
    });
    const { parentId } = view.comment;
    const parentNumber = parentId ? ((await numberOfComment(k.db, parentId)) ?? null) : null;
    return {
      title: `${ctx.t('consultations.comments.one', { number: view.comment.number })} · ${consultation.title}`,
      robots: 'noindex',
      main: <OpinionPage {...{ ctx, draft, view, parentNumber }} />,
      tags: ['consultations', `consultation:${consultation.id}`],
    };
  });
}

/** What the form is about, from the address or from the form that was sent. */
function aboutOf(request: Request): { anchor: string; answers: string } {
  const given = (request.method === 'GET' ? request.query : typedOf(request.body)) as Record<string, unknown>;
  const text = (value: unknown, shape: RegExp) => (typeof value === 'string' && shape.test(value) ? value : '');
  return { anchor: text(given.anchor, /^[\w-]{1,80}$/), answers: text(given.answers, wholeNumber) };
}

async function showForm(k: Kernel, request: Request, reply: FastifyReply, sent?: Sent) {
  const actor = await requireActor(k, request);
  const draft = await publishedDraft(k, request.params.slug);
  const { consultation } = draft;
  const { anchor, answers } = aboutOf(request);
  const [paragraph, answered, organisations] = await Promise.all([
    anchor === '' ? null : readingNow(k.db, consultation.id, anchor),
    answers === '' ? null : publicComment(k.db, consultation.id, Number(answers)),
    speakingOrganisations(k.db, actor.accountId ?? ''),
  ]);
  const closed = closedBecause(draft, { anchor, answers }, paragraph !== undefined, answered);
  const token = typedOf(request.body).token;
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: `${ctx.t('consultations.comments.say_title')} · ${consultation.title}`,
      robots: 'noindex',
      main:
        closed && !sent ? (
          <ClosedPage ctx={ctx} draft={draft} why={ctx.t(`errors.${closed}`)} />
        ) : (
          <SayPage
            {...{ ctx, draft, organisations }}
            paragraph={paragraph ?? null}
            answers={answered ?? null}
            displayName={nameInFront(actor)}
            token={typeof token === 'string' ? token : newFormToken()}
            {...stateOf(ctx, sent, 'say')}
          />
        ),
    }),
    sent ? sent.thrown.status : closed ? new AppError(closed).status : 200,
  );
}

function closedBecause(
  draft: Awaited<ReturnType<typeof publishedDraft>>,
  { anchor, answers }: { anchor: string; answers: string },
  hasParagraph: boolean,
  answered: Awaited<ReturnType<typeof publicComment>> | null,
): string | undefined {
  if (draft.status === 'not_started') return 'consultations.not_started';
  if (draft.status !== 'running') return 'consultations.over';
  if (answers !== '')
    return answered?.state === 'visible' && answered.parentId === null ? undefined : 'consultations.comments.no_answer';
  if (!takesComments(draft, anchor === '' ? 'whole' : 'paragraph')) return 'consultations.comments.way_closed';
  return hasParagraph ? undefined : 'consultations.comments.no_paragraph';
}

async function say(k: Kernel, request: Request, reply: FastifyReply) {
  const actor = await requireActor(k, request);
  const { consultation } = await publishedDraft(k, request.params.slug);
  return postForm(
    request,
    reply,
    'say',
    async () => {
      await k.limits.take(saying, actor.accountId ?? '');
      const said = await sayComment(k, actor, consultation.id, typedOf(request.body) as SayInput);
      return `/me/contributions/${said.id}?done=said`;
    },
    (sent) => showForm(k, request, reply, sent),
  );
}

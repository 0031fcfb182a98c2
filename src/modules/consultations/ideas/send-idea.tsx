import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type FieldErrors, fail } from '../../../kernel/errors/index.ts';
import { readMultipart } from '../../../kernel/files/index.ts';
import { toAppError } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FormErrors } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, districtBook, formErrors, requireActor } from '../../people/index.ts';
import { newFormToken } from '../comments/form-token.ts';
import { nameInFront, speakingOrganisations } from '../comments/speaker.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { statusOn } from '../consultations.rules.ts';
import { todayOf } from '../public/load-consultation.ts';
import { categoriesOf } from './category.queries.ts';
import { mostPhotos, photoPurpose } from './ideas.rules.ts';
import { type Like, likesOf } from './likeness.ts';
import { LikesStep } from './likes-list.tsx';
import { publishedCall } from './load-call.ts';
import { NewPage } from './new-page.tsx';
import { type IdeaInput, ideaInput, sayIdea } from './say-idea.ts';

type BySlug = FastifyRequest<{ Params: { slug: string } }>;

const day_seconds = 86_400;
const ideasPerDay = { name: 'consultations.ideas', points: 30, seconds: day_seconds };

type Fields = Record<string, string | string[]>;
const one = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
};
const many = (fields: Fields, name: string): string[] => {
  const value = fields[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
};

/** A form as it came: what was typed, the files that are there, what is wrong so far. */
type Sent = { fields: Fields; fileIds: string[]; token: string; wrong: FieldErrors };

/** A call that takes ideas now. */
async function runningCall(k: Kernel, slug: string): Promise<ConsultationOf<'ideas'>> {
  const call = await publishedCall(k, slug);
  const status = statusOn(call, todayOf(k));
  if (status === 'not_started') fail('consultations.not_started');
  if (status !== 'running') fail('consultations.over');
  return call;
}

async function readSent(k: Kernel, request: FastifyRequest, accountId: string | null): Promise<Sent> {
  const form = await readMultipart(request, {
    files: k.files,
    purpose: photoPurpose,
    ownerId: accountId,
    mostFiles: mostPhotos,
    limits: { documents: false },
  });
  const kept = await k.files.findAll(many(form.fields, 'photos_kept').slice(0, mostPhotos));
  const own = kept.filter((file) => !file.claimed && file.ownerId === accountId);
  const fileIds = [...own, ...form.files].map((file) => file.id);
  const wrong = { ...form.fieldErrors };
  if (fileIds.length > mostPhotos) wrong.photos = { key: 'errors.files.too_many', params: { limit: mostPhotos } };
  const token = one(form.fields, 'form_token');
  return {
    fields: form.fields,
    fileIds: fileIds.slice(0, mostPhotos),
    token: /^[\w-]{20,80}$/.test(token) ? token : newFormToken(),
    wrong,
  };
}

function ideaOf({ fields, fileIds, token }: Sent): IdeaInput {
  const text = (name: string) => one(fields, name);
  return {
    title: text('title'),
    text: text('text'),
    categoryId: text('categoryId'),
    districtId: text('districtId'),
    place: text('place'),
    lon: text('lon'),
    lat: text('lat'),
    speaksFor: text('speaksFor'),
    shownAs: text('shownAs'),
    fileIds,
    formToken: token,
  };
}

/** GET /ideas/:slug/new, and the form again with everything that was typed and what is wrong beside its fields. */
export async function showNew(
  k: Kernel,
  request: BySlug,
  reply: FastifyReply,
  sent?: Sent,
  problem?: (ctx: PageContext) => { errors: FormErrors; status: number },
): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const call = await runningCall(k, request.params.slug);
  const [districts, categories, organisations, kept] = await Promise.all([
    districtBook(k),
    categoriesOf(k.db, call.id),
    speakingOrganisations(k.db, actor.accountId ?? fail('kernel.sign_in_first')),
    sent ? k.files.findAll(sent.fileIds) : [],
  ]);
  const ctx = await request.server.frame.personal(request);
  const said = problem?.(ctx);
  return sendPage(
    request,
    reply,
    {
      title: `${ctx.t('consultations.ideas.new.heading')} · ${call.title}`,
      robots: 'noindex',
      main: (
        <NewPage
          {...{ ctx, call, districts, categories, organisations }}
          displayName={nameInFront(actor)}
          token={sent?.token ?? newFormToken()}
          values={sent?.fields}
          errors={said?.errors}
          kept={kept.map(({ id, name }) => ({ id, name }))}
        />
      ),
    },
    said?.status ?? 200,
  );
}

/** POST /ideas/:slug/new: checks, offers ideas like it once, takes the idea in, leads to its author's page. */
export async function sendIdea(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  await k.limits.takeForAddress({ name: 'consultations.ideas.form', points: 120, seconds: 3600 }, request);
  const actor = await requireActor(k, request);
  const call = await runningCall(k, request.params.slug);
  const sent = await readSent(k, request, actor.accountId);
  if (one(sent.fields, 'edit') !== '') return showNew(k, request, reply, sent);
  const checked = ideaInput.safeParse(ideaOf(sent));
  const wrong = { ...(checked.success ? {} : (toAppError(checked.error).fields ?? {})), ...sent.wrong };
  if (Object.keys(wrong).length > 0) {
    const error = new AppError('kernel.invalid', { n: Object.keys(wrong).length }, wrong);
    return showNew(k, request, reply, sent, (ctx) => formErrors(ctx, error));
  }
  const likes = await unseenLikes(k, call, sent);
  if (likes.length > 0) return showLikes(request, reply, call, sent, likes);
  try {
    const { number } = await take(k, actor, call, sent);
    return reply.redirect(`/ideas/${call.slug}/${number}/mine?done=sent`, 303);
  } catch (error) {
    return showNew(k, request, reply, sent, (ctx) => formErrors(ctx, error));
  }
}

async function take(k: Kernel, actor: Actor, call: ConsultationOf<'ideas'>, sent: Sent) {
  await k.limits.take(ideasPerDay, actor.accountId ?? '').catch((error) => {
    throw error instanceof AppError && error.code === 'kernel.too_many'
      ? new AppError('consultations.ideas.too_many', { n: ideasPerDay.points })
      : error;
  });
  return sayIdea(k, actor, call.id, ideaOf(sent));
}

/** Ideas of the call that are likely the same, where the writer has seen no suggestions. */
async function unseenLikes(k: Kernel, call: ConsultationOf<'ideas'>, { fields }: Sent): Promise<Like[]> {
  if (one(fields, 'similar_seen') !== '') return [];
  const districtId = one(fields, 'districtId') || null;
  return likesOf(k, call.id, { title: one(fields, 'title'), text: one(fields, 'text'), districtId });
}

async function showLikes(
  request: FastifyRequest,
  reply: FastifyReply,
  { slug }: ConsultationOf<'ideas'>,
  { fields, fileIds, token }: Sent,
  likes: readonly Like[],
): Promise<FastifyReply> {
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('consultations.ideas.likes.title'),
    robots: 'noindex',
    main: <LikesStep {...{ ctx, slug, likes, fileIds }} fields={{ ...fields, form_token: token }} />,
  }));
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTransaction } from '../../../kernel/db/index.ts';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { dateWords } from '../../../kernel/time/index.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { formErrors, typedOf } from '../../people/index.ts';
import { walk } from '../logic/walk.ts';
import { momentOf } from '../moment.ts';
import { nearestLanguage } from '../questionnaire.rules.ts';
import { formOf, type Survey } from '../survey.queries.ts';
import { titleIn } from '../surveys.rules.ts';
import { pageReached } from './answer-view.ts';
import { beginAnswering, checkRunning } from './begin-answering.ts';
import { deleteDraft, draftOf, type Holder } from './draft.queries.ts';
import { deleteFiles } from './file.queries.ts';
import type { BySlug } from './hand-in-handlers.tsx';
import {
  hasAnsweredHere,
  holderOf,
  keepCode,
  keepToken,
  newToken,
  publishedSurvey,
  requireAnswering,
  tokenHash,
  tokenOf,
} from './holder.ts';
import { invitationByCode } from './invite/invitation.queries.ts';
import { codeHash, codeTyped } from './invite/invitation-code.ts';
import { AlreadyPage, CodePage, GoOnPage, LaterPage } from './own-pages.tsx';
import { participationDay } from './response.queries.ts';

const beginLimit = { name: 'surveys.begin', points: 300, seconds: 3600 };
const codeLimit = { name: 'surveys.code', points: 30, seconds: 600 };

/** The button on the page of a survey: begins, or goes on with what was begun. */
export async function postBegin(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const survey = await publishedSurvey(k, request.params.slug);
  let holder = await holderOf(k, request, survey);
  const begun = holder && (await draftOf(k.db, survey.id, holder));
  if (survey.way === 'anonymous' && !begun) {
    checkRunning(k, survey);
    if (hasAnsweredHere(request) && typedOf(request.body ?? {}).again !== 'yes')
      return sendAlready(k, request, reply, survey, null);
    await k.limits.takeForAddress(beginLimit, request);
    const token = newToken();
    keepToken(k, reply, survey.slug, token);
    holder = { kind: 'token', hash: tokenHash(token) ?? fail('kernel.bad_request') };
  }
  return goIn(k, request, reply, survey, holder ?? fail('surveys.answer.no_draft'));
}

/** To the page that this holder has reached. */
async function goIn(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
  survey: Survey,
  holder: Holder,
): Promise<FastifyReply> {
  const { locale } = await request.server.frame.personal(request);
  const definition = await formOf(k.db, survey);
  try {
    const draft = await beginAnswering(k, survey, holder, nearestLanguage(definition.languages, locale));
    const { sections } = walk(definition, draft.answers, momentOf(k));
    const page = pageReached(definition, sections, draft.page);
    return reply.redirect(`/surveys/${survey.slug}/${page ? `answer/${page.id}` : 'review'}`, 303);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'surveys.answer.already' || holder.kind === 'token') throw error;
    return sendAlready(k, request, reply, survey, (await participationDay(k.db, survey.id, holder.id)) ?? null);
  }
}

async function sendAlready(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
  survey: Survey,
  day: string | null,
): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('surveys.answer.already.title'),
      robots: 'noindex',
      main: (
        <AlreadyPage
          ctx={ctx}
          survey={survey}
          day={day && dateWords(day, { locale: ctx.locale, today: momentOf(k).today, weekday: false })}
        />
      ),
    }),
    409,
  );
}

/** Asks for the code; a letter's link brings it along, and a button is still to be pressed: programs open links too. */
export async function showCode(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
  thrown?: AppError,
): Promise<FastifyReply> {
  const survey = await publishedSurvey(k, request.params.slug);
  if (survey.way !== 'invited') return reply.redirect(`/surveys/${survey.slug}`, 303);
  const given =
    request.method === 'GET' ? (request.query as Record<string, unknown>).c : typedOf(request.body ?? {}).code;
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: titleIn(survey, ctx.locale),
      robots: 'noindex',
      main: (
        <CodePage
          ctx={ctx}
          survey={survey}
          values={{ code: typeof given === 'string' ? given.slice(0, 40) : '' }}
          errors={thrown ? formErrors(ctx, thrown, 'code').errors : {}}
        />
      ),
    }),
    thrown?.status ?? 200,
  );
}

export async function postCode(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  const survey = await publishedSurvey(k, request.params.slug);
  if (survey.way !== 'invited') return reply.redirect(`/surveys/${survey.slug}`, 303);
  await k.limits.takeForAddress(codeLimit, request);
  const { code: typed } = typedOf(request.body ?? {});
  const code = codeTyped(typeof typed === 'string' ? typed : '');
  const invitation = code ? await invitationByCode(k.db, survey.id, codeHash(code)) : undefined;
  if (!code || !invitation) return showCode(k, request, reply, new AppError('surveys.answer.wrong_code'));
  keepCode(k, reply, survey.slug, code);
  return goIn(k, request, reply, survey, { kind: 'invitation', id: invitation.id });
}

/** Saved: how to go on. */
export async function showLater(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { survey, draft } = await requireAnswering(k, request, request.params.slug);
  const definition = await formOf(k.db, survey);
  const token = survey.way === 'anonymous' ? tokenOf(request) : null;
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('surveys.answer.later_page.title'),
    robots: 'noindex',
    main: (
      <LaterPage
        ctx={ctx}
        survey={survey}
        page={draft.page || (definition.sections[0]?.id ?? '')}
        link={token && `${k.config.publicUrl}/surveys/${survey.slug}/go-on/${token}`}
      />
    ),
  }));
}

/** Throws away what was begun. */
export async function postDiscard(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { survey, holder } = await requireAnswering(k, request, request.params.slug);
  await inTransaction(k.db, async (tx) => {
    const id = await deleteDraft(tx, survey.id, holder);
    if (id) await k.files.release(tx, await deleteFiles(tx, survey.id, id, 'all'));
  });
  return reply.redirect(`/surveys/${survey.slug}`, 303);
}

export type ByToken = { Params: { slug: string; token: string } };

async function draftToken(k: Kernel, request: FastifyRequest<ByToken>): Promise<{ survey: Survey; token: string }> {
  const { slug, token } = request.params;
  const survey = await publishedSurvey(k, slug);
  const hash = tokenHash(token);
  const draft =
    hash && survey.way === 'anonymous' ? await draftOf(k.db, survey.id, { kind: 'token', hash }) : undefined;
  if (!draft) fail('surveys.answer.no_draft');
  return { survey, token };
}

/** A link from another device. A button is still to be pressed: programs open links too. */
export async function showGoOn(
  k: Kernel,
  request: FastifyRequest<ByToken>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { survey, token } = await draftToken(k, request);
  const own = tokenOf(request);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('surveys.answer.go_on_page.title'),
    robots: 'noindex',
    main: <GoOnPage ctx={ctx} survey={survey} token={token} other={own !== null && own !== token} />,
  }));
}

export async function postGoOn(
  k: Kernel,
  request: FastifyRequest<ByToken>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { survey, token } = await draftToken(k, request);
  keepToken(k, reply, survey.slug, token);
  return goIn(k, request, reply, survey, { kind: 'token', hash: tokenHash(token) ?? fail('surveys.answer.no_draft') });
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import { addressGroup } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { ProofTicket } from '../../../kernel/proof-of-work/index.ts';
import { proofFields } from '../../../kernel/proof-of-work/index.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { formErrors, typedOf } from '../../people/index.ts';
import { checkAnswers } from '../logic/check-answer.ts';
import { momentOf } from '../moment.ts';
import { formOf, type Survey } from '../survey.queries.ts';
import { titleIn } from '../surveys.rules.ts';
import { idsOfReceipt, pagesOf, receiptOf } from './answer.rules.ts';
import { tongueOf } from './answer-view.ts';
import { handIn } from './hand-in.ts';
import {
  type Answering,
  forgetToken,
  isNonce,
  newNonce,
  publishedSurvey,
  requireAnswering,
  responseIdOf,
} from './holder.ts';
import { DonePage } from './own-pages.tsx';
import { existingResponses, responseBetween } from './response.queries.ts';
import { ReviewPage } from './review-page.tsx';

export type BySlug = { Params: { slug: string } };

/** So many answers an hour come from one address without more ado; further ones need a proof of work. */
const freely = { name: 'surveys.hand_in', points: 15, seconds: 3600 };
const most = { name: 'surveys.hand_in_most', points: 600, seconds: 3600 };

/** Everything that was answered, to be read once more. */
export async function showReview(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  return sendReview(k, request, reply, await requireAnswering(k, request, request.params.slug));
}

async function sendReview(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
  { survey, draft, holder }: Answering,
  thrown?: AppError,
): Promise<FastifyReply> {
  const definition = await formOf(k.db, survey);
  const checked = checkAnswers(definition, draft.answers, momentOf(k));
  const ctx = await request.server.frame.personal(request);
  const needsProof =
    thrown !== undefined && (thrown.code.startsWith('proof.') || thrown.code === 'surveys.answer.proof_first');
  const proof = needsProof ? await k.proof.challenge(ctx.locale) : null;
  const { errors } = thrown ? formErrors(ctx, thrown) : { errors: {} };
  const { tell } = typedOf(request.body ?? {});
  return sendPage(
    request,
    reply,
    {
      title: ctx.t('surveys.answer.review.title'),
      robots: 'noindex',
      main: (
        <ReviewPage
          ctx={ctx}
          view={{
            survey,
            draft,
            definition,
            tongue: tongueOf(definition, draft.locale, ctx.locale),
            pages: pagesOf(definition, checked.sections),
            checked,
            nonce: newNonce(),
            proof,
            values: { tell },
            errors,
            mayBeTold: holder.kind === 'account',
          }}
        />
      ),
    },
    thrown?.status ?? 200,
  );
}

/** Hands in; the same form a second time leads to the same receipt. */
export async function postHandIn(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { slug } = request.params;
  const survey = await publishedSurvey(k, slug);
  const given = typedOf(request.body ?? {});
  const done = (id: string): FastifyReply => {
    if (survey.way === 'anonymous') forgetToken(k, reply, slug);
    return reply.redirect(`/surveys/${slug}/done?receipt=${receiptOf(id)}`, 303);
  };
  if (isNonce(given.nonce)) {
    const id = responseIdOf(k, survey.id, given.nonce);
    if ((await existingResponses(k.db, [{ surveyId: survey.id, id }])).has(id)) return done(id);
  }
  const answering = await requireAnswering(k, request, slug);
  try {
    const { draft, holder } = answering;
    if (!isNonce(given.nonce)) fail('kernel.bad_request');
    if (given.version !== String(draft.version) || given.form !== String(survey.formVersion))
      fail('surveys.answer.changed_meanwhile');
    const proof = holder.kind === 'token' ? await proofOf(k, request, survey, given) : null;
    const tell = given.tell === 'yes';
    const { responseId } = await handIn(k, { survey, holder, draft, nonce: given.nonce as string, tell, proof });
    return done(responseId);
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return again(k, request, reply, error);
  }
}

async function again(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
  error: AppError,
): Promise<FastifyReply> {
  // Handed in by another form, or gone.
  if (error.code === 'surveys.answer.already' || error.code === 'surveys.answer.no_draft' || error.status === 429)
    throw error;
  return sendReview(k, request, reply, await requireAnswering(k, request, request.params.slug), error);
}

/** A proof where many answers came from the same address; null: none is needed. */
async function proofOf(
  k: Kernel,
  request: FastifyRequest,
  survey: Survey,
  given: Record<string, unknown>,
): Promise<ProofTicket | null> {
  const key = `${survey.id} ${addressGroup(request.ip)}`;
  await k.limits.take(most, key);
  if (given[proofFields.token] !== undefined) return k.proof.verify(given);
  const free = await k.limits.take(freely, key).then(
    () => true,
    (error: unknown) => {
      if (error instanceof AppError && error.code === 'kernel.too_many') return false;
      throw error;
    },
  );
  return free ? null : fail('surveys.answer.proof_first');
}

/** Thanks, with the number to keep where the address brings one that exists. */
export async function showDone(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  const survey = await publishedSurvey(k, request.params.slug);
  const { receipt } = request.query as Record<string, unknown>;
  const range = typeof receipt === 'string' ? idsOfReceipt(receipt) : null;
  await k.limits.takeForAddress({ name: 'surveys.receipt', points: 120, seconds: 600 }, request);
  const id = range ? await responseBetween(k.db, survey.id, range) : undefined;
  const definition = await formOf(k.db, survey);
  return sendPage(request, reply, (ctx) => ({
    title: `${ctx.t('surveys.answer.done.title')} · ${titleIn(survey, ctx.locale)}`,
    robots: 'noindex',
    main: <DonePage ctx={ctx} survey={survey} receipt={id ? receiptOf(id) : null} languages={definition.languages} />,
  }));
}

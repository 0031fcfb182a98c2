import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { Notice } from '../../../ui/notice.tsx';
import { sendPage } from '../../../ui/send-page.tsx';
import { actorOf, formErrors, requireActor, typedOf } from '../../people/index.ts';
import { hearingsOf, placeOf } from '../convene/hearing.queries.ts';
import { leaveHearing, type SignUpInput, signUpForHearing } from '../convene/sign-up-for-hearing.ts';
import { postForm, type Sent, stateOf } from '../desk-page.tsx';
import { HearingsPage } from './hearings-page.tsx';
import { publishedConsultation, todayOf } from './load-consultation.ts';

type BySlug = FastifyRequest<{ Params: { slug: string } }>;
type ByHearing = FastifyRequest<{ Params: { slug: string; hearing: string } }>;

const done = new Set(['seated', 'waiting', 'left']);

export async function showHearings(
  k: Kernel,
  request: BySlug,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const consultation = await publishedConsultation(k, request.params.slug);
  if (consultation.kind !== 'draft') return fail('consultations.not_found');
  const actor = await actorOf(k, request);
  const { accountId } = actor;
  const hearings = await Promise.all(
    (await hearingsOf(k.db, consultation.id)).map(async (hearing) => ({
      hearing,
      mine: accountId ? await placeOf(k.db, hearing.id, accountId) : undefined,
    })),
  );
  return sendPage(
    request,
    reply,
    (ctx) => {
      const said = request.method === 'GET' ? new URL(request.url, 'http://x').searchParams.get('done') : null;
      const whole = sent ? formErrors(ctx, sent.thrown).errors[''] : undefined;
      const begin = (id: string) => {
        const mine = hearings.find(({ hearing }) => hearing.id === id)?.mine;
        return mine
          ? { name: mine.name, contact: mine.contact, about: mine.about, speaks: mine.speaks ? 'yes' : undefined }
          : { name: actor.name };
      };
      return {
        title: `${ctx.t('consultations.public.hearings.title')} · ${consultation.title}`,
        main: (
          <>
            {said !== null && done.has(said) && (
              // keys: consultations.public.hearings.done.*
              <Notice tone="success" live title={ctx.t(`consultations.public.hearings.done.${said}`)} />
            )}
            {whole && <Notice tone="error" title={whole} />}
            <HearingsPage
              {...{ consultation, hearings }}
              signedIn={accountId !== null}
              today={todayOf(k)}
              now={k.clock.now()}
              form={(id) => stateOf(ctx, sent, `sign-up-${id}`, begin(id))}
            />
          </>
        ),
      };
    },
    sent?.thrown.status ?? 200,
  );
}

export async function signUp(k: Kernel, request: ByHearing, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const { slug, hearing } = request.params;
  const consultation = await publishedConsultation(k, slug);
  const ids = { consultationId: consultation.id, hearingId: hearing };
  return postForm(
    request,
    reply,
    `sign-up-${hearing}`,
    async () => {
      const state = await signUpForHearing(k, actor, ids, typedOf(request.body) as unknown as SignUpInput);
      return `/consultations/${slug}/hearings?done=${state}`;
    },
    (sent) => showHearings(k, request, reply, sent),
  );
}

export async function leave(k: Kernel, request: ByHearing, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const { slug, hearing } = request.params;
  const consultation = await publishedConsultation(k, slug);
  const ids = { consultationId: consultation.id, hearingId: hearing };
  return postForm(
    request,
    reply,
    `leave-${hearing}`,
    async () => {
      await leaveHearing(k, actor, ids);
      return `/consultations/${slug}/hearings?done=left`;
    },
    (sent) => showHearings(k, request, reply, sent),
  );
}

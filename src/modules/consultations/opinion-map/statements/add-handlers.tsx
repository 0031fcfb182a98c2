import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { FormErrors } from '../../../../ui/form.tsx';
import { sendPage } from '../../../../ui/send-page.tsx';
import { formErrors, postForm, requireActor, type Sent } from '../../../people/index.ts';
import { newFormToken } from '../../comments/form-token.ts';
import { nameInFront, speakingOrganisations } from '../../comments/speaker.ts';
import { requireMap } from '../open-map.ts';
import type { BySlug } from '../vote/post-vote.ts';
import { fieldsOf } from '../vote/post-vote.ts';
import { assertRunning } from '../voting/take-vote.ts';
import { AddPage } from './add-page.tsx';
import { type AddInput, addStatement } from './add-statement.ts';
import type { Statement } from './statement.queries.ts';

type Request = FastifyRequest<BySlug>;

/** GET /maps/:slug/new: whoever has an account. */
export function addForm(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  return show(k, request, reply);
}

async function show(
  k: Kernel,
  request: Request,
  reply: FastifyReply,
  { sent, like = [] }: { sent?: Sent; like?: readonly Statement[] } = {},
): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  const map = await requireMap(k, request.params.slug);
  if (!sent) assertRunning(k, map);
  if (!map.consultation.settings.adding) fail('consultations.opinion_map.no_adding');
  const organisations = await speakingOrganisations(k.db, accountId);
  const values = sent?.values ?? {};
  return sendPage(
    request,
    reply,
    (ctx) => {
      const errors: FormErrors = sent && like.length === 0 ? formErrors(ctx, sent.thrown).errors : {};
      const token = typeof values.token === 'string' && values.token !== '' ? values.token : newFormToken();
      const view = { map, like, organisations, displayName: nameInFront(actor), values: { ...values, token }, errors };
      return { title: ctx.t('consultations.opinion_map.add.title'), robots: 'noindex', main: <AddPage view={view} /> };
    },
    sent && like.length === 0 ? sent.thrown.status : 200,
  );
}

/** POST /maps/:slug/new: first shows what says about the same. */
export async function postStatement(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const map = await requireMap(k, request.params.slug);
  const actor = await requireActor(k, request);
  let like: readonly Statement[] = [];
  return postForm(
    request,
    reply,
    'add',
    async () => {
      const { locale } = request.server.frame.anonymous(request);
      const added = await addStatement(k, actor, map.id, fieldsOf(request.body) as AddInput, locale);
      if ('number' in added) return `/maps/${map.slug}/statements?from=${added.number}#statement-${added.number}`;
      like = added.like;
      throw new AppError('consultations.opinion_map.said_already', { number: like[0]?.number ?? 0 });
    },
    (sent) => show(k, request, reply, { sent, like }),
  );
}

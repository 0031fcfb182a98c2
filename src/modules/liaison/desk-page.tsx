import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { AppError, fail } from '../../kernel/errors/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { FormErrors, FormValues } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { PageContext } from '../../ui/page-context.ts';
import { type Actor, attempt, formErrors, requireStaff, typedOf } from '../people/index.ts';
import { sendLiaisonPage } from './exchange/liaison-page.tsx';
import { worksHere } from './scope.ts';

/** What was just done, said once after the redirect: `?done=` one of these. */
const deeds = [
  'assigned',
  'handed_over',
  'ended',
  'wish',
  'wish_withdrawn',
  'wish_declined',
  'entry',
  'message',
  'addition',
  'matter',
  'step',
  'answer',
  'postpone',
  'case',
  'offer',
  'withdraw_offer',
  'take',
  'refuse',
  'give',
  'add',
  'rate',
  'drop',
  'reopen',
  'settings',
] as const;

/** The notice of what was just done; nothing for any other word in the address. */
export function DoneNotice({ ctx, query }: { ctx: PageContext; query: unknown }) {
  const { done } = (query ?? {}) as { done?: unknown };
  if (!deeds.some((deed) => deed === done)) return null;
  // keys: liaison.done.*
  return <Notice tone="success" live title={ctx.t(`liaison.done.${done}`)} />;
}

/** A form that was refused: which, with what was typed and what is wrong with it. */
export type Sent = { form: string; values: FormValues; thrown: AppError };

export function sentForm(request: FastifyRequest, form: string, thrown: AppError): Sent {
  return { form, values: typedOf(request.body), thrown };
}

/** Values and errors of one form: what was typed where it was refused, else what it begins with. */
export function stateOf(
  ctx: PageContext,
  sent: Sent | undefined,
  form: string,
  begin: FormValues = {},
): { values: FormValues; errors: FormErrors } {
  if (sent?.form !== form) return { values: begin, errors: {} };
  return { values: { ...begin, ...sent.values }, errors: formErrors(ctx, sent.thrown).errors };
}

/** A token that makes one thing of a form that is sent twice. */
export function newFormToken(): string {
  return randomBytes(18).toString('base64url');
}

/**
 * Staff who have anything to do with members.
 * @throws AppError kernel.sign_in_first, kernel.second_factor_first, kernel.not_allowed
 */
export async function requireDesk(k: Kernel, request: FastifyRequest): Promise<Actor & { accountId: string }> {
  const actor = await requireStaff(k, request);
  if (!(await worksHere(k, actor))) fail('kernel.not_allowed');
  return { ...actor, accountId: actor.accountId ?? fail('kernel.sign_in_first') };
}

export async function sendDesk(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  make: (ctx: PageContext) => Promise<{ title: string; main: VNode }> | { title: string; main: VNode },
  status = 200,
): Promise<FastifyReply> {
  return sendLiaisonPage(
    k,
    request,
    reply,
    actor,
    async (ctx) => {
      const { title, main } = await make(ctx);
      return {
        title,
        main: (
          <>
            {request.method === 'GET' && <DoneNotice ctx={ctx} query={request.query} />}
            {main}
          </>
        ),
      };
    },
    status,
  );
}

/**
 * Does what a form asked for and goes on to `to`; what a person can mend is shown again by `again` with all they typed.
 * @throws AppError kernel.not_allowed, liaison.not_found
 */
export async function post(
  request: FastifyRequest,
  reply: FastifyReply,
  form: string,
  work: () => Promise<string>,
  again: (sent: Sent) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  let to = '';
  const error = await attempt(async () => {
    to = await work();
  });
  if (!error) return reply.redirect(to, 303);
  if (['kernel.not_allowed', 'liaison.not_found', 'kernel.sign_in_first'].includes(error.code)) throw error;
  return again(sentForm(request, form, error instanceof AppError ? error : new AppError('kernel.invalid')));
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { AppError } from '../../../kernel/errors/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FormErrors, FormValues } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, departmentBook, departmentsOf, formErrors, requireActor, typedOf } from '../../people/index.ts';
import { liaisonTabs } from './liaison-tabs.ts';

/** Somebody signed in; whoever has a role has passed the second factor. */
export type Reader = Actor & { accountId: string };

/** @throws AppError kernel.sign_in_first, people.welcome_first, kernel.second_factor_first */
export async function requireReader(k: Kernel, request: FastifyRequest): Promise<Reader> {
  const actor = await requireActor(k, request);
  if (actor.roles.length > 0 && !actor.secondFactor) fail('kernel.second_factor_first');
  return { ...actor, accountId: actor.accountId ?? fail('kernel.sign_in_first') };
}

/** A form that was refused: which, what was typed, why. */
export type Refused = { form: string; error: AppError; typed: FormValues };

export function refusedForm(request: FastifyRequest, form: string, error: AppError): Refused {
  return { form, error, typed: typedOf(request.body) };
}

/** Values and errors of one form of a page: what was typed where it was refused, else what stands. */
export function formState(
  ctx: PageContext,
  refused: Refused | undefined,
  form: string,
  stored: FormValues = {},
): { values: FormValues; errors: FormErrors } {
  if (refused?.form !== form) return { values: stored, errors: {} };
  return { values: { ...stored, ...refused.typed }, errors: formErrors(ctx, refused.error).errors };
}

/** What was just done, said once after the redirect: `?said=` one of these. */
const said = new Set([
  'saved',
  'sent',
  'taken_back',
  'signed',
  'renewal',
  'done',
  'attached',
  'ended',
  'planned',
  'invited',
  'cancelled',
  'held',
  'confirmed',
  'added',
  'agreed',
  'refused',
  'withdrawn',
  'answered',
  'taken',
  'opened',
  'removed',
  'settled',
  'closed',
]);

/**
 * Sends a page of the liaison work: with the staff's bar and the parts of this work for staff, as a plain personal page
 * for partners.
 */
export async function sendLiaisonPage(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  make: (ctx: PageContext) => Promise<{ title: string; main: VNode }> | { title: string; main: VNode },
  status = 200,
): Promise<FastifyReply> {
  const departments = await departmentBook(k);
  return sendPage(
    request,
    reply,
    async (ctx) => {
      const { title, main } = await make(ctx);
      const done = request.method === 'GET' ? new URL(request.url, 'http://x').searchParams.get('said') : null;
      const offices = departmentsOf(actor, 'liaison_officer', 'leader')
        .ids.map((id) => departments.name(id, ctx.locale))
        .slice(0, 2);
      return {
        title,
        robots: 'noindex',
        ...(actor.secondFactor && actor.roles.length > 0
          ? { staff: { role: [ctx.t('liaison.nav'), ...offices], queues: liaisonTabs(ctx, actor) } }
          : {}),
        main: (
          <div class="admin">
            {done !== null && said.has(done) && (
              // keys: liaison.exchange.said.*
              <Notice tone="success" live title={ctx.t(`liaison.exchange.said.${done}`)} />
            )}
            {main}
          </div>
        ),
      };
    },
    status,
  );
}

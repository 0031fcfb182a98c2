import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { AppError } from '../../kernel/errors/index.ts';
import type { FormErrors, FormValues } from '../../ui/form.tsx';
import { Trail } from '../../ui/layout.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { PageContext } from '../../ui/page-context.ts';
import { sendPage } from '../../ui/send-page.tsx';
import type { Actor } from './actor.ts';
import { attempt, typedOf } from './admin/admin-page.tsx';
import { formErrors } from './form-errors.ts';

/** A form that was refused: which, with what was typed and what is wrong with it. */
export type Sent = { form: string; values: FormValues; thrown: AppError };

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

/** What no form can mend: not signed in, not allowed, not there. */
function isDeadEnd({ code, status }: AppError): boolean {
  return status === 401 || status === 403 || code.endsWith('not_found');
}

/**
 * Does what a form asked for and goes on to `to`; what a person can mend is shown again by `again` with all they typed.
 * @throws AppError what cannot be mended in the form
 */
export async function postForm(
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
  if (error instanceof AppError && isDeadEnd(error)) throw error;
  const thrown = error instanceof AppError ? error : new AppError('kernel.invalid');
  return again({ form, values: typedOf(request.body), thrown });
}

export type DeskPage = { title: string; main: VNode };

/**
 * A page at a desk of one matter, with the way back to it; a notice of what was just done by `?done=`, one of the names
 * in `done`, which has its message key.
 */
export async function sendDeskPage(
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  {
    up,
    role,
    sent,
    done = {},
  }: {
    up: { label: string; href: string };
    /** what the staff's bar says one is in */
    role: string;
    sent?: Sent | undefined;
    done?: Readonly<Record<string, string>>;
  },
  make: (ctx: PageContext) => Promise<DeskPage> | DeskPage,
): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    async (ctx) => {
      const { title, main } = await make(ctx);
      const asked = request.method === 'GET' ? new URL(request.url, 'http://x').searchParams.get('done') : null;
      const said = asked !== null && Object.hasOwn(done, asked) ? done[asked] : undefined;
      const whole = sent ? formErrors(ctx, sent.thrown).errors[''] : undefined;
      const isStaff = actor.secondFactor && actor.roles.length > 0;
      return {
        title,
        robots: 'noindex',
        ...(isStaff ? { staff: { role: [role] } } : {}),
        main: (
          <div class="admin">
            <Trail items={[up, { label: title }]} />
            {said && <Notice tone="success" live title={ctx.t(said)} />}
            {whole && <Notice tone="error" title={whole} />}
            {main}
          </div>
        ),
      };
    },
    sent ? sent.thrown.status : 200,
  );
}

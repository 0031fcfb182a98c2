import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../../../kernel/errors/index.ts';
import { type App, localPath } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { expectedError, formErrors } from '../form-errors.ts';
import { requireOwner } from '../session.ts';
import { localeOf } from '../sign-in/code-cookie.ts';
import { textOf } from '../text-of.ts';
import { guardianOfAccount } from './guardian.queries.ts';
import { guardianSchema } from './guardian.rules.ts';
import { renameGuardian } from './name-guardian.ts';
import { askGuardian } from './waiting.ts';
import { WaitingPage } from './waiting-page.tsx';

const evenWaiting = { evenWaiting: true };

/** For a child whose guardian has not agreed yet: what to wait for, write again, name somebody else. */
export function waitingRoutes(app: App, k: Kernel): void {
  app.get('/welcome/guardian', (request, reply) => show(k, request, reply));
  app.post('/welcome/guardian/again', async (request, reply) => {
    const { accountId } = await requireOwner(k, request, evenWaiting);
    return said(reply, await askGuardian(k, accountId, localeOf(k, request)));
  });
  app.post('/welcome/guardian', async (request, reply) => {
    const { accountId } = await requireOwner(k, request, evenWaiting);
    const before = await guardianOfAccount(k.db, accountId);
    // Only whoever said on the first day that they are under age has a guardian here; nobody becomes a child later.
    if (!before) return reply.redirect('/me', 303);
    try {
      await renameGuardian(k, accountId, guardianSchema.parse(request.body ?? {}));
    } catch (error) {
      return show(k, request, reply, expectedError(error));
    }
    return said(reply, await askGuardian(k, accountId, localeOf(k, request)));
  });
}

function said(reply: FastifyReply, sent: boolean): FastifyReply {
  return reply.redirect(`/welcome/guardian?said=${sent ? 'sent' : 'not_sent'}`, 303);
}

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply, error?: AppError): Promise<FastifyReply> {
  const { accountId } = await requireOwner(k, request, evenWaiting);
  const guardian = await guardianOfAccount(k.db, accountId);
  if (guardian?.state !== 'asked') return reply.redirect(localPath(textOf(request.query, 'back')), 303);
  const names = ['birthMonth', 'guardianName', 'guardianAddress'];
  const values = error
    ? Object.fromEntries(names.map((name) => [name, textOf(request.body, name)]))
    : { birthMonth: guardian.birthMonth, guardianName: guardian.name };
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.guardians.wait_title'),
      robots: 'noindex',
      main: (
        <WaitingPage
          guardian={guardian}
          said={textOf(request.query, 'said')}
          values={values}
          errors={error ? formErrors(ctx, error).errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

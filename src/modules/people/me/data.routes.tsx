import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { type AppError, fail, failFields } from '../../../kernel/errors/index.ts';
import type { App, Limit } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { isStaff } from '../actor.ts';
import { expectedError, formErrors } from '../form-errors.ts';
import { requireOwner } from '../session.ts';
import { forgetCookies } from '../sign-in/open-session.ts';
import { textOf } from '../text-of.ts';
import { consentsOf } from './consent.queries.ts';
import { DataPage } from './data-page.tsx';
import { deleteAccount } from './delete-account.ts';
import { exportData, looksAt } from './export-data.ts';
import { personalDataOf } from './personal-data.ts';
import { profileOf } from './profile.queries.ts';
import { withdrawConsent } from './withdraw-consent.ts';

const exportLimit: Limit = { name: 'people.data_export', points: 10, seconds: 3600 };

/** One's data: seeing it, taking it away, withdrawing consent, closing the account. */
export function dataRoutes(app: App, k: Kernel): void {
  app.get('/me/data', (request, reply) => show(k, request, reply));
  app.get('/me/data/export.json', async (request, reply) => {
    const owner = await requireOwner(k, request);
    await k.limits.take(exportLimit, owner.accountId);
    const data = await exportData(k, owner);
    return reply
      .header('cache-control', 'private, no-store')
      .header('content-disposition', 'attachment; filename="tongxin-data.json"')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(data, null, 2));
  });
  app.post(
    '/me/data/consents/:id/withdraw',
    { schema: { params: z.object({ id: z.string() }) } },
    async (request, reply) => {
      const owner = await requireOwner(k, request);
      const { id } = request.params;
      if (!isId(id)) fail('kernel.not_found');
      await withdrawConsent(k, owner, id);
      return reply.redirect('/me/data', 303);
    },
  );
  app.post('/me/data/delete', async (request, reply) => {
    const owner = await requireOwner(k, request);
    try {
      if (textOf(request.body, 'sure') !== 'yes') failFields({ sure: { key: 'people.data.tick_first' } });
      await deleteAccount(k, owner);
    } catch (error) {
      return show(k, request, reply, expectedError(error));
    }
    forgetCookies(request, reply);
    return reply.redirect('/', 303);
  });
}

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply, error?: AppError): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const { accountId } = owner;
  const parts = personalDataOf(k);
  const [profile, consents, looks, counts] = await Promise.all([
    profileOf(k.db, accountId),
    consentsOf(k.db, accountId),
    looksAt(k, accountId, 50),
    Promise.all(parts.map(async (data) => ({ label: data.held, count: await data.count(k.db, accountId) }))),
  ]);
  if (!profile) return fail('kernel.not_found');
  const kept = ['people.data.kept_log', ...parts.flatMap((data) => data.kept ?? [])];
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.data.title'),
      robots: 'noindex',
      main: (
        <DataPage
          profile={profile}
          counts={counts}
          kept={kept}
          consents={consents}
          looks={looks}
          staff={isStaff(owner)}
          errors={error ? formErrors(ctx, error).errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

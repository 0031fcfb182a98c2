import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, isId } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { wipeExpiredRuns } from '../../../../kernel/runs/index.ts';
import { listYears, localDate } from '../../../../kernel/time/index.ts';
import { mayAdministerCity, mayOpenAdmin } from '../admin.policy.ts';
import { requireAdmin, sendAdminPage } from '../admin-page.tsx';
import { OverviewPage } from './overview-page.tsx';

const shownFailures = 20;

/** The front door of the administration: where to, and how the machinery is. */
export function overviewRoutes(app: App, k: Kernel): void {
  app.get('/admin', (request, reply) => show(k, request, reply));
  app.post<{ Params: { name: string; id: string } }>('/admin/jobs/:name/:id/retry', async (request, reply) => {
    const actor = await requireAdmin(k, request);
    const { name, id } = request.params;
    if (!isId(id) || !(await k.jobs.failed(1000)).some((job) => job.id === id && job.name === name))
      fail('kernel.not_found');
    await k.jobs.retry(name, id);
    await inTransaction(k.db, (tx) =>
      audit(tx, k.clock.now(), {
        actorId: actor.accountId,
        actorName: actor.name,
        action: 'people.job_retried',
        objectType: 'job',
        objectId: id,
        details: { name },
      }),
    );
    return reply.redirect('/admin?said=retried#jobs', 303);
  });
}

/** Tables that were brought in are not kept longer than they are needed. */
export function wireOverview(k: Kernel): void {
  k.jobs.define('people.runs_sweep', { cron: '37 3 * * *', retryLimit: 2 }, async () => {
    await wipeExpiredRuns(k.db, k.clock.now());
  });
}

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayOpenAdmin);
  const health = mayAdministerCity(actor)
    ? {
        backlog: await k.jobs.backlog(),
        failed: await k.jobs.failed(shownFailures),
        years: await listYears(k.db),
        thisYear: Number(localDate(k.clock.now(), k.config.TIME_ZONE).slice(0, 4)),
      }
    : null;
  return sendAdminPage(request, reply, async (ctx) => ({
    title: ctx.t('people.admin.title'),
    main: (
      <OverviewPage
        places={await request.server.frame.staffPlaces(ctx, request, 'admin')}
        health={health}
        mayManagePeople={actor.roles.some(({ role }) => role === 'administrator')}
      />
    ),
  }));
}

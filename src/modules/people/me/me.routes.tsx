import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { isStaff } from '../actor.ts';
import { countRecoveryCodes } from '../second-factor/second-factor.queries.ts';
import { hasSecondFactor } from '../second-factor/set-up-second-factor.ts';
import { requireOwner } from '../session.ts';
import { textOf } from '../text-of.ts';
import { dataRoutes } from './data.routes.tsx';
import { endSessions } from './end-sessions.ts';
import { placesOnMe } from './me-places.ts';
import { notificationRoutes } from './notifications.routes.tsx';
import { OverviewPage } from './overview-page.tsx';
import { preferenceRoutes } from './preferences.routes.tsx';
import { profileOf } from './profile.queries.ts';
import { profileRoutes } from './profile.routes.tsx';
import { sessionsOf } from './sessions.queries.ts';
import { SessionsPage } from './sessions-page.tsx';

/** A person's own pages. */
export function meRoutes(app: App, k: Kernel): void {
  app.get('/me', (request, reply) => showOverview(k, request, reply));
  app.get('/me/sessions', (request, reply) => showSessions(k, request, reply));
  app.post('/me/sessions/end-others', async (request, reply) => {
    await endSessions(k, await requireOwner(k, request), 'others');
    return reply.redirect('/me/sessions?done=ended', 303);
  });
  app.post('/me/sessions/:id/end', { schema: { params: z.object({ id: z.string() }) } }, async (request, reply) => {
    const owner = await requireOwner(k, request);
    const { id } = request.params;
    if (!isId(id)) fail('kernel.not_found');
    await endSessions(k, owner, { id });
    return reply.redirect('/me/sessions?done=ended', 303);
  });
  profileRoutes(app, k);
  notificationRoutes(app, k);
  preferenceRoutes(app, k);
  dataRoutes(app, k);
}

async function showOverview(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const profile = (await profileOf(k.db, owner.accountId)) ?? fail('kernel.not_found');
  const unread = await k.notify.unread(k.db, owner.accountId);
  const places = await placesOnMe(k, owner.accountId);
  return sendPage(request, reply, async (ctx) => ({
    title: ctx.t('people.me.title'),
    robots: 'noindex',
    main: (
      <OverviewPage
        profile={profile}
        places={places}
        unread={unread}
        work={isStaff(owner) ? await request.server.frame.staffPlaces(ctx, request) : []}
      />
    ),
  }));
}

async function showSessions(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const sessions = await sessionsOf(k.db, owner.accountId);
  const factor = isStaff(owner)
    ? {
        set: await hasSecondFactor(k, owner.accountId),
        recoveryCodes: await countRecoveryCodes(k.db, owner.accountId),
      }
    : null;
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('people.sessions.title'),
    robots: 'noindex',
    main: (
      <SessionsPage sessions={sessions} here={owner.sessionId} factor={factor} done={textOf(request.query, 'done')} />
    ),
  }));
}

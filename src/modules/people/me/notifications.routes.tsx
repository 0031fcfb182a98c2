import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inTransaction, isId, pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import { type App, localPath } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { requireOwner } from '../session.ts';
import { localeOf } from '../sign-in/code-cookie.ts';
import { textOf } from '../text-of.ts';
import { notificationLink } from './notifications.queries.ts';
import { NotificationsPage } from './notifications-page.tsx';

const page_size = 30;

/** The inbox. */
export function notificationRoutes(app: App, k: Kernel): void {
  app.get('/me/notifications', (request, reply) => showInbox(k, request, reply));
  app.get('/me/notifications/:id', { schema: { params: z.object({ id: z.string() }) } }, async (request, reply) => {
    const owner = await requireOwner(k, request);
    const { id } = request.params;
    const link = isId(id) ? await notificationLink(k.db, owner.accountId, id) : undefined;
    if (!link) return fail('kernel.not_found');
    await inTransaction(k.db, (tx) => k.notify.markRead(tx, owner.accountId, { ids: [id] }, k.clock.now()));
    return reply.header('cache-control', 'no-store').redirect(localPath(link), 303);
  });
  app.post('/me/notifications/read', async (request, reply) => {
    const owner = await requireOwner(k, request);
    await inTransaction(k.db, (tx) => k.notify.markRead(tx, owner.accountId, {}, k.clock.now()));
    return reply.redirect('/me/notifications', 303);
  });
}

async function showInbox(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const before = readPageKey(textOf(request.query, 'before'));
  const found = await k.notify.inbox(k.db, owner.accountId, localeOf(k, request), {
    ...(before && { before }),
    limit: page_size + 1,
  });
  const items = found.slice(0, page_size);
  const last = items.at(-1);
  const unread = await k.notify.unread(k.db, owner.accountId);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('people.inbox.title'),
    robots: 'noindex',
    main: (
      <NotificationsPage
        items={items}
        unread={unread}
        nextHref={found.length > page_size && last ? `/me/notifications?before=${pageKeyText(last)}` : undefined}
        firstHref={before ? '/me/notifications' : undefined}
      />
    ),
  }));
}

import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import { type App, type Limit, localPath } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { passkeyHost } from '../auth.ts';
import { requireRecentOwner } from '../logins/prove.ts';
import { deviceOf } from '../me/device.ts';
import { requireOwner } from '../session.ts';
import { textOf } from '../text-of.ts';
import { passkeysOf } from './passkeys.queries.ts';
import { addPasskey, registrationOptions, removePasskey, rename, signInByPasskey, signInOptions } from './passkeys.ts';
import { PasskeysPage } from './passkeys-page.tsx';

const tryLimit: Limit = { name: 'people.passkey_try', points: 60, seconds: 600 };
const credential = z.looseObject({
  id: z.string().min(1).max(2000),
  rawId: z.string().max(2000),
  type: z.literal('public-key'),
  response: z.record(z.string(), z.unknown()),
});

/** Passkeys: signing in with one (the browser's part is an island), and one's own list of them. */
export function passkeyRoutes(app: App, k: Kernel): void {
  app.get('/auth/passkey/sign-in', async (request, reply) => {
    await k.limits.takeForAddress(tryLimit, request);
    return reply.header('cache-control', 'no-store').send(await signInOptions(k, reply));
  });
  app.post(
    '/auth/passkey/sign-in',
    { schema: { body: z.object({ response: credential, back: z.string().max(2000) }) } },
    async (request, reply) => {
      await k.limits.takeForAddress(tryLimit, request);
      const { response, back } = request.body;
      const next = await signInByPasskey(k, request, reply, { response, back: localPath(back) });
      return reply.header('cache-control', 'no-store').send({ next });
    },
  );
  app.get('/auth/passkey/add', async (request, reply) => {
    const owner = await requireOwner(k, request);
    return reply.header('cache-control', 'no-store').send(await registrationOptions(k, request, reply, owner));
  });
  app.post('/auth/passkey/add', { schema: { body: z.object({ response: credential }) } }, async (request, reply) => {
    const owner = await requireOwner(k, request);
    await k.limits.takeForAddress(tryLimit, request);
    const { browser, system } = deviceOf(request.headers['user-agent']);
    await addPasskey(k, request, owner, {
      response: request.body.response,
      name: [system, browser].filter(Boolean).join(' · ') || 'Passkey',
    });
    return reply.header('cache-control', 'no-store').send({ next: '/me/passkeys?done=added' });
  });
  ownPasskeyRoutes(app, k);
}

function ownPasskeyRoutes(app: App, k: Kernel): void {
  app.get('/me/passkeys', async (request, reply) => {
    const owner = await requireOwner(k, request);
    const passkeys = await passkeysOf(k.db, owner.accountId);
    return sendPage(request, reply, (ctx) => ({
      title: ctx.t('people.passkeys.title'),
      robots: 'noindex',
      main: <PasskeysPage passkeys={passkeys} host={passkeyHost(k)} done={textOf(request.query, 'done')} />,
    }));
  });
  app.post('/me/passkeys/:id/name', { schema: { params: z.object({ id: z.string() }) } }, async (request, reply) => {
    const owner = await requireOwner(k, request);
    const name = textOf(request.body, 'name').replace(/\s+/g, ' ').trim().slice(0, 60);
    if (!isId(request.params.id)) fail('kernel.not_found');
    if (name !== '') await rename(k, owner, request.params.id, name);
    return reply.redirect('/me/passkeys?done=renamed', 303);
  });
  app.post('/me/passkeys/:id/remove', { schema: { params: z.object({ id: z.string() }) } }, async (request, reply) => {
    const owner = await requireRecentOwner(k, request);
    if (!isId(request.params.id)) fail('kernel.not_found');
    await removePasskey(k, owner, request.params.id);
    return reply.redirect('/me/passkeys?done=removed', 303);
  });
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { AppError } from '../../../kernel/errors/index.ts';
import type { App, Limit } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { expectedError, formErrors } from '../form-errors.ts';
import { requireOwner } from '../session.ts';
import { textOf } from '../text-of.ts';
import { deviceOf } from './device.ts';
import { changePreferences, type PreferenceForm, wishesOf } from './preferences.ts';
import { PreferencesPage, valuesOf } from './preferences-page.tsx';
import { profileOf } from './profile.queries.ts';

const subscribeLimit: Limit = { name: 'people.push_subscribe', points: 20, seconds: 3600 };
const subscription = z.object({ endpoint: z.url().max(1000), p256dh: z.string().max(200), auth: z.string().max(100) });

/** Which notifications somebody gets, by which way, and when. */
export function preferenceRoutes(app: App, k: Kernel): void {
  app.get('/me/preferences', (request, reply) => show(k, request, reply));
  app.post('/me/preferences', async (request, reply) => {
    const owner = await requireOwner(k, request);
    const form = formOf(request);
    try {
      await changePreferences(k, owner, form);
    } catch (error) {
      return show(k, request, reply, { form, error: expectedError(error) });
    }
    return reply.redirect('/me/preferences?done=saved', 303);
  });
  app.post('/me/push', { schema: { body: subscription } }, async (request, reply) => {
    const owner = await requireOwner(k, request);
    await k.limits.take(subscribeLimit, owner.accountId);
    const { browser, system } = deviceOf(request.headers['user-agent']);
    const device = [system, browser].filter(Boolean).join(' · ');
    await inTransaction(k.db, (tx) => k.notify.subscribePush(tx, owner.accountId, request.body, device, k.clock.now()));
    return reply.header('cache-control', 'no-store').send({ next: '/me/preferences?done=saved' });
  });
  app.post('/me/push/remove', async (request, reply) => {
    const owner = await requireOwner(k, request);
    await inTransaction(k.db, (tx) => k.notify.unsubscribePush(tx, owner.accountId, textOf(request.body, 'endpoint')));
    return reply.redirect('/me/preferences?done=saved', 303);
  });
}

function formOf(request: FastifyRequest): PreferenceForm {
  const { body } = request;
  const wanted = (body as { wanted?: unknown } | null)?.wanted ?? [];
  return {
    wanted: new Set((Array.isArray(wanted) ? wanted : [wanted]).filter((each) => typeof each === 'string')),
    quiet: textOf(body, 'quiet') === 'yes',
    quietFrom: textOf(body, 'quietFrom'),
    quietTo: textOf(body, 'quietTo'),
    digest: textOf(body, 'digest'),
    digestHour: textOf(body, 'digestHour'),
    digestWeekday: textOf(body, 'digestWeekday'),
  };
}

async function show(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  wrong?: { form: PreferenceForm; error: AppError },
): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const [preference, profile, devices] = await Promise.all([
    k.notify.preference(k.db, owner.accountId),
    profileOf(k.db, owner.accountId),
    k.notify.pushDevices(k.db, owner.accountId),
  ]);
  const wishes = wishesOf(k, preference, Boolean(profile?.email));
  if (wrong)
    for (const wish of wishes)
      for (const channel of ['email', 'sms', 'push'] as const)
        wish.on[channel] = wrong.form.wanted.has(`${wish.group}/${channel}`);
  const values = wrong
    ? { ...wrong.form, wanted: undefined, quiet: wrong.form.quiet ? 'yes' : undefined }
    : valuesOf(preference);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.preferences.title'),
      robots: 'noindex',
      main: (
        <PreferencesPage
          wishes={wishes}
          values={values}
          errors={wrong ? formErrors(ctx, wrong.error).errors : {}}
          done={textOf(request.query, 'done')}
          reach={{ email: Boolean(profile?.email), sms: Boolean(profile?.phone), push: true }}
          push={{ key: k.notify.pushKey, devices }}
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

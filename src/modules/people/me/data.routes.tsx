import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { type AppError, fail, failFields } from '../../../kernel/errors/index.ts';
import type { App, Limit } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { isStaff } from '../actor.ts';
import { expectedError, formErrors } from '../form-errors.ts';
import { requireRecentOwner } from '../logins/prove.ts';
import { auditName, requireOwner } from '../session.ts';
import { forgetCookies } from '../sign-in/open-session.ts';
import { textOf } from '../text-of.ts';
import { type Consent, consentsOf } from './consent.queries.ts';
import { consentEffects } from './consent-effects.ts';
import type { ConsentShown } from './consents-part.tsx';
import { dataSettings } from './data.settings.ts';
import { DataPage } from './data-page.tsx';
import { deleteAccount } from './delete-account.ts';
import { gatherExport, looksAt } from './export-data.ts';
import { exportZip } from './held/export-zip.ts';
import { heldOn } from './held/held-parts.ts';
import { LooksPage } from './looks-page.tsx';
import { personalDataOf } from './personal-data.ts';
import { profileOf } from './profile.queries.ts';
import { askAboutData, askSchema } from './requests/ask.ts';
import { requestsOf } from './requests/requests.queries.ts';
import { longText } from './requests/requests.routes.tsx';
import { withdrawConsent } from './withdraw-consent.ts';

const exportLimit: Limit = { name: 'people.data_export', points: 10, seconds: 3600 };
const looksShown = 20;
const mostPages = 250;

/** One's data: seeing it, taking it away, asking about it, withdrawing consent, closing the account. */
export function dataRoutes(app: App, k: Kernel): void {
  app.get('/me/data', (request, reply) => show(k, request, reply));
  app.get('/me/data/looks', (request, reply) => showLooks(k, request, reply));
  app.get('/me/data/export.zip', (request, reply) => sendZip(k, request, reply));
  app.get('/me/data/export.json', (request, reply) => sendJson(k, request, reply));
  app.post('/me/data/requests', (request, reply) => ask(k, request, reply));
  app.post(
    '/me/data/consents/:id/withdraw',
    { schema: { params: z.object({ id: z.string() }) } },
    async (request, reply) => {
      const owner = await requireOwner(k, request);
      const { id } = request.params;
      if (!isId(id)) fail('kernel.not_found');
      await withdrawConsent(k, owner, id);
      return reply.redirect('/me/data?done=withdrawn#consents', 303);
    },
  );
  app.post('/me/data/delete', async (request, reply) => {
    const owner = await requireRecentOwner(k, request, { evenWaiting: true });
    try {
      if (textOf(request.body, 'sure') !== 'yes') failFields({ sure: { key: 'people.data.tick_first' } });
      await deleteAccount(k, owner);
    } catch (error) {
      return show(k, request, reply, { form: 'leave', error: expectedError(error) });
    }
    forgetCookies(request, reply);
    return reply.redirect('/', 303);
  });
}

type Wrong = { form: 'ask' | 'leave'; error: AppError };

async function ask(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  try {
    await askAboutData(k, owner, askSchema.parse({ kind: textOf(request.body, 'kind'), text: longText(request.body) }));
  } catch (error) {
    return show(k, request, reply, { form: 'ask', error: expectedError(error) });
  }
  return reply.redirect('/me/data?done=asked#requests', 303);
}

async function sendZip(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireRecentOwner(k, request);
  await k.limits.take(exportLimit, owner.accountId);
  const ctx = await request.server.frame.personal(request);
  const stream = await exportZip(k, ctx, owner, { accountId: owner.accountId, name: auditName(owner) });
  const day = localDate(k.clock.now(), k.config.TIME_ZONE);
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="tongxin-data-${day}.zip"`)
    .type('application/zip')
    .send(stream);
}

async function sendJson(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireRecentOwner(k, request);
  await k.limits.take(exportLimit, owner.accountId);
  const { data } = await gatherExport(k, owner, { accountId: owner.accountId, name: auditName(owner) });
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', 'attachment; filename="tongxin-data.json"')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(data, null, 2));
}

async function showLooks(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { accountId } = await requireOwner(k, request);
  const asked = Number(textOf(request.query, 'page'));
  const page = Number.isSafeInteger(asked) ? Math.min(Math.max(asked, 1), mostPages) : 1;
  const looks = await looksAt(k, accountId, page * looksShown + 1);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('people.data.looks'),
    robots: 'noindex',
    main: (
      <LooksPage
        looks={looks.slice((page - 1) * looksShown, page * looksShown)}
        page={page}
        more={looks.length > page * looksShown && page < mostPages}
      />
    ),
  }));
}

/** A consent with the words of its purpose and of what withdrawing it brings. */
function shownConsent(k: Kernel, consent: Consent, t: (key: string) => string): ConsentShown {
  const said = (key: string) => (k.i18n.has(key) ? t(key) : '');
  // keys: people.consent.*
  return {
    ...consent,
    title: said(`people.consent.${consent.purpose}`) || consent.purpose,
    // keys: people.consent_text.*
    text: said(`people.consent_text.${consent.purpose}`),
    means: consentEffects(k, consent.purpose).flatMap(({ means }) => means ?? []),
  };
}

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply, wrong?: Wrong): Promise<FastifyReply> {
  const owner = await requireOwner(k, request, { evenWaiting: true });
  const { accountId } = owner;
  const now = k.clock.now();
  const [profile, parts, consents, looks, requests, calendar] = await Promise.all([
    profileOf(k.db, accountId),
    heldOn(k, owner, looksShown),
    consentsOf(k.db, accountId),
    looksAt(k, accountId, looksShown + 1),
    requestsOf(k.db, accountId),
    k.calendar.current(),
  ]);
  if (!profile) fail('kernel.not_found');
  const kept = ['people.data.kept_log', ...personalDataOf(k).flatMap((data) => data.kept ?? [])];
  return sendPage(
    request,
    reply,
    (ctx) => {
      const errors = wrong ? formErrors(ctx, wrong.error).errors : {};
      const asking = wrong?.form === 'ask';
      return {
        title: ctx.t('people.data.title'),
        robots: 'noindex',
        main: (
          <DataPage
            profile={profile}
            parts={parts}
            words={{ i18n: k.i18n, locale: ctx.locale, timeZone: k.config.TIME_ZONE, now }}
            kept={kept}
            consents={consents.map((consent) => shownConsent(k, consent, ctx.t))}
            looks={looks.slice(0, looksShown)}
            moreLooks={looks.length > looksShown}
            requests={requests}
            light={{ now, calendar }}
            answer_days={k.settings.get(dataSettings).answer_days}
            staff={isStaff(owner)}
            done={textOf(request.query, 'done')}
            ask={
              asking
                ? { values: { kind: textOf(request.body, 'kind'), text: longText(request.body) }, errors }
                : { values: {}, errors: {} }
            }
            leave={asking ? {} : errors}
          />
        ),
      };
    },
    wrong?.error.status ?? 200,
  );
}

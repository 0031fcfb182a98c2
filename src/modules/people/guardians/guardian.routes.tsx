import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { type AppError, fail, failFields } from '../../../kernel/errors/index.ts';
import type { App, Limit } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { expectedError, formErrors } from '../form-errors.ts';
import { exportZip } from '../me/held/export-zip.ts';
import { heldOn, type Subject } from '../me/held/held-parts.ts';
import { parseAddress } from '../sign-in/address.ts';
import { codeCookie, keepCodeCookie, localeOf } from '../sign-in/code-cookie.ts';
import { demoCodesShown } from '../sign-in/demo-messages.ts';
import { pendingCode, redeemCode, sendCode } from '../sign-in/one-time-code.ts';
import { textOf } from '../text-of.ts';
import { consentAsGuardian, refuseAsGuardian } from './decide.ts';
import { isProven, markProven, type OpenedLink, openLink, proven_minutes, sendLinksTo } from './guardian-link.ts';
import { AskedPage, DonePage, GuardianDataPage, GuardianPage } from './guardian-pages.tsx';

const cookieName = 'tongxin.guardian';
const askLimit: Limit = { name: 'people.guardian_ask', points: 10, seconds: 3600 };
const exportLimit: Limit = { name: 'people.guardian_export', points: 10, seconds: 3600 };
const mostShown = 10;
type ByToken = { Params: { token: string } };
type Open = OpenedLink & { proven: boolean; token: string };

/** For the guardian of a child: what the account is, yes or no, the child's data. Needs no account. */
export function guardianRoutes(app: App, k: Kernel): void {
  app.get('/guardian', (request, reply) => showAsk(k, request, reply));
  app.post('/guardian', (request, reply) => askForLink(k, request, reply));
  app.get('/guardian/done', (request, reply) => showDone(request, reply));
  app.get<ByToken>('/guardian/:token', (request, reply) => show(k, request, reply));
  app.post<ByToken>('/guardian/:token/code', (request, reply) => askForCode(k, request, reply));
  app.post<ByToken>('/guardian/:token/prove', (request, reply) => prove(k, request, reply));
  app.post<ByToken>('/guardian/:token/consent', async (request, reply) => {
    const { guardian } = await proven(k, request);
    await consentAsGuardian(k, guardian.accountId);
    return reply.redirect(`/guardian/${request.params.token}?said=consented`, 303);
  });
  app.post<ByToken>('/guardian/:token/refuse', (request, reply) => refuse(k, request, reply));
  app.get<ByToken>('/guardian/:token/data', (request, reply) => showData(k, request, reply));
  app.get<ByToken>('/guardian/:token/data.zip', (request, reply) => sendZip(k, request, reply));
}

async function open(k: Kernel, request: FastifyRequest<ByToken>): Promise<Open> {
  const { token } = request.params;
  const opened = await openLink(k, token);
  return { ...opened, token, proven: isProven(k, opened.link, request.cookies[cookieName]) };
}

/** @throws AppError people.guardian_prove_first where the code was not typed in here, or too long ago */
async function proven(k: Kernel, request: FastifyRequest<ByToken>): Promise<Open> {
  const opened = await open(k, request);
  return opened.proven ? opened : fail('people.guardian_prove_first');
}

async function show(
  k: Kernel,
  request: FastifyRequest<ByToken>,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const opened = await open(k, request);
  const pending = await pendingCode(k, request.cookies[codeCookie]);
  const demo = await demoCodesShown(k);
  const waits = pending?.purpose === 'guardian' && pending.accountId === opened.guardian.accountId;
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.guardians.title'),
      robots: 'noindex',
      main: (
        <GuardianPage
          {...opened}
          codeSent={waits}
          demo={demo}
          said={textOf(request.query, 'said')}
          errors={error ? formErrors(ctx, error, opened.proven ? 'sure' : 'code').errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function askForCode(k: Kernel, request: FastifyRequest<ByToken>, reply: FastifyReply): Promise<FastifyReply> {
  const { guardian, token } = await open(k, request);
  try {
    await k.limits.takeForAddress(askLimit, request);
    const { accountId, channel, to } = guardian;
    const address = { channel, to };
    keepCodeCookie(
      k,
      reply,
      await sendCode(k, { purpose: 'guardian', accountId, address, locale: localeOf(k, request) }),
    );
  } catch (error) {
    return show(k, request, reply, expectedError(error));
  }
  return reply.redirect(`/guardian/${token}#code`, 303);
}

async function prove(k: Kernel, request: FastifyRequest<ByToken>, reply: FastifyReply): Promise<FastifyReply> {
  const { guardian, link, token } = await open(k, request);
  try {
    const { accountId } = guardian;
    await redeemCode(k, request.cookies[codeCookie], textOf(request.body, 'code'), { purpose: 'guardian', accountId });
  } catch (error) {
    return show(k, request, reply, expectedError(error));
  }
  reply.setCookie(cookieName, await markProven(k, link), {
    path: '/guardian',
    httpOnly: true,
    sameSite: 'lax',
    maxAge: proven_minutes * 60,
    secure: k.config.publicUrl.startsWith('https:'),
  });
  return reply.redirect(`/guardian/${token}`, 303);
}

async function refuse(k: Kernel, request: FastifyRequest<ByToken>, reply: FastifyReply): Promise<FastifyReply> {
  const { guardian } = await proven(k, request);
  try {
    if (textOf(request.body, 'sure') !== 'yes') failFields({ sure: { key: 'people.data.tick_first' } });
    await refuseAsGuardian(k, guardian.accountId);
  } catch (error) {
    return show(k, request, reply, expectedError(error));
  }
  reply.clearCookie(cookieName, { path: '/guardian' });
  return reply.redirect('/guardian/done', 303);
}

function subjectOf(k: Kernel, request: FastifyRequest, { guardian }: Open): Subject {
  return { accountId: guardian.accountId, locale: localeOf(k, request), roles: [] };
}

async function showData(k: Kernel, request: FastifyRequest<ByToken>, reply: FastifyReply): Promise<FastifyReply> {
  const opened = await proven(k, request);
  await noteLook(k, opened.guardian.accountId);
  const parts = await heldOn(k, subjectOf(k, request, opened), mostShown);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('people.guardians.data_title', { child: opened.childName }),
    robots: 'noindex',
    main: (
      <GuardianDataPage
        {...opened}
        parts={parts}
        words={{ i18n: k.i18n, locale: ctx.locale, timeZone: k.config.TIME_ZONE, now: k.clock.now() }}
      />
    ),
  }));
}

async function sendZip(k: Kernel, request: FastifyRequest<ByToken>, reply: FastifyReply): Promise<FastifyReply> {
  const opened = await proven(k, request);
  const { accountId } = opened.guardian;
  await k.limits.take(exportLimit, accountId);
  await noteLook(k, accountId);
  const ctx = await request.server.frame.personal(request);
  const stream = await exportZip(k, ctx, subjectOf(k, request, opened), { accountId: null, name: '' });
  const day = localDate(k.clock.now(), k.config.TIME_ZONE);
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="tongxin-data-${day}.zip"`)
    .type('application/zip')
    .send(stream);
}

/** The child sees on their own page that the guardian looked. The log itself holds no name. */
async function noteLook(k: Kernel, accountId: string): Promise<void> {
  await inTransaction(k.db, (tx) =>
    audit(tx, k.clock.now(), {
      actorId: null,
      action: 'people.guardian_looked',
      objectType: 'account',
      objectId: accountId,
    }),
  );
}

async function showAsk(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const demo = await demoCodesShown(k);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.guardians.ask_title'),
      robots: 'noindex',
      main: (
        <AskedPage
          said={textOf(request.query, 'said')}
          demo={demo}
          typed={textOf(request.body, 'address')}
          errors={error ? formErrors(ctx, error, 'address').errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

/** Says the same whether or not anybody is a guardian at that address. */
async function askForLink(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  try {
    await k.limits.takeForAddress(askLimit, request);
    const address = parseAddress(textOf(request.body, 'address'));
    if (!address) return failFields({ address: { key: 'people.sign_in.address_unreadable' } });
    // After the answer: how long it takes must not tell whether somebody is found there.
    setImmediate(() => {
      sendLinksTo(k, address.to, localeOf(k, request)).catch((error) =>
        k.log.warn({ err: error }, 'a link for a guardian could not be sent'),
      );
    });
  } catch (error) {
    return showAsk(k, request, reply, expectedError(error));
  }
  return reply.redirect('/guardian?said=sent', 303);
}

async function showDone(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('people.guardians.done_title'),
    robots: 'noindex',
    main: <DonePage />,
  }));
}

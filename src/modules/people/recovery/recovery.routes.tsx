import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/errors/index.ts';
import type { App, Limit } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { expectedError, formErrors } from '../form-errors.ts';
import { codeCookie, keepCodeCookie, localeOf } from '../sign-in/code-cookie.ts';
import { demoCodesShown } from '../sign-in/demo-messages.ts';
import { pendingCode, redeemCode, sendCode } from '../sign-in/one-time-code.ts';
import { textOf } from '../text-of.ts';
import { adminRecoveryRoutes } from './admin-recovery.routes.tsx';
import { askRecovery, askShape } from './ask-recovery.ts';
import './recovery.errors.ts';
import { requireOwner } from '../session.ts';
import { AskedPage, RecoveryCodePage, RecoveryPage, StopPage, type Typed } from './recovery-pages.tsx';
import { stopOwnRecovery, stopRecovery } from './stop-recovery.ts';

const askLimit: Limit = { name: 'people.recovery_ask', points: 20, seconds: 3600 };
const lostLimit: Limit = { name: 'people.recovery_lost', points: 5, seconds: 86_400 };
const stopLimit: Limit = { name: 'people.recovery_stop', points: 30, seconds: 3600 };
type ByToken = { Params: { token: string } };

/** When the address that opens the account is lost; the same answers whether there is an account or not. */
export function recoveryRoutes(app: App, k: Kernel): void {
  app.get('/recovery', (request, reply) => show(k, request, reply));
  app.post('/recovery', (request, reply) => ask(k, request, reply));
  app.post('/recovery/code', (request, reply) => enterCode(k, request, reply));
  app.get('/recovery/asked', (request, reply) => showAsked(k, request, reply));
  app.get<ByToken>('/recovery/stop/:token', (request, reply) => showStop(request, reply, false));
  app.post<ByToken>('/recovery/stop/:token', (request, reply) => stop(k, request, reply));
  app.post('/me/logins/recovery/stop', async (request, reply) => {
    const owner = await requireOwner(k, request);
    await stopOwnRecovery(k, owner.accountId);
    return reply.redirect('/me/logins?done=stopped', 303);
  });
  adminRecoveryRoutes(app, k);
}

const typedIn = (request: FastifyRequest): Typed => ({
  name: textOf(request.body, 'name'),
  lost: textOf(request.body, 'lost'),
  fresh: textOf(request.body, 'fresh'),
});

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply, error?: AppError): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.recovery.page_title'),
      robots: 'noindex',
      main: (
        <RecoveryPage
          typed={typedIn(request)}
          hours={k.config.RECOVERY_HOURS}
          errors={error ? formErrors(ctx, error, 'fresh').errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

/** Sends a code to the new address. What was typed goes along in the form, so nothing is kept before it is proved. */
async function ask(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  try {
    const { lost, fresh } = askShape.parse(typedIn(request));
    await k.limits.takeForAddress(askLimit, request);
    await k.limits.take(lostLimit, createHash('sha256').update(lost.to).digest('base64url'));
    const token = await sendCode(k, { purpose: 'recovery', address: fresh, locale: localeOf(k, request) });
    keepCodeCookie(k, reply, token);
    request.cookies[codeCookie] = token;
  } catch (error) {
    return show(k, request, reply, renamed(expectedError(error)));
  }
  return showCode(k, request, reply);
}

/** The page calls the new address `fresh`; the code's own refusals call it `address`. */
function renamed(error: AppError): AppError {
  const { address, ...fields } = error.fields ?? {};
  return address ? new AppError(error.code, error.params, { ...fields, fresh: address }) : error;
}

async function showCode(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const found = await pendingCode(k, request.cookies[codeCookie]);
  const demo = await demoCodesShown(k);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.code.title'),
      robots: 'noindex',
      main: (
        <RecoveryCodePage
          typed={typedIn(request)}
          sentTo={found?.purpose === 'recovery' ? found : null}
          demo={demo}
          errors={error ? formErrors(ctx, error, 'code').errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function enterCode(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  let number: string;
  try {
    await k.limits.takeForAddress(askLimit, request);
    const token = request.cookies[codeCookie];
    const row = await redeemCode(k, token, textOf(request.body, 'code'), { purpose: 'recovery', accountId: null });
    // The address that was proved counts, whatever the form says by now.
    const { name, lost } = askShape.parse({ ...typedIn(request), fresh: row.to });
    number = await askRecovery(k, { name, lost, fresh: { channel: row.channel, to: row.to } });
  } catch (error) {
    return showCode(k, request, reply, expectedError(error));
  }
  reply.clearCookie(codeCookie, { path: '/' });
  return reply.redirect(`/recovery/asked?number=${number}`, 303);
}

async function showAsked(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const number = textOf(request.query, 'number');
  if (!/^[0-9A-Z]{8}$/.test(number)) return reply.redirect('/recovery', 303);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('people.recovery.asked_title'),
    robots: 'noindex',
    main: <AskedPage number={number} hours={k.config.RECOVERY_HOURS} hotline={ctx.city.hotline} />,
  }));
}

async function showStop(
  request: FastifyRequest<ByToken>,
  reply: FastifyReply,
  done: boolean,
  error?: AppError,
): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.recovery.stop_title'),
      robots: 'noindex',
      main: (
        <StopPage
          action={`/recovery/stop/${encodeURIComponent(request.params.token)}`}
          done={done}
          problem={error ? ctx.t(`errors.${error.code}`, error.params) : null}
          hotline={ctx.city.hotline}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function stop(k: Kernel, request: FastifyRequest<ByToken>, reply: FastifyReply): Promise<FastifyReply> {
  try {
    await k.limits.takeForAddress(stopLimit, request);
    await stopRecovery(k, request.params.token);
  } catch (error) {
    return showStop(request, reply, false, expectedError(error));
  }
  return showStop(request, reply, true);
}

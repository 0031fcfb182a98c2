import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../../../kernel/errors/index.ts';
import { type App, type Limit, localPath } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { passkeyHost } from '../auth.ts';
import { expectedError, formErrors } from '../form-errors.ts';
import { sessionOf } from '../session.ts';
import { textOf } from '../text-of.ts';
import { parseAddress } from './address.ts';
import { codeCookie, keepCodeCookie, localeOf } from './code-cookie.ts';
import { demoCodesShown } from './demo-messages.ts';
import { nextPlace } from './next-place.ts';
import { pendingCode, redeemCode, resendCode, secondsUntilResend, sendCode } from './one-time-code.ts';
import { closeSession } from './open-session.ts';
import { providersOf } from './outside/providers.ts';
import { signInByCode } from './sign-in-by-code.ts';
import { CodePage, SignInPage } from './sign-in-pages.tsx';

const sendLimit: Limit = { name: 'people.code_send', points: 20, seconds: 600 };
const tryLimit: Limit = { name: 'people.code_try', points: 40, seconds: 600 };

/** Signing in with a one-time code, and out. */
export function signInRoutes(app: App, k: Kernel): void {
  app.get('/sign-in', (request, reply) => showSignIn(k, request, reply));
  app.post('/sign-in', (request, reply) => askForCode(k, request, reply));
  app.get('/sign-in/code', (request, reply) => showCode(k, request, reply));
  app.post('/sign-in/code', (request, reply) => enterCode(k, request, reply));
  app.post('/sign-in/code/resend', (request, reply) => askAgain(k, request, reply));
  app.post('/sign-out', async (request, reply) => {
    await closeSession(k, request, reply);
    return reply.header('cache-control', 'no-store').redirect('/', 303);
  });
}

async function showSignIn(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  wrong?: { error: AppError; address: string },
): Promise<FastifyReply> {
  const back = localPath(textOf(request.method === 'GET' ? request.query : request.body, 'back'));
  const session = await sessionOf(k, request);
  if (session && !wrong) return reply.redirect(nextPlace(session.actor, back), 303);
  const outside = await providersOf(k);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.sign_in.title'),
      robots: 'noindex',
      main: (
        <SignInPage
          back={back}
          passkeyHost={passkeyHost(k)}
          outside={outside.map((provider) => ({ id: provider.id, name: provider.name(ctx.locale) }))}
          typed={wrong?.address ?? ''}
          errors={wrong ? formErrors(ctx, wrong.error, 'address').errors : {}}
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

async function askForCode(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const typed = textOf(request.body, 'address');
  try {
    await k.limits.takeForAddress(sendLimit, request);
    const token = await sendCode(k, { purpose: 'sign_in', address: parseAddress(typed), locale: localeOf(k, request) });
    keepCodeCookie(k, reply, token);
  } catch (error) {
    return showSignIn(k, request, reply, { error: expectedError(error), address: typed });
  }
  return reply.redirect(`/sign-in/code?back=${encodeURIComponent(localPath(textOf(request.body, 'back')))}`, 303);
}

async function showCode(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const back = localPath(textOf(request.method === 'GET' ? request.query : request.body, 'back'));
  const found = await pendingCode(k, request.cookies[codeCookie]);
  const row = found?.purpose === 'sign_in' ? found : null;
  if (!row && !error) return reply.redirect(`/sign-in?back=${encodeURIComponent(back)}`, 303);
  const demo = await demoCodesShown(k);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.code.title'),
      robots: 'noindex',
      main: (
        <CodePage
          back={back}
          sentTo={row}
          wait_seconds={row ? secondsUntilResend(k, row) : 0}
          demo={demo}
          errors={error ? formErrors(ctx, error, 'code').errors : {}}
          resent={textOf(request.query, 'sent') === '1'}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function enterCode(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  let next: string;
  try {
    await k.limits.takeForAddress(tryLimit, request);
    const row = await redeemCode(k, request.cookies[codeCookie], textOf(request.body, 'code'), {
      purpose: 'sign_in',
      accountId: null,
    });
    next = await signInByCode(k, request, reply, row, {
      locale: localeOf(k, request),
      back: localPath(textOf(request.body, 'back')),
    });
  } catch (error) {
    return showCode(k, request, reply, expectedError(error));
  }
  reply.clearCookie(codeCookie, { path: '/' });
  return reply.header('cache-control', 'no-store').redirect(next, 303);
}

async function askAgain(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const back = localPath(textOf(request.body, 'back'));
  try {
    await k.limits.takeForAddress(sendLimit, request);
    await resendCode(k, request.cookies[codeCookie] ?? '', localeOf(k, request));
  } catch (error) {
    return showCode(k, request, reply, expectedError(error));
  }
  return reply.redirect(`/sign-in/code?sent=1&back=${encodeURIComponent(back)}`, 303);
}

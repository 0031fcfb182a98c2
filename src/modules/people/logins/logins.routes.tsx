import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import type { App, Limit } from '../../../kernel/http/index.ts';
import { localPath } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { expectedError, formErrors } from '../form-errors.ts';
import { profileOf } from '../me/profile.queries.ts';
import { passkeysOf } from '../passkeys/passkeys.queries.ts';
import { runningFor } from '../recovery/recovery.queries.ts';
import { requireOwner } from '../session.ts';
import type { Address } from '../sign-in/address.ts';
import { codeCookie, keepCodeCookie, localeOf } from '../sign-in/code-cookie.ts';
import { demoCodesShown } from '../sign-in/demo-messages.ts';
import { pendingCode, redeemCode, sendCode } from '../sign-in/one-time-code.ts';
import { providersOf } from '../sign-in/outside/providers.ts';
import { textOf } from '../text-of.ts';
import { OwnCodePage } from './code-page.tsx';
import { type ByProvider, goOutside } from './go-outside.ts';
import { joinRoutes } from './join/join.routes.tsx';
import './logins.errors.ts';
import { ConfirmPage, LoginsPage } from './logins-pages.tsx';
import { confirmSession, requireRecentOwner } from './prove.ts';
import { removeLogin } from './remove-login.ts';
import { loginsOf } from './ways.queries.ts';

const sendLimit: Limit = { name: 'people.confirm_send', points: 10, seconds: 3600 };
/** A child whose guardian has not agreed yet may leave, and proves first who it is. */
const evenWaiting = { evenWaiting: true };
type ById = { Params: { id: string } };

/** The ways into one's account: what there is, adding, taking off, and proving to be oneself before. */
export function loginsRoutes(app: App, k: Kernel): void {
  app.get('/me/logins', (request, reply) => show(k, request, reply));
  app.get<ByProvider>('/me/logins/add/:provider', async (request, reply) => {
    await requireRecentOwner(k, request);
    return goOutside(k, request, reply, { purpose: 'add', otherwise: '/me/logins' });
  });
  app.post<ById>('/me/logins/:id/remove', (request, reply) => remove(k, request, reply));
  app.get('/me/logins/confirm', (request, reply) => showConfirm(k, request, reply));
  app.post('/me/logins/confirm', (request, reply) => sendOwnCode(k, request, reply));
  app.get<ByProvider>('/me/logins/confirm/by/:provider', (request, reply) =>
    goOutside(k, request, reply, { purpose: 'confirm', otherwise: '/me/logins/confirm' }),
  );
  app.get('/me/logins/confirm/code', (request, reply) => showOwnCode(k, request, reply));
  app.post('/me/logins/confirm/code', (request, reply) => enterOwnCode(k, request, reply));
  joinRoutes(app, k);
}

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply, error?: AppError): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const [profile, logins, passkeys, providers, recovery] = await Promise.all([
    profileOf(k.db, owner.accountId),
    loginsOf(k.db, owner.accountId),
    passkeysOf(k.db, owner.accountId),
    providersOf(k),
    runningFor(k.db, owner.accountId),
  ]);
  if (!profile) return fail('kernel.not_found');
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.logins.title'),
      robots: 'noindex',
      main: (
        <LoginsPage
          profile={profile}
          passkeys={passkeys.length}
          logins={logins.map((login) => ({
            ...login,
            name: providers.find(({ id }) => id === login.provider)?.name(ctx.locale) ?? login.provider,
          }))}
          offered={providers.map((provider) => ({ id: provider.id, name: provider.name(ctx.locale) }))}
          done={textOf(request.query, 'done')}
          recovery={recovery?.runsAt ?? null}
          problem={error && ctx.t(`errors.${error.code}`, error.params)}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function remove(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireRecentOwner(k, request);
  if (!isId(request.params.id)) fail('kernel.not_found');
  try {
    await removeLogin(k, owner, request.params.id);
  } catch (error) {
    return show(k, request, reply, expectedError(error));
  }
  return reply.redirect('/me/logins?done=removed', 303);
}

async function showConfirm(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const owner = await requireOwner(k, request, evenWaiting);
  const [profile, logins, providers] = await Promise.all([
    profileOf(k.db, owner.accountId),
    loginsOf(k.db, owner.accountId),
    providersOf(k),
  ]);
  if (!profile) return fail('kernel.not_found');
  const back = localPath(textOf(request.method === 'GET' ? request.query : request.body, 'back'));
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.logins.confirm_title'),
      robots: 'noindex',
      main: (
        <ConfirmPage
          back={back}
          phone={profile.phone}
          email={profile.email}
          providers={providers
            .filter(({ id }) => logins.some((login) => login.provider === id))
            .map((provider) => ({ id: provider.id, name: provider.name(ctx.locale) }))}
          errors={error ? formErrors(ctx, error, 'channel').errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function sendOwnCode(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request, evenWaiting);
  const profile = (await profileOf(k.db, owner.accountId)) ?? fail('kernel.not_found');
  const channel: Address['channel'] = textOf(request.body, 'channel') === 'sms' ? 'sms' : 'email';
  const to = channel === 'sms' ? profile.phone : profile.email;
  try {
    await k.limits.take(sendLimit, owner.accountId);
    const token = await sendCode(k, {
      purpose: 'confirm',
      accountId: owner.accountId,
      address: to ? { channel, to } : null,
      locale: localeOf(k, request),
    });
    keepCodeCookie(k, reply, token);
  } catch (error) {
    return showConfirm(k, request, reply, expectedError(error));
  }
  const back = localPath(textOf(request.body, 'back'));
  return reply.redirect(`/me/logins/confirm/code?back=${encodeURIComponent(back)}`, 303);
}

async function showOwnCode(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const owner = await requireOwner(k, request, evenWaiting);
  const back = localPath(textOf(request.method === 'GET' ? request.query : request.body, 'back'));
  const found = await pendingCode(k, request.cookies[codeCookie]);
  const row = found?.purpose === 'confirm' && found.accountId === owner.accountId ? found : null;
  const again = `/me/logins/confirm?back=${encodeURIComponent(back)}`;
  if (!row && !error) return reply.redirect(again, 303);
  const demo = await demoCodesShown(k);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.code.title'),
      robots: 'noindex',
      main: (
        <OwnCodePage
          action="/me/logins/confirm/code"
          back={back}
          again={again}
          sentTo={row}
          demo={demo}
          errors={error ? formErrors(ctx, error, 'code').errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function enterOwnCode(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request, evenWaiting);
  try {
    await redeemCode(k, request.cookies[codeCookie], textOf(request.body, 'code'), {
      purpose: 'confirm',
      accountId: owner.accountId,
    });
    await confirmSession(k, owner);
  } catch (error) {
    return showOwnCode(k, request, reply, expectedError(error));
  }
  reply.clearCookie(codeCookie, { path: '/' });
  return reply.redirect(localPath(textOf(request.body, 'back')), 303);
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, failFields } from '../../../../kernel/errors/index.ts';
import type { App, Limit } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { sendPage } from '../../../../ui/send-page.tsx';
import { expectedError, formErrors } from '../../form-errors.ts';
import { requireOwner } from '../../session.ts';
import { parseAddress } from '../../sign-in/address.ts';
import { codeCookie, keepCodeCookie, localeOf } from '../../sign-in/code-cookie.ts';
import { demoCodesShown } from '../../sign-in/demo-messages.ts';
import { pendingCode, redeemCode, sendCode } from '../../sign-in/one-time-code.ts';
import { providersOf } from '../../sign-in/outside/providers.ts';
import { textOf } from '../../text-of.ts';
import { OwnCodePage } from '../code-page.tsx';
import { type ByProvider, goOutside } from '../go-outside.ts';
import { requireRecentOwner } from '../prove.ts';
import { askToJoinByCode } from './ask-to-join.ts';
import { joinAccounts, previewJoin } from './join-accounts.ts';
import { JoinPage, LookPage } from './join-pages.tsx';

const sendLimit: Limit = { name: 'people.join_send', points: 6, seconds: 3600 };

/** Making one account of two: the other is proved, what moves is looked at, then said yes to. */
export function joinRoutes(app: App, k: Kernel): void {
  app.get('/me/logins/join', (request, reply) => showJoin(k, request, reply));
  app.post('/me/logins/join', (request, reply) => sendJoinCode(k, request, reply));
  app.get<ByProvider>('/me/logins/join/by/:provider', async (request, reply) => {
    await requireRecentOwner(k, request);
    return goOutside(k, request, reply, { purpose: 'join', otherwise: '/me/logins/join' });
  });
  app.get('/me/logins/join/code', (request, reply) => showJoinCode(k, request, reply));
  app.post('/me/logins/join/code', (request, reply) => enterJoinCode(k, request, reply));
  app.get('/me/logins/join/look', (request, reply) => look(k, request, reply));
  app.post('/me/logins/join/look', (request, reply) => join(k, request, reply));
}

async function showJoin(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  await requireRecentOwner(k, request);
  const providers = await providersOf(k);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.logins.join_title'),
      robots: 'noindex',
      main: (
        <JoinPage
          typed={textOf(request.body, 'address')}
          providers={providers.map((provider) => ({ id: provider.id, name: provider.name(ctx.locale) }))}
          errors={error ? formErrors(ctx, error, 'address').errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function sendJoinCode(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireRecentOwner(k, request);
  try {
    await k.limits.take(sendLimit, owner.accountId);
    const token = await sendCode(k, {
      purpose: 'join_account',
      accountId: owner.accountId,
      address: parseAddress(textOf(request.body, 'address')),
      locale: localeOf(k, request),
    });
    keepCodeCookie(k, reply, token);
  } catch (error) {
    return showJoin(k, request, reply, expectedError(error));
  }
  return reply.redirect('/me/logins/join/code', 303);
}

async function showJoinCode(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const found = await pendingCode(k, request.cookies[codeCookie]);
  const row = found?.purpose === 'join_account' && found.accountId === owner.accountId ? found : null;
  if (!row && !error) return reply.redirect('/me/logins/join', 303);
  const demo = await demoCodesShown(k);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.code.title'),
      robots: 'noindex',
      main: (
        <OwnCodePage
          action="/me/logins/join/code"
          back="/me/logins"
          again="/me/logins/join"
          sentTo={row}
          demo={demo}
          errors={error ? formErrors(ctx, error, 'code').errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function enterJoinCode(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  try {
    const row = await redeemCode(k, request.cookies[codeCookie], textOf(request.body, 'code'), {
      purpose: 'join_account',
      accountId: owner.accountId,
    });
    await askToJoinByCode(k, owner, row);
  } catch (error) {
    return showJoinCode(k, request, reply, expectedError(error));
  }
  reply.clearCookie(codeCookie, { path: '/' });
  return reply.redirect('/me/logins/join/look', 303);
}

async function look(k: Kernel, request: FastifyRequest, reply: FastifyReply, error?: AppError): Promise<FastifyReply> {
  const owner = await requireRecentOwner(k, request);
  const preview = await previewJoin(k, owner);
  const wrong = error ?? preview.refused;
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.logins.look_title'),
      robots: 'noindex',
      main: (
        <LookPage
          preview={preview}
          mine={owner.displayName}
          errors={error ? formErrors(ctx, error).errors : {}}
          refused={
            preview.refused &&
            ctx.t(`errors.${preview.refused.code}`, { hotline: ctx.city.hotline, ...preview.refused.params })
          }
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

async function join(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireRecentOwner(k, request);
  try {
    if (textOf(request.body, 'sure') !== 'yes') failFields({ sure: { key: 'people.logins.look_tick' } });
    await joinAccounts(k, owner);
  } catch (error) {
    const wrong = expectedError(error);
    if (wrong.code === 'people.join_stale') throw wrong;
    return look(k, request, reply, wrong);
  }
  return reply.redirect('/me/logins?done=joined', 303);
}

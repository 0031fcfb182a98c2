import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, fail } from '../../../../kernel/errors/index.ts';
import { type App, type Limit, localPath } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { sendPage } from '../../../../ui/send-page.tsx';
import { expectedError } from '../../form-errors.ts';
import { addLogin } from '../../logins/add-login.ts';
import { askToJoinByLogin } from '../../logins/join/ask-to-join.ts';
import { confirmByLogin } from '../../logins/prove.ts';
import { requireOwner, sessionOf } from '../../session.ts';
import { textOf } from '../../text-of.ts';
import { localeOf } from '../code-cookie.ts';
import { nextPlace } from '../next-place.ts';
import { addWaitingLogin } from './add-waiting-login.ts';
import { type Arrival, arrive, forgetWaiting, makeAccountFor, signInFromOutside, waitingIn } from './arrive.ts';
import { isFromHere, leaveFor } from './leave.ts';
import { JoinLoginPage, TroublePage, UnknownLoginPage } from './outside-pages.tsx';
import { type ProviderId, providerIds } from './provider.ts';
import { providerOf } from './providers.ts';

const leaveLimit: Limit = { name: 'people.outside_leave', points: 60, seconds: 600 };

/** Signing in somewhere else: away, back, and what somebody says who is new here. */
export function outsideRoutes(app: App, k: Kernel): void {
  for (const id of providerIds) {
    app.get(`/sign-in/${id}`, (request, reply) => leave(k, request, reply, id));
    app.get(`/sign-in/${id}/back`, (request, reply) => comeBack(k, request, reply, id));
  }
  app.get('/sign-in/outside', (request, reply) => showUnknown(k, request, reply));
  app.post('/sign-in/outside/new', (request, reply) => makeNew(k, request, reply));
  app.get('/sign-in/outside/join', (request, reply) => showJoin(k, request, reply));
  app.post('/sign-in/outside/join', (request, reply) => join(k, request, reply));
}

async function leave(k: Kernel, request: FastifyRequest, reply: FastifyReply, id: ProviderId): Promise<FastifyReply> {
  const provider = (await providerOf(k, id)) ?? fail('kernel.not_found');
  const back = localPath(textOf(request.query, 'back'));
  const session = await sessionOf(k, request);
  if (session) return reply.redirect(nextPlace(session.actor, back), 303);
  if (!isFromHere(k, request)) return reply.redirect(`/sign-in?back=${encodeURIComponent(back)}`, 303);
  let href: string;
  try {
    await k.limits.takeForAddress(leaveLimit, request);
    href = await leaveFor(k, request, reply, { provider, purpose: 'sign_in', accountId: null, back });
  } catch (error) {
    return trouble(k, request, reply, id, expectedError(error));
  }
  return reply.header('cache-control', 'no-store').redirect(href, 303);
}

async function comeBack(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: ProviderId,
): Promise<FastifyReply> {
  const provider = (await providerOf(k, id)) ?? fail('kernel.not_found');
  let next: string;
  try {
    await k.limits.takeForAddress(leaveLimit, request);
    next = await goOn(k, request, reply, await arrive(k, request, provider));
  } catch (error) {
    return trouble(k, request, reply, id, expectedError(error));
  }
  return reply.header('cache-control', 'no-store').redirect(next, 303);
}

/** What somebody left for, now that they are back. */
async function goOn(k: Kernel, request: FastifyRequest, reply: FastifyReply, arrival: Arrival): Promise<string> {
  const { leaving, identity } = arrival;
  if (leaving.purpose === 'sign_in') return signInFromOutside(k, request, reply, arrival);
  const owner = await requireOwner(k, request);
  if (leaving.purpose === 'add') {
    await addLogin(k, owner, leaving.provider, identity);
    return '/me/logins?done=added';
  }
  if (leaving.purpose === 'confirm') {
    await confirmByLogin(k, owner, leaving.provider, identity);
    return leaving.back;
  }
  await askToJoinByLogin(k, owner, leaving.provider, identity);
  return '/me/logins/join/look';
}

async function trouble(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: ProviderId,
  error: AppError,
): Promise<FastifyReply> {
  const provider = await providerOf(k, id);
  const inside = (await sessionOf(k, request)) !== null;
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.sign_in.outside.trouble'),
      robots: 'noindex',
      main: (
        <TroublePage
          said={ctx.t(`errors.${error.code}`, { hotline: ctx.city.hotline, ...error.params })}
          provider={provider?.name(ctx.locale) ?? ''}
          again={inside ? '/me/logins' : '/sign-in'}
          taken={error.code === 'people.login_taken'}
        />
      ),
    }),
    error.status,
  );
}

async function showUnknown(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const waiting = await waitingIn(k, request);
  if (!waiting) return reply.redirect('/sign-in', 303);
  if (await sessionOf(k, request)) return reply.redirect('/sign-in/outside/join', 303);
  const provider = await providerOf(k, waiting.provider);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('people.sign_in.outside.first_title'),
    robots: 'noindex',
    main: <UnknownLoginPage provider={provider?.name(ctx.locale) ?? ''} />,
  }));
}

async function makeNew(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const waiting = await waitingIn(k, request);
  try {
    const next = await makeAccountFor(k, request, reply, localeOf(k, request));
    return reply.header('cache-control', 'no-store').redirect(next, 303);
  } catch (error) {
    return trouble(k, request, reply, waiting?.provider ?? 'oidc', expectedError(error));
  }
}

async function showJoin(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const waiting = await waitingIn(k, request);
  const owner = await requireOwner(k, request);
  if (!waiting) return reply.redirect('/me/logins', 303);
  const provider = await providerOf(k, waiting.provider);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('people.sign_in.outside.join_title'),
    robots: 'noindex',
    main: <JoinLoginPage provider={provider?.name(ctx.locale) ?? ''} name={owner.displayName} />,
  }));
}

async function join(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const waiting = await waitingIn(k, request);
  if (textOf(request.body, 'no') === 'yes') {
    forgetWaiting(reply);
    return reply.redirect('/me', 303);
  }
  try {
    if (!waiting) fail('people.outside_stale');
    await addWaitingLogin(k, owner, waiting);
  } catch (error) {
    return trouble(k, request, reply, waiting?.provider ?? 'oidc', expectedError(error));
  }
  forgetWaiting(reply);
  return reply.redirect('/me/logins?done=added', 303);
}

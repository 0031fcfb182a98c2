import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import type { App, Limit } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { expectedError, formErrors } from '../form-errors.ts';
import { requireRecentOwner } from '../logins/prove.ts';
import { countWays } from '../logins/ways.queries.ts';
import { requireOwner } from '../session.ts';
import { parseAddress } from '../sign-in/address.ts';
import { codeCookie, keepCodeCookie, localeOf } from '../sign-in/code-cookie.ts';
import { demoCodesShown } from '../sign-in/demo-messages.ts';
import { pendingCode, redeemCode, sendCode } from '../sign-in/one-time-code.ts';
import { textOf } from '../text-of.ts';
import { changeAddress, removeAddress } from './change-address.ts';
import { changeProfile, profileSchema } from './change-profile.ts';
import { profileOf } from './profile.queries.ts';
import { AddressCodePage, ProfilePage } from './profile-pages.tsx';

const sendLimit: Limit = { name: 'people.address_send', points: 10, seconds: 3600 };

/** One's name, language and addresses. */
export function profileRoutes(app: App, k: Kernel): void {
  app.get('/me/profile', (request, reply) => showProfile(k, request, reply));
  app.post('/me/profile', (request, reply) => saveProfile(k, request, reply));
  app.post('/me/addresses', (request, reply) => addAddress(k, request, reply));
  app.get('/me/addresses/code', (request, reply) => showCode(k, request, reply));
  app.post('/me/addresses/code', (request, reply) => enterCode(k, request, reply));
  app.post(
    '/me/addresses/:channel/remove',
    { schema: { params: z.object({ channel: z.enum(['sms', 'email']) }) } },
    async (request, reply) => {
      const owner = await requireRecentOwner(k, request);
      try {
        await removeAddress(k, owner, request.params.channel);
      } catch (error) {
        return showProfile(k, request, reply, { about: 'address', error: expectedError(error) });
      }
      return reply.redirect('/me/profile?done=removed', 303);
    },
  );
}

type Wrong = { about: 'profile' | 'address'; error: AppError };

async function showProfile(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  wrong?: Wrong,
): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const profile = (await profileOf(k.db, owner.accountId)) ?? fail('kernel.not_found');
  const ways = await countWays(k.db, owner.accountId);
  const typed = wrong?.about === 'profile';
  const values = typed
    ? {
        name: textOf(request.body, 'name'),
        displayName: textOf(request.body, 'displayName'),
        locale: textOf(request.body, 'locale'),
      }
    : { name: profile.name, displayName: profile.displayName, locale: profile.locale };
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.profile.title'),
      robots: 'noindex',
      main: (
        <ProfilePage
          profile={profile}
          ways={ways}
          values={values}
          errors={wrong && typed ? formErrors(ctx, wrong.error).errors : {}}
          addressErrors={wrong && !typed ? formErrors(ctx, wrong.error, 'address').errors : {}}
          typedAddress={textOf(request.body, 'address')}
          done={textOf(request.query, 'done')}
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

async function saveProfile(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  try {
    const { body } = request;
    await changeProfile(
      k,
      owner,
      profileSchema.parse({
        name: textOf(body, 'name'),
        displayName: textOf(body, 'displayName'),
        locale: textOf(body, 'locale'),
      }),
    );
  } catch (error) {
    return showProfile(k, request, reply, { about: 'profile', error: expectedError(error) });
  }
  return reply.redirect('/me/profile?done=saved', 303);
}

async function addAddress(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireRecentOwner(k, request);
  try {
    await k.limits.take(sendLimit, owner.accountId);
    const address = parseAddress(textOf(request.body, 'address'));
    const token = await sendCode(k, {
      purpose: 'add_address',
      accountId: owner.accountId,
      address,
      locale: localeOf(k, request),
    });
    keepCodeCookie(k, reply, token);
  } catch (error) {
    return showProfile(k, request, reply, { about: 'address', error: expectedError(error) });
  }
  return reply.redirect('/me/addresses/code', 303);
}

async function showCode(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const found = await pendingCode(k, request.cookies[codeCookie]);
  const row = found?.purpose === 'add_address' && found.accountId === owner.accountId ? found : null;
  if (!row && !error) return reply.redirect('/me/profile', 303);
  const demo = await demoCodesShown(k);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.code.title'),
      robots: 'noindex',
      main: <AddressCodePage sentTo={row} demo={demo} errors={error ? formErrors(ctx, error, 'code').errors : {}} />,
    }),
    error?.status ?? 200,
  );
}

async function enterCode(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireRecentOwner(k, request);
  try {
    const row = await redeemCode(k, request.cookies[codeCookie], textOf(request.body, 'code'), {
      purpose: 'add_address',
      accountId: owner.accountId,
    });
    await changeAddress(k, owner, row);
  } catch (error) {
    return showCode(k, request, reply, expectedError(error));
  }
  reply.clearCookie(codeCookie, { path: '/' });
  return reply.redirect('/me/profile?done=address', 303);
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { sendPage } from '../../../../ui/send-page.tsx';
import { textOf } from '../../text-of.ts';
import { demoCodesShown } from '../demo-messages.ts';
import { LoopbackWechat, loopbackPeople } from './loopback-wechat.ts';
import { LoopbackWechatPage } from './loopback-wechat-page.tsx';
import { returnAddress } from './provider.ts';
import { loopbackApp } from './providers.ts';

/** A WeChat that only pretends and speaks the real one's protocol, so that the adapter can be tried; not there unless codes are shown. */
export function loopbackWechatRoutes(app: App, k: Kernel): void {
  const wechat = new LoopbackWechat([loopbackApp]);
  const query = (request: FastifyRequest) => request.query as Record<string, string | undefined>;
  app.get('/demo/wechat/connect/oauth2/authorize', (request, reply) => ask(k, wechat, request, reply));
  app.get('/demo/wechat/connect/qrconnect', (request, reply) => ask(k, wechat, request, reply));
  app.get('/demo/wechat/agree', (request, reply) => agree(k, wechat, request, reply));
  app.get('/demo/wechat/sns/oauth2/access_token', async (request) => {
    await onlyForTrying(k);
    return wechat.exchange(query(request), Date.now());
  });
  app.get('/demo/wechat/sns/userinfo', async (request) => {
    await onlyForTrying(k);
    return wechat.profile(query(request));
  });
}

async function onlyForTrying(k: Kernel): Promise<void> {
  if (!(await demoCodesShown(k))) fail('kernel.not_found');
}

/** What an app asks with, as WeChat checks it: a known app, the address registered for it, a scope, a plain state. */
function readAsked(k: Kernel, wechat: LoopbackWechat, source: unknown) {
  const asked = {
    appid: textOf(source, 'appid'),
    redirect: textOf(source, 'redirect_uri'),
    scope: textOf(source, 'scope'),
    state: textOf(source, 'state'),
  };
  const known = wechat.knows(asked.appid) && asked.redirect === returnAddress(k.config.publicUrl, 'wechat');
  if (!known || !/^snsapi_(base|userinfo|login)$/.test(asked.scope) || !/^[a-zA-Z0-9]{0,128}$/.test(asked.state))
    fail('kernel.bad_request');
  return asked;
}

async function ask(
  k: Kernel,
  wechat: LoopbackWechat,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await onlyForTrying(k);
  if (textOf(request.query, 'response_type') !== 'code') fail('kernel.bad_request');
  const asked = readAsked(k, wechat, request.query);
  const link = (more: Record<string, string>) =>
    `/demo/wechat/agree?${new URLSearchParams({
      appid: asked.appid,
      redirect_uri: asked.redirect,
      scope: asked.scope,
      state: asked.state,
      ...more,
    })}`;
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('people.sign_in.outside.demo_title'),
    robots: 'noindex',
    main: (
      <LoopbackWechatPage
        people={loopbackPeople.map(({ id }) => ({ id, href: link({ who: id }) }))}
        refuse={link({ who: '' })}
      />
    ),
  }));
}

async function agree(
  k: Kernel,
  wechat: LoopbackWechat,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await onlyForTrying(k);
  const asked = readAsked(k, wechat, request.query);
  const back = new URL(asked.redirect);
  const person = loopbackPeople.find(({ id }) => id === textOf(request.query, 'who'));
  if (person) back.searchParams.set('code', wechat.grant(asked.appid, person, asked.scope, Date.now()));
  back.searchParams.set('state', asked.state);
  return reply.redirect(back.href, 302);
}

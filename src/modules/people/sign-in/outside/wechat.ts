import { AppError } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { callOut } from '../../../../kernel/notify/index.ts';
import type { Identity, OutsideProvider } from './provider.ts';

/** An app at WeChat: the official account, used inside WeChat, or the website app, whose QR code is read with a phone. */
type WechatApp = { id: string; secret: string; inside: boolean };

export type WechatOptions = {
  account?: { id: string; secret: string };
  site?: { id: string; secret: string };
  scope: 'snsapi_base' | 'snsapi_userinfo';
  /** where people are asked, https://open.weixin.qq.com */
  openUrl: string;
  /** where this server asks, https://api.weixin.qq.com */
  apiUrl: string;
};

type TokenAnswer = {
  access_token?: string;
  openid?: string;
  unionid?: string;
  is_snapshotuser?: number;
  errcode?: number;
  errmsg?: string;
};

// Published codes: invalid, used or missing code; the system is busy; too many calls.
const staleCodes = new Set([40029, 40163, 41008]);
const busyCodes = new Set([-1, 45009, 45011]);

/**
 * Signing in with WeChat by its published protocol (网页授权, and 网站应用 by QR code). There is no nonce and no PKCE in it: the
 * state alone binds the answer to the browser. `unionid` is one person across the operator's apps and comes only with
 * snsapi_userinfo or the website app; `openid` is one person at one app.
 */
export function wechatProvider(k: Kernel, options: WechatOptions): OutsideProvider {
  const appFor = (userAgent: string): WechatApp => {
    const inside = /MicroMessenger/i.test(userAgent);
    const account = options.account && { ...options.account, inside: true };
    const site = options.site && { ...options.site, inside: false };
    const app = inside ? (account ?? site) : (site ?? account);
    if (!app) throw new AppError('people.outside_failed');
    return app;
  };
  return {
    id: 'wechat',
    name: (locale) => k.i18n.t(locale)('people.sign_in.outside.wechat'),
    leave: async ({ state }, { redirectUri, userAgent }) => {
      const app = appFor(userAgent);
      // WeChat reads the parameters in this order, and wants the fragment.
      const query = new URLSearchParams([
        ['appid', app.id],
        ['redirect_uri', redirectUri],
        ['response_type', 'code'],
        ['scope', app.inside ? options.scope : 'snsapi_login'],
        ['state', state],
      ]);
      return `${options.openUrl}/connect/${app.inside ? 'oauth2/authorize' : 'qrconnect'}?${query}#wechat_redirect`;
    },
    arrive: async (address, _secrets, { userAgent }) => {
      const code = address.searchParams.get('code');
      // Whoever says no comes back with the state alone.
      if (!code) throw new AppError('people.outside_denied');
      const app = appFor(userAgent);
      return identityOf(k, options, app, await askFor(k, options, app, code));
    },
  };
}

function askFor(k: Kernel, options: WechatOptions, app: WechatApp, code: string): Promise<TokenAnswer> {
  return ask(k, options, 'sns/oauth2/access_token', {
    appid: app.id,
    secret: app.secret,
    code,
    grant_type: 'authorization_code',
  });
}

async function identityOf(
  k: Kernel,
  options: WechatOptions,
  app: WechatApp,
  { access_token, openid, unionid: given, is_snapshotuser }: TokenAnswer,
): Promise<Identity> {
  // A page shown as a snapshot stands for nobody in particular.
  if (!access_token || !openid || is_snapshotuser === 1) throw new AppError('people.outside_failed');
  const open = `open ${app.id} ${openid}`;
  let unionid = given;
  if (!unionid && app.inside && options.scope === 'snsapi_userinfo')
    unionid = (await ask(k, options, 'sns/userinfo', { access_token, openid, lang: 'zh_CN' })).unionid;
  return unionid ? { id: `union ${unionid}`, former: open } : { id: open };
}

/** One call to WeChat's interface. Its errors come with status 200 and an `errcode`. */
async function ask(
  k: Kernel,
  { apiUrl }: WechatOptions,
  path: string,
  query: Record<string, string>,
): Promise<TokenAnswer> {
  let answer: TokenAnswer;
  try {
    const { status, body } = await callOut({
      url: `${apiUrl}/${path}?${new URLSearchParams(query)}`,
      method: 'GET',
      headers: { accept: 'application/json' },
      trusted: [new URL(apiUrl).origin],
    });
    if (status !== 200) throw new Error(`http_${status}`);
    answer = JSON.parse(body) as TokenAnswer;
  } catch (error) {
    // The address holds the app's secret: only the kind of the failure is written down.
    const { code, name } = error as { code?: string; name: string };
    k.log.warn({ provider: 'wechat', path, code: code ?? name }, 'sign-in at a provider failed');
    throw new AppError('people.outside_away');
  }
  if (!answer.errcode) return answer;
  k.log.warn({ provider: 'wechat', path, code: answer.errcode }, 'sign-in at a provider failed');
  if (staleCodes.has(answer.errcode)) throw new AppError('people.outside_stale');
  throw new AppError(busyCodes.has(answer.errcode) ? 'people.outside_away' : 'people.outside_failed');
}

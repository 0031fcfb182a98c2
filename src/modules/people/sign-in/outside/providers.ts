import type { Kernel } from '../../../../kernel/kernel.ts';
import { demoCodesShown } from '../demo-messages.ts';
import { oidcProvider } from './oidc.ts';
import type { OutsideProvider, ProviderId } from './provider.ts';
import { wechatProvider } from './wechat.ts';

/** The app of the WeChat that only pretends, for trying out. */
export const loopbackApp = { id: 'wx0000demo0000demo', secret: 'a WeChat that only pretends' };

const made = new WeakMap<Kernel, { configured: OutsideProvider[]; demo: OutsideProvider }>();

function makeProviders(k: Kernel) {
  const { config } = k;
  const configured: OutsideProvider[] = [];
  if (config.OIDC_ISSUER) configured.push(oidcProvider(k));
  const app = (id?: string, secret?: string) => (id && secret ? { id, secret } : undefined);
  const account = app(config.WECHAT_APP_ID, config.WECHAT_APP_SECRET);
  const site = app(config.WECHAT_SITE_APP_ID, config.WECHAT_SITE_APP_SECRET);
  const base = { scope: config.WECHAT_SCOPE, openUrl: config.WECHAT_OPEN_URL, apiUrl: config.WECHAT_API_URL };
  if (account || site) configured.push(wechatProvider(k, { ...base, account, site }));
  const demo = wechatProvider(k, {
    account: loopbackApp,
    scope: config.WECHAT_SCOPE,
    openUrl: `${config.publicUrl}/demo/wechat`,
    apiUrl: `http://127.0.0.1:${config.PORT}/demo/wechat`,
  });
  return { configured, demo };
}

/** Where people may sign in besides codes and passkeys, as configured; where codes are shown for trying out, a WeChat that pretends. */
export async function providersOf(k: Kernel): Promise<readonly OutsideProvider[]> {
  let known = made.get(k);
  if (!known) {
    known = makeProviders(k);
    made.set(k, known);
  }
  const { configured, demo } = known;
  return !configured.some(({ id }) => id === 'wechat') && (await demoCodesShown(k))
    ? [...configured, demo]
    : configured;
}

export async function providerOf(k: Kernel, id: string): Promise<OutsideProvider | undefined> {
  return (await providersOf(k)).find((provider) => provider.id === (id as ProviderId));
}

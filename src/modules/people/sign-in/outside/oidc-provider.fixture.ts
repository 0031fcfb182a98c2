import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
// @ts-expect-error the package comes without types
import Provider from 'oidc-provider';

/** A real OpenID provider on this machine, at which one click signs in as `who`, or refuses. */
export async function startOidcProvider(redirectUri: string) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state = { who: 'alice' as string | null };
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'tongxin', client_secret: 'not a real secret', redirect_uris: [redirectUri] }],
    cookies: { keys: ['for tests'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    findAccount: (_ctx: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.test`, email_verified: true }),
    }),
    // Whoever signs in has agreed already.
    loadExistingGrant: async (ctx: {
      oidc: {
        provider: { Grant: new (of: object) => Grant };
        client: { clientId: string };
        session: { accountId: string };
      };
    }) => {
      const { clientId } = ctx.oidc.client;
      const grant = new ctx.oidc.provider.Grant({ clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
  });
  provider.use(async (ctx: { path: string; req: object; res: object; respond: boolean }, next: () => Promise<void>) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    ctx.respond = false;
    const result = state.who ? { login: { accountId: state.who } } : { error: 'access_denied' };
    await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
  });
  server.on('request', provider.callback());
  return {
    issuer,
    state,
    /** Goes through the provider as a browser does. @returns the address that it sends back to */
    async pass(href: string): Promise<string> {
      const jar = new Map<string, string>();
      let at = href;
      for (let hops = 0; hops < 8; hops++) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const set of answer.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
          if (value) jar.set(name, value);
          else jar.delete(name);
        }
        const next = answer.headers.get('location');
        if (!next) throw new Error(`the provider answers ${answer.status}: ${await answer.text()}`);
        at = new URL(next, at).href;
        if (at.startsWith(redirectUri)) return at;
      }
      throw new Error('the provider goes in circles');
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> };

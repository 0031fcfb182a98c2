import * as client from 'openid-client';
import { AppError } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { callOut } from '../../../../kernel/notify/index.ts';
import type { Identity, OutsideProvider, Secrets } from './provider.ts';

const discoverAgain_ms = 3_600_000;
/** A sign-in at the provider counts as one of now for so long. */
const anew_seconds = 300;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Requests to the provider: the issuer's origin as the operator wrote it, others only where they are public. */
function outgoing(issuer: URL): client.CustomFetch {
  return async (url, { method, headers, body }) => {
    const answer = await callOut({
      url,
      method: method === 'POST' ? 'POST' : 'GET',
      headers: { ...headers },
      ...(body != null && { body: body instanceof URLSearchParams ? body.toString() : (body as string) }),
      trusted: [issuer.origin],
    });
    return new Response(answer.body, { status: answer.status, headers: { 'content-type': answer.type } });
  };
}

async function discover(k: Kernel): Promise<client.Configuration> {
  const { OIDC_ISSUER = '', OIDC_CLIENT_ID = '', OIDC_CLIENT_SECRET: secret } = k.config;
  const issuer = new URL(OIDC_ISSUER);
  const found = await client.discovery(issuer, OIDC_CLIENT_ID, secret, undefined, {
    [client.customFetch]: outgoing(issuer),
    timeout: 10,
    // Plain http only where nothing leaves the machine.
    execute: issuer.protocol === 'http:' && loopback.has(issuer.hostname) ? [client.allowInsecureRequests] : [],
  });
  if (!secret) return found;
  const methods = found.serverMetadata().token_endpoint_auth_methods_supported;
  if (methods && !methods.includes('client_secret_basic')) return found;
  const basic = new client.Configuration(found.serverMetadata(), OIDC_CLIENT_ID, {}, client.ClientSecretBasic(secret));
  basic[client.customFetch] = outgoing(issuer);
  basic.timeout = 10;
  if (issuer.protocol === 'http:' && loopback.has(issuer.hostname)) client.allowInsecureRequests(basic);
  return basic;
}

/** Signing in by OpenID Connect: authorization code with PKCE, state and nonce; the provider is found by discovery. */
export function oidcProvider(k: Kernel): OutsideProvider {
  let known: { at: number; config: Promise<client.Configuration> } | undefined;
  const configuration = (): Promise<client.Configuration> => {
    const now = Date.now();
    if (!known || now - known.at > discoverAgain_ms) {
      const config = discover(k);
      known = { at: now, config };
      config.catch(() => {
        known = undefined;
      });
    }
    return known.config;
  };
  return {
    id: 'oidc',
    name: (locale) => (locale === 'en' ? (k.config.OIDC_NAME_EN ?? k.config.OIDC_NAME) : k.config.OIDC_NAME),
    leave: async (secrets, { redirectUri, anew = false }) => {
      const config = await configuration().catch((error) => refuse(k, error));
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: k.config.OIDC_SCOPE,
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: 'S256',
        ...(anew && { prompt: 'login', max_age: String(anew_seconds) }),
      });
      return url.href;
    },
    arrive: async (address, secrets, { anew = false }) => {
      try {
        return await identify(await configuration(), address, secrets, anew);
      } catch (error) {
        return refuse(k, error);
      }
    },
  };
}

async function identify(
  config: client.Configuration,
  address: URL,
  secrets: Secrets,
  anew: boolean,
): Promise<Identity> {
  const tokens = await client.authorizationCodeGrant(config, address, {
    pkceCodeVerifier: secrets.verifier,
    expectedState: secrets.state,
    expectedNonce: secrets.nonce,
    idTokenExpected: true,
    // What stands in the address can be taken out of it on the way: when they signed in counts.
    ...(anew && { maxAge: anew_seconds }),
  });
  const claims = tokens.claims();
  if (!claims) throw new AppError('people.outside_failed');
  // One provider's people are never taken for another's, should the operator change it.
  return { id: `${claims.iss} ${claims.sub}` };
}

/** What went wrong, in words for a person; the log keeps the provider's code and no token. */
function refuse(k: Kernel, error: unknown): never {
  if (error instanceof AppError) throw error;
  const { code, error: said, cause } = error as { code?: string; error?: string; cause?: { code?: string } };
  if (error instanceof client.AuthorizationResponseError && said === 'access_denied')
    throw new AppError('people.outside_denied');
  k.log.warn({ provider: 'oidc', code: said ?? code ?? (error as Error).name }, 'sign-in at a provider failed');
  if (said === 'invalid_grant') throw new AppError('people.outside_stale');
  const unanswered = [code, cause?.code].some((each) => each && (/^E[A-Z]+$/.test(each) || /TIMEOUT|ABORT/.test(each)));
  if (unanswered || isAway(error) || isAway(cause)) throw new AppError('people.outside_away');
  throw new AppError('people.outside_failed');
}

const isAway = (error: unknown) => {
  const { name, message } = (error ?? {}) as Partial<Error>;
  return name === 'AbortError' || name === 'TimeoutError' || /unexpected HTTP response status/.test(message ?? '');
};

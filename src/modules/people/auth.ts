import { createAuthEndpoint } from '@better-auth/core/api';
import { passkey } from '@better-auth/passkey';
import { type BetterAuthPlugin, betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import { newId } from '../../kernel/db/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { citySettings } from '../../kernel/settings/index.ts';

/** An address that stands for somebody who has only given a telephone number; never written to. */
export const placeholderDomain = 'phone.invalid';

const fields = {
  account: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
  session: {
    userId: 'account_id',
    expiresAt: 'expires_at',
    ipAddress: 'ip_address',
    userAgent: 'user_agent',
    createdAt: 'created_at',
    updatedAt: 'updated_at',
  },
  login: {
    userId: 'account_id',
    accountId: 'provider_account_id',
    providerId: 'provider_id',
    accessToken: 'access_token',
    refreshToken: 'refresh_token',
    idToken: 'id_token',
    accessTokenExpiresAt: 'access_token_expires_at',
    refreshTokenExpiresAt: 'refresh_token_expires_at',
    createdAt: 'created_at',
    updatedAt: 'updated_at',
  },
  verification: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
  passkey: {
    publicKey: 'public_key',
    userId: 'account_id',
    credentialID: 'credential_id',
    deviceType: 'device_type',
    backedUp: 'backed_up',
    createdAt: 'created_at',
  },
} as const;

/** Opens a session for somebody whose code or passkey has been checked here; has no address of its own. */
const opener = {
  id: 'tongxin-opener',
  endpoints: {
    openSession: createAuthEndpoint({ method: 'POST', body: z.object({ accountId: z.string() }) }, async (ctx) => {
      const user = await ctx.context.internalAdapter.findUserById(ctx.body.accountId);
      if (!user) throw new APIError('UNAUTHORIZED');
      const session = await ctx.context.internalAdapter.createSession(user.id);
      await setSessionCookie(ctx, { session, user });
      return ctx.json({ id: session.id, token: session.token });
    }),
  },
} satisfies BetterAuthPlugin;

/**
 * The host that passkeys are made for. Browsers refuse bare IP addresses: null for one, and `localhost` where the server
 * only listens to its own machine, which reaches it by that name, too.
 */
export function passkeyHost(k: Kernel): string | null {
  const { hostname } = new URL(k.config.publicUrl);
  if (hostname === '127.0.0.1' || hostname === '[::1]') return 'localhost';
  return /^[\d.]+$|^\[/.test(hostname) ? null : hostname;
}

function plugins(k: Kernel) {
  const url = new URL(k.config.publicUrl);
  url.hostname = passkeyHost(k) ?? url.hostname;
  return [
    opener,
    passkey({
      rpID: url.hostname,
      rpName: k.settings.get(citySettings).brand['zh-CN'],
      origin: url.origin,
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      authentication: {
        // A passkey counts as both factors, so the device must have checked who holds it (finger, face, PIN).
        afterVerification: ({ verification }) => {
          if (!verification.authenticationInfo.userVerified) throw new APIError('UNAUTHORIZED', { code: 'unverified' });
        },
      },
      registration: {
        afterVerification: ({ verification }) => {
          if (!verification.registrationInfo?.userVerified) throw new APIError('UNAUTHORIZED', { code: 'unverified' });
        },
      },
      schema: { passkey: { modelName: 'people.passkey', fields: fields.passkey } },
    }),
  ] as const;
}

function create(k: Kernel) {
  return betterAuth({
    secret: k.secret,
    baseURL: k.config.publicUrl,
    basePath: '/auth',
    database: { db: k.db as never, type: 'postgres' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Limits are the kernel's own, counted for all processes together.
    rateLimit: { enabled: false },
    user: { modelName: 'people.account', fields: fields.account },
    session: { modelName: 'people.session', fields: fields.session, expiresIn: 30 * 86_400, updateAge: 86_400 },
    account: { modelName: 'people.login', fields: fields.login },
    verification: { modelName: 'people.verification', fields: fields.verification },
    advanced: {
      cookiePrefix: 'tongxin',
      useSecureCookies: k.config.publicUrl.startsWith('https:'),
      disableCSRFCheck: true,
      database: { generateId: () => newId() },
    },
    plugins: [...plugins(k)],
  });
}

export type Auth = ReturnType<typeof create>;
const made = new WeakMap<Kernel, Auth>();

/** The city's better-auth: sessions and passkeys. Called through `auth.api`, never over its own routes. */
export function authOf(k: Kernel): Auth {
  let auth = made.get(k);
  if (!auth) {
    auth = create(k);
    made.set(k, auth);
  }
  return auth;
}

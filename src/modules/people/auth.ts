import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { emailOTP, phoneNumber } from 'better-auth/plugins';
import { newId } from '../../kernel/db/index.ts';
import type { Locale } from '../../kernel/i18n/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { citySettings } from '../../kernel/settings/index.ts';

const code_seconds = 600;
/** An address that stands for somebody who has only given a telephone number; never written to. */
export const placeholderDomain = 'phone.invalid';

const fields = {
  account: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
  session: { userId: 'account_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', createdAt: 'created_at', updatedAt: 'updated_at' },
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
  passkey: { publicKey: 'public_key', userId: 'account_id', credentialID: 'credential_id', deviceType: 'device_type', backedUp: 'backed_up', createdAt: 'created_at' },
} as const;

function plugins(k: Kernel) {
  const url = new URL(k.config.publicUrl);
  // Words of a code are in the language of the page it was asked on; better-auth hands the request's headers through.
  const localeOf = (headers: Headers | undefined): Locale => (headers?.get('x-tongxin-locale') as Locale | null) ?? 'zh-CN';
  return [
    emailOTP({
      expiresIn: code_seconds,
      allowedAttempts: 5,
      storeOTP: 'hashed',
      sendVerificationOTP: async ({ email, otp }, ctx) => {
        await k.notify.sendNow({ channel: 'email', to: email, kind: 'people.code', params: { code: otp, minutes: code_seconds / 60 }, locale: localeOf(ctx?.headers) });
      },
    }),
    phoneNumber({
      otpLength: 6,
      expiresIn: code_seconds,
      allowedAttempts: 5,
      sendOTP: async ({ phoneNumber: to, code }, ctx) => {
        await k.notify.sendNow({ channel: 'sms', to, kind: 'people.code', params: { code, minutes: code_seconds / 60 }, locale: localeOf(ctx?.headers) });
      },
      signUpOnVerification: { getTempEmail: (number) => `${number.replace(/\D/g, '')}@${placeholderDomain}`, getTempName: () => '' },
      schema: { user: { fields: { phoneNumber: 'phone', phoneNumberVerified: 'phone_verified' } } },
    }),
    passkey({
      rpID: url.hostname,
      rpName: k.settings.get(citySettings).brand['zh-CN'],
      origin: url.origin,
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      schema: { passkey: { modelName: 'people.passkey', fields: fields.passkey } },
    }),
  ];
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
    plugins: plugins(k),
  });
}

export type Auth = ReturnType<typeof create>;
const made = new WeakMap<Kernel, Auth>();

/** The city's better-auth: one-time codes, passkeys and sessions. Called through `auth.api`, never over its own routes. */
export function authOf(k: Kernel): Auth {
  let auth = made.get(k);
  if (!auth) {
    auth = create(k);
    made.set(k, auth);
  }
  return auth;
}

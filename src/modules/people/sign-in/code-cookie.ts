import type { FastifyReply, FastifyRequest } from 'fastify';
import { lookOf } from '../../../kernel/http/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { code_minutes } from './one-time-code.ts';

/** Holds the token without which a code does not open. */
export const codeCookie = 'tongxin.code';

export function keepCodeCookie(k: Kernel, reply: FastifyReply, token: string): void {
  reply.setCookie(codeCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    maxAge: code_minutes * 60 + 300,
    secure: k.config.publicUrl.startsWith('https:'),
  });
}

/** Language of the page that somebody is on, for what is sent to them. */
export function localeOf(k: Kernel, request: FastifyRequest): Locale {
  return lookOf(request, k.settings.get(citySettings).languages).locale;
}
